"""Which way of counting a term takes, and what a month on is."""

from __future__ import annotations

from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.calendars import WorkingCalendar
from motcua.base.counters import add_months
from motcua.base.counters import counter
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
import pytest


@pytest.mark.parametrize(
    ("term", "accounting", "name"),
    [
        ("8 working hours", "clock", "Worked"),
        ("8 working hours", "end-of-day", "Worked"),
        ("3 working days", "clock", "Worked"),
        ("3 working days", "end-of-day", "Closings"),
        ("in the day", "clock", "Closings"),
        ("3 days", "clock", "Dated"),
        ("3 months", "end-of-day", "Dated"),
    ],
)
def test_each_term_has_its_way_of_counting(
    term: str, accounting: str, name: str
) -> None:
    policy = Policy(accounting)  # type: ignore[arg-type]
    found = counter(Term.parse(term), WorkingCalendar("x"), policy)
    assert type(found).__name__ == name


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 5, 31), 12, date(2027, 5, 31)),
    ],
)
def test_the_same_day_of_a_later_month(day: date, count: int, expected: date) -> None:
    assert add_months(day, count) == expected


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_months_on_never_skip_a_month(day: date, count: int) -> None:
    later = add_months(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day <= day.day
