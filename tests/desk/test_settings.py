"""An officer chooses which letters to get."""

from __future__ import annotations

from motcua.dossiers.notices import officers
import transaction


def test_an_officer_chooses_letters_for_the_own_person(officer, house):
    app = officer("handler")
    page = app.get("/desk/cai-dat")
    assert "handler@example.org" in page.text
    form = page.forms[max(name for name in page.forms if isinstance(name, int))]
    assert form["mode"].value == officers.OFF
    form["mode"] = officers.DAILY
    form.submit().follow()
    # The second click, and the back button.
    form.submit().follow()
    transaction.begin()
    assert officers.mode_of("handler", house) == officers.DAILY
    assert officers.mode_of("leader", house) == officers.OFF


def test_what_is_no_choice_changes_nothing(officer, house):
    app = officer("handler")
    page = app.get("/desk/cai-dat")
    token = page.html.select_one("main input[name=_authenticator]")["value"]
    answer = app.post(
        "/desk/cai-dat", {"_authenticator": token, "mode": "hourly"}, status=400
    )
    assert "ba mục" in answer.text
    app.post("/desk/cai-dat", {"mode": officers.DAILY}, status=403)
    transaction.begin()
    assert officers.mode_of("handler", house) == officers.OFF
