"""Invariants of deadlines, and a second opinion counted minute by minute.

The oracle shares nothing with the code under test: it reads the JSON form of a
calendar, lists every worked minute and ticks them off. Slow and plain on purpose.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
from typing import Any


MINUTE = timedelta(minutes=1)

Pauses = list[tuple[datetime, datetime]]


def worked_minutes(calendar: dict[str, Any], day: date) -> list[datetime]:
    """Return the worked minutes of a day, each named by its beginning."""
    text = day.isoformat()
    made_up = any(row["date"] == text for row in calendar["make_up"])
    if not made_up and (
        day.isoweekday() not in calendar["weekdays"]
        or any(row["date"] == text for row in calendar["off"])
    ):
        return []
    hours = calendar["hours"]
    for row in calendar["half_days"]:
        if row["date"] == text:
            hours = row["hours"]
    found = []
    for start, end in hours:
        moment = datetime.fromisoformat(f"{text}T{start}")
        while moment < datetime.fromisoformat(f"{text}T{end}"):
            found.append(moment)
            moment += MINUTE
    return found


def worked_until(
    calendar: dict[str, Any],
    start: datetime,
    amount: Fraction,
    unit: str,
    pauses: Pauses = (),  # type: ignore[assignment]
) -> datetime:
    """Return the end of the minute in which `amount` is used up after `start`."""
    counted = Fraction()
    day = start.date()
    while True:
        minutes = worked_minutes(calendar, day)
        for minute in minutes:
            if minute < start or any(a <= minute < b for a, b in pauses):
                continue
            counted += Fraction(1, len(minutes) if unit == "working_days" else 60)
            if counted >= amount:
                return minute + MINUTE
        day += timedelta(days=1)


def close_of(calendar: dict[str, Any], day: date) -> datetime:
    """Return when the first working day from `day` on closes."""
    while not worked_minutes(calendar, day):
        day += timedelta(days=1)
    return worked_minutes(calendar, day)[-1] + MINUTE


def counted_from(calendar: dict[str, Any], moment: datetime) -> datetime:
    """Return `moment`, or the next opening when it lies outside office hours."""
    minutes = worked_minutes(calendar, moment.date())
    if minutes and minutes[0] <= moment <= minutes[-1] + MINUTE:
        return moment
    if minutes and moment < minutes[0]:
        return minutes[0]
    day = moment.date() + timedelta(days=1)
    while not worked_minutes(calendar, day):
        day += timedelta(days=1)
    return worked_minutes(calendar, day)[0]


def end_of_nth_working_day(calendar: dict[str, Any], day: date, count: int) -> datetime:
    """Return when the `count`-th working day after `day` closes."""
    while count:
        day += timedelta(days=1)
        if worked_minutes(calendar, day):
            count -= 1
    return close_of(calendar, day)


# --- what hypothesis draws

FIRST = date(2026, 3, 2)

#: Ordinary, short and broken days.
HOURS = st.sampled_from(
    [
        [["07:30", "11:30"], ["13:30", "17:30"]],
        [["08:00", "10:00"]],
        [["09:00", "09:50"], ["10:00", "10:07"]],
    ]
)
DAYS = [FIRST + timedelta(days=n) for n in range(14)]


@st.composite
def small_calendars(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the JSON form of a calendar with surprises in two weeks of March 2026."""
    days = st.sampled_from(DAYS)
    weekdays = draw(st.sampled_from([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], [2, 4]]))
    off = draw(st.sets(days, max_size=4))
    make_up = draw(st.sets(days, max_size=2)) - off
    half = [
        day
        for day in draw(st.sets(days, max_size=3))
        if day in make_up or (day.isoweekday() in weekdays and day not in off)
    ]
    return {
        "name": "oracle",
        "weekdays": weekdays,
        "hours": draw(HOURS),
        "seasons": [],
        "off": [{"date": str(day)} for day in off],
        "make_up": [{"date": str(day)} for day in make_up],
        "half_days": [{"date": str(day), "hours": draw(HOURS)} for day in half],
    }


minutes = st.integers(0, 10 * 1440).map(
    lambda count: datetime(2026, 3, 2) + timedelta(minutes=count)
)
moments = st.datetimes(datetime(2025, 11, 1), datetime(2027, 3, 1))
worked_terms = st.one_of(
    st.builds(Term, st.just("working_days"), st.integers(1, 4)),
    st.builds(Term, st.just("working_days"), st.sampled_from(["0.5", "2.25"])),
    st.builds(Term, st.just("working_hours"), st.integers(1, 12)),
)
kinds = st.sampled_from(["working_hours", "working_days", "days", "months"])
terms = st.one_of(
    st.builds(Term, kinds, st.integers(1, 15)), st.just(Term("in_the_day"))
)
policies = st.builds(
    Policy,
    accounting=st.sampled_from(["clock", "end-of-day"]),
    supplement=st.sampled_from(["pause", "restart"]),
    after_hours=st.sampled_from(["next-morning", "as-received"]),
)


