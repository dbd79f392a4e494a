"""Inter-agency dossiers: due per step, per leg and overall, with parallel opinions."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from motcua.base.calendars import WorkingCalendar
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import clock
from motcua.dossiers.clocks.reckoning import reckon
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import preview
from motcua.dossiers.intake import receive
from motcua.dossiers.processes import book
from motcua.dossiers.processes.reading import from_json
from motcua.dossiers.states import fold
from motcua.organisation import calendars
from motcua.procedures.definitions import Timing
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import HANOI
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND


WHY = {"reason": "Thiếu sơ đồ thửa đất", "reason_code": "missing_paper"}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def a_step(key, kind, department, duty, term, **more):
    return {
        "step": key,
        "title": key.capitalize(),
        "kind": kind,
        "department": department,
        "duty": duty,
        "term": term,
        **more,
    }


def a_leg(key, agency, *steps):
    part = steps[0] if len(steps) == 1 else {"sequence": list(steps)}
    return {"leg": key, "title": key.capitalize(), "agency": agency, "part": part}


def a_process(promise="way", last="1 working day", **changes):
    """The commune takes in, the province and its department work side by side."""
    opinion = a_step("opinion", "opinion", JUSTICE, "processing", "3 working days")
    check = a_step("check", "handle", LAND, "processing", "2 working days")
    approve = a_step(
        "approve",
        "approve",
        LAND,
        "approval",
        last,
        returns=["check"],
    )
    return from_json(
        {
            "key": "land",
            "title": "Biến động đất đai",
            "deed": "QĐ 12/QĐ-UBND",
            "promise": promise,
            "way": {
                "sequence": [
                    a_leg(
                        "commune",
                        "H99",
                        a_step(
                            "reception",
                            "reception",
                            "@unit",
                            "reception",
                            "4 working hours",
                        ),
                    ),
                    {
                        "parallel": [
                            a_leg("province", LAND, check),
                            a_leg("department", JUSTICE, opinion),
                        ]
                    },
                    approve,
                ]
            },
            **changes,
        }
    )


def follow(province, monkeypatch, process, term="5 working days", **more):
    monkeypatch.setattr(book, "in_force", lambda *_: process)
    version = build_procedure(province, term=term, **more)
    intake = an_intake(version)
    dossier = receive(province, intake, "reception", at("2026-11-02T08:30"))
    return dossier, intake


@pytest.fixture
def dossier(province, monkeypatch):
    return follow(province, monkeypatch, a_process())[0]


def dues(dossier):
    return {task.key: task.due for task in dossier.tasks}


def step(dossier, operation, person, moment, **data):
    act(dossier, operation, person, data=data, now=at(moment))


def test_the_promise_is_the_critical_path_of_the_parallel_parts(province, dossier):
    # 4 hours end Monday 13:30+1; the longer opinion counts, not the sum.
    view = fold(dossier)
    assert view.promised == view.due == at("2026-11-06T14:30")
    dates = clock.plan_of(province, dossier)
    assert dates.overall.due == view.due
    assert dates.way.step("reception").due.due == at("2026-11-02T14:30")
    assert dates.way.leg("province").due == at("2026-11-04T14:30")
    assert dates.way.leg("department").due == at("2026-11-05T14:30")
    assert max(leg.due for leg in dates.way.legs) <= dates.overall.due
    told = [line.text("en") for line in dates.overall.explanation]
    assert "longest line: Reception, Opinion, Approve" in told[-1]


def test_what_is_shown_before_receipt_is_what_is_promised(province, monkeypatch):
    dossier, intake = follow(province, monkeypatch, a_process())
    shown = preview(province, intake, at("2026-11-02T08:30"))
    assert shown.due == fold(dossier).due


def test_a_published_term_is_never_before_the_last_part(province, monkeypatch):
    process = a_process("term")
    dossier, _intake = follow(province, monkeypatch, process, "2 working days")
    assert fold(dossier).due == at("2026-11-06T14:30")
    found = clock.due(province, dossier)
    assert "not due before its last part: Approve" in found.explanation[-1].text("en")


def test_a_published_term_that_is_long_enough_is_the_promise(province, monkeypatch):
    process = a_process("term")
    dossier, _intake = follow(province, monkeypatch, process, "9 working days")
    assert fold(dossier).due == at("2026-11-13T08:30")


def test_steps_begin_when_those_before_really_ended_and_the_promise_stays(dossier):
    assert dues(dossier) == {"reception": at("2026-11-02T14:30")}
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    assert dues(dossier) == {
        "check": at("2026-11-04T10:00"),
        "opinion": at("2026-11-05T10:00"),
    }
    assert fold(dossier).due == at("2026-11-06T14:30")


def test_a_wait_stops_both_parallel_steps_and_moves_the_whole(province, dossier):
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    step(dossier, "pause", "handler", "2026-11-03T10:00", **WHY)
    assert dues(dossier) == {"check": None, "opinion": None}
    assert fold(dossier).due is None
    assert clock.plan_of(province, dossier).way.leg("province").paused
    step(dossier, "resume", "reception", "2026-11-05T10:00")
    assert dues(dossier) == {
        "check": at("2026-11-06T10:00"),
        "opinion": at("2026-11-09T10:00"),
    }
    # Two working days waited: Friday 14:30 becomes Tuesday 14:30.
    assert fold(dossier).due == at("2026-11-10T14:30")


def test_a_step_that_is_sent_back_keeps_its_old_date(dossier):
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    step(dossier, "complete", "handler", "2026-11-03T10:00")
    step(dossier, "complete", "jurist", "2026-11-03T11:00")
    assert dues(dossier) == {"approve": at("2026-11-04T11:00")}
    step(dossier, "send_back", "leader", "2026-11-03T14:00", reason="Đo lại")
    assert dues(dossier) == {"check": at("2026-11-04T10:00")}


def test_an_extension_keeps_the_old_date_and_later_waits_move_the_new(dossier):
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    step(dossier, "extend", "leader", "2026-11-04T09:00", **LATE)
    view = fold(dossier)
    assert (view.due, view.kept) == (at("2026-11-12T10:00"), at("2026-11-06T14:30"))
    step(dossier, "pause", "handler", "2026-11-05T10:00", **WHY)
    assert fold(dossier).due is None
    step(dossier, "resume", "reception", "2026-11-06T10:00")
    view = fold(dossier)
    assert (view.due, view.kept) == (at("2026-11-13T10:00"), at("2026-11-09T14:30"))


LATE = {"reason": "Mưa bão", "until": "2026-11-12T10:00"}


@pytest.fixture
def by_days(province, monkeypatch):
    """A way that ends with whole days, like all terms of its procedure."""
    timing = Timing(accounting="end-of-day")
    return follow(province, monkeypatch, a_process(), timing=timing)[0]


def test_by_whole_days_an_extension_of_a_way_ends_with_the_day(by_days):
    step(by_days, "complete", "reception", "2026-11-02T10:00")
    step(by_days, "extend", "leader", "2026-11-04T09:00", **LATE)
    view = fold(by_days)
    assert (view.due, view.kept) == (at("2026-11-12T17:30"), at("2026-11-06T17:30"))


def test_by_whole_days_every_close_waited_through_moves_the_new_date(province, by_days):
    step(by_days, "complete", "reception", "2026-11-02T10:00")
    step(by_days, "extend", "leader", "2026-11-04T09:00", **LATE)
    step(by_days, "pause", "handler", "2026-11-05T10:00", **WHY)
    step(by_days, "resume", "reception", "2026-11-05T15:00")
    assert fold(by_days).due == at("2026-11-12T17:30")
    step(by_days, "pause", "leader", "2026-11-05T16:00", **WHY)
    step(by_days, "resume", "reception", "2026-11-09T08:00")
    view = fold(by_days)
    assert (view.due, view.kept) == (at("2026-11-16T17:30"), at("2026-11-10T17:30"))
    kinds = [line.kind for line in clock.due(province, by_days).explanation]
    assert kinds.count("extended") == 1
    assert "lapsed" not in kinds


def test_by_whole_days_a_way_is_not_extended_to_the_end_of_its_last_day(by_days):
    step(by_days, "complete", "reception", "2026-11-02T10:00")
    head, evening = by_days.head, {**LATE, "until": "2026-11-06T19:00"}
    with pytest.raises(MissingData, match="has to lie after"):
        step(by_days, "extend", "leader", "2026-11-04T09:00", **evening)
    assert by_days.head == head


def test_a_way_that_was_due_is_extended_to_the_end_of_the_same_day(by_days):
    step(by_days, "complete", "reception", "2026-11-02T10:00")
    today = {**LATE, "until": "2026-11-09T16:00"}
    step(by_days, "extend", "leader", "2026-11-09T09:00", **today)
    view = fold(by_days)
    assert (view.due, view.kept) == (at("2026-11-09T17:30"), at("2026-11-06T17:30"))


def test_a_way_that_ends_with_hours_keeps_the_hour_under_any_accounting(
    province, monkeypatch
):
    process = a_process(last="8 working hours")
    timing = Timing(accounting="end-of-day")
    dossier, _intake = follow(province, monkeypatch, process, timing=timing)
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    step(dossier, "extend", "leader", "2026-11-04T09:00", **LATE)
    assert fold(dossier).due == at("2026-11-12T10:00")


@pytest.mark.parametrize("least", ["1 day", "1 month", "in the day"])
def test_a_way_that_ends_with_dates_is_extended_by_dates(province, monkeypatch, least):
    dossier, _intake = follow(province, monkeypatch, a_process(last=least))
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    until = {**LATE, "until": "2026-12-24T10:00"}
    step(dossier, "extend", "leader", "2026-11-04T09:00", **until)
    assert fold(dossier).due == at("2026-12-24T17:30")


def test_a_way_is_extended_although_the_published_term_is_longer(province, monkeypatch):
    dossier, _intake = follow(province, monkeypatch, a_process(), "20 working days")
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    step(dossier, "extend", "leader", "2026-11-04T09:00", **LATE)
    assert fold(dossier).due == at("2026-11-12T10:00")


def test_nothing_that_changes_later_moves_a_date(province, dossier, monkeypatch):
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    before = clock.plan_of(province, dossier)
    closed = {
        "name": "Nghỉ bão",
        "off": [{"date": f"2026-11-0{day}", "reason": "Bão"} for day in range(3, 7)],
    }
    for code in ("", LAND, JUSTICE):
        calendars.put(
            code, WorkingCalendar.from_json(closed), date(2026, 1, 1), deed="QĐ 5"
        )
    monkeypatch.setattr(book, "in_force", lambda *_: None)
    after = clock.plan_of(province, dossier)
    assert after.overall == before.overall
    assert [leg.due for leg in after.way.legs] == [leg.due for leg in before.way.legs]
    step(dossier, "complete", "handler", "2026-11-03T10:00")
    assert dues(dossier) == {"opinion": at("2026-11-05T10:00")}


def test_each_part_goes_by_the_calendar_of_its_department(province, monkeypatch):
    friday = {"off": [{"date": "2026-11-03", "reason": "Nghỉ", "decision": "QĐ 6"}]}
    calendars.put(
        JUSTICE,
        WorkingCalendar.from_json({"name": "Tư pháp", **friday}),
        date(2026, 1, 1),
        deed="QĐ 6",
    )
    dossier, _intake = follow(province, monkeypatch, a_process())
    first = ledger.events(dossier)[0].facts
    assert first["calendars"][JUSTICE] != first["calendars"][LAND]
    assert fold(dossier).due == at("2026-11-09T14:30")


def test_the_ledger_says_what_a_pure_reckoning_says(province, dossier):
    moments = iter(f"2026-11-{day:02d}T09:00" for day in range(3, 20))
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    step(dossier, "pause", "handler", next(moments), **WHY)
    step(dossier, "resume", "reception", next(moments))
    step(dossier, "complete", "jurist", next(moments))
    step(dossier, "complete", "handler", next(moments))
    view = fold(dossier)
    reckoning = reckon(ledger.events(dossier))
    assert view.due == clock.due(province, dossier).due
    assert view.tasks == clock.dated(clock.Shelf(province), reckoning, view.tasks)
