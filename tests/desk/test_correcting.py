"""Correcting a dossier at its screen: looked at first, then recorded with a trace."""

from __future__ import annotations

from datetime import timedelta
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.slips import issued
from motcua.dossiers.states import fold
import pytest
from tests.desk.conftest import step
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import TITLES
import transaction


def state(house, code):
    transaction.begin()
    return fold(find(house, code))


def slips(house, code):
    transaction.begin()
    found = issued.slips_of(find(house, code))
    return [(o.form.kind, o.status) for o in found if o.form.kind == "receipt"]


def form_for(app, code, *parts):
    """Go from the page of the dossier to the form for some parts."""
    page = app.get(f"/desk/ho-so/{code}").click("Đính chính nội dung ghi sai")
    choice = next(form for form in page.forms.values() if "sua" in form.fields)
    for box in choice.fields["sua"]:
        box.checked = box._value in parts
    return choice.submit().forms["form"]


def preview_of(page):
    return next(form for form in page.forms.values() if "expected" in form.fields)


def test_a_wrong_name_is_looked_at_and_recorded(counter, house, received):
    before = slips(house, received)
    form = form_for(counter, received, "persons")
    assert form["applicant-name"].value == "Nguyễn Văn Đức"
    assert form["owner-name"].value == "Hoa"
    assert not form["same"].checked
    form["applicant-name"] = "Nguyễn Văn Đúc"
    form["reason"] = "Gõ sai tên"
    page = form.submit("do", value="look")
    (row,) = page.html.select("section[aria-labelledby=changes] tbody tr")
    assert "Nguyễn Văn Đức" in row.text
    assert "Nguyễn Văn Đúc" in row.text
    assert "Không có mốc thời gian nào thay đổi" in page.text
    named = page.html.select("section[aria-labelledby=slips] li")
    assert len(named) == 1
    # Looking writes nothing.
    assert len(state(house, received).history) == 1
    assert slips(house, received) == before
    answer = preview_of(page).submit("do", value="record").follow()
    assert "Đã đính chính" in answer.text
    view = state(house, received)
    assert view.person("applicant").name == "Nguyễn Văn Đúc"
    assert view.person("applicant").phone == "0912 345 678"
    assert view.person("owner").name == "Hoa"
    assert slips(house, received) == [("receipt", "replaced"), ("receipt", "valid")]


def test_what_the_preview_says_about_dates_is_what_comes_about(
    counter, house, received
):
    before = state(house, received)
    form = form_for(counter, received, "received")
    earlier = before.received_at.astimezone(VIETNAM) - timedelta(days=7)
    form["received"] = earlier.strftime("%Y-%m-%dT%H:%M")
    form["reason"] = "Ghi nhầm ngày"
    page = form.submit("do", value="look")
    told = page.html.select_one("section[aria-labelledby=dates]").text
    preview_of(page).submit("do", value="record").follow()
    after = state(house, received)
    assert after.due < before.due
    for moment in (before.due, after.due):
        assert f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" in told


def test_papers_and_remark(counter, house, received):
    form = form_for(counter, received, "papers", "note")
    assert form["paper-2-form"].value == "certified"
    form["paper-2-form"] = ""
    form["paper-1-count"] = "3"
    form["note"] = "Có giấy ủy quyền"
    form["reason"] = "Đếm lại"
    page = form.submit("do", value="look")
    preview_of(page).submit("do", value="record").follow()
    view = state(house, received)
    assert [(one.key, one.count) for one in view.papers] == [("1", 3)]
    assert view.note == "Có giấy ủy quyền"


def test_a_paper_stays_sensitive_until_somebody_says_otherwise(
    counter, house, received
):
    paper = fold(find(house, received)).papers[0].to_json()
    changes = {"papers": [{**paper, "sensitive": True}]}
    data = {"reason": "Giấy tờ nhạy cảm", "changes": changes}
    act(find(house, received), "correct", "reception", data=data)
    transaction.commit()
    form = form_for(counter, received, "papers")
    assert form["paper-1-sensitive"].checked
    form["paper-1-count"] = "4"
    form["reason"] = "Đếm lại"
    page = form.submit("do", value="look")
    assert (
        page.html.select_one("section[aria-labelledby=changes]").text.count("Nhạy") == 2
    )
    preview_of(page).submit("do", value="record").follow()
    assert [one.sensitive for one in state(house, received).papers] == [True]


def test_the_right_procedure_is_typed_and_counts_from_the_receipt(
    counter, house, received
):
    build_procedure(house, code="1.002222", term="9 working days")
    transaction.commit()
    form = form_for(counter, received, "procedure")
    form["procedure"] = "1.009999"
    form["reason"] = "Chọn nhầm"
    page = form.submit("do", value="look", status=400)
    assert "không phải là thủ tục có hiệu lực" in page.text
    form = page.forms["form"]
    form["procedure"] = "dat dai"
    page = form.submit("do", value="look", status=400)
    # Who types a name instead of a code is shown the codes of that name.
    near = page.html.select_one("ul[aria-label]")
    assert "1.002222" in near.text
    form = page.forms["form"]
    form["procedure"] = "1.002222"
    page = form.submit("do", value="look")
    due = state(house, received).due
    page = preview_of(page).submit("do", value="record").follow()
    assert "hãy đính chính giấy tờ" in page.text
    view = state(house, received)
    assert view.procedure == "1.002222"
    assert view.reason == ""
    assert view.due > due
    assert view.received_at == state(house, received).received_at


