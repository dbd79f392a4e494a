"""One decision for many dossiers: a storm, and a calendar that changed."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.base.calendars import WorkingCalendar
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import calendars as clocks_calendars
from motcua.dossiers.clocks import clock
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks import proposals
from motcua.dossiers.clocks import recounting
from motcua.dossiers.clocks import reminders
from motcua.dossiers.clocks import selecting
from motcua.dossiers.clocks import suspension
from motcua.dossiers.clocks import waiting
from motcua.dossiers.clocks.happenings import Happening
from motcua.dossiers.clocks.selecting import count
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import verify
from motcua.dossiers.notices import news
from motcua.dossiers.persons import Person
from motcua.dossiers.register import Register
from motcua.dossiers.states import fold
from motcua.organisation import calendars
from motcua.procedures.definitions import Term
from motcua.procedures.definitions import Timing
from motcua.storage.engines import register_engine
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import HANOI
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
    assert [code for code, what in result.items() if what == "moved_on"] == [
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


def test_nobody_claims_to_have_carried_an_order_out(province, now, monkeypatch):
    (dossier,) = some(province, 1, now - timedelta(days=1))
    asked = order_of(monkeypatch)
    end = now + timedelta(days=3)
    planned = suspension.preview(province, HERE, "supervisor", now, end)
    key = suspension.suspend(planned, "supervisor", *STORM)
    code, reason, deed = STORM
    alone = {"reason_code": code, "reason": reason, "deed": deed}
    with pytest.raises(MissingData, match="knows nothing called"):
        act(dossier, "suspend", "supervisor", data={**alone, "order": key}, now=now)
    act(dossier, "suspend", "supervisor", data=alone, now=now)
    assert carry_out(province, asked) == {dossier.code: "moved_on"}


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
        assert [n.kind for n in news.of(dossier)] == ["received", news.MOVED]


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


def test_days_before_a_calendar_came_into_force_are_not_counted_anew(
    province, now, monkeypatch
):
    (dossier,) = some(province, 1, now - timedelta(days=3))
    before = fold(dossier).due
    # New hours from tomorrow on; and a calendar of tomorrow that knows no days off.
    tomorrow = (now.astimezone(HANOI) + timedelta(days=1)).date()
    hours = [["08:00", "12:00"], ["13:00", "17:00"]]
    new = WorkingCalendar.from_json({"name": "Giờ mới", "hours": hours})
    calendars.put(UNIT, new, tomorrow, deed="QĐ 7")
    assert recounting.today(province, dossier, now) == ({}, {})
    later = now + timedelta(days=1)
    facts, used = recounting.today(province, dossier, later)
    mixed = used[facts["calendar"]]
    old = clocks_calendars.get(province, fold(dossier).calendar)
    first = (now - timedelta(days=3)).astimezone(HANOI).date()
    for number in range(14):
        day = first + timedelta(days=number)
        held = old if day < tomorrow else new
        assert mixed.session_row(day) == held.session_row(day)
    act(dossier, "recalendar", "supervisor", data={"reason": "QĐ 7"}, now=later)
    assert fold(dossier).due != before
    # What was accepted is not proposed again.
    assert recounting.today(province, dossier, later) == ({}, {})
    with pytest.raises(MissingData):
        act(dossier, "recalendar", "supervisor", data={"reason": "QĐ 7"}, now=later)


def test_what_is_finished_is_not_counted_anew(province, now):
    (dossier,) = some(province, 1, now - timedelta(days=1))
    why = {"reason": "Xin rút", "reason_code": "wish"}
    act(dossier, "withdraw", "reception", data=why, now=now)
    enter(dossier)
    off = {"date": (now + timedelta(days=2)).date().isoformat(), "reason": "Bão"}
    closed = WorkingCalendar.from_json({"name": "Nghỉ bão", "off": [off]})
    calendars.put(UNIT, closed, date(2026, 1, 1), deed="QĐ")
    assert proposals.proposals(province, HERE, "supervisor", now) == []
    assert count(HERE, "recalendar", "supervisor", now) == 0
    with pytest.raises(IllegalStep):
        act(dossier, "recalendar", "supervisor", data={"reason": "x"}, now=now)


def test_a_selection_does_not_end_at_a_number(province, now, monkeypatch):
    found = some(province, 7, now)
    monkeypatch.setattr(selecting, "CHUNK", 3)
    chosen = selecting.running(province, HERE, "suspend", "supervisor", now)
    assert [each.code for each in chosen] == sorted(each.code for each in found)
    assert count(HERE, "suspend", "supervisor", now) == 7
    assert count(HERE, "suspend", "leader", now) == 0
    assert count(Selection(units=("H99.77",)), "suspend", "supervisor", now) == 0
    yesterday = now.astimezone(VIETNAM).date() - timedelta(days=1)
    assert count(Selection(last=yesterday), "suspend", "supervisor", now) == 0


def test_more_than_a_screen_chooses_are_chosen_by_a_job(province, now, monkeypatch):
    found = some(province, 5, now - timedelta(days=1))
    asked, queued = order_of(monkeypatch), {}
    monkeypatch.setattr(orders, "PART", 2)
    monkeypatch.setattr(
        orders.jobs,
        "enqueue_now",
        lambda kind, key, data: queued.setdefault(key, data) is data,
    )
    values = {"reason_code": "disaster", "reason": "Bão", "deed": "QĐ 99"}
    key = orders.give_all("suspend", "supervisor", HERE, values, "t")
    told = []
    monkeypatch.setattr(orders, "getSite", lambda: province)
    orders.Choose()(key, asked[-1][1], lambda *step: told.append(step))
    assert [len(data["dossiers"]) for data in queued.values()] == [2, 2, 1]
    assert told[-1] == (5, 5, "5")
    for data in queued.values():
        for row in data["dossiers"]:
            assert orders.carry_out(province, data["part"], data, *row) is None
        assert set(orders.outcomes(province, key, data).values()) == {"done"}
    assert all(dossier.suspended for dossier in found)


def test_the_applicant_is_told_of_the_new_date_when_a_suspension_ends(
    province, now, monkeypatch
):
    version = build_procedure(province, term="5 working days")
    told = (Person("applicant", "Đức", email="duc@example.org"),)
    dossier = receive(
        province,
        an_intake(version, persons=told),
        "reception",
        now - timedelta(days=1),
    )
    promised = fold(dossier).due
    why = {"reason_code": "disaster", "reason": "Bão số 9", "deed": "QĐ 99"}
    act(dossier, "suspend", "supervisor", data=why, now=now)
    quiet = [each.number for each in news.of(dossier)]
    later = now + timedelta(days=7)
    act(dossier, "unsuspend", "supervisor", data={"note": "Bão tan"}, now=later)
    *earlier, last = news.of(dossier)
    assert [each.number for each in earlier] == quiet
    assert last.kind == news.MOVED
    assert last.was == promised
    assert last.due == fold(dossier).due > promised
    # The job is derived from the ledger, so a lost queue loses no notice.
    keys = [key for _kind, key, _data in news.jobs(dossier, later)]
    assert f"{dossier.code}:{last.number}" in keys
