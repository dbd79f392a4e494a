"""The road of a dossier, step by step, and the steps that are refused."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.states import fold
from motcua.organisation import duties
import pytest
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


FILE = {
    "sha256": "a" * 64,
    "size": 10,
    "media": "application/pdf",
    "name": "ket-qua.pdf",
}
#: operation, person, what it needs, state after.
ROAD = (
    ("forward", "reception", {"to": LAND}, "processing"),
    ("propose", "handler", {"proposal": "Đủ điều kiện"}, "proposed"),
    ("approve", "leader", {}, "approved"),
    ("attach_result", "handler", FILE, "approved"),
    ("finish", "handler", {}, "finished"),
    ("return_result", "reception", {}, "returned"),
    ("close", "archivist", {}, "closed"),
)


def walk(dossier, upto=None, start=MONDAY):
    """Walk the road up to and including an operation, an hour a step."""
    now = start
    for operation, person, data, _state in ROAD:
        now += timedelta(hours=1)
        act(dossier, operation, person, data=data, now=now)
        if operation == upto:
            break
    return now


def test_the_whole_road(dossier):
    now = MONDAY
    for operation, person, data, state in ROAD:
        now += timedelta(hours=1)
        act(dossier, operation, person, data=data, now=now)
        assert dossier.state == state
    assert dossier.length == 1 + len(ROAD)
    assert ledger.verify(dossier) == []


def test_end_of_processing_and_return_are_different_facts(dossier):
    walk(dossier)
    view = fold(dossier)
    assert view.finished_at < view.returned_at < view.closed_at


def test_public_status_follows_and_closing_keeps_it(dossier):
    seen = [dossier.public_status]
    now = MONDAY
    for operation, person, data, _state in ROAD:
        now += timedelta(hours=1)
        act(dossier, operation, person, data=data, now=now)
        seen.append(dossier.public_status)
    assert seen == [2, 4, 4, 4, 4, 9, 10, 10]


def test_the_copies_on_the_dossier_equal_the_folded_ledger(dossier):
    walk(dossier)
    view = fold(dossier)
    for name in ("unit", "holder", "participants", "state", "public_status"):
        assert getattr(view, name) == getattr(dossier, name), name


def test_after_finish_the_unit_holds_it_again(dossier):
    walk(dossier, "finish")
    assert dossier.holder == UNIT
    assert dossier.participants == (UNIT, LAND)


def test_the_cause_of_an_act_is_the_department_in_whose_duty_it_was_done(dossier):
    walk(dossier, "approve")
    assert [event.unit for event in ledger.events(dossier)] == [UNIT, UNIT, LAND, LAND]


@pytest.mark.parametrize("person", ["jurist", "magistrate", "stranger", "nobody", ""])
def test_for_others_the_dossier_does_not_exist(dossier, person):
    walk(dossier, "forward")
    with pytest.raises(UnknownDossier):
        act(dossier, "forward", person, data={"to": JUSTICE}, now=MONDAY)


def test_a_participant_who_handed_on_sees_and_takes_back_but_no_longer_acts(dossier):
    now = walk(dossier, "forward")
    act(dossier, "forward", "handler", data={"to": JUSTICE}, now=now)
    assert permitted(dossier, "handler", now) == {"view", "note", "take_back"}
    assert "propose" in permitted(dossier, "jurist", now)
    with pytest.raises(NotAllowed):
        act(dossier, "propose", "handler", data={"proposal": "x"}, now=now)


def test_an_illegal_step_is_told_and_changes_nothing(dossier):
    head = dossier.head
    with pytest.raises(IllegalStep):
        act(dossier, "approve", "reception", now=MONDAY)
    assert dossier.head == head


def test_a_handler_does_not_approve(dossier):
    now = walk(dossier, "propose")
    with pytest.raises(NotAllowed):
        act(dossier, "approve", "handler", now=now)


def test_two_officers_at_once_one_wins_the_other_is_told(dossier):
    seen = dossier.head.hex()
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY, expected=seen)
    with pytest.raises(StalePage):
        act(
            dossier,
            "withdraw",
            "reception",
            data={"reason_code": "other", "reason": "x"},
            now=MONDAY,
            expected=seen,
        )
    assert dossier.state == "processing"


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_nothing_is_refused_without_a_reason(dossier, reason):
    now = walk(dossier, "propose")
    data = {} if reason is None else {"reason_code": "other", "reason": reason}
    with pytest.raises(MissingData):
        act(dossier, "refuse", "leader", data=data, now=now)


def test_a_department_that_does_not_exist_cannot_hold_a_dossier(dossier):
    with pytest.raises(MissingData, match="no department"):
        act(dossier, "forward", "reception", data={"to": "H99.77"}, now=MONDAY)


def test_a_supplement_stops_the_clock_and_its_completion_moves_the_date(dossier):
    forwarded = walk(dossier, "forward")
    wednesday = MONDAY + timedelta(days=2, hours=1)
    act(
        dossier,
        "pause",
        "handler",
        data={"reason_code": "other", "reason": "thiếu bản đồ"},
        now=wednesday,
    )
    assert forwarded < wednesday
    paused = fold(dossier)
    assert paused.due is None
    assert paused.paused
    assert dossier.public_status == 5
    monday = MONDAY + timedelta(days=7, hours=5)
    act(dossier, "resume", "reception", now=monday)
    # Seventeen of forty hours used, twenty-three left: vector V15.
    assert fold(dossier).due.isoformat() == "2026-11-12T11:00:00+07:00"
    assert fold(dossier).promised.isoformat() == "2026-11-09T09:00:00+07:00"


def test_a_changed_office_calendar_moves_no_promised_date(province, dossier):
    from motcua.dossiers.clocks import clock
    from motcua.organisation import calendars

    before = fold(dossier).due
    changed = calendars.calendar_for(UNIT, MONDAY.date()).to_json()
    changed["off"].append(
        {"date": "2026-11-05", "reason": "Bão", "decision": "CĐ 01/UBND"}
    )
    calendars.put(UNIT, changed)
    assert fold(dossier).due == before
    assert clock.due(province, dossier).due == before


def test_late_means_processing_ended_after_the_due_date(dossier):
    view = fold(dossier)
    assert not view.late(view.due)
    assert view.late(view.due + timedelta(minutes=1))


def test_returning_weeks_later_does_not_make_a_dossier_late(dossier):
    now = walk(dossier, "finish")
    act(dossier, "return_result", "reception", now=now + timedelta(days=60))
    assert not fold(dossier).late(now + timedelta(days=90))


def test_a_clock_that_went_back_still_orders_the_events(dossier):
    act(
        dossier,
        "forward",
        "reception",
        data={"to": LAND},
        now=MONDAY - timedelta(hours=3),
    )
    first, second = ledger.events(dossier)
    assert first.at < second.at


def test_a_duty_that_ended_ends_the_right_at_the_next_act(dossier):
    now = walk(dossier, "forward")
    duties.end("handler", LAND, "processing", MONDAY.date() - timedelta(days=1))
    with pytest.raises(UnknownDossier):
        act(dossier, "propose", "handler", data={"proposal": "x"}, now=now)
