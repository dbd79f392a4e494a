"""Working calendars: hours, seasons, days off, make-up workdays, half days."""

from __future__ import annotations

import dataclasses
from datetime import date
from datetime import time
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
import json
from motcua.base.calendars import DayRow
from motcua.base.calendars import HalfDay
from motcua.base.calendars import Season
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
import pytest
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path


FULL: dict[str, Any] = {
    "name": "Sở Xây dựng",
    "weekdays": [1, 2, 3, 4, 5],
    "hours": [["07:30", "11:30"], ["13:30", "17:30"]],
    "seasons": [
        {
            "from": "04-15",
            "to": "10-15",
            "hours": [["07:00", "11:30"], ["13:30", "17:00"]],
        }
    ],
    "off": [{"date": "2026-09-01", "reason": "Quốc khánh", "decision": "QĐ 1"}],
    "make_up": [{"date": "2026-08-22", "reason": "Làm bù", "decision": "QĐ 2"}],
    "half_days": [{"date": "2026-02-13", "hours": [["07:30", "11:30"]]}],
}
MORNING = ((time(7, 30), time(11, 30)),)
DAY = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))
SUMMER = ((time(7), time(11, 30)), (time(13, 30), time(17)))


def changed(**changes: Any) -> dict[str, Any]:
    """The full calendar with some keys changed."""
    return {**FULL, **changes}


@st.composite
def hours(draw: st.DrawFn) -> tuple[tuple[time, time], ...]:
    minutes = draw(st.sets(st.integers(0, 1439), min_size=2, max_size=6))
    moments = [time(minute // 60, minute % 60) for minute in sorted(minutes)]
    pairs = zip(moments[::2], moments[1::2], strict=False)
    return tuple(pairs)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    weekdays = draw(st.sets(st.integers(1, 7), min_size=1))
    around = st.integers(0, 60).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
    off = draw(st.sets(around, max_size=8))
    make_up = draw(st.sets(around, max_size=4)) - off
    worked = [
        day
        for day in sorted(draw(st.sets(around, max_size=4)))
        if day in make_up or (day.isoweekday() in weekdays and day not in off)
    ]
    text = st.text(max_size=5)
    return WorkingCalendar(
        name=draw(st.text(min_size=1, max_size=5).filter(str.strip)),
        weekdays=tuple(sorted(weekdays)),
        hours=draw(hours()),
        off=tuple(DayRow(day, draw(text), draw(text)) for day in sorted(off)),
        make_up=tuple(DayRow(day, draw(text), draw(text)) for day in sorted(make_up)),
        half_days=tuple(HalfDay(day, draw(hours())) for day in worked),
    )


def test_a_calendar_is_written_as_it_was_read() -> None:
    assert WorkingCalendar.from_json(FULL).to_json() == FULL
    text = json.dumps(FULL)
    assert WorkingCalendar.from_json(text) == WorkingCalendar.from_json(FULL)


@given(calendars())
def test_every_calendar_survives_the_trip_through_json(
    calendar: WorkingCalendar,
) -> None:
    text = json.dumps(calendar.to_json())
    assert WorkingCalendar.from_json(text) == calendar


def test_only_a_name_is_needed() -> None:
    calendar = WorkingCalendar.from_json({"name": "x"})
    assert calendar.weekdays == (1, 2, 3, 4, 5)
    assert calendar.hours == DAY
    assert calendar.off == calendar.make_up == calendar.half_days == ()


def test_a_calendar_does_not_change() -> None:
    calendar = WorkingCalendar("x")
    with pytest.raises(dataclasses.FrozenInstanceError):
        calendar.name = "y"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-08-21", True),  # Friday
        ("2026-08-22", True),  # make-up Saturday
        ("2026-08-23", False),  # Sunday
        ("2026-08-29", False),  # ordinary Saturday
        ("2026-08-31", True),
        ("2026-09-01", False),  # day off
        ("2026-09-02", True),
        ("2026-02-13", True),  # half day
    ],
)
def test_which_days_are_worked(day: str, worked: bool) -> None:
    calendar = WorkingCalendar.from_json(FULL)
    assert calendar.is_working_day(date.fromisoformat(day)) is worked
    assert bool(calendar.sessions(date.fromisoformat(day))) is worked
    assert bool(calendar.why_not(date.fromisoformat(day))) is not worked


