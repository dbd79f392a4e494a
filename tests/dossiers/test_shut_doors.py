"""No generic door changes a dossier: not for managers, in no state.

Every Classic and REST write that the platform offers is tried, as a manager
and as the officer who may view the dossier; each must be refused and leave the
ledger as it was.
"""

from __future__ import annotations

from AccessControl.PermissionRole import rolesForPermissionOn
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.dossiers.intake import receive
from motcua.setup.testing.web import Client
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_NAME
from Products.CMFCore.utils import getToolByName
from Products.CMFCore.WorkflowCore import WorkflowException
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import OFFICERS
import transaction
from zExceptions import Forbidden
from zExceptions import Unauthorized


PASSWORD = "Mot-cua-1!"
#: What a permission system must refuse on a dossier to everybody.
CLOSED = (
    "Add portal content",
    "Change local roles",
    "Content rules: Manage rules",
    "Copy or Move",
    "Delete objects",
    "Manage portal",
    "Manage properties",
    "Modify portal content",
    "Modify view template",
    "Request review",
    "Review portal content",
    "Reply to item",
    "Sharing page: Delegate roles",
    "Take ownership",
    "Undo changes",
    "WebDAV Lock items",
    "motcua: Add Dossier Directly",
    "motcua: Move Dossier Directly",
)


@pytest.fixture
def site(functional_portal):
    """A province with one dossier, committed so that a browser sees it."""
    empty_sql()
    build_province(functional_portal)
    version = build_procedure(functional_portal)
    dossier = receive(functional_portal, an_intake(version), "reception", MONDAY)
    functional_portal.code = dossier.code
    transaction.commit()
    return functional_portal


