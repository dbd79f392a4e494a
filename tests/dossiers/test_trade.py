"""The rest of the trade: acceptance, money, opinions, disasters, errors mended."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.intake import submit
from motcua.dossiers.reasons import REASONS
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import HANOI
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WISH = {"reason_code": "wish", "reason": "Người nộp đổi ý"}
MISSING = {"reason_code": "missing_paper", "reason": "Thiếu bản đồ"}


@pytest.fixture
def submitted(province, intake):
    return submit(province, intake, "reception", MONDAY)


@pytest.fixture
def handled(dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY + HOUR)
    return dossier


def test_what_was_sent_is_answered_within_eight_working_hours(submitted):
    view = fold(submitted)
    assert (view.state, view.public_status) == ("submitted", 1)
    assert not view.accepted
    assert view.due == datetime(2026, 11, 3, 9, 0, tzinfo=HANOI)
    assert view.promised is None


def test_the_time_of_the_procedure_starts_with_the_acceptance(submitted):
    act(submitted, "accept", "reception", now=MONDAY + 5 * HOUR)
    view = fold(submitted)
    assert (view.state, view.public_status) == ("received", 2)
    assert view.submitted_at == MONDAY
    assert view.accepted_at == view.received_at == MONDAY + 5 * HOUR
    assert view.due == view.promised == datetime(2026, 11, 9, 14, 0, tzinfo=HANOI)


def test_what_is_not_accepted_ends_with_code_and_words(submitted):
    with pytest.raises(MissingData):
        act(submitted, "decline", "reception", data={"reason": "x"}, now=MONDAY)
    why = {"reason_code": "not_competent", "reason": "Thuộc thẩm quyền Bộ"}
    act(submitted, "decline", "reception", data=why, now=MONDAY + HOUR)
    view = fold(submitted)
    assert (view.state, view.public_status) == ("declined", 3)
    assert view.ended
    assert view.reason_code == "not_competent"


def test_guidance_before_acceptance_stops_the_hours_of_answering(submitted):
    act(submitted, "guide", "reception", data=MISSING, now=MONDAY + HOUR)
    assert (submitted.state, submitted.public_status) == ("guided", 5)
    assert fold(submitted).due is None
    act(submitted, "resubmit", "reception", now=MONDAY + DAY)
    assert submitted.state == "submitted"
    assert fold(submitted).due == datetime(2026, 11, 4, 9, 0, tzinfo=HANOI)


@pytest.mark.parametrize("operation", sorted(REASONS))
def test_a_reason_has_a_code_out_of_the_list(operation):
    assert "other" in REASONS[operation]
    assert len(REASONS[operation]) >= 3


def test_an_unknown_code_is_answered_with_the_list(dossier):
    with pytest.raises(MissingData, match="not possible"):
        act(
            dossier,
            "withdraw",
            "reception",
            data={"reason_code": "whim", "reason": "x"},
            now=MONDAY,
        )


def test_payment_stops_the_clock_and_is_an_axis_of_its_own(handled):
    act(handled, "ask_payment", "handler", data={"amount": "150.000"}, now=MONDAY + DAY)
    view = fold(handled)
    assert (view.public_status, view.axes.finance) == (6, "asked")
    assert view.asked_amount == 150_000
    assert view.due is None
    act(handled, "confirm_payment", "reception", now=MONDAY + 3 * DAY)
    view = fold(handled)
    assert (view.state, view.axes.finance) == ("processing", "paid")
    # Two working days were waited: Monday 9 November becomes Wednesday.
    assert view.due == datetime(2026, 11, 11, 9, 0, tzinfo=HANOI)


def test_money_taken_is_recorded_with_the_number_of_the_receipt(handled):
    paid = {
        "amount": "20000",
        "method": "cash",
        "symbol": "1E26TAA",
        "number": "0000123",
    }
    act(handled, "collect_fee", "reception", data=paid, now=MONDAY + 2 * HOUR)
    fee = fold(handled).fees[0]
    assert (fee.amount, fee.symbol, fee.number) == (20_000, "1E26TAA", "0000123")
    assert handled.state == "processing"


@pytest.mark.parametrize("amount", ["-1", "1,5", "mười", "9" * 14])
def test_an_amount_that_is_none_is_refused(handled, amount):
    with pytest.raises(MissingData):
        act(
            handled, "ask_payment", "handler", data={"amount": amount}, now=MONDAY + DAY
        )


def test_a_second_supplement_is_for_the_leader_and_a_third_needs_its_ground(handled):
    now = MONDAY + HOUR
    for number in (1, 2, 3):
        now += HOUR
        person = "handler" if number == 1 else "leader"
        if number == 2:
            with pytest.raises(NotAllowed, match="Decision 766"):
                act(handled, "pause", "handler", data=MISSING, now=now)
        data = dict(MISSING)
        if number == 3:
            with pytest.raises(MissingData, match="legal basis"):
                act(handled, "pause", "leader", data=data, now=now)
            data["legal_basis"] = "Luật Đất đai, Điều 131"
        act(handled, "pause", person, data=data, now=now)
        now += HOUR
        act(handled, "resume", "reception", now=now)
    assert fold(handled).supplements == 3


def test_an_extension_is_given_once_and_the_old_date_is_kept(handled):
    old = fold(handled).due
    late = {"until": "2026-11-12T17:00", "reason": "Chờ ý kiến", "fault": JUSTICE}
    act(handled, "extend", "leader", data=late, now=MONDAY + DAY)
    view = fold(handled)
    assert view.due == datetime(2026, 11, 12, 17, 0, tzinfo=HANOI)
    assert (view.kept, view.promised) == (old, old)
    assert handled.last.facts["in_time"] is True
    again = {"until": "2026-11-20T17:00", "reason": "Lại chờ"}
    with pytest.raises(MissingData, match="cannot be counted"):
        act(handled, "extend", "leader", data=again, now=MONDAY + 2 * DAY)


def test_an_apology_on_the_last_day_is_late_and_said_so(handled):
    due = fold(handled).due
    late = {"until": "2026-11-12T17:00", "reason": "Chờ ý kiến"}
    act(handled, "extend", "leader", data=late, now=due - HOUR)
    assert handled.last.facts["in_time"] is False


def test_a_disaster_stops_the_clock_and_leaves_the_state(handled):
    storm = {"reason_code": "disaster", "reason": "Bão số 12", "deed": "CĐ 5/UBND"}
    act(handled, "suspend", "supervisor", data=storm, now=MONDAY + DAY)
    view = fold(handled)
    assert (view.state, view.public_status, view.paused) == ("processing", 4, True)
    with pytest.raises(IllegalStep):
        act(handled, "suspend", "supervisor", data=storm, now=MONDAY + DAY)
    act(handled, "unsuspend", "supervisor", now=MONDAY + 3 * DAY)
    assert fold(handled).due == datetime(2026, 11, 11, 9, 0, tzinfo=HANOI)


def test_an_opinion_is_asked_of_another_department_with_its_own_date(handled):
    asked = {"to": JUSTICE, "question": "Có tranh chấp?", "by": "2026-11-04T17:00"}
    act(handled, "ask_opinion", "handler", data=asked, now=MONDAY + 2 * HOUR)
    assert handled.holder == LAND
    assert "give_opinion" in permitted(handled, "jurist", MONDAY + 3 * HOUR)
    assert "propose" not in permitted(handled, "jurist", MONDAY + 3 * HOUR)
    answer = {"opinion": "Không", "outcome": "agree"}
    act(handled, "give_opinion", "jurist", data=answer, now=MONDAY + 4 * HOUR)
    opinion = fold(handled).opinions[0]
    assert (opinion.to, opinion.opinion, opinion.outcome) == (JUSTICE, "Không", "agree")
    assert opinion.by == datetime(2026, 11, 4, 17, 0, tzinfo=HANOI)
    assert handled.tasks == ()
    assert permitted(handled, "jurist", MONDAY + 5 * HOUR) == {"view", "note"}


def test_while_reopened_the_time_of_rest_does_not_count(handled):
    withdrawn = MONDAY + 2 * DAY
    act(handled, "withdraw", "reception", data=WISH, now=withdrawn)
    assert fold(handled).finished_at == withdrawn
    again = {"reason_code": "error", "reason": "Rút nhầm hồ sơ"}
    act(handled, "reopen", "leader", data=again, now=withdrawn + 7 * DAY)
    view = fold(handled)
    assert (view.state, view.finished_at) == ("received", None)
    assert view.due == datetime(2026, 11, 16, 9, 0, tzinfo=HANOI)


def correct(dossier, changes, now=MONDAY + 2 * HOUR):
    data = {"reason": "Ghi nhầm", "changes": changes}
    return act(dossier, "correct", "reception", data=data, now=now)


def test_a_wrong_name_is_corrected_with_a_trace(handled):
    person = {"role": "applicant", "name": "Nguyễn Văn Đạt", "phone": "0912 345 678"}
    event = correct(handled, {"persons": [person]})
    view = fold(handled)
    assert [one.name for one in view.persons] == ["Nguyễn Văn Đạt"]
    assert event.facts["corrects"] == ["persons"]
    assert "Đạt" not in event.header.decode()
    # Why it was corrected stands in the history; it is no reason of where it stands.
    assert (view.history[-1].text, view.reason) == ("Ghi nhầm", "")


def test_a_wrong_date_of_receipt_moves_the_promise(handled):
    correct(handled, {"received": "2026-10-30T09:00"})
    view = fold(handled)
    assert view.received_at == datetime(2026, 10, 30, 9, 0, tzinfo=HANOI)
    assert view.due == view.promised == datetime(2026, 11, 6, 9, 0, tzinfo=HANOI)


def test_a_wrong_procedure_takes_the_time_of_the_right_one(province, handled):
    right = build_procedure(province, "1.004227", term="10 working days")
    matter = {
        "procedure": right.code,
        "version": right.digest,
        "case": "1",
        "channel": "counter",
    }
    correct(handled, {"procedure": matter})
    view = fold(handled)
    assert (view.procedure, view.version) == (right.code, right.digest)
    assert view.term == "10 working days"
    # Counted from the receipt: the error costs the citizen nothing.
    assert view.due == view.promised == datetime(2026, 11, 16, 9, 0, tzinfo=HANOI)
    assert view.code == handled.code


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"state": "closed"},
        {"persons": []},
        {"persons": [{"role": "king", "name": "x"}]},
        {"persons": 7},
        {"papers": [{"key": "1"}]},
        {"received": "2030-01-01T09:00"},
        {"received": "yesterday"},
        {"procedure": {"procedure": "9.999999"}},
    ],
)
def test_a_correction_that_makes_no_sense_changes_nothing(handled, changes):
    head = handled.head
    with pytest.raises(MissingData):
        correct(handled, changes)
    assert handled.head == head


WITHDRAW = {"reason_code": "mistake", "reason": "Nộp nhầm"}
REOPEN = {"reason_code": "error", "reason": "Rút nhầm hồ sơ"}


def test_what_no_department_had_is_opened_again_by_who_supervises_the_unit(dossier):
    before = fold(dossier).due
    act(dossier, "withdraw", "reception", data=WITHDRAW, now=MONDAY + HOUR)
    for person in ("reception", "archivist", "stranger"):
        assert "reopen" not in permitted(dossier, person, MONDAY + HOUR)
    act(dossier, "reopen", "supervisor", data=REOPEN, now=MONDAY + HOUR + DAY)
    view = fold(dossier)
    assert (view.state, view.holder, view.ended) == ("received", UNIT, False)
    assert view.due == before + DAY


def test_what_was_never_accepted_waits_for_its_answer_again(submitted):
    act(submitted, "withdraw", "reception", data=WITHDRAW, now=MONDAY + HOUR)
    act(submitted, "reopen", "supervisor", data=REOPEN, now=MONDAY + DAY)
    view = fold(submitted)
    assert (view.state, view.public_status, view.accepted) == ("submitted", 1, False)
    assert view.due == datetime(2026, 11, 4, 9, 0, tzinfo=HANOI)
    act(submitted, "accept", "reception", now=MONDAY + 2 * DAY)
    view = fold(submitted)
    assert view.state == "received"
    # Five working days from the acceptance; what was before it stopped no clock.
    assert view.due == datetime(2026, 11, 11, 9, 0, tzinfo=HANOI)


@pytest.mark.parametrize("operation", ["approve", "refuse", "send_back"])
def test_a_decision_on_the_free_road_needs_a_proposal(handled, operation):
    data = {"reason_code": "dispute", "reason": "Đang tranh chấp"}
    for person in ("leader", "handler", "reception"):
        with pytest.raises(IllegalStep):
            act(handled, operation, person, data=data, now=MONDAY + DAY)
