"""The intake form answers at once, and keeps how a dossier came in."""

from __future__ import annotations

from motcua.dossiers.folder import walk
from motcua.dossiers.ledger import events
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.values import values
from motcua.dossiers.states import fold
import pytest
from tests.desk.test_steps import form_of
from tests.dossiers.conftest import LAND
import transaction


HERE = "/desk/tiep-nhan/1.001193"


def fill(app, **fields):
    form = app.get(HERE).forms["form"]
    for name, value in {"applicant-name": "Hoa", **fields}.items():
        form[name] = value
    return form


def press(form, answer, status=None):
    return form.submit("reply", value=answer, status=status)


def booked(house):
    """Return the dossiers of the house, as committed."""
    transaction.begin()
    return list(walk(house))


def test_papers_not_received_become_one_slip(counter, house):
    form = fill(counter, **{"paper-1-form": "original"})
    page = press(form, "guide").follow()
    (asked,) = booked(house)
    assert fold(asked).state == "guided"
    last = events(asked)[-1]
    assert last.data["missing"] == ["Giấy chứng nhận"]
    assert last.data["reason"] == "Các giấy tờ nêu trên chưa được nộp."
    assert [slip.form.kind for slip in slips_of(asked)] == ["supplement"]
    slip = page.html.select_one(f'a[href*="/ho-so/{asked.code}/phieu/"]')
    assert counter.get(slip["href"]).status_int == 200


def test_papers_that_come_are_ticked_and_stand_on_the_receipt(counter, house):
    given = {"paper-1-form": "copy", "guide-missing": "Bản vẽ | hiện trạng"}
    page = press(fill(counter, **given), "guide").follow()
    (asked,) = booked(house)
    form = form_of(page, "resubmit")
    boxes = form.fields["came"]
    # What was asked for, and what nobody gave; not what lies there already.
    words = page.html.find_all("input", attrs={"name": "came"})
    assert [one.parent.text.strip() for one in words] == [
        "Bản vẽ | hiện trạng: Bản chính, 1",
        "Giấy chứng nhận: Bản sao, 1",
    ]
    for box in boxes:
        box.checked = True
    form.submit().follow()
    # A double click on the same form records them once.
    form.submit().follow()
    view = fold(booked(house)[0])
    assert view.state == "submitted"
    assert [(one.key, one.title, one.form) for one in view.papers] == [
        ("1", "Đơn đăng ký", "copy"),
        ("+1", "Bản vẽ | hiện trạng", "original"),
        ("2", "Giấy chứng nhận", "copy"),
    ]
    page = counter.get(f"/desk/ho-so/{asked.code}")
    form_of(page, "accept").submit().follow()
    [slip] = [s for s in slips_of(booked(house)[0]) if s.form.kind == "receipt"]
    printed = values(house, booked(house)[0], slip)["papers_given"]
    assert "Bản vẽ | hiện trạng" in [one["title"] for one in printed]


def test_what_is_written_joins_the_papers_or_stands_alone(counter, house):
    said = {"guide-missing": "Ảnh 3x4\n\nBản vẽ ", "guide-reason": "Ảnh mờ"}
    press(fill(counter, **said), "guide")
    press(fill(counter, **said, **{"guide-only": "1"}), "guide")
    lists = sorted((events(d)[-1].data["missing"] for d in booked(house)), key=len)
    assert lists == [
        ["Ảnh 3x4", "Bản vẽ"],
        ["Đơn đăng ký", "Giấy chứng nhận", "Ảnh 3x4", "Bản vẽ"],
    ]


def test_nothing_is_asked_for_where_nothing_is_missing(counter, house):
    given = {"paper-1-form": "original", "paper-2-form": "certified"}
    page = press(fill(counter, **given), "guide", 400)
    assert page.html.select_one("#problems a")["href"] == "#guide-reason"
    assert page.forms["form"]["applicant-name"].value == "Hoa"
    assert booked(house) == []


def test_a_double_click_books_and_asks_once(counter, house):
    form = fill(counter)
    assert press(form, "guide").location == press(form, "guide").location
    (asked,) = booked(house)
    assert [event.type for event in events(asked)] == ["submit", "guide"]


def test_a_refusal_needs_code_and_reason_and_loses_nothing(counter, house):
    form = fill(counter, **{"decline-reason": "Thuộc thẩm quyền cấp xã"})
    page = press(form, "decline", 400)
    assert page.forms["form"]["decline-reason"].value == "Thuộc thẩm quyền cấp xã"
    assert booked(house) == []
    form = page.forms["form"]
    form["decline-code"] = "not_competent"
    press(form, "decline")
    (refused,) = booked(house)
    view = fold(refused)
    assert (view.state, view.reason_code) == ("declined", "not_competent")
    assert [slip.form.kind for slip in slips_of(refused)] == ["refusal"]


def test_a_specialist_is_asked_from_the_form(counter, officer, house):
    form = fill(counter, question="Có tranh chấp không?", **{"ask-to": LAND})
    press(form, "ask_opinion")
    (asked,) = booked(house)
    assert fold(asked).state == "submitted"
    page = officer("handler").get(f"/desk/ho-so/{asked.code}")
    assert "Có tranh chấp không?" in page.text


def test_an_answer_that_was_begun_stays_in_sight(counter):
    def opened(page):
        return [each.has_attr("open") for each in page.html.select("details.answer")]

    form = fill(counter, **{"decline-reason": "Thuộc thẩm quyền cấp xã"})
    assert opened(form.submit("check")) == [False, False, True]
    assert opened(fill(counter).submit("check")) == [False, False, False]


@pytest.mark.parametrize("empty", ["ask-to", "question"])
def test_a_question_names_department_and_words(counter, house, empty):
    said = {"ask-to": LAND, "question": "Có tranh chấp không?", empty: ""}
    page = press(fill(counter, **said), "ask_opinion", 400)
    assert page.html.select_one("#problems a")["href"] == f"#{empty}"
    assert booked(house) == []


def test_how_it_came_in_stands_in_the_ledger(counter, house):
    form = fill(counter, manner="home", priority="elderly", postmark="RA 12 VN")
    form.submit("save")
    (dossier,) = booked(house)
    assert (dossier.standing.manner, dossier.standing.priority) == ("home", "elderly")
    assert events(dossier)[0].data["postmark"] == "RA 12 VN"


def test_who_types_for_a_citizen_names_helper_and_consent(counter, house):
    page = fill(counter, manner="assisted").submit("save", status=400)
    assert page.html.select_one("#problems a")["href"] == "#helper"
    form = page.forms["form"]
    form["helper"], form["consent"] = "Trần Thị Lụa", True
    form.submit("save")
    (dossier,) = booked(house)
    assert dossier.standing.manner == "assisted"
    assert events(dossier)[0].data["helper"] == "Trần Thị Lụa"
    assert "helper" not in events(dossier)[0].facts