LOGINS = {
    "manager": (SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
    "reception": ("reception", PASSWORD),
    "handler": ("handler", PASSWORD),
    "anonymous": None,
}


@pytest.fixture
def client(site):
    return Client(site.aq_parent)


def path_of(site):
    return "/".join(find(site, site.code).getPhysicalPath())


WRITES = (
    ("GET", "edit", None),
    ("POST", "edit", {"form.buttons.save": "Save"}),
    ("GET", "delete_confirmation", None),
    ("POST", "delete_confirmation", {"form.buttons.Delete": "Delete"}),
    ("POST", "object_rename", {"form.buttons.Rename": "Rename"}),
    ("GET", "object_copy", None),
    ("GET", "object_cut", None),
    ("POST", "@@sharing", {"entries": "x"}),
    ("GET", "content_status_modify?workflow_action=forward", None),
    ("POST", "content_status_history", {"workflow_action": "forward"}),
    ("POST", "manage_delObjects", {"ids": "x"}),
    ("GET", "manage_main", None),
    ("GET", "manage_access", None),
    ("POST", "manage_changePermissions", {}),
    ("POST", "manage_setLocalRoles", {"userid": "x", "roles": "Owner"}),
    ("POST", "manage_addProperty", {"id": "x", "value": "y", "type": "string"}),
    ("POST", "setTitle", {"value": "x"}),
    ("GET", "manage_UndoForm", None),
    ("GET", "@@iterate_control", None),
    ("GET", "view", None),
    ("GET", "", None),
)
REST = (
    ("GET", ""),
    ("PATCH", ""),
    ("DELETE", ""),
    ("PUT", ""),
    ("POST", ""),
    ("GET", "@history"),
    ("PATCH", "@history"),
    ("POST", "@workflow/forward"),
    ("POST", "@move"),
    ("POST", "@copy"),
    ("GET", "@sharing"),
    ("POST", "@sharing"),
    ("POST", "@lock"),
    ("GET", "@types"),
    ("POST", "@comments"),
    ("POST", "@aliases"),
    ("POST", "@tus-upload"),
    ("PATCH", "@order"),
)


FORM = "application/x-www-form-urlencoded"


def unchanged(site):
    transaction.begin()
    dossier = find(site, site.code)
    return dossier.length == 1 and not ledger.verify(dossier)


@pytest.mark.parametrize("person", LOGINS)
def test_no_classic_page_or_write_answers_on_a_dossier(site, client, person):
    answers = {}
    for method, name, form in WRITES:
        body = None if form is None else "&".join(f"{k}={v}" for k, v in form.items())
        answer = client.request(
            method,
            f"{path_of(site)}/{name}",
            LOGINS[person],
            body,
            Content_Type=FORM,
        )
        answers[f"{method} {name}"] = answer.status_int
    assert set(answers.values()) == {404}, answers
    assert unchanged(site)


@pytest.mark.parametrize("person", LOGINS)
@pytest.mark.parametrize("prefix", ["", "/++api++", "/++api++/++api++"])
def test_no_rest_service_answers_on_a_dossier(site, client, person, prefix):
    answers = {}
    root = "/".join(site.getPhysicalPath())
    rest = path_of(site).removeprefix(root)
    for method, service in REST:
        answer = client.request(
            method,
            f"{root}{prefix}{rest}/{service}",
            LOGINS[person],
            {"title": "x", "entries": [], "source": "x", "revert": 1},
            Accept="application/json",
        )
        answers[f"{method} {service}"] = answer.status_int
    # A doubled prefix is redirected to the single one before anything happens.
    refused = 302 if prefix.count("++api++") > 1 else 404
    assert set(answers.values()) == {refused}, answers
    assert unchanged(site)


@pytest.mark.parametrize("person", LOGINS)
def test_an_existing_and_a_missing_dossier_answer_alike(site, client, person):
    path = path_of(site)
    for name in (
        "",
        "/view",
        "/edit",
        "/@@title",
        "/@@plone_context_state/object_title",
    ):
        there = client.request("GET", path + name, LOGINS[person])
        gone = client.request("GET", path[:-4] + "9999" + name, LOGINS[person])
        assert there.status_int == gone.status_int == 404
        assert there.text.replace(path, "") == gone.text.replace(path[:-4] + "9999", "")


def test_the_folder_of_dossiers_has_no_address_either(site, client):
    root = "/".join(site.getPhysicalPath())
    for name in ("", "/H99.01", "/H99.01/2026", "/folder_contents", "/manage_main"):
        answer = client.request("GET", f"{root}/dossiers{name}", LOGINS["manager"])
        assert answer.status_int == 404, name


def test_moving_and_copying_by_source_takes_nothing(site, client):
    root = "/".join(site.getPhysicalPath())
    source = path_of(site).removeprefix(root)
    for service in ("@move", "@copy"):
        for named in (source, f"{site.absolute_url()}{source}", path_of(site)):
            answer = client.request(
                "POST",
                f"{root}/++api++/{service}",
                LOGINS["manager"],
                {"source": named},
                Accept="application/json",
            )
            assert answer.status_int >= 400 or answer.json == [], answer.text
            transaction.begin()
            assert site.code not in site.objectIds()
    assert unchanged(site)


def test_deleting_the_whole_folder_is_refused(site, client):
    root = "/".join(site.getPhysicalPath())
    for method, path, body, kind in (
        ("DELETE", "/++api++/dossiers", None, "application/json"),
        ("POST", "/manage_delObjects", "ids:list=dossiers", FORM),
        ("POST", "/manage_renameObject", "id=dossiers&new_id=x", FORM),
        ("POST", "/manage_cutObjects", "ids:list=dossiers", FORM),
        ("POST", "/delete_confirmation", "form.buttons.Delete=1", FORM),
    ):
        client.request(method, root + path, LOGINS["manager"], body, Content_Type=kind)
        transaction.begin()
        assert "dossiers" in site.objectIds(), path
        assert unchanged(site)


@pytest.mark.parametrize("permission", CLOSED)
def test_no_role_holds_a_permission_that_changes(province, dossier, permission):
    assert set(rolesForPermissionOn(permission, dossier) or ()) <= {"Shared"}


def test_every_permission_but_reading_is_held_by_nobody(province, dossier):
    from AccessControl.Permission import getPermissions

    open_to = {}
    for name, _data, _default in getPermissions():
        roles = rolesForPermissionOn(name, dossier)
        held = set(roles or ()) - {"Shared"}
        if held:
            open_to[name] = held
    assert set(open_to) == {"View", "Access contents information"}
    assert set(map(frozenset, open_to.values())) == {frozenset({"Dossier Reader"})}


def test_firing_a_transition_directly_is_refused(province, dossier):
    tool = getToolByName(province, "portal_workflow")
    for person in (*OFFICERS, TEST_USER_NAME):
        login(province, person)
        assert tool.getTransitionsFor(dossier) == ()
        with pytest.raises(WorkflowException):
            tool.doActionFor(dossier, "forward")
    assert dossier.state == "received"
    assert dossier.length == 1


def test_writing_a_workflow_status_is_refused(province, dossier):
    tool = getToolByName(province, "portal_workflow")
    with pytest.raises(Unauthorized):
        tool.setStatusOf("dossier_workflow", dossier, {"review_state": "closed"})
    assert tool.getInfoFor(dossier, "review_state") == "received"


def test_workflow_status_and_history_are_read_from_the_ledger(province, dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    tool = getToolByName(province, "portal_workflow")
    assert tool.getInfoFor(dossier, "review_state") == "processing"
    history = tool.getHistoryOf("dossier_workflow", dossier)
    assert [entry["action"] for entry in history] == ["receive", "forward"]
    assert not hasattr(dossier.aq_base, "workflow_history")


def test_the_shard_deletes_moves_and_renames_nothing(province, dossier):
    leaf = dossier.aq_parent
    for attempt in (
        lambda: leaf.manage_delObjects([dossier.code]),
        lambda: leaf._delObject(dossier.code),
        lambda: leaf.manage_renameObject(dossier.code, "x"),
        lambda: leaf.manage_cutObjects([dossier.code]),
        lambda: leaf.manage_pasteObjects("x"),
        lambda: api.content.delete(dossier),
        lambda: api.content.move(dossier, province),
        lambda: api.content.copy(dossier, province),
        lambda: api.content.rename(dossier, "x"),
    ):
        with pytest.raises((Forbidden, Unauthorized, Exception)):
            attempt()
        assert find(province, dossier.code) is not None
    assert dossier.length == 1


def test_dossiers_never_reach_the_catalogue(province, dossier):
    catalog = getToolByName(province, "portal_catalog")
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    dossier.reindexObject()
    dossier.indexObject()
    catalog.indexObject(dossier)
    catalog.clearFindAndRebuild()
    assert len(catalog.unrestrictedSearchResults(portal_type="Dossier")) == 0
    assert all(
        "/dossiers/" not in brain.getPath()
        for brain in catalog.unrestrictedSearchResults()
    )


def test_walking_finds_every_dossier(province, dossier):
    assert [one.code for one in walk(province)] == [dossier.code]
