"""What holds behind every door of the staff."""

from __future__ import annotations

import pytest
from tests.desk.conftest import browser


DOORS = ("/desk", "/luu-tru")
STRAYS = ("/x", "/ho-so/x", "/ho-so/x/y/z/1/2/3", "/@@edit", "/manage_main")


@pytest.mark.parametrize("door", DOORS)
def test_nothing_is_cached_framed_or_run_from_elsewhere(officer, door):
    headers = officer("reception").get(door).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("door", DOORS)
def test_nothing_behind_a_door_is_traversed(officer, door):
    app = officer("reception")
    for path in STRAYS:
        answer = app.get(f"{door}{path}", status="*")
        assert answer.status_int in (400, 404), path


@pytest.mark.parametrize("door", DOORS)
def test_a_form_needs_our_token_wherever_it_is_sent(officer, door):
    app = officer("reception")
    for path in ("", "/khong-co"):
        app.post(f"{door}{path}", {"a": "1"}, status=403)
        app.post(f"{door}{path}", {"_authenticator": "x" * 40}, status=403)


@pytest.mark.parametrize("door", DOORS)
def test_other_methods_find_nothing(officer, door):
    # The platform answers some of them itself, and writes nothing.
    for method in ("PUT", "DELETE", "PATCH", "PROPFIND"):
        answer = officer("reception").request(door, method=method, status="*")
        assert answer.status_int >= 400, method


def test_the_looks_are_public_and_nothing_beside_them(house):
    app = browser()
    answer = app.get("/staff-style/0/staff.css")
    assert answer.headers["Cache-Control"] == "no-cache"
    for name in ("x.css", "../screen.py", "..%2Fscreen.py", ""):
        app.get(f"/staff-style/0/{name}", status=404)
