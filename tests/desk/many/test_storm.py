"""A storm: whom it moves is seen first, then decided on a document, then told."""

from __future__ import annotations

from motcua.base.vietnam import VIETNAM
from motcua.dossiers.clocks import selecting
from motcua.dossiers.folder import find
from motcua.organisation import duties
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.desk.conftest import step
from tests.desk.many.conftest import again
from tests.desk.many.conftest import codes
from tests.desk.many.conftest import receive
from tests.desk.many.conftest import rows
from tests.desk.many.conftest import state
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import SINCE
import transaction
from zope.component.hooks import setSite


STORM = "/desk/nhieu-ho-so/tam-dung"
RESUME = "/desk/nhieu-ho-so/tiep-tuc"
DECREE = {"reason_code": "disaster", "reason": "Bão số 9", "deed": "QĐ 99/QĐ-UBND"}
AGAIN = "Chọn lại những hồ sơ chưa được thực hiện"


def moment(at):
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def decide(page, status=303, **values):
    form = page.forms["decide"]
    for name, value in values.items():
        form[name] = value
    return form.submit(status=status)


def test_what_the_preview_names_is_what_the_storm_stops(supervisor, house, carry_out):
    found = sorted(receive(house) for _number in range(3))
    before = state(house, found[0]).due
    page = supervisor.get(STORM).forms[1].submit("xem")
    assert codes(page) == found
    assert all(moment(before) in row[1] for row in rows(page))
    result = decide(page, **DECREE).follow()
    assert [row[1] for row in rows(result)] == ["… Chưa đến lượt"] * 3
    assert not find(house, found[0]).suspended
    assert carry_out() >= 1
    result = again(supervisor, result)
    assert codes(result) == found
    assert [row[1] for row in rows(result)] == ["✓ Đã xong"] * 3
    assert "QĐ 99/QĐ-UBND" in result.text
    for code in found:
        view = state(house, code)
        assert view.suspended
        assert view.due is None
    # A clock that stands still is never told as a dossier without any time limit.
    one = supervisor.get(f"/desk/ho-so/{found[0]}").text
    assert "Tạm dừng do thiên tai" in one
    for page in (one, supervisor.get("/desk?all=1").text):
        assert "Tạm dừng tính hạn" in page
        assert "Không có thời hạn" not in page


def test_the_storm_is_over_and_the_new_dates_are_those_that_were_shown(
    supervisor, house, carry_out
):
    code = receive(house)
    page = supervisor.get(f"{STORM}?xem=1")
    decide(page, **DECREE)
    carry_out()
    page = supervisor.get(f"{RESUME}?xem=1")
    ((_code, _now, shown),) = rows(page)
    decide(page, reason="Bão tan")
    carry_out()
    view = state(house, code)
    assert not view.suspended
    day = moment(view.due).split()[1]
    assert day in shown
    assert codes(supervisor.get(f"{RESUME}?xem=1")) == []


def test_units_area_procedure_and_days_narrow_it_down(supervisor, house):
    first = receive(house)
    build_procedure(house, code="1.002222")
    transaction.commit()
    page = supervisor.get(f"{STORM}?xem=1&tt=1.001193")
    assert codes(page) == [first]
    assert codes(supervisor.get(f"{STORM}?xem=1&tt=1.002222")) == []
    assert codes(supervisor.get(f"{STORM}?xem=1&dv=H99.01")) == [first]
    assert codes(supervisor.get(f"{STORM}?xem=1&dv=H99.77")) == []
    assert codes(supervisor.get(f"{STORM}?xem=1&kv=H99")) == [first]
    assert codes(supervisor.get(f"{STORM}?xem=1&kv=H98")) == []
    assert codes(supervisor.get(f"{STORM}?xem=1&tu=2099-01-01")) == []


def test_without_a_document_or_reason_nothing_is_decided(supervisor, house, carry_out):
    code = receive(house)
    page = supervisor.get(f"{STORM}?xem=1")
    for left in ("deed", "reason", "reason_code"):
        answer = decide(page, 400, **{**DECREE, left: ""})
        assert answer.html.select_one("#problem").text.strip()
        assert codes(answer) == [code]
    carry_out()
    assert not state(house, code).suspended


def test_an_assumed_end_that_is_over_is_refused(supervisor, house):
    receive(house)
    page = supervisor.get(f"{STORM}?xem=1&het=2020-01-01T08:00", status=400)
    assert page.html.select_one("#problem").text.strip()


def test_a_dossier_that_came_after_the_preview_is_looked_at_first(
    supervisor, counter, house, carry_out
):
    receive(house)
    page = supervisor.get(f"{STORM}?xem=1")
    other = receive(house)
    answer = decide(page, 409, **DECREE)
    assert "không còn là những hồ sơ" in answer.text
    assert other in codes(answer)
    assert answer.forms["decide"]["reason"].value == "Bão số 9"
    step(counter, other, "forward", to="H99.02")
    decide(answer, 409, **DECREE)
    carry_out()
    assert not state(house, other).suspended


def test_who_acts_between_decision_and_turn_keeps_the_dossier_as_it_is(
    supervisor, counter, house, carry_out
):
    code = receive(house)
    result = decide(supervisor.get(f"{STORM}?xem=1"), **DECREE).follow()
    step(counter, code, "forward", to="H99.02")
    carry_out()
    ((_code, said),) = rows(again(supervisor, result))
    assert "sau khi xem trước" in said
    assert not state(house, code).suspended