def test_procedure_and_papers_are_corrected_in_one_act(counter, house, received):
    build_procedure(house, code="1.002222", titles=("Tờ khai", TITLES[1]))
    transaction.commit()
    form = form_for(counter, received, "procedure", "papers")
    form["procedure"] = "1.002222"
    form["reason"] = "Chọn nhầm"
    form = form.submit("do", value="look", status=400).forms["form"]
    # The papers of the right procedure; what was recorded has found its place by title.
    assert (form["paper-1-form"].value, form["paper-2-form"].value) == ("", "certified")
    # Nothing of it is left out because the procedure knows no such paper.
    assert form["paper-_1-form"].value == "original"
    form["paper-_1-form"] = ""
    form["paper-1-form"] = "copy"
    page = form.submit("do", value="look")
    told = page.html.select_one("section[aria-labelledby=changes]").text
    assert "Tờ khai" in told
    preview_of(page).submit("do", value="record").follow()
    view = state(house, received)
    assert len(view.history) == 2
    assert view.procedure == "1.002222"
    assert [(one.key, one.title, one.form) for one in view.papers] == [
        ("1", "Tờ khai", "copy"),
        ("2", TITLES[1], "certified"),
    ]


@pytest.mark.parametrize(
    ("part", "field", "typed", "words"),
    [
        ("received", "received", "0001-01-01T08:00", "2000 đến 2099"),
        ("received", "received", "1999-12-31T08:00", "2000 đến 2099"),
        ("persons", "applicant-birth", "01/01/1799", "từ năm 1800"),
        ("persons", "applicant-birth", "01/01/2199", "đến hôm nay"),
    ],
)
def test_dates_that_cannot_be_meant_are_refused_by_name(
    counter, house, received, part, field, typed, words
):
    form = form_for(counter, received, part)
    form[field] = typed
    form["reason"] = "Ghi nhầm"
    page = form.submit("do", value="look", status=400)
    assert words in page.html.select_one(f'#problem a[href="#{field}"]').text
    assert page.forms["form"][field].value == typed


def test_back_to_the_form_keeps_what_was_typed(counter, house, received):
    form = form_for(counter, received, "persons")
    form["applicant-name"] = "Đúc"
    form["reason"] = "Gõ sai tên"
    page = form.submit("do", value="look")
    again = preview_of(page).submit("do", value="edit").forms["form"]
    assert again["applicant-name"].value == "Đúc"
    assert again["reason"].value == "Gõ sai tên"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reason": ""}, "Hãy ghi rõ lý do"),
        ({"applicant-name": "", "reason": "x"}, "tên"),
        ({"applicant-birth": "31/02/1957", "reason": "x"}, "ngày sinh"),
        ({"reason": "x"}, "Không có gì khác"),
    ],
)
def test_a_form_filled_in_badly_is_told_and_keeps_its_text(
    counter, house, received, changed, words
):
    form = form_for(counter, received, "persons")
    if not changed["reason"]:
        form["applicant-name"] = "Đúc"
    for name, value in changed.items():
        form[name] = value
    page = form.submit("do", value="look", status=400)
    assert words in page.html.select_one("#problem").text
    assert len(state(house, received).history) == 1


def test_a_receipt_in_the_future_is_refused(counter, house, received):
    form = form_for(counter, received, "received")
    form["received"] = "2099-01-01T08:00"
    form["reason"] = "Ghi nhầm ngày"
    page = form.submit("do", value="look", status=400)
    assert page.html.select_one("#problem").text.strip()
    assert len(state(house, received).history) == 1


def test_on_a_stale_page_nothing_is_corrected(counter, house, received):
    form = form_for(counter, received, "persons")
    form["applicant-name"] = "Đúc"
    form["reason"] = "Gõ sai tên"
    page = form.submit("do", value="look")
    step(counter, received, "forward", to="H99.02")
    answer = preview_of(page).submit("do", value="record", status=409)
    assert "Người khác đã xử lý" in answer.text
    assert state(house, received).person("applicant").name == "Nguyễn Văn Đức"
    # What was typed is still there, on the page as it is now.
    again = answer.forms["form"]
    assert again["applicant-name"].value == "Đúc"
    page = again.submit("do", value="look")
    preview_of(page).submit("do", value="record").follow()
    assert state(house, received).person("applicant").name == "Đúc"


def test_who_may_not_correct_is_refused_and_a_foreign_dossier_is_not_there(
    officer, house, received
):
    answer = officer("supervisor").get(f"/desk/ho-so/{received}/dinh-chinh", status=403)
    assert "Nhiệm vụ của bạn không cho phép" in answer.text
    assert "sua" not in {n for f in answer.forms.values() for n in f.fields}
    stranger = officer("stranger")
    missing = stranger.get("/desk/ho-so/H99.01-261122-9999/dinh-chinh", status=404)
    foreign = stranger.get(f"/desk/ho-so/{received}/dinh-chinh", status=404)
    assert foreign.text == missing.text


def test_the_procedure_is_not_offered_once_a_decision_is_proposed(
    officer, counter, received
):
    step(counter, received, "forward", to="H99.02")
    step(officer("handler"), received, "propose", proposal="Cấp")
    page = counter.get(f"/desk/ho-so/{received}/dinh-chinh?sua=procedure")
    assert "procedure" not in {n for f in page.forms.values() for n in f.fields}
