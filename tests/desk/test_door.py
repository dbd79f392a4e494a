"""Who comes through the door, and what those see who may not."""

from __future__ import annotations

from datetime import timedelta
from motcua.base import vietnam
from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
from motcua.organisation import duties
from motcua.shell.looks import STAFF
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.desk.conftest import browser
from tests.desk.conftest import PASSWORD
from tests.desk.conftest import receive
from tests.desk.conftest import step
from tests.dossiers.conftest import UNIT
import transaction
from urllib.parse import unquote
from zope.component.hooks import setSite


#: Codes that lead nowhere: missing, malformed, hostile.
NOWHERE = [
    "H99.01-261122-9999",
    "H99.01-991399-0001",
    "khong-phai-ma",
    "%3Cscript%3E",
    "H99.01-261122-0001%20",
    "h99.01-261122-0001",
    "index_html",
]


def headers_of(answer):
    """Return the headers of an answer but the clock's."""
    return {name: text for name, text in answer.headers.items() if name != "Date"}


def test_a_stranger_is_led_to_the_login_alike_for_every_address(house, received):
    app = browser()
    for path in ("", f"/ho-so/{received}", "/ho-so/H99.01-261122-9999", "/xyz/1/2"):
        answer = app.get(f"/desk{path}", status=302)
        location = unquote(unquote(answer.location))
        assert "require_login" in location
        assert location.endswith(f"/desk{path}")


def test_foreign_missing_and_malformed_codes_are_one_answer(officer, received):
    for name in ("handler", "jurist", "stranger"):
        app = officer(name)
        foreign = app.get(f"/desk/ho-so/{received}", status=404)
        for code in NOWHERE:
            answer = app.get(f"/desk/ho-so/{code}", status=404)
            assert answer.body == foreign.body, code
            assert headers_of(answer) == headers_of(foreign), code
        assert received not in foreign.text


def test_what_hangs_on_a_foreign_dossier_is_missing_too(officer, received):
    app = officer("jurist")
    missing = app.get("/desk/ho-so/H99.01-261122-9999", status=404).body
    for path in ("giay-tiep-nhan", "to-bia", f"tep/{'0' * 64}", "tep", "x/y"):
        assert app.get(f"/desk/ho-so/{received}/{path}", status=404).body == missing
    assert app.get(f"/desk/tim?ma={received}").maybe_follow(status=404).body == missing
    assert app.get("/desk/tim?ma=0912345678", status=404).body == missing


def test_cover_sheets_are_printed_for_who_scans_the_papers(officer, received):
    from motcua.archive.capture import covers
    import pypdfium2
    import zxingcpp

    app = officer("reception")
    answer = app.get(f"/desk/ho-so/{received}/to-bia")
    assert answer.content_type == "application/pdf"
    document = pypdfium2.PdfDocument(answer.body)
    seen = [
        {code.text for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())}
        for page in document
    ]
    assert all(len(texts) == 1 for texts in seen)
    told = [covers.parse(texts.pop()).target for texts in seen]
    assert {each.dossier for each in told} == {received}
    assert [each.paper for each in told] == ["1", "2"]
    assert f"ho-so/{received}/to-bia" in app.get(f"/desk/ho-so/{received}/da-nhan").text


def test_a_manager_sees_no_dossier_without_a_duty(officer, house, received):
    setSite(house)
    login(house, TEST_USER_NAME)
    setRoles(house, TEST_USER_ID, ["Manager"])
    api.user.create(email="m@example.org", username="keeper", password=PASSWORD)
    api.user.grant_roles(username="keeper", roles=["Manager"])
    transaction.commit()
    logout()
    officer("keeper").get(f"/desk/ho-so/{received}", status=404)


def test_a_duty_that_ended_closes_the_dossier_at_the_next_request(
    officer, house, received
):
    counter = officer("reception")
    counter.get(f"/desk/ho-so/{received}")
    setSite(house)
    login(house, TEST_USER_NAME)
    setRoles(house, TEST_USER_ID, ["Manager"])
    duties.end("reception", UNIT, "reception", vietnam.today() - timedelta(days=2))
    transaction.commit()
    logout()
    counter.get(f"/desk/ho-so/{received}", status=404)
    assert "Hôm nay bạn chưa được giao nhiệm vụ" in counter.get("/desk").text
    counter.get("/desk/tiep-nhan", status=404)