def test_those_that_were_left_out_are_chosen_again_with_one_click(
    supervisor, officer, counter, house, carry_out
):
    moved, _stayed = sorted(receive(house) for _number in range(2))
    result = decide(supervisor.get(f"{STORM}?xem=1"), **DECREE).follow()
    assert AGAIN not in result.text
    step(counter, moved, "forward", to="H99.02")
    later = receive(house)
    carry_out()
    result = again(supervisor, result)
    preview = result.click(AGAIN)
    assert codes(preview) == [moved]
    assert "Chỉ chọn những hồ sơ chưa được thực hiện" in preview.text
    path = preview.request.url.partition("/desk")[2]
    officer("leader").get(f"/desk{path}", status=404)
    second = decide(preview, **DECREE).follow()
    carry_out()
    second = again(supervisor, second)
    assert (codes(second), AGAIN in second.text) == ([moved], False)
    assert state(house, moved).suspended
    assert not state(house, later).suspended
    # All of them are done by now: nothing is left to choose.
    assert codes(result.click(AGAIN)) == []


@pytest.mark.parametrize("asked", ["lai=0123", "lai=0123&phan=x", "lai=0123&phan=-1"])
def test_an_order_that_one_did_not_give_leaves_nothing_to_choose_again(
    supervisor, house, asked
):
    receive(house)
    supervisor.get(f"{STORM}?xem=1&{asked}", status=404)


def test_a_double_click_is_one_order(supervisor, house, carry_out):
    code = receive(house)
    form = supervisor.get(f"{STORM}?xem=1").forms["decide"]
    for name, value in DECREE.items():
        form[name] = value
    assert form.submit().location == form.submit().location
    carry_out()
    assert [e.type for e in state(house, code).history] == ["receive", "suspend"]


def test_more_than_a_screen_chooses_are_told_and_done_by_the_worker(
    supervisor, house, carry_out, monkeypatch
):
    found = sorted(receive(house) for _number in range(4))
    monkeypatch.setattr(selecting, "LIMIT", 2)
    page = supervisor.get(f"{STORM}?xem=1")
    said = page.html.select_one("section .lead").text
    assert "Có 4 hồ sơ đang giải quyết" in " ".join(said.split())
    result = decide(page, **DECREE).follow()
    assert rows(result) == []
    carry_out()
    carry_out()
    result = again(supervisor, result)
    assert codes(result) == found
    assert {row[1] for row in rows(result)} == {"✓ Đã xong"}


@pytest.mark.parametrize("name", ["reception", "handler", "stranger"])
def test_nobody_else_finds_these_screens(officer, name):
    app = officer(name)
    missing = app.get("/desk/khong-co", status=404)
    for path in ("", "/tam-dung", "/tiep-tuc", "/lich"):
        answer = app.get(f"/desk/nhieu-ho-so{path}", status=404)
        assert answer.text == missing.text


def test_dossiers_of_another_unit_are_not_chosen_and_orders_are_ones_own(
    supervisor, officer, house, carry_out
):
    receive(house)
    result = decide(supervisor.get(f"{STORM}?xem=1"), **DECREE).follow()
    leader = officer("leader")
    assert codes(leader.get(f"{STORM}?xem=1")) == []
    path = result.request.url.partition("/desk")[2]
    leader.get(f"/desk{path}", status=404)
    leader.get("/desk/nhieu-ho-so/ket-qua/0123", status=404)
    assert "Tạm dừng" in supervisor.get("/desk/nhieu-ho-so").text


def test_a_right_that_ended_before_the_turn_does_nothing(supervisor, house, carry_out):
    code = receive(house)
    result = decide(supervisor.get(f"{STORM}?xem=1"), **DECREE).follow()
    setSite(house)
    login(house, TEST_USER_NAME)
    duties.end("supervisor", "H99.01", "supervision", SINCE, deed="QĐ 2")
    transaction.commit()
    logout()
    carry_out()
    assert not state(house, code).suspended
    supervisor.get("/desk/nhieu-ho-so", status=404)
    ((_code, said),) = rows(again(supervisor, result))
    assert "Không có hồ sơ nào với mã này" in said


@pytest.mark.parametrize("name", ["tam-dung", "tiep-tuc", "lich"])
@pytest.mark.parametrize(
    "asked",
    [
        "tu=0001-01-01",
        "den=9999-12-31",
        "het=0001-01-01T00:00",
        "het=9999-12-31T23:59",
        "dv=%00&tt=%0a&kv=%00&sau=%00",
        "&".join(f"dv=H{number}" for number in range(5000)),
    ],
)
def test_days_at_the_ends_of_the_calendar_choose_nothing_and_break_nothing(
    supervisor, house, name, asked
):
    receive(house)
    answer = supervisor.get(f"/desk/nhieu-ho-so/{name}?xem=1&{asked}", status="*")
    assert answer.status_int in (200, 400)


def test_an_end_is_assumed_a_year_ahead_at_most(supervisor, house):
    receive(house)
    page = supervisor.get(f"{STORM}?xem=1&het=2099-01-01T08:00", status=400)
    assert "một năm" in page.text
    assert not rows(page)
