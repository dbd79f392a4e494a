"""Arithmetic on worked time."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from fractions import Fraction
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.calendars import HalfDay
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.worktime import closing
from motcua.base.worktime import in_office_day
from motcua.base.worktime import Meter
from motcua.base.worktime import next_morning
from motcua.base.worktime import opening
from motcua.base.worktime import Unit
import pytest


MORNING = ((time(7, 30), time(11, 30)),)
#: Friday 16-10-2026 is a half day.
HALF = WorkingCalendar("x", half_days=(HalfDay(date(2026, 10, 16), MORNING),))

units = st.sampled_from(["working_hours", "working_days"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
amounts = st.fractions(Fraction(1, 60), 40, max_denominator=60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-10-15T07:29:59", False),
        ("2026-10-15T07:30", True),
        ("2026-10-15T12:00", True),
        ("2026-10-15T17:30", True),
        ("2026-10-15T17:30:01", False),
        ("2026-10-17T09:00", False),
    ],
)
def test_the_office_day_runs_from_opening_to_closing(moment: str, inside: bool) -> None:
    assert in_office_day(HALF, at(moment)) is inside


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        ("2026-10-15T06:00", "2026-10-15T07:30"),
        ("2026-10-15T12:00", "2026-10-15T12:00"),
        ("2026-10-15T17:31", "2026-10-16T07:30"),
        ("2026-10-16T11:31", "2026-10-19T07:30"),
        ("2026-10-17T12:00", "2026-10-19T07:30"),
    ],
)
def test_what_comes_outside_waits_for_the_next_morning(
    moment: str, morning: str
) -> None:
    assert next_morning(HALF, at(moment)) == at(morning)


def test_a_half_day_closes_early() -> None:
    assert opening(HALF, date(2026, 10, 16)) == at("2026-10-16T07:30")
    assert closing(HALF, date(2026, 10, 16)) == at("2026-10-16T11:30")
    assert closing(HALF, date(2026, 10, 15)) == at("2026-10-15T17:30")


@pytest.mark.parametrize(
    ("start", "end", "hours", "days"),
    [
        ("2026-10-15T07:30", "2026-10-15T17:30", 8, 1),
        ("2026-10-15T09:30", "2026-10-15T14:30", 3, Fraction(3, 8)),
        ("2026-10-15T11:30", "2026-10-15T13:30", 0, 0),
        ("2026-10-16T07:30", "2026-10-16T11:30", 4, 1),
        ("2026-10-16T07:30", "2026-10-16T09:30", 2, Fraction(1, 2)),
        ("2026-10-15T07:30", "2026-10-19T17:30", 20, 3),
        ("2026-10-17T00:00", "2026-10-18T23:59", 0, 0),
        ("2026-10-19T09:00", "2026-10-19T08:00", 0, 0),
    ],
)
def test_worked_time_between_two_moments(
    start: str, end: str, hours: Fraction, days: Fraction
) -> None:
    assert Meter(HALF, "working_hours").measure(at(start), at(end)) == hours
    assert Meter(HALF, "working_days").measure(at(start), at(end)) == days


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        # Half of an ordinary day and half of a short one make a working day.
        ("2026-10-15T13:30", 1, "2026-10-16T09:30"),
        # A short day is one day, whatever its hours.
        ("2026-10-15T09:00", 2, "2026-10-19T09:00"),
        ("2026-10-16T07:30", 1, "2026-10-16T11:30"),
        ("2026-10-15T17:30", 1, "2026-10-16T11:30"),
    ],
)
def test_a_short_working_day_counts_as_one(start: str, amount: int, end: str) -> None:
    meter = Meter(HALF, "working_days")
    assert meter.advance(at(start), Fraction(amount)) == at(end)


def test_hours_of_a_short_day_count_as_hours() -> None:
    meter = Meter(HALF, "working_hours")
    assert meter.advance(at("2026-10-15T15:30"), Fraction(8)) == at("2026-10-19T09:30")


def test_parts_of_a_second_are_rounded_up() -> None:
    meter = Meter(HALF, "working_hours")
    end = meter.advance(at("2026-10-15T07:30"), Fraction(1, 3600 * 7))
    assert end == at("2026-10-15T07:30:01")


@given(moments, amounts, units)
def test_the_end_is_the_first_moment_that_leaves_nothing(
    start: datetime, amount: Fraction, unit: Unit
) -> None:
    meter = Meter(vietnam(), unit)
    end = meter.advance(start, amount)
    assert meter.measure(start, end) >= amount
    assert meter.measure(start, end - timedelta(seconds=1)) < amount


@given(moments, moments, moments, units)
def test_worked_time_adds_up(
    one: datetime, two: datetime, three: datetime, unit: Unit
) -> None:
    one, two, three = sorted((one, two, three))
    meter = Meter(vietnam(), unit)
    whole = meter.measure(one, three)
    assert whole == meter.measure(one, two) + meter.measure(two, three)
