"""The catalogue at the platform's own doors: nobody writes there, managers neither."""

from __future__ import annotations

from motcua.setup.testing.web import Client
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
import pytest
from tests.admin.catalogue.conftest import site
from tests.procedures.drafting.officials import CODE
from tests.procedures.drafting.officials import PASSWORD
import transaction
from urllib.parse import urlencode
from zExceptions import Forbidden


__all__ = ["site"]

FORM = "application/x-www-form-urlencoded"
LOGINS = {
    "manager": (SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
    "editor": ("editor", PASSWORD),
    "publisher": ("publisher", PASSWORD),
    "nobody": None,
}
HERE = f"/procedures/{CODE}"
REST = (
    ("PATCH", HERE, {"title": "Khác"}),
    ("PATCH", HERE, {"id": "9.999999"}),
    ("PATCH", "/procedures", {"title": "Khác"}),
    ("PATCH", "/procedures", {"ordering": {"obj_id": CODE, "delta": 1}}),
    ("DELETE", HERE, {}),
    ("DELETE", "/procedures", {}),
    ("POST", "/procedures", {"@type": "Procedure", "id": "9.9", "title": "x"}),
    ("POST", "/procedures/@copy", {"source": HERE}),
    ("POST", "/procedures/@move", {"source": "/organisation/H98"}),
    ("POST", f"{HERE}/@workflow/publish", {}),
    ("POST", f"{HERE}/@workflow/retract", {}),
    ("POST", f"{HERE}/@comments", {"text": "x"}),
    ("POST", f"{HERE}/@lock", {}),
    ("POST", f"{HERE}/@aliases", {"items": [{"path": "/x1"}]}),
    ("PATCH", f"{HERE}/@history", {"version": 0}),
    (
        "POST",
        f"{HERE}/@sharing",
        {"entries": [{"id": "editor", "roles": {"Editor": True}, "type": "user"}]},
    ),
)
FORMS = (
    f"{HERE}/edit",
    f"{HERE}/@@edit",
    f"{HERE}/object_rename",
    f"{HERE}/delete_confirmation",
    f"{HERE}/content_status_modify?workflow_action=publish",
    f"{HERE}/@@sharing",
    f"{HERE}/setTitle?value=x",
    f"{HERE}/repeal",
    f"{HERE}/adopt",
    "/procedures/++add++Procedure",
    "/procedures/edit",
    "/procedures/object_paste",
    "/procedures/fc-delete",
    "/procedures/manage_delObjects?ids=x",
)


def state(site):
    transaction.begin()
    content = site["procedures"][CODE]
    return (
        sorted(site["procedures"].objectIds()),
        site["procedures"].title,
        content.title,
        content.timeline,
        content.get_local_roles(),
        content.moves,
        content.ending,
    )


@pytest.mark.parametrize("name", LOGINS)
def test_no_service_or_form_of_the_platform_writes_there(site, name):
    client = Client(site.aq_parent)
    root = "/".join(site.getPhysicalPath())
    before = state(site)
    for method, path, body in REST:
        answer = client.request(
            method, f"{root}{path}", LOGINS[name], body, Accept="application/json"
        )
        assert 400 <= answer.status_int < 500, (method, path)
    # Out of the folder of procedures: what the platform answers is its own affair.
    client.request("POST", f"{root}/@move", LOGINS[name], {"source": HERE})
    for path in FORMS:
        body = urlencode({"form.widgets.title": "x", "form.buttons.save": "1"})
        answer = client.request(
            "POST", f"{root}{path}", LOGINS[name], body, Content_Type=FORM
        )
        assert answer.status_int in (302, 401, 403, 404), path
    assert state(site) == before


def test_reading_there_writes_nothing(site):
    client = Client(site.aq_parent)
    root = "/".join(site.getPhysicalPath())
    database = site._p_jar.db()
    before = database.lastTransaction()
    for path in (HERE, f"{HERE}/edit", "/procedures", "/procedures/folder_contents"):
        client.request("GET", f"{root}{path}", LOGINS["manager"])
    assert database.lastTransaction() == before


def test_the_catalogue_is_neither_removed_nor_renamed(site):
    with api.env.adopt_user(SITE_OWNER_NAME), pytest.raises(Forbidden):
        site.manage_delObjects(["procedures"])
    transaction.abort()
    assert CODE in site["procedures"]
