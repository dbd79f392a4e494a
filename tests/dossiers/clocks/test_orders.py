"""One decision for many dossiers: a storm, and a calendar that changed."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.base.calendars import WorkingCalendar
from motcua.dossiers import notices
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import clock
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks import proposals
from motcua.dossiers.clocks import reminders
from motcua.dossiers.clocks import suspension
from motcua.dossiers.clocks import waiting
from motcua.dossiers.clocks.happenings import Happening
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import verify
from motcua.dossiers.register import Register
from motcua.dossiers.states import fold
from motcua.organisation import calendars
from motcua.procedures.definitions import Term
from motcua.procedures.definitions import Timing
from motcua.storage.engines import register_engine
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT


STORM = ("disaster", "Bão số 9", "QĐ 99/QĐ-UBND")
HERE = Selection(units=(UNIT,))


@pytest.fixture
def now():
    return datetime.now(UTC)


def enter(*found):
    """Bring the register in step, as the commit does."""
    with register_engine().begin() as connection:
        for dossier in found:
            Register().upsert(connection, Register().row(dossier))


def some(province, number, now, **timing):
    version = build_procedure(
        province,
        term="5 working days",
        timing=Timing(**timing) if timing else None,
    )
    found = [
        receive(province, an_intake(version), "reception", now) for _n in range(number)
    ]
    enter(*found)
    return found


def order_of(monkeypatch):
    """Catch the job that is asked for, in place of the queue."""
    asked = []
    monkeypatch.setattr(
        orders.jobs, "enqueue", lambda kind, key, data: asked.append((key, data))
    )
    return asked


def carry_out(province, asked):
    key, data = asked[-1]
    for code, head, after in data["dossiers"]:
        orders.carry_out(province, key, data, code, head, after)
    return orders.outcomes(province, key, data)


def test_a_hundred_dossiers_stand_still_and_come_out_as_the_preview_said(
    province, now, monkeypatch
):
    found = some(province, 100, now - timedelta(days=1))
    asked = order_of(monkeypatch)
    moved_on = found[7]
    end = now + timedelta(days=3)
    planned = suspension.preview(province, HERE, "supervisor", now, end)
    assert [each.code for each in planned] == sorted(each.code for each in found)
    assert all(each.later for each in planned)
    suspension.suspend(planned, "supervisor", *STORM)
    act(moved_on, "forward", "reception", data={"to": LAND}, now=now)
    result = carry_out(province, asked)
    assert [code for code, what in result.items() if what == "skipped"] == [
        moved_on.code
    ]
    assert not moved_on.suspended
    # Again: nothing twice.
    lengths = [dossier.length for dossier in found]
    assert carry_out(province, asked) == result
    assert [dossier.length for dossier in found] == lengths
    expected = {each.code: each.after for each in planned}
    for dossier in found:
        if dossier is not moved_on:
            assert fold(dossier).due is None
            paused = dossier.last.at
            since = Happening("unsuspend", end + (paused - now), {"state": "received"})
            difference = (
                clock.due(province, dossier, (since,)).due - (expected[dossier.code])
            )
            assert abs(difference) <= timedelta(minutes=2)
            assert verify(dossier) == []


def test_when_the_storm_is_over_the_clocks_go_on(province, now, monkeypatch):
    found = some(province, 3, now - timedelta(days=1))
    asked = order_of(monkeypatch)
    end = now + timedelta(days=3)
    planned = suspension.preview(province, HERE, "supervisor", now, end)
    suspension.suspend(planned, "supervisor", *STORM)
    carry_out(province, asked)
    enter(*found)
    later = now + timedelta(minutes=5)
    again = suspension.resumption(province, HERE, "supervisor", later)
    suspension.resume(again, "supervisor", "Bão đã tan")
    assert set(carry_out(province, asked).values()) == {"done"}
    for dossier in found:
        assert not dossier.suspended
        assert fold(dossier).due is not None
        assert [n.moved for n in notices.of(dossier)] == []


def test_only_who_supervises_the_unit_suspends_and_on_a_document(province, now):
    some(province, 1, now)
    end = now + timedelta(days=1)
    for person in ("reception", "leader", "stranger"):
        assert suspension.preview(province, HERE, person, now, end) == []
    planned = suspension.preview(province, HERE, "supervisor", now, end)
    with pytest.raises(MissingData):
        suspension.suspend(planned, "supervisor", "disaster", "Bão", " ")
    with pytest.raises(MissingData):
        suspension.preview(province, HERE, "supervisor", now, now)


def test_a_changed_calendar_moves_nothing_until_it_is_accepted(
    province, now, monkeypatch
):
    one, other = some(province, 2, now)
    before = fold(one).due
    asked = order_of(monkeypatch)
    assert proposals.proposals(province, HERE, "supervisor", now) == []
    off = [(now + timedelta(days=day)).date().isoformat() for day in range(1, 4)]
    closed = {
        "name": "Nghỉ bão",
        "off": [{"date": day, "reason": "Bão", "decision": "QĐ 5"} for day in off],
    }
    calendars.put(UNIT, WorkingCalendar.from_json(closed), date(2026, 1, 1), deed="QĐ")
    assert fold(one).due == clock.due(province, one).due == before
    found = proposals.proposals(province, HERE, "supervisor", now)
    assert {each.code for each in found} == {one.code, other.code}
    assert all(each.before == before and each.explanation for each in found)
    chosen = [each for each in found if each.code == one.code]
    proposals.accept(chosen, "supervisor", "Nghỉ bão theo quyết định")
    assert carry_out(province, asked) == {one.code: "done"}
    assert fold(one).due == chosen[0].after
    assert fold(one).promised == fold(other).due == before
    assert clock.due(province, one).due == chosen[0].after
    assert proposals.proposals(province, HERE, "reception", now) == []


def test_a_wait_that_is_over_proposes_to_stop(province, now):
    (dossier,) = some(
        province, 1, now - timedelta(days=60), supplement_wait=Term("days", 30)
    )
    at = now - timedelta(days=59)
    act(dossier, "forward", "reception", data={"to": LAND}, now=at)
    why = {"reason": "Thiếu sơ đồ", "reason_code": "missing_paper"}
    act(dossier, "pause", "handler", data=why, now=at + timedelta(hours=1))
    enter(dossier)
    (wait,) = waiting.waits(province, dossier)
    assert wait.is_over(now)
    assert wait.until == fold(dossier).wait_until
    (over,) = reminders.waits_over(now, [LAND])
    assert (over.code, over.holder) == (dossier.code, LAND)
    assert reminders.waits_over(now, ["H99.03"]) == []
    act(dossier, "resume", "handler", now=now)
    enter(dossier)
    assert reminders.waits_over(now) == []
    assert waiting.waits(province, dossier) == ()


def test_an_apology_is_proposed_before_the_date_and_flagged_when_late(province, now):
    (dossier,) = some(province, 1, now)
    due = fold(dossier).due
    assert reminders.apologies(due - timedelta(days=4)) == []
    (early,) = reminders.apologies(due - timedelta(days=2))
    assert (early.code, early.department, early.late) == (dossier.code, UNIT, False)
    assert early.tell_by == due - timedelta(days=1)
    assert reminders.apologies(due - timedelta(hours=3))[0].late
    until = (due + timedelta(days=7)).isoformat()
    put_off = {"until": until, "reason": "Nhiều hồ sơ"}
    act(dossier, "extend", "supervisor", data=put_off, now=now + timedelta(minutes=1))
    enter(dossier)
    assert reminders.apologies(due - timedelta(days=2)) == []