@pytest.mark.parametrize(
    ("day", "sessions"),
    [
        ("2026-04-14", DAY),
        ("2026-04-15", SUMMER),
        ("2026-10-15", SUMMER),
        ("2026-10-16", DAY),
        ("2026-08-22", SUMMER),
        ("2026-02-13", MORNING),
        ("2026-09-01", ()),
        ("2026-10-18", ()),
    ],
)
def test_hours_follow_season_and_half_days(day: str, sessions: Any) -> None:
    calendar = WorkingCalendar.from_json(FULL)
    assert calendar.sessions(date.fromisoformat(day)) == list(sessions)


def test_a_season_may_run_over_new_year() -> None:
    calendar = WorkingCalendar("x", seasons=(Season("11-01", "02-28", SUMMER),))
    assert calendar.session_row(date(2026, 11, 2)) == SUMMER
    assert calendar.session_row(date(2026, 1, 5)) == SUMMER
    assert calendar.session_row(date(2026, 3, 2)) == DAY
    assert calendar.session_row(date(2026, 10, 30)) == DAY


def test_a_dated_season_goes_before_the_yearly_one() -> None:
    calendar = WorkingCalendar(
        "x",
        seasons=(
            Season("04-15", "10-15", SUMMER),
            Season("2026-07-01", "2026-07-31", MORNING),
        ),
    )
    assert calendar.session_row(date(2026, 7, 1)) == MORNING
    assert calendar.session_row(date(2026, 8, 3)) == SUMMER
    assert calendar.session_row(date(2027, 7, 1)) == SUMMER


def test_a_half_day_goes_before_its_season() -> None:
    calendar = WorkingCalendar(
        "x",
        seasons=(Season("01-01", "12-31", SUMMER),),
        half_days=(HalfDay(date(2026, 7, 1), MORNING),),
    )
    assert calendar.session_row(date(2026, 7, 1)) == MORNING


@pytest.mark.parametrize(
    ("day", "vietnamese", "english"),
    [
        ("2026-10-18", "Chủ nhật, nghỉ hằng tuần", "Sunday, weekly rest"),
        ("2026-10-17", "thứ Bảy, nghỉ hằng tuần", "Saturday, weekly rest"),
        ("2026-09-01", "Quốc khánh (QĐ 1)", "Quốc khánh (QĐ 1)"),
        ("2026-10-16", "", ""),
    ],
)
def test_a_day_of_rest_says_why(day: str, vietnamese: str, english: str) -> None:
    calendar = WorkingCalendar.from_json(FULL)
    assert calendar.why_not(date.fromisoformat(day), "vi") == vietnamese
    assert calendar.why_not(date.fromisoformat(day), "en") == english


def test_a_day_off_without_a_reason_is_still_a_day_off() -> None:
    calendar = WorkingCalendar("x", off=(DayRow(date(2026, 10, 16)),))
    assert calendar.why_not(date(2026, 10, 16), "vi") == "ngày nghỉ"
    assert calendar.why_not(date(2026, 10, 16), "en") == "day off"


def test_the_next_working_day() -> None:
    calendar = WorkingCalendar.from_json(FULL)
    assert calendar.next_working_day(date(2026, 10, 16)) == date(2026, 10, 16)
    assert calendar.next_working_day(date(2026, 10, 17)) == date(2026, 10, 19)
    assert calendar.next_working_day(date(2026, 8, 22)) == date(2026, 8, 22)