def test_a_form_without_our_token_changes_nothing(officer, house, received):
    counter = officer("reception")
    form = counter.get(f"/desk/ho-so/{received}").forms
    good = next(each for each in form.values() if "operation" in each.fields)
    sent = dict(good.submit_fields())
    for token in (None, "", "0" * 40):
        fields = {**sent, "to": "H99.02", "_authenticator": token}
        if token is None:
            del fields["_authenticator"]
        answer = counter.post(f"/desk/ho-so/{received}", fields, status=403)
        assert "không được chấp nhận" in answer.text
    transaction.begin()
    assert find(house, received).length == 1


def test_the_token_of_another_person_does_not_do(officer, house, received):
    handler = officer("handler")
    counter = officer("reception")
    step(counter, received, "forward", to="H99.02")
    page = handler.get(f"/desk/ho-so/{received}")
    form = next(f for f in page.forms.values() if "operation" in f.fields)
    counter.post(
        f"/desk/ho-so/{received}",
        {"operation": "withdraw", "_authenticator": form["_authenticator"].value},
        status=403,
    )


def test_asking_never_writes(officer, house, received):
    counter = officer("reception")
    transaction.begin()
    last = house._p_jar.db().lastTransaction()
    for path in (
        "",
        "?late=1&state=received&all=1&page=2",
        "/tiep-nhan?q=dat",
        "/tiep-nhan/1.001193",
        f"/ho-so/{received}",
        f"/ho-so/{received}?operation=withdraw&reason=x",
        f"/ho-so/{received}/giay-tiep-nhan",
        f"/ho-so/{received}/to-bia",
        f"/tim?ma={received}",
    ):
        counter.get(f"/desk{path}")
    assert house._p_jar.db().lastTransaction() == last


@pytest.mark.parametrize("path", ["", "/ho-so/x", "/tiep-nhan/1.001193"])
def test_every_answer_is_private_and_strict(counter, path):
    answer = counter.get(f"/desk{path}", expect_errors=True)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "'unsafe" not in policy
    assert answer.text.startswith("<!DOCTYPE html>\n<html")


def test_other_methods_than_asking_and_sending_are_missing(counter, house, received):
    answer = counter.request(
        f"/desk/ho-so/{received}", method="PATCH", expect_errors=True
    )
    assert answer.status_int in (404, 405)
    transaction.begin()
    assert fold(find(house, received)).state == "received"


def test_an_officer_of_english_reads_english(officer, house):
    api.user.get("supervisor").setMemberProperties({"language": "en"})
    transaction.commit()
    answer = officer("supervisor").get("/desk")
    assert "My work" in answer.text
    assert answer.headers["Content-Language"] == "en"


def test_the_looks_are_small_and_kept_for_a_year(house):
    app = browser()
    total = 0
    for name in ("staff.css", "staff.js"):
        answer = app.get(STAFF.address("", name))
        assert "immutable" in answer.headers["Cache-Control"]
        total += len(answer.body)
    assert total < 30_000
    app.get("/staff-style/0/other.css", status=404)
    app.get("/staff-style/0/..%2Fdoor.py", status=404)


def test_the_list_shows_what_its_counters_count(officer, house):
    codes = [receive(house) for _number in range(3)]
    counter = officer("reception")
    step(counter, codes[0], "forward", to="H99.02")
    page = counter.get("/desk")
    waiting = page.click("Mới tiếp nhận")
    assert "?state=received" in waiting.request.url
    assert [code for code in codes if code in waiting.text] == codes[1:]
    assert "Không có hồ sơ nào" in counter.get("/desk?late=1").text
    everything = counter.get("/desk?all=1")
    assert all(code in everything.text for code in codes)
    assert counter.get("/desk?state=%3Cb%3E&page=-1").status_int == 200
