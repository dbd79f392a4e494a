"""The links of letters: opening one changes nothing, the button does."""

from __future__ import annotations

from motcua.dossiers.intake import receive
from motcua.dossiers.notices import asking
from motcua.dossiers.notices import choices
from motcua.setup import frontdoor
from motcua.storage import jobs
from plone import api
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import MONDAY
import transaction
from webtest import TestApp
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module


NEW = "moi@example.org"


@pytest.fixture
def dossier(functional_portal, tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        build_province(functional_portal)
        version = build_procedure(functional_portal)
        found = receive(functional_portal, an_intake(version), "reception", MONDAY)
    transaction.commit()
    logout()
    return found


@pytest.fixture
def citizen(functional, dossier, monkeypatch):
    """A browser without a login, in front of the whole house."""
    app = functional["app"]
    if "virtual_hosting" not in app.objectIds():
        manage_addVirtualHostMonster(app, "virtual_hosting")
        transaction.commit()
    path = "/".join(api.portal.get().getPhysicalPath())
    monkeypatch.setattr(frontdoor, "SITE_PATH", path)
    return TestApp(frontdoor.FrontDoor(HTTPExceptionHandler(publish_module)))


def confirming(dossier):
    asking.wish(dossier, ["email"], "vi", NEW)
    [job] = jobs.listed(asking.JOB)
    return f"/vi/thu-bao/{job.data['token']}"


def test_a_new_address_says_yes_with_a_button(citizen, dossier):
    link = confirming(dossier)
    page = citizen.get(link)
    assert dossier.code in page.text
    assert NEW not in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert choices.of(dossier).to == {}
    done = page.forms[
        max(each for each in page.forms if isinstance(each, int))
    ].submit()
    assert "Từ nay" in done.text
    assert choices.of(dossier).to == {"email": NEW}
    # Twice, or from two tabs, changes nothing more.
    citizen.post(link)
    assert choices.of(dossier).to == {"email": NEW}


def test_letters_are_ended_with_a_button(citizen, dossier):
    choices.choose(dossier.code, choices.Choice({"email": NEW}))
    link = asking.leaving(dossier.code, "email", "en").partition("/en/")[2]
    assert "no more letters" in citizen.get(f"/en/{link}").text
    assert choices.of(dossier).to == {"email": NEW}
    assert "No more letters" in citizen.post(f"/en/{link}").text
    assert choices.of(dossier).to == {}


def test_another_site_cannot_press_the_button(citizen, dossier):
    link = confirming(dossier)
    citizen.post(link, headers={"Origin": "https://evil.example"}, status=403)
    assert choices.of(dossier).to == {}


@pytest.mark.parametrize("path", ["/vi/thu-bao/abc", "/vi/thu-bao", "/vi/thu-bao/a/b"])
def test_a_strange_link_is_not_found(citizen, dossier, path):
    citizen.get(path, status=404)
    citizen.post(path, status=404)