def test_a_year_without_days_off_is_a_gap_when_other_years_have_them() -> None:
    calendar = WorkingCalendar.from_json(FULL)
    assert not calendar.has_gap(2026)
    assert calendar.has_gap(2027)
    assert not WorkingCalendar("x").has_gap(2027)


ROW = {"date": "2026-10-16"}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("not json", "not readable as JSON"),
        ("[" * 100_000, "not readable as JSON"),
        ("[]", "expected one JSON object"),
        ({}, '"name" is missing'),
        ({"name": " "}, '"name" is missing'),
        (changed(makeup=[]), "unknown keys makeup"),
        (changed(weekdays=[]), "choose from 1"),
        (changed(weekdays=[0]), "choose from 1"),
        (changed(weekdays=[8]), "choose from 1"),
        (changed(weekdays=["1"]), "choose from 1"),
        (changed(weekdays=[1, 1]), "name a day twice"),
        (changed(weekdays="12345"), '"weekdays" must be a list'),
        (changed(hours=[]), "hours: hours are missing"),
        (changed(hours=[["07:30"]]), "hours: .* is no"),
        (changed(hours=[["7h30", "11h30"]]), "hours: .* are no times"),
        (changed(hours=[[7, 11]]), "hours: .* are no times"),
        (
            changed(hours=[["11:30", "07:30"]]),
            "hours: 11:30-07:30 must end",
        ),
        (
            changed(hours=[["07:30", "07:30"]]),
            "hours: 07:30-07:30 must end",
        ),
        (
            changed(hours=[["07:30", "11:30"], ["11:00", "17:00"]]),
            "hours: 11:00 starts before 11:30",
        ),
        (changed(hours=[["07:30:10", "11:30"]]), "write hours as HH:MM"),
        (changed(off={}), "'off' must be a list"),
        (changed(off=["2026-01-01"]), r"off\[0\]: expected an object"),
        (changed(off=[{}]), r"off\[0\]: 'date' must be text"),
        (changed(off=[{"date": "01/09/2026"}]), r"off\[0\]: '01/09/2026' is no date"),
        (changed(off=[ROW, {"date": "2026-02-30"}]), r"off\[1\]: '2026-02-30'"),
        (changed(off=[ROW, ROW]), r"off\[1\]: 2026-10-16 is entered twice"),
        (changed(off=[{**ROW, "reason": 5}]), r"off\[0\]: 'reason' must be text"),
        (changed(make_up=[ROW, ROW]), r"make_up\[1\]: .* entered twice"),
        (
            changed(make_up=[{"date": "2026-09-01"}]),
            r"make_up\[0\]: 2026-09-01 is also a day off",
        ),
        (changed(half_days=[ROW]), r"half_days\[0\]: hours are missing"),
        (
            changed(half_days=[{"date": "2026-10-17", "hours": [["08:00", "10:00"]]}]),
            r"half_days\[0\]: 2026-10-17 is not a working day \(Saturday",
        ),
        (
            changed(half_days=[{"date": "2026-09-01", "hours": [["08:00", "10:00"]]}]),
            r"half_days\[0\]: 2026-09-01 is not a working day \(Quốc khánh",
        ),
        (
            changed(seasons=[{"from": "04-15", "to": "10-15"}]),
            r"seasons\[0\]: hours are missing",
        ),
        (
            changed(seasons=[{"from": "15/4", "to": "10-15", "hours": FULL["hours"]}]),
            r"seasons\[0\]: '15/4' is no day",
        ),
        (
            changed(
                seasons=[{"from": "2026-04-15", "to": "10-15", "hours": FULL["hours"]}]
            ),
            r"seasons\[0\]: write both",
        ),
        (
            changed(
                seasons=[
                    {"from": "2026-05-01", "to": "2026-04-01", "hours": FULL["hours"]}
                ]
            ),
            r"seasons\[0\]: 2026-05-01 is after 2026-04-01",
        ),
        (
            changed(
                seasons=[
                    {"from": "04-15", "to": "10-15", "hours": FULL["hours"]},
                    {"from": "10-15", "to": "12-31", "hours": FULL["hours"]},
                ]
            ),
            r"seasons\[1\] overlaps seasons\[0\]",
        ),
    ],
)
def test_a_wrong_entry_is_named(data: Any, place: str) -> None:
    with pytest.raises(ValueError, match=place):
        WorkingCalendar.from_json(data)


