"""Passwords are not found by asking often, and a logout ends what was open."""

from __future__ import annotations

import json
from motcua.organisation import logins
from motcua.storage.engines import register_engine
from motcua.storage.tries import TRIES
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
import pytest
import sqlalchemy as sa
from tests.desk.conftest import browser
from tests.desk.conftest import PASSWORD
import transaction
from urllib.parse import urlsplit


def by_basic(name, password):
    app = browser()
    app.authorization = ("Basic", (name, password))
    return app.get("/desk", status="*")


def by_form(name, password, **fields):
    app = browser()
    sent = {"__ac_name": name, "__ac_password": password, "buttons.login": "x"}
    return app.post("/login", sent | fields, status="*")


def by_token(name, password, app=None):
    body = json.dumps({"login": name, "password": password})
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    return (app or browser()).post("/++api++/@login", body, headers=headers, status="*")


@pytest.mark.parametrize("enter", [by_basic, by_form, by_token])
def test_the_right_password_opens_no_more_after_too_many_wrong_ones(house, enter):
    for number in range(logins.PER_PAIR):
        assert enter("handler", f"wrong-{number}").status_int in (200, 302, 401)
    stopped = enter("handler", PASSWORD)
    assert stopped.status_int == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 900
    assert "quá nhiều lần" in stopped.text
    assert "handler" not in stopped.text
    # Others at the same counter go on working.
    assert by_basic("reception", PASSWORD).status_int == 200


def test_the_keeper_at_the_root_is_guarded_too(house):
    for number in range(logins.PER_PAIR):
        by_basic(SITE_OWNER_NAME, f"wrong-{number}")
    assert by_basic(SITE_OWNER_NAME, SITE_OWNER_PASSWORD).status_int == 429


def test_unknown_logins_are_counted_as_known_ones(house):
    for number in range(logins.PER_PAIR):
        by_basic("nobody-here", f"wrong-{number}")
    assert by_basic("nobody-here", "x").status_int == 429


def test_right_passwords_are_not_counted(house):
    for _number in range(logins.PER_PAIR + 2):
        assert by_basic("reception", PASSWORD).status_int == 200
        assert by_basic(SITE_OWNER_NAME, SITE_OWNER_PASSWORD).status_int == 200
    with register_engine().connect() as connection:
        assert not list(connection.execute(sa.select(TRIES)))


def test_a_client_cannot_claim_to_be_many(house):
    for number in range(logins.PER_PAIR):
        app = browser()
        app.authorization = ("Basic", ("handler", f"wrong-{number}"))
        address = f"198.51.100.{number}"
        headers = {"X-Forwarded-For": address, "Forwarded": f"for={address}"}
        app.get("/desk", headers=headers, status="*")
    assert by_basic("handler", PASSWORD).status_int == 429


def test_a_wrong_password_writes_neither_content_nor_names(house):
    # The platform sets itself up when its first page is shown.
    by_form("handler", "wrong-0")
    transaction.begin()
    last = house._p_jar.db().lastTransaction()
    by_basic("handler", "wrong")
    by_form("handler", "wrong")
    assert house._p_jar.db().lastTransaction() == last
    with register_engine().connect() as connection:
        rows = str(list(connection.execute(sa.select(TRIES))))
    assert "handler" not in rows
    assert "wrong" not in rows


def session(name):
    """Return a browser that came in by the form."""
    app = browser()
    sent = {"__ac_name": name, "__ac_password": PASSWORD, "buttons.login": "x"}
    app.post("/login", sent, status=302)
    app.get("/desk", status=200)
    return app


def test_a_copied_session_ends_with_the_logout(house):
    app = session("reception")
    thief = browser()
    for cookie in app.cookiejar:
        thief.set_cookie(cookie.name, cookie.value.strip('"'))
    thief.get("/desk", status=200)
    app.get("/logout", status="*")
    thief.get("/desk", status=302)
    session("handler").get("/desk", status=200)


def test_a_token_ends_with_the_logout(house):
    app = browser()
    token = by_token("reception", PASSWORD).json["token"]
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    app.get("/++api++/@dossiers", headers=headers, status=200)
    app.post("/++api++/@logout", "{}", headers=headers, status=204)
    browser().get("/++api++/@dossiers", headers=headers, status=401)


@pytest.mark.parametrize(
    "target",
    [
        "https://thief.example",
        "//thief.example",
        "/\\thief.example",
        "\\\\thief.example",
        "/\t/thief.example",
        "http:thief.example",
        "http:///thief.example",
        "javascript:alert(1)",
        "http://localhost@thief.example",
        "http://localhost.thief.example",
        "http://localhost:80@thief.example/",
        " //thief.example",
    ],
)
@pytest.mark.parametrize("field", ["came_from", "next"])
def test_a_login_never_leads_to_another_site(house, target, field):
    answer = by_form("reception", PASSWORD, **{field: target})
    assert answer.status_int == 302
    assert answer.location == "http://localhost/desk"
    for path in ("/login", "/logout", "/logged-out"):
        answer = browser().get(path, {field: target}, status="*")
        host = urlsplit(answer.headers.get("Location", "")).netloc
        assert host in ("", "localhost"), path


@pytest.mark.parametrize("target", ["/desk/tim", "http://localhost/desk/tim"])
def test_a_login_leads_back_to_where_the_person_was_going(house, target):
    answer = by_form("reception", PASSWORD, came_from=target)
    assert answer.location.endswith("/desk/tim")


def test_the_keeper_of_the_house_lands_where_the_work_is(house):
    answer = by_form(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    assert answer.location == "http://localhost/quan-tri"


def test_a_person_without_duties_stays_with_the_citizens(house):
    answer = by_form("stranger", PASSWORD)
    assert answer.status_int == 302
    assert urlsplit(answer.location).path in ("", "/", "/plone")


def test_asking_for_a_new_password_tells_nothing_about_accounts(house):
    answers = set()
    for name in ("reception", "nobody-here"):
        app = browser()
        app.get("/mail_password_form", status="*")
        answer = app.post("/mail_password", {"userid": name}, status="*")
        answers.add((answer.status_int, answer.text.replace(name, "")))
    assert len(answers) == 1
    assert answers.pop()[0] in (302, 401, 403, 404)
