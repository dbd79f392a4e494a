"""When a dossier is due: the rules of law and practice, case by case.

Unless a fact says otherwise: the shipped Vietnamese calendar, Monday to Friday,
07:30-11:30 and 13:30-17:30.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from fractions import Fraction
from motcua.base.calendars import DayRow
from motcua.base.calendars import HalfDay
from motcua.base.calendars import Season
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
from motcua.base.vietnam import VIETNAM
import pytest
from typing import Any


EOD = Policy(accounting="end-of-day")
RESTART = Policy(supplement="restart")
EOD_RESTART = Policy(accounting="end-of-day", supplement="restart")
AS_RECEIVED = Policy(after_hours="as-received")
MORNING = ((time(7, 30), time(11, 30)),)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def vn(text: str) -> datetime:
    return at(text).replace(tzinfo=VIETNAM)


def pause(text: str, reason: str = "supplement") -> ClockEvent:
    return ClockEvent("pause", at(text), reason)


def resume(text: str, reason: str = "supplement") -> ClockEvent:
    return ClockEvent("resume", at(text), reason)


def answer(
    received: str,
    term: str,
    policy: Policy = Policy(),  # noqa: B008 - immutable
    *events: ClockEvent,
    calendar: WorkingCalendar | None = None,
) -> Deadline:
    return deadline(
        at(received), Term.parse(term), calendar or vietnam(), policy, events
    )


def due(received: str, term: str, *rest: Any, **options: Any) -> str:
    found = answer(received, term, *rest, **options).due
    assert found is not None
    assert found.utcoffset() == timedelta(hours=7)
    return found.replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("received", "term", "clock", "end_of_day"),
    [
        # Friday to Wednesday, over a weekend.
        ("2026-10-16T09:00", "3 working days", "2026-10-21T09:00", "2026-10-21T17:30"),
        ("2026-10-16T16:50", "1 working day", "2026-10-19T16:50", "2026-10-19T17:30"),
        # Over Tết.
        ("2026-02-12T10:00", "5 working days", "2026-02-26T10:00", "2026-02-26T17:30"),
        # Saturday 10-1 is worked for Friday 2-1.
        ("2026-01-08T09:00", "3 working days", "2026-01-12T09:00", "2026-01-12T17:30"),
        # New Year and the swapped Friday.
        ("2025-12-31T14:00", "2 working days", "2026-01-06T14:00", "2026-01-06T17:30"),
        # Saturday 22-8 is worked for Monday 31-8.
        ("2026-08-20T15:00", "3 working days", "2026-08-24T15:00", "2026-08-24T17:30"),
        ("2026-08-27T08:00", "5 working days", "2026-09-08T08:00", "2026-09-08T17:30"),
        # Hùng Kings made up on Monday 27-4, then 30-4 and 1-5.
        ("2026-04-20T11:00", "10 working days", "2026-05-07T11:00", "2026-05-07T17:30"),
        # Online on a Saturday evening: the two ways of counting differ by a day.
        ("2026-10-17T20:15", "1 working day", "2026-10-19T17:30", "2026-10-20T17:30"),
        # Received in the midday break, and at the edges of the office day.
        ("2026-10-15T12:10", "1 working day", "2026-10-16T11:30", "2026-10-16T17:30"),
        ("2026-10-15T07:30", "1 working day", "2026-10-15T17:30", "2026-10-16T17:30"),
        ("2026-10-15T06:00", "1 working day", "2026-10-15T17:30", "2026-10-16T17:30"),
        ("2026-10-15T17:30", "1 working day", "2026-10-16T17:30", "2026-10-16T17:30"),
        ("2026-10-15T17:31", "1 working day", "2026-10-16T17:30", "2026-10-19T17:30"),
        # Parts of days are published.
        (
            "2026-10-15T09:00",
            "1.5 working days",
            "2026-10-16T15:00",
            "2026-10-19T17:30",
        ),
        (
            "2026-10-15T15:30",
            "0.5 working days",
            "2026-10-16T09:30",
            "2026-10-16T17:30",
        ),
    ],
)
def test_working_days_by_the_clock_and_by_the_day(
    received: str, term: str, clock: str, end_of_day: str
) -> None:
    assert due(received, term) == clock
    assert due(received, term, EOD) == end_of_day


def test_without_its_make_up_saturday_the_same_term_ends_a_day_later() -> None:
    calendar = dataclasses.replace(vietnam(), make_up=())
    received = "2026-01-08T09:00"
    assert due(received, "3 working days", calendar=calendar) == "2026-01-13T09:00"


@pytest.mark.parametrize(
    ("received", "term", "expected"),
    [
        ("2026-10-16T15:30", "8 working hours", "2026-10-19T15:30"),
        ("2026-10-15T12:10", "8 working hours", "2026-10-16T11:30"),
        ("2026-10-15T10:30", "4 working hours", "2026-10-15T16:30"),
        ("2026-10-15T07:30", "4 working hours", "2026-10-15T11:30"),
        ("2026-10-15T07:30", "8 working hours", "2026-10-15T17:30"),
        ("2026-10-17T20:15", "8 working hours", "2026-10-19T17:30"),
        ("2026-10-15T17:00", "1 HOUR", "2026-10-16T08:00"),
        ("2026-08-21T16:30", "2 working hours", "2026-08-22T08:30"),
    ],
)
def test_working_hours_keep_the_hour_whatever_the_accounting(
    received: str, term: str, expected: str
) -> None:
    assert due(received, term) == due(received, term, EOD) == expected


@pytest.mark.parametrize(
    ("received", "term", "expected"),
    [
        # 18-10 is a Sunday.
        ("2026-10-08T09:00", "10 days", "2026-10-19T17:30"),
        # 18-2 lies in Tết.
        ("2026-02-03T09:00", "15 days", "2026-02-23T17:30"),
        ("2026-10-12T09:00", "1 day", "2026-10-13T17:30"),
        ("2026-10-12T17:30", "1 day", "2026-10-13T17:30"),
        # After hours: counts from Tuesday, which is the first day.
        ("2026-10-12T17:31", "1 day", "2026-10-14T17:30"),
        # Saturday: counts from Monday.
        ("2026-10-17T09:00", "10 days", "2026-10-29T17:30"),
        # Ends on a make-up Saturday: a working day.
        ("2026-08-12T09:00", "10 days", "2026-08-22T17:30"),
        ("2026-10-12T09:00", "1.5 days", "2026-10-14T17:30"),
        ("2026-01-30T09:00", "1 month", "2026-03-02T17:30"),  # 28-2 is a Saturday
        ("2026-10-30T09:00", "1 month", "2026-11-30T17:30"),
        ("2024-01-31T09:00", "1 month", "2024-02-29T17:30"),
        ("2025-11-28T09:00", "3 months", "2026-03-02T17:30"),
        ("2026-10-15T09:00", "2 months", "2026-12-15T17:30"),
        ("2026-10-15T09:00", "12 months", "2027-10-15T17:30"),
        ("2026-12-31T09:00", "6 months", "2027-06-30T17:30"),
    ],
)
def test_days_and_months_end_with_a_working_day(
    received: str, term: str, expected: str
) -> None:
    assert due(received, term) == due(received, term, EOD) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-10-16T09:00", "2026-10-16T17:30"),
        ("2026-10-16T15:00", "2026-10-16T17:30"),
        ("2026-10-16T15:00:01", "2026-10-19T17:30"),
        ("2026-10-16T15:01", "2026-10-19T17:30"),
        ("2026-10-15T15:05", "2026-10-16T17:30"),
        ("2026-10-16T06:00", "2026-10-16T17:30"),
        ("2026-10-16T18:00", "2026-10-19T17:30"),
        ("2026-10-17T10:00", "2026-10-19T17:30"),
        ("2026-08-21T16:00", "2026-08-22T17:30"),
    ],
)
def test_in_the_day_until_three_o_clock(received: str, expected: str) -> None:
    assert due(received, "in the day") == expected


def test_another_cut_off_and_none() -> None:
    early = Policy(cut_off=time(10))
    assert due("2026-10-15T10:01", "in the day", early) == "2026-10-16T17:30"
    never = Policy(cut_off=None)
    assert due("2026-10-15T17:29", "in the day", never) == "2026-10-15T17:30"
    assert due("2026-10-15T17:31", "in the day", never) == "2026-10-16T17:30"


def test_no_time_limit_is_no_date() -> None:
    found = answer("2026-10-15T09:00", "none", RESTART, pause("2026-10-16T09:00"))
    assert (found.due, found.paused, found.remaining) == (None, False, None)
    assert [line.kind for line in found.explanation] == ["none"]


STOPPED = (pause("2026-11-04T10:00"), resume("2026-11-09T14:00"))


@pytest.mark.parametrize(
    ("term", "policy", "expected"),
    [
        # 17 of 40 hours used before, 23 left.
        ("5 working days", Policy(), "2026-11-12T11:00"),
        ("40 working hours", Policy(), "2026-11-12T11:00"),
        ("5 working days", RESTART, "2026-11-16T14:00"),
        ("40 working hours", RESTART, "2026-11-16T14:00"),
        # Waited through the close of Wednesday, Thursday and Friday.
        ("5 working days", EOD, "2026-11-12T17:30"),
        ("5 working days", EOD_RESTART, "2026-11-16T17:30"),
        # 2 of 10 days used before, 8 left from Monday 9-11.
        ("10 days", Policy(), "2026-11-17T17:30"),
        ("10 days", RESTART, "2026-11-19T17:30"),
        ("1 month", RESTART, "2026-12-09T17:30"),
        # 2-12 would have been the end: 28 days left on 4-11.
        ("1 month", Policy(), "2026-12-07T17:30"),
    ],
)
def test_waiting_for_a_supplement_pauses_or_restarts(
    term: str, policy: Policy, expected: str
) -> None:
    assert due("2026-11-02T09:00", term, policy, *STOPPED) == expected


def test_a_pause_is_not_a_shift_by_calendar_time() -> None:
    assert due("2026-11-02T09:00", "5 working days", Policy(), *STOPPED) != (
        "2026-11-14T13:00"
    )


def test_while_paused_there_is_no_date_but_a_remainder() -> None:
    found = answer("2026-11-02T09:00", "5 working days", Policy(), STOPPED[0])
    assert (found.due, found.paused) == (None, True)
    assert (found.remaining, found.unit) == (Fraction(23, 8), "working_days")
    assert found.to_json()["remaining"] == 2.875
    found = answer("2026-11-02T09:00", "40 working hours", Policy(), STOPPED[0])
    assert (found.remaining, found.unit) == (23, "working_hours")
    found = answer("2026-11-02T09:00", "10 days", Policy(), STOPPED[0])
    assert (found.remaining, found.unit) == (8, "days")


def test_a_pause_before_the_first_working_morning_uses_nothing() -> None:
    found = answer(
        "2026-10-17T20:15", "1 working day", Policy(), pause("2026-10-17T21:00")
    )
    assert found.remaining == 1
    back = answer(
        "2026-10-17T20:15",
        "1 working day",
        Policy(),
        pause("2026-10-17T21:00"),
        resume("2026-10-18T09:00"),
    )
    assert back.due == vn("2026-10-19T17:30")


@pytest.mark.parametrize("supplement", ["pause", "restart"])
@pytest.mark.parametrize(
    ("back", "after_hours", "expected"),
    [
        ("2025-11-03T17:30", "next-morning", "2025-11-04T17:30"),
        ("2025-11-03T17:31", "next-morning", "2025-11-05T17:30"),
        ("2025-11-03T17:31", "as-received", "2025-11-04T17:30"),
    ],
)
def test_what_goes_on_before_a_day_was_counted_begins_as_a_receipt_does(
    supplement: str, back: str, after_hours: str, expected: str
) -> None:
    policy = Policy("end-of-day", supplement, after_hours=after_hours)  # type: ignore[arg-type]
    events = (pause("2025-11-03T00:00"), resume(back))
    assert due("2025-11-03T00:00", "1 working day", policy, *events) == expected


def test_waiting_outside_working_time_costs_nothing() -> None:
    events = (pause("2026-11-04T18:00"), resume("2026-11-05T07:00"))
    assert due("2026-11-02T09:00", "5 working days", Policy(), *events) == (
        "2026-11-09T09:00"
    )
    lunch = (pause("2026-11-04T11:30"), resume("2026-11-04T13:30"))
    assert due("2026-11-02T09:00", "40 working hours", Policy(), *lunch) == (
        "2026-11-09T09:00"
    )


def test_two_pauses_add_up() -> None:
    events = (
        pause("2026-11-03T09:00"),
        resume("2026-11-03T10:00"),
        pause("2026-11-04T09:00"),
        resume("2026-11-04T11:00"),
    )
    assert due("2026-11-02T09:00", "5 working days", Policy(), *events) == (
        "2026-11-09T14:00"
    )


def test_waiting_for_payment_pauses_even_where_supplements_restart() -> None:
    events = (
        pause("2026-11-04T10:00", "payment"),
        resume("2026-11-09T14:00", "payment"),
    )
    assert due("2026-11-02T09:00", "5 working days", RESTART, *events) == (
        "2026-11-12T11:00"
    )


def test_the_clock_goes_on_when_the_last_reason_is_gone() -> None:
    events = (
        pause("2026-11-04T10:00"),
        pause("2026-11-05T10:00", "payment"),
        resume("2026-11-06T09:00"),
        resume("2026-11-09T14:00", "payment"),
    )
    received = "2026-11-02T09:00"
    assert due(received, "5 working days", Policy(), *events) == "2026-11-12T11:00"
    assert due(received, "5 working days", RESTART, *events) == "2026-11-16T14:00"
    waiting = answer(received, "5 working days", Policy(), *events[:3])
    assert waiting.paused
    assert waiting.remaining == Fraction(23, 8)


def test_events_may_come_in_any_order() -> None:
    assert due("2026-11-02T09:00", "5 working days", Policy(), *STOPPED[::-1]) == (
        "2026-11-12T11:00"
    )


@pytest.mark.parametrize("policy", [Policy(), RESTART, EOD, EOD_RESTART])
def test_a_term_that_has_run_out_stays_run_out(policy: Policy) -> None:
    plain = answer("2026-11-02T09:00", "5 working days", policy)
    late = answer(
        "2026-11-02T09:00",
        "5 working days",
        policy,
        pause("2026-11-10T10:00"),
        resume("2026-11-12T10:00"),
    )
    assert late.due == plain.due
    assert [line.kind for line in late.explanation].count("lapsed") == 2
    waiting = answer(
        "2026-11-02T09:00", "5 working days", policy, pause("2026-11-10T10:00")
    )
    assert (waiting.due, waiting.paused) == (plain.due, False)


def test_pausing_at_the_due_moment_is_too_late() -> None:
    events = (pause("2026-11-09T09:00"), resume("2026-11-11T09:00"))
    assert due("2026-11-02T09:00", "5 working days", RESTART, *events) == (
        "2026-11-09T09:00"
    )


@pytest.mark.parametrize(
    ("stop", "go", "expected"),
    [
        # Within one day: nothing is lost.
        ("2026-11-03T09:00", "2026-11-03T17:00", "2026-11-09T17:30"),
        ("2026-11-03T17:30", "2026-11-04T07:00", "2026-11-09T17:30"),
        # Over a night, before and after the first day has closed.
        ("2026-11-03T09:00", "2026-11-04T07:00", "2026-11-10T17:30"),
        ("2026-11-02T10:00", "2026-11-03T09:00", "2026-11-10T17:30"),
        ("2026-11-02T10:00", "2026-11-02T11:00", "2026-11-09T17:30"),
        # A weekend has no close.
        ("2026-11-06T18:00", "2026-11-08T12:00", "2026-11-09T17:30"),
        ("2026-11-07T18:00", "2026-11-09T12:00", "2026-11-09T17:30"),
        # Resumed when the day has closed.
        ("2026-11-06T10:00", "2026-11-09T17:30", "2026-11-11T17:30"),
        ("2026-11-09T10:00", "2026-11-11T10:00", "2026-11-11T17:30"),
    ],
)
def test_whole_days_lose_the_closes_waited_through(
    stop: str, go: str, expected: str
) -> None:
    events = (pause(stop), resume(go))
    assert due("2026-11-02T09:00", "5 working days", EOD, *events) == expected


def test_whole_days_left_never_exceed_the_term() -> None:
    first_day = answer(
        "2026-11-02T09:00", "5 working days", EOD, pause("2026-11-02T10:00")
    )
    assert first_day.remaining == 5
    third_day = answer(
        "2026-11-02T09:00", "5 working days", EOD, pause("2026-11-04T10:00")
    )
    assert third_day.remaining == 4


@pytest.mark.parametrize(
    ("received", "stop", "go", "expected"),
    [
        (
            "2026-10-15T09:00",
            "2026-10-15T10:00",
            "2026-10-15T14:00",
            "2026-10-15T17:30",
        ),
        (
            "2026-10-15T15:05",
            "2026-10-15T16:00",
            "2026-10-16T10:00",
            "2026-10-16T17:30",
        ),
        (
            "2026-10-15T15:05",
            "2026-10-16T16:00",
            "2026-10-17T10:00",
            "2026-10-19T17:30",
        ),
    ],
)
def test_in_the_day_is_the_day_on_which_it_goes_on(
    received: str, stop: str, go: str, expected: str
) -> None:
    events = (pause(stop), resume(go))
    assert due(received, "in the day", Policy(), *events) == expected


def test_in_the_day_may_be_paused_too() -> None:
    events = (pause("2026-10-15T10:00"), resume("2026-10-16T09:00"))
    assert due("2026-10-15T09:00", "in the day", Policy(), *events) == (
        "2026-10-16T17:30"
    )
    late = (pause("2026-10-15T10:00"), resume("2026-10-16T15:01"))
    assert due("2026-10-15T09:00", "in the day", RESTART, *late) == "2026-10-19T17:30"


def test_a_pause_between_the_last_date_and_its_working_day() -> None:
    """The tenth day is Sunday 18-10; on Monday 19-10 no day is left to count."""
    events = (pause("2026-10-19T09:00"), resume("2026-10-22T09:00"))
    assert due("2026-10-08T09:00", "10 days", Policy(), *events) == "2026-10-22T17:30"


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ((pause("2026-11-02T08:59"),), "before the receipt"),
        ((resume("2026-11-04T10:00"),), "no pause for this reason"),
        ((pause("2026-11-04T10:00"), pause("2026-11-05T10:00")), "already paused"),
        (
            (pause("2026-11-04T10:00"), resume("2026-11-05T10:00", "payment")),
            r"resume \(payment\) at 2026-11-05",
        ),
        ((*STOPPED, resume("2026-11-10T10:00")), "no pause for this reason"),
        ((pause("9999-12-31T10:00"),), "1900 and 2500"),
    ],
)
def test_impossible_events_are_refused(
    events: tuple[ClockEvent, ...], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        answer("2026-11-02T09:00", "5 working days", Policy(), *events)


@pytest.mark.parametrize("received", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_clock_gone_wrong_is_noticed(received: str) -> None:
    with pytest.raises(ValueError, match="1900 and 2500"):
        answer(received, "5 working days")


@pytest.mark.parametrize(
    "settings",
    [{"accounting": "eod"}, {"supplement": "stop"}, {"after_hours": "never"}],
)
def test_an_unknown_setting_is_refused_with_the_known_ones(
    settings: dict[str, Any],
) -> None:
    with pytest.raises(ValueError, match="allowed are"):
        Policy(**settings)


def test_an_unknown_event_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="pause, resume"):
        ClockEvent("stop", at("2026-11-02T09:00"))  # type: ignore[arg-type]


def test_receipt_counted_as_received_when_the_policy_says_so() -> None:
    eod = Policy(accounting="end-of-day", after_hours="as-received")
    assert due("2026-10-17T20:15", "1 working day", eod) == "2026-10-19T17:30"
    assert due("2026-10-16T20:15", "1 working day", eod) == "2026-10-19T17:30"
    assert due("2026-10-17T09:00", "10 days", AS_RECEIVED) == "2026-10-27T17:30"
    assert due("2026-10-16T20:00", "in the day", AS_RECEIVED) == "2026-10-19T17:30"


def test_moments_of_other_zones_are_vietnam_time() -> None:
    received = datetime(2026, 10, 16, 2, 0, 0, 999_999, tzinfo=UTC)
    found = deadline(received, Term("working_days", 3), vietnam())
    assert found.due == vn("2026-10-21T09:00")
    assert found.to_json()["due"] == "2026-10-21T09:00:00+07:00"
    events = [
        ClockEvent("pause", datetime(2026, 10, 16, 3, tzinfo=UTC)),
        ClockEvent("resume", vn("2026-10-16T11:00")),
    ]
    found = deadline(received, Term("working_days", 3), vietnam(), events=events)
    assert found.due == vn("2026-10-21T10:00")


def test_seconds_are_kept() -> None:
    found = answer("2026-10-16T09:00:37", "3 working days")
    assert found.due == vn("2026-10-21T09:00:37")


HALF_FRIDAY = WorkingCalendar("x", half_days=(HalfDay(date(2026, 10, 16), MORNING),))


@pytest.mark.parametrize(
    ("received", "term", "policy", "expected"),
    [
        # Half of Thursday is left, half of the short Friday makes one day.
        ("2026-10-15T13:30", "1 working day", Policy(), "2026-10-16T09:30"),
        ("2026-10-15T09:00", "2 working days", Policy(), "2026-10-19T09:00"),
        ("2026-10-15T09:00", "1 working day", EOD, "2026-10-16T11:30"),
        ("2026-10-16T10:00", "1 working day", EOD, "2026-10-19T17:30"),
        ("2026-10-15T15:30", "4 working hours", Policy(), "2026-10-16T09:30"),
        ("2026-10-15T09:00", "1 day", Policy(), "2026-10-16T11:30"),
        ("2026-10-16T10:00", "in the day", Policy(), "2026-10-16T11:30"),
        ("2026-10-16T11:31", "in the day", Policy(), "2026-10-19T17:30"),
        # Three quarters of the short Friday used: the same of Monday.
        ("2026-10-16T10:30", "1 working day", Policy(), "2026-10-19T15:30"),
    ],
)
def test_half_days(received: str, term: str, policy: Policy, expected: str) -> None:
    assert due(received, term, policy, calendar=HALF_FRIDAY) == expected


def test_seasonal_hours_decide_when_the_day_closes() -> None:
    summer = ((time(7), time(11, 30)), (time(13, 30), time(17)))
    calendar = WorkingCalendar("x", seasons=(Season("04-15", "10-15", summer),))
    assert due("2026-10-14T08:00", "1 day", calendar=calendar) == "2026-10-15T17:00"
    assert due("2026-10-15T08:00", "1 day", calendar=calendar) == "2026-10-16T17:30"
    # 08:00 is one hour into the summer day, as 08:30 is into the other.
    term = "1 working day"
    assert due("2026-10-15T08:00", term, calendar=calendar) == "2026-10-16T08:30"


def test_saturday_mornings_count_where_they_are_worked() -> None:
    calendar = WorkingCalendar("x", weekdays=(1, 2, 3, 4, 5, 6))
    assert due("2026-10-16T09:00", "2 working days", calendar=calendar) == (
        "2026-10-19T09:00"
    )


def test_a_sudden_closure_moves_the_date() -> None:
    closed = DayRow(date(2026, 10, 20), "Bão số 9", "Công điện 12/CĐ-UBND")
    calendar = WorkingCalendar("x", off=(closed,))
    assert due("2026-10-16T09:00", "3 working days", calendar=calendar) == (
        "2026-10-22T09:00"
    )