def due(*arguments: Any) -> datetime:
    """Return the due date as a naive Vietnam time; there must be one."""
    found = deadline(*arguments).due
    assert found is not None
    return found.replace(tzinfo=None)


def within_a_minute(exact: datetime, ticked: datetime) -> bool:
    """Fractions of a short day may end inside the minute that the oracle ticks."""
    return ticked - MINUTE < exact <= ticked


@given(small_calendars(), minutes, worked_terms)
def test_worked_time_agrees_with_ticking_off_minutes(
    data: dict[str, Any], received: datetime, term: Term
) -> None:
    calendar = WorkingCalendar.from_json(data)
    ticked = worked_until(data, received, Fraction(term.amount), term.kind)
    assert within_a_minute(due(received, term, calendar), ticked)


@given(
    small_calendars(), minutes, worked_terms, st.lists(minutes, min_size=2, max_size=4)
)
def test_pauses_agree_with_not_ticking_the_minutes_waited(
    data: dict[str, Any], received: datetime, term: Term, moments: list[datetime]
) -> None:
    calendar = WorkingCalendar.from_json(data)
    amount = Fraction(term.amount)
    waits = sorted((moment - datetime(2026, 3, 2)) // 4 for moment in moments)
    stops = [received + wait // MINUTE * MINUTE for wait in waits]
    pauses = list(zip(stops[::2], stops[1::2], strict=False))
    events = []
    kept: Pauses = []
    for start, end in pauses:
        events += [ClockEvent("pause", start), ClockEvent("resume", end)]
        ends = worked_until(data, received, amount, term.kind, kept)
        # Within the minute in which the term ends the two may rightly differ.
        assume(abs(start - ends) > MINUTE)
        if start < ends:
            kept.append((start, end))
    ticked = worked_until(data, received, amount, term.kind, kept)
    assert within_a_minute(due(received, term, calendar, Policy(), events), ticked)


@given(small_calendars(), minutes, minutes, worked_terms)
def test_a_restart_agrees_with_counting_afresh(
    data: dict[str, Any], received: datetime, later: datetime, term: Term
) -> None:
    calendar = WorkingCalendar.from_json(data)
    amount = Fraction(term.amount)
    assume(received <= later)
    assume(later + MINUTE < worked_until(data, received, amount, term.kind))
    events = [
        ClockEvent("pause", later),
        ClockEvent("resume", later + timedelta(days=2)),
    ]
    ticked = worked_until(data, later + timedelta(days=2), amount, term.kind)
    policy = Policy(supplement="restart")
    assert within_a_minute(due(received, term, calendar, policy, events), ticked)


@given(small_calendars(), minutes, st.integers(1, 6))
def test_end_of_day_agrees_with_counting_days_on_a_calendar(
    data: dict[str, Any], received: datetime, count: int
) -> None:
    calendar = WorkingCalendar.from_json(data)
    first = counted_from(data, received).date()
    expected = end_of_nth_working_day(data, first, count)
    policy = Policy(accounting="end-of-day")
    assert due(received, Term("working_days", count), calendar, policy) == expected


@given(small_calendars(), minutes, minutes, minutes, st.integers(1, 6))
def test_whole_days_agree_with_counting_the_closes_waited_through(
    data: dict[str, Any], received: datetime, one: datetime, two: datetime, count: int
) -> None:
    calendar = WorkingCalendar.from_json(data)
    first = counted_from(data, received).date()
    end = end_of_nth_working_day(data, first, count)
    stop, go = sorted((one, two))
    assume(received <= stop < end)
    day = stop.date()
    while day <= go.date():
        worked = worked_minutes(data, day)
        if worked and stop < worked[-1] + MINUTE <= go and day >= first:
            end = end_of_nth_working_day(data, end.date(), 1)
        day += timedelta(days=1)
    policy = Policy(accounting="end-of-day")
    events = [ClockEvent("pause", stop), ClockEvent("resume", go)]
    term = Term("working_days", count)
    assert due(received, term, calendar, policy, events) == end


@given(small_calendars(), minutes, st.integers(1, 20))
def test_calendar_days_agree_with_the_wall_calendar(
    data: dict[str, Any], received: datetime, count: int
) -> None:
    calendar = WorkingCalendar.from_json(data)
    last = counted_from(data, received).date() + timedelta(days=count)
    assert due(received, Term("days", count), calendar) == close_of(data, last)


@given(moments, moments, terms, policies)
def test_what_comes_later_is_not_due_earlier(
    one: datetime, two: datetime, term: Term, policy: Policy
) -> None:
    one, two = sorted((one, two))
    assert due(one, term, vietnam(), policy) <= due(two, term, vietnam(), policy)


@given(moments, kinds, st.integers(1, 40), st.integers(1, 40), policies)
def test_a_longer_term_does_not_end_earlier(
    received: datetime, kind: Any, short: int, long: int, policy: Policy
) -> None:
    short, long = sorted((short, long))
    first = due(received, Term(kind, short), vietnam(), policy)
    assert first <= due(received, Term(kind, long), vietnam(), policy)


@given(moments, terms, policies)
def test_a_deadline_is_a_worked_moment_after_the_receipt(
    received: datetime, term: Term, policy: Policy
) -> None:
    end = due(received, term, vietnam(), policy)
    assert end > received.replace(microsecond=0)
    sessions = vietnam().sessions(end.date())
    assert any(opens < end.time() <= closes for opens, closes in sessions)


@given(moments, terms, policies)
def test_end_of_day_is_never_before_the_same_hour(
    received: datetime, term: Term, policy: Policy
) -> None:
    clock = Policy("clock", after_hours=policy.after_hours)
    whole = Policy("end-of-day", after_hours=policy.after_hours)
    first = due(received, term, vietnam(), clock)
    assert first <= due(received, term, vietnam(), whole)


@st.composite
def stories(draw: st.DrawFn) -> tuple[datetime, list[ClockEvent]]:
    """Draw a receipt and some pauses with their ends."""
    received = draw(moments)
    steps = draw(st.lists(st.integers(0, 6000), max_size=6))
    moment = received
    events = []
    for number, step in enumerate(steps[: len(steps) // 2 * 2]):
        moment += timedelta(minutes=step)
        events.append(ClockEvent("resume" if number % 2 else "pause", moment))
    return received, events


@given(stories(), terms, policies)
def test_waiting_never_brings_the_date_forward(
    story: tuple[datetime, list[ClockEvent]], term: Term, policy: Policy
) -> None:
    received, events = story
    with_pauses = due(received, term, vietnam(), policy, events)
    assert with_pauses >= due(received, term, vietnam(), policy)
    if events:
        one_less = due(received, term, vietnam(), policy, events[:-2])
        assert with_pauses >= one_less


@given(stories(), terms, policies)
def test_a_restart_is_never_shorter_than_a_pause(
    story: tuple[datetime, list[ClockEvent]], term: Term, policy: Policy
) -> None:
    received, events = story
    rest = (policy.accounting, policy.after_hours)
    pausing = Policy(rest[0], "pause", after_hours=rest[1])
    restarting = Policy(rest[0], "restart", after_hours=rest[1])
    first = due(received, term, vietnam(), pausing, events)
    assert first <= due(received, term, vietnam(), restarting, events)


@given(stories(), terms, policies)
def test_paused_means_no_date_and_something_left(
    story: tuple[datetime, list[ClockEvent]], term: Term, policy: Policy
) -> None:
    received, events = story
    found = deadline(received, term, vietnam(), policy, events[:-1])
    assert found.paused is (found.due is None)
    assert found.paused is (found.remaining is not None)
    assert found.remaining is None or found.remaining >= 0


@given(stories(), terms)
def test_explained_amounts_add_up_to_the_term(
    story: tuple[datetime, list[ClockEvent]], term: Term
) -> None:
    received, events = story
    assume(term.kind in ("working_hours", "working_days"))
    found = deadline(received, term, vietnam(), Policy(), events)
    counted = sum(line.amount for line in found.explanation)
    assert counted == term.amount


@given(stories(), terms, policies)
def test_every_day_from_receipt_to_due_has_a_line(
    story: tuple[datetime, list[ClockEvent]], term: Term, policy: Policy
) -> None:
    received, events = story
    found = deadline(received, term, vietnam(), policy, events)
    assert found.due is not None
    explained = {line.date for line in found.explanation}
    day = received.date()
    while day <= found.due.date():
        assert day in explained, day
        day += timedelta(days=1)


@given(stories(), terms, policies)
def test_the_answer_is_a_function_of_its_arguments(
    story: tuple[datetime, list[ClockEvent]], term: Term, policy: Policy
) -> None:
    received, events = story
    # Events of one moment are taken in the order given, so only others are shuffled.
    assume(len({event.at for event in events}) == len(events))
    copy = WorkingCalendar.from_json(vietnam().to_json())
    again = deadline(received, term, copy, policy, events[::-1])
    assert again == deadline(received, term, vietnam(), policy, events)
