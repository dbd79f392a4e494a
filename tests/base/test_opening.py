"""Open or closed, at the door and in the weeks ahead."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.opening import closed_ahead
from motcua.base.opening import opening_at


VIETNAM = vietnam()


def test_in_the_morning_it_is_open_until_the_midday_break():
    found = opening_at(VIETNAM, datetime(2026, 11, 25, 9, 0))
    assert found.open
    assert found.closes == datetime(2026, 11, 25, 11, 30)


def test_in_the_midday_break_it_opens_again_the_same_day():
    found = opening_at(VIETNAM, datetime(2026, 11, 25, 12, 0))
    assert not found.open
    assert found.opens == datetime(2026, 11, 25, 13, 30)


def test_at_closing_time_the_door_is_closed_until_the_next_working_day():
    found = opening_at(VIETNAM, datetime(2026, 11, 27, 17, 30))
    assert not found.open
    assert found.opens == datetime(2026, 11, 30, 7, 30)


def test_moments_of_other_zones_are_taken_as_vietnam_time():
    assert opening_at(VIETNAM, datetime(2026, 11, 25, 2, 0, tzinfo=UTC)).open
    assert not opening_at(VIETNAM, datetime(2026, 11, 25, 20, 0, tzinfo=UTC)).open


def test_over_tet_it_opens_after_the_holidays():
    found = opening_at(VIETNAM, datetime(2026, 2, 17, 9, 0))
    assert found.hours == ()
    assert found.opens.date() > date(2026, 2, 20)


def test_days_off_ahead_are_named_once_with_their_decision():
    ahead = closed_ahead(VIETNAM, date(2026, 11, 25))
    assert [(each.first, each.last) for each in ahead] == [
        (date(2027, 1, 1), date(2027, 1, 1))
    ]
    assert "112" in ahead[0].decision


def test_days_off_with_one_reason_become_one_stretch():
    rows = [
        {"date": f"2026-12-{day}", "reason": "Di dời trụ sở", "decision": "QĐ 1"}
        for day in ("07", "08", "09", "14")
    ]
    calendar = WorkingCalendar.from_json({"name": "Xã", "off": rows})
    ahead = closed_ahead(calendar, date(2026, 12, 1))
    assert [(each.first.day, each.last.day) for each in ahead] == [(7, 9), (14, 14)]


@given(st.datetimes(datetime(2019, 1, 1), datetime(2029, 12, 1)))
def test_an_office_is_open_or_says_when_it_opens(moment):
    found = opening_at(VIETNAM, moment)
    assert (found.closes is None) != (found.opens is None)
    assert (found.closes or found.opens) > moment.replace(microsecond=0)
