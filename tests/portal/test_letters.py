"""The links of letters: opening one changes nothing, the button does."""

from __future__ import annotations

from motcua.dossiers.intake import receive
from motcua.dossiers.notices import asking
from motcua.dossiers.notices import choices
from motcua.portal import letters
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
    return browser(functional["app"], monkeypatch)


def browser(app, monkeypatch):
    """Return a browser without a login, in front of the whole house."""
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


ONE_CLICK = {"List-Unsubscribe": "One-Click"}
#: A letter in a letter in a letter.
NESTED = "Content-Type: message/rfc822\r\n\r\n"
ELSEWHERE = {"Origin": "https://mail.example"}


def ending(dossier):
    """Return the path at which the letters of the applicant end."""
    choices.choose(dossier.code, choices.Choice({"email": NEW}))
    link = asking.leaving(dossier.code, "email", "vi")
    return link[link.index("/vi/") :]


def test_one_click_ends_letters_and_a_strange_word_does_not(citizen, dossier):
    path = ending(dossier)
    strange = {"List-Unsubscribe": "Maybe"}
    citizen.post(path, strange, headers=ELSEWHERE, status=403)
    assert choices.of(dossier).to == {"email": NEW}
    citizen.post(path, ONE_CLICK, headers=ELSEWHERE)
    assert choices.of(dossier).to == {}
    assert choices.chosen(dossier.code).to == {}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=b", "--b\r\n{head};name*\r\n\r\nx\r\n--b--"),
        ("multipart/form-data; boundary=b", "--b\r\n" + NESTED * 1000),
        ("multipart/form-data; boundary=b" + "(" * 900, "x"),
        ("multipart/form-data", "--b"),
    ],
)
def test_parts_that_nobody_can_read_end_nothing(citizen, dossier, kind, body):
    sent = body.replace("{head}", "Content-Disposition: form-data")
    headers = {**ELSEWHERE, "Content-Type": kind}
    citizen.post(ending(dossier), sent, headers=headers, status=403)
    assert choices.of(dossier).to == {"email": NEW}


def test_one_click_confirms_no_address(citizen, dossier):
    citizen.post(confirming(dossier), ONE_CLICK, headers=ELSEWHERE, status=403)
    assert choices.of(dossier).to == {}


def test_a_button_is_not_pressed_for_ever(citizen, dossier):
    path = ending(dossier)
    for _each in range(letters.PER_LINK):
        citizen.post(path, ONE_CLICK, headers=ELSEWHERE)
    held = citizen.post(path, ONE_CLICK, headers=ELSEWHERE, status=429)
    assert int(held.headers["Retry-After"]) > 0
    assert "thử lại sau" in held.text


def test_links_are_not_guessed_and_true_ones_go_on(citizen, dossier):
    path = ending(dossier)
    for number in range(letters.PER_CLIENT):
        citizen.get(f"/vi/thu-bao/x{number}", status=404)
    citizen.get("/vi/thu-bao/another", status=429)
    citizen.post("/vi/thu-bao/another", ONE_CLICK, status=429)
    citizen.post(path, ONE_CLICK, headers=ELSEWHERE)
    assert choices.chosen(dossier.code).to == {}
