"""The road of a version through the screens, from the first word to the last day."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from motcua.base import vietnam
from motcua.procedures import forms
from motcua.procedures import versions
from motcua.procedures.drafting import drafts
from motcua.procedures.drafting import officials
from motcua.procedures.drafting import writing
import pytest
from tests.procedures.drafting.officials import a_version
from tests.procedures.drafting.officials import CODE
from tests.procedures.drafting.officials import COMMUNE_CODE
from tests.procedures.drafting.officials import DEED
import transaction


TODAY = vietnam.today()
TOMORROW = TODAY + timedelta(days=1)
REVIEW = f"/{CODE}/xem-xet"


@pytest.fixture
def written(site, draft):
    """A draft in which its editor changed something."""
    text = a_version(result="Thẻ nhựa")
    writing.save(draft(), text, 1, "editor", site=site)
    transaction.commit()
    return draft


@pytest.fixture
def agreed(site, written):
    writing.submit(written(), "editor", site=site)
    writing.agree(written(), "control", site=site)
    transaction.commit()
    return written


def publish(official, status=303, **changes):
    values = {"deed": DEED, "signed": str(TODAY), "first_day": str(TOMORROW)}
    publisher = official("publisher")
    page = publisher.get(REVIEW)
    return publisher.press(page, "publish", status, {**values, **changes})


def words(page):
    return page.html.get_text(" ", strip=True)


def test_from_the_first_word_to_publication(official, editor, site):
    page = editor.get(f"/{CODE}")
    assert editor.press(page, "begin").location.endswith(f"/{CODE}/soan")
    editor.press(editor.get(f"/{CODE}/soan"), "save", changes={"result": "Thẻ nhựa"})
    assert "Thẻ nhựa" in words(editor.get(REVIEW))
    editor.press(editor.get(REVIEW), "submit", changes={"note": "Xin xem"})
    control = official("control")
    assert CODE in control.get().html.find(attrs={"aria-labelledby": "mine"}).get_text()
    assert "Xin xem" in words(control.get(REVIEW))
    control.press(control.get(REVIEW), "agree")
    publish(official)
    transaction.begin()
    assert versions.current(CODE, TODAY, site) == a_version()
    version = versions.current(CODE, TOMORROW, site)
    assert (version.result, version.decision) == ("Thẻ nhựa", DEED)
    page = editor.get(f"/{CODE}")
    assert version.digest[:8] in page.text
    text = words(editor.get(f"/{CODE}/ban/{version.digest}"))
    assert "Thẻ nhựa" in text
    assert DEED in words(page)


def test_a_new_procedure_begins_with_its_code(editor, site):
    answer = editor.post("", code="9.000499")
    assert answer.location.endswith("/9.000499/soan")
    assert drafts.find("9.000499", site) is not None
    editor.get("/9.000499")
    editor.post("", 400, code="không có số")
    # A code that is taken leads to its procedure.
    assert editor.post("", code=CODE).location.endswith(f"/{CODE}")


def test_a_draft_with_serious_problems_is_saved_and_not_handed_in(
    editor, site, written
):
    editor.press(editor.get(f"/{CODE}/soan"), "save", changes={"title": " "})
    page = editor.get(f"/{CODE}/soan/can-cu")
    [link] = [
        one["href"] for one in page.html.select(".troubles a") if "title" in one["href"]
    ]
    assert link.endswith(f"/{CODE}/soan/chung#at-title")
    answer = editor.press(editor.get(REVIEW), "submit", 400)
    assert "lỗi nghiêm trọng" in answer.text
    assert written().stage == "editing"


def test_what_was_decided_upon_is_what_was_seen(official, editor, site, written):
    page = editor.get(REVIEW)
    theirs = official("second")
    theirs.press(theirs.get(f"/{CODE}/soan"), "save", changes={"kind": "Mẫu"})
    editor.press(page, "submit", 400)
    assert written().stage == "editing"


def test_an_author_finds_no_button_to_agree_and_forging_one_fails(
    official, editor, site, written
):
    both = official("both")
    both.press(both.get(f"/{CODE}/soan"), "save", changes={"kind": "Mẫu"})
    editor.press(editor.get(REVIEW), "submit")
    page = both.get(REVIEW)
    assert 'value="agree"' not in page.text
    assert "người đã soạn không được" in page.text
    token = next(
        form["_authenticator"].value
        for form in page.forms.values()
        if "_authenticator" in form.fields
    )
    seen = str(written().revision)
    pairs = [("_authenticator", token), ("seen", seen), ("do", "agree")]
    both.send(f"{both.root}/danh-muc{REVIEW}", pairs, 400)
    assert written().stage == "control"


def test_sent_back_it_can_be_written_again(official, editor, site, agreed):
    publisher = official("publisher")
    publisher.press(
        publisher.get(REVIEW), "send_back", changes={"note": "Thiếu lệ phí"}
    )
    assert "Thiếu lệ phí" in words(editor.get(REVIEW))
    editor.get(f"/{CODE}/soan")


def test_a_publication_that_is_refused_keeps_what_was_typed(official, agreed):
    past = str(TODAY - timedelta(days=9))
    answer = publish(official, 400, first_day=past, deed="QĐ riêng")
    assert answer.html.find(id="deed")["value"] == "QĐ riêng"
    assert "đã qua" in answer.text
    publish(official, 400, first_day="hôm nào")


def test_a_version_that_waits_is_shown_and_approved(official, editor, site, agreed):
    forms.attach(site["procedures"][CODE], BytesIO(b"%PDF-1.7"), "to-khai.pdf")
    transaction.commit()
    publish(official, first_day=str(TODAY))
    assert versions.current(CODE, TODAY, site) == a_version()
    waiting = editor.get().html.find(attrs={"aria-labelledby": "approvals"})
    assert CODE in waiting.get_text()
    assert 'value="approve"' not in editor.get(f"/{CODE}").text
    control = official("control")
    control.press(control.get(f"/{CODE}"), "approve", changes={"deed": "QĐ 30"})
    assert versions.current(CODE, TODAY, site).result == "Thẻ nhựa"
    assert editor.get().html.find(attrs={"aria-labelledby": "approvals"}) is None
    assert "QĐ 30" in words(editor.get(f"/{CODE}"))


def test_a_repeal_and_its_taking_back(official, editor, site):
    publisher = official("publisher")
    changes = {
        "last_day": str(TODAY),
        "deed": "QĐ 40",
        "replaced_by": f" {COMMUNE_CODE}, ",
    }
    publisher.press(publisher.get(f"/{CODE}"), "repeal", changes=changes)
    with pytest.raises(KeyError):
        versions.current(CODE, TOMORROW, site)
    page = words(editor.get(f"/{CODE}"))
    assert "QĐ 40" in page
    assert COMMUNE_CODE in page
    assert 'value="take_back"' not in editor.get(f"/{CODE}").text
    soon = editor.get("?loc=sap-het")
    assert CODE in soon.html.find(attrs={"aria-labelledby": "changing"}).get_text()
    changes = {"deed": "QĐ 41", "reason": "Luật hoãn"}
    publisher.press(publisher.get(f"/{CODE}"), "take_back", changes=changes)
    assert versions.current(CODE, TOMORROW, site)
    again = {"last_day": str(TODAY), "deed": "QĐ 42", "replaced_by": "9.777777"}
    publisher.press(publisher.get(f"/{CODE}"), "repeal", 400, again)


def test_a_commune_waives_and_borrows_on_record(official, site):
    commune = official("commune")
    commune.press(commune.get(f"/{COMMUNE_CODE}"), "begin")
    commune.press(
        commune.get(f"/{COMMUNE_CODE}/soan"), "save", changes={"result": "Thẻ"}
    )
    path = f"/{COMMUNE_CODE}/xem-xet"
    commune.press(commune.get(path), "submit")
    changes = {"stage": "control", "note": "Chỉ có một người", "deed": "QĐ 50"}
    commune.press(commune.get(path), "waive", changes=changes)
    commune.press(commune.get(path), "agree")
    changes = {"lent": "publication:publisher", "note": "Nhờ tỉnh", "deed": "QĐ 51"}
    commune.press(commune.get(path), "borrow", changes=changes)
    publisher = official("publisher")
    page = publisher.get(path)
    assert "Chỉ có một người" in words(page)
    publisher.press(page, "publish", changes={"deed": DEED, "first_day": str(TOMORROW)})
    log = words(commune.get(f"/{COMMUNE_CODE}"))
    for told in ("QĐ 50", "QĐ 51", "Chỉ có một người", "Nhờ tỉnh"):
        assert told in log


def test_a_draft_given_up_stays_on_record(editor, written):
    editor.press(editor.get(REVIEW), "discard", changes={"note": "Luật đổi"})
    assert "Luật đổi" in words(editor.get(f"/{CODE}"))
    editor.get(REVIEW, 404)


def test_the_list_finds_by_words_and_by_code(editor, site):
    assert CODE in editor.get("?q=the+doc+sach").text
    assert CODE in editor.get(f"?q={CODE}").text
    for query in ("%22", "%00", "x" * 3000, "%F0%9F%98%80", "("):
        editor.get(f"?q={query}")
    editor.get("?loc=gi-do")


def test_the_navigation_shows_the_way_to_its_officials_alone(official, site):
    root = official("clerk").root
    for login, shown in (("editor", True), ("control", True), ("clerk", False)):
        client = official(login).client
        page = client.request("GET", f"{root}/desk", official(login).login)
        assert ("/danh-muc" in page.text) is shown, login


def test_every_open_draft_is_somebodys_work(site, written):
    acting = [
        person
        for person in ("editor", "second", "control", "publisher")
        if officials.may_act(written(), person, vietnam.today(), site)
    ]
    assert acting == ["editor", "second"]
