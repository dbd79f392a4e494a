"""A calendar that changes on a day: what is over is not counted anew."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.calendars import WorkingCalendar
from motcua.base.splicing import spliced


MONDAY = date(2026, 11, 2)
DAYS = [MONDAY + timedelta(days=number) for number in range(28)]


def calendar(**rows):
    return WorkingCalendar.from_json({"name": "Sở", **rows})


def day_off(number):
    return {"date": DAYS[number].isoformat(), "reason": "Bão", "decision": "QĐ 9"}


def test_hours_that_change_on_a_day_leave_the_days_before_alone():
    old, new = calendar(), calendar(hours=[["08:00", "12:00"]])
    found = spliced(old, new, MONDAY, DAYS[3])
    assert found.session_row(DAYS[2]) == old.session_row(DAYS[2])
    assert found.session_row(DAYS[3]) == new.session_row(DAYS[3])


def test_a_day_off_that_is_over_keeps_its_reason():
    old, new = calendar(off=[day_off(1)]), calendar(off=[day_off(8)])
    found = spliced(old, new, MONDAY, DAYS[7])
    assert found.why_not(DAYS[1]) == "Bão (QĐ 9)"
    assert not found.is_working_day(DAYS[8])


def test_where_no_day_differs_the_new_one_comes_back():
    new = calendar(off=[day_off(8)])
    assert spliced(calendar(), new, MONDAY, DAYS[7]) is new


numbers = st.sets(st.integers(0, 27), max_size=6)
weekdays = st.sampled_from([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7]])
hours = st.sampled_from(
    [[["07:30", "11:30"]], [["08:00", "12:00"], ["13:00", "17:00"]]]
)
calendars = st.builds(
    lambda days, off, worked: calendar(
        weekdays=days, off=[day_off(each) for each in sorted(off)], hours=worked
    ),
    weekdays,
    numbers,
    hours,
)


@given(calendars, calendars, st.integers(0, 27))
def test_every_day_is_as_the_calendar_that_held_on_it(old, new, number):
    since = DAYS[number]
    found = spliced(old, new, MONDAY, since)
    for day in DAYS:
        held = old if day < since else new
        assert found.session_row(day) == held.session_row(day)
    again = spliced(found, new, MONDAY, since)
    assert again.to_json() == found.to_json()