def test_the_shipped_calendar_is_vietnam_from_2018_to_2030() -> None:
    calendar = vietnam()
    years = {row.date.year for row in calendar.off}
    assert years == set(range(2018, 2031))
    assert all(row.reason and row.decision for row in calendar.off)
    assert all(row.reason and row.decision for row in calendar.make_up)
    assert WorkingCalendar.from_json(json.dumps(calendar.to_json())) == calendar


@pytest.mark.parametrize("years", [[2017], [2031], [2026, 2031]])
def test_unknown_years_are_refused(years: list[int]) -> None:
    with pytest.raises(ValueError, match="No Vietnamese holidays are shipped"):
        vietnam(years)


def test_one_year_holds_only_its_own_days() -> None:
    calendar = vietnam([2026])
    rows = (*calendar.off, *calendar.make_up)
    assert {row.date.year for row in rows} == {2026}
    assert calendar.has_gap(2027)


@pytest.mark.parametrize(
    ("off", "worked_instead"),
    [
        ("2018-12-31", "2019-01-05"),
        ("2019-04-29", "2019-05-04"),
        ("2024-04-29", "2024-05-04"),
        ("2025-05-02", "2025-04-26"),
        ("2026-01-02", "2026-01-10"),
        ("2026-08-31", "2026-08-22"),
    ],
)
def test_swapped_days(off: str, worked_instead: str) -> None:
    calendar = vietnam()
    assert not calendar.is_working_day(date.fromisoformat(off))
    assert calendar.is_working_day(date.fromisoformat(worked_instead))
    assert date.fromisoformat(worked_instead).isoweekday() == 6


def test_tet_2026_lasts_from_14_to_22_february() -> None:
    calendar = vietnam()
    assert calendar.is_working_day(date(2026, 2, 13))
    for day in range(14, 23):
        assert not calendar.is_working_day(date(2026, 2, day))
    assert calendar.is_working_day(date(2026, 2, 23))


@pytest.mark.parametrize("year", range(2026, 2031))
def test_culture_day_is_worked_until_a_statute_is_found(year: int) -> None:
    day = date(year, 11, 24)
    assert vietnam().is_working_day(day) is (day.isoweekday() < 6)
    assert vietnam().off_row(day) is None


@pytest.mark.parametrize("year", range(2018, 2031))
def test_every_year_has_the_eleven_statutory_days_off_work(year: int) -> None:
    """A holiday on a weekly rest day is made up for; ten days a year until 2020."""
    calendar = vietnam()
    weekdays = [
        row
        for row in calendar.off
        if row.date.year == year
        and row.date.isoweekday() < 6
        and "hoán đổi" not in row.reason
    ]
    assert len(weekdays) == (11 if year >= 2021 else 10)
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
        assert calendar.off_row(date(year, month, day)) is not None


def test_the_shipped_days_off_agree_with_a_list_of_other_origin(shared: Path) -> None:
    path = shared / "calendar" / "vn-days-off.json"
    if not path.is_file():
        path = shared / "data" / "calendar" / "vn-days-off.json"
    if not path.is_file():
        pytest.skip("shared: the outside calendar is not here")
    other = json.loads(path.read_text(encoding="utf-8"))
    calendar = vietnam()
    for year, days in other["days_off"].items():
        ours = {
            row.date.isoformat()
            for row in calendar.off
            if row.date.year == int(year) and row.date.isoweekday() < 6
        }
        assert ours == set(days), year
    expected = sorted(day for days in other["makeup"].values() for day in days)
    assert [row.date.isoformat() for row in calendar.make_up] == expected
