"""Working calendars (lịch làm việc): which moments of which days are worked.

Each agency has its own hours and seasons; days off and make-up workdays come from
decisions, and every such row names its decision. A calendar is immutable: a change
makes a new calendar, and what was promised under the old one stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import time
from datetime import timedelta
from functools import cached_property
from motcua.base.durations import Language
from typing import Any
from typing import Final

import json
import re


Session = tuple[time, time]
Hours = tuple[Session, ...]

DEFAULT_WEEKDAYS: Final = (1, 2, 3, 4, 5)
DEFAULT_HOURS: Final[Hours] = (
    (time(7, 30), time(11, 30)),
    (time(13, 30), time(17, 30)),
)

WEEKDAY_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "vi": (
        "thứ Hai",
        "thứ Ba",
        "thứ Tư",
        "thứ Năm",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ),
    "en": (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
}

_KEYS: Final = ("name", "weekdays", "hours", "seasons", "off", "make_up", "half_days")


@dataclass(frozen=True)
class DayRow:
    """One day off or one make-up workday, and the decision that made it so."""

    date: date
    reason: str = ""
    decision: str = ""


@dataclass(frozen=True)
class HalfDay:
    """A working day with hours of its own, normally shorter ones."""

    date: date
    hours: Hours


@dataclass(frozen=True)
class Season:
    """Hours of a part of the year, first and last day included.

    `start` and `end` are either both ``MM-DD`` (every year; may run over New Year)
    or both ``YYYY-MM-DD`` (once). A dated season goes before a yearly one.
    """

    start: str
    end: str
    hours: Hours

    @property
    def yearly(self) -> bool:
        """True when the season returns every year."""
        return len(self.start) == 5

    def covers(self, day: date) -> bool:
        """Return whether `day` lies in the season."""
        if not self.yearly:
            return self.start <= day.isoformat() <= self.end
        moment = day.isoformat()[5:]
        if self.start <= self.end:
            return self.start <= moment <= self.end
        return moment >= self.start or moment <= self.end


@dataclass(frozen=True)
class WorkingCalendar:
    """The working time of one agency, immutable; weekdays are ISO, Monday is 1."""

    name: str
    weekdays: tuple[int, ...] = DEFAULT_WEEKDAYS
    hours: Hours = DEFAULT_HOURS
    seasons: tuple[Season, ...] = ()
    off: tuple[DayRow, ...] = ()
    make_up: tuple[DayRow, ...] = ()
    half_days: tuple[HalfDay, ...] = ()

    def __post_init__(self) -> None:
        _check(self)

    @classmethod
    def from_json(cls, data: str | Mapping[str, Any]) -> WorkingCalendar:
        """Return the calendar that `data` (JSON text or the parsed object) describes.

        Absent keys take their defaults: Monday to Friday, 07:30-11:30 and
        13:30-17:30, no rows. Raises ValueError that names the entry at fault.
        """
        return _read(data)

    def to_json(self) -> dict[str, Any]:
        """Return the object that `from_json` reads, all keys present."""
        return {
            "name": self.name,
            "weekdays": list(self.weekdays),
            "hours": _hours_out(self.hours),
            "seasons": [
                {"from": row.start, "to": row.end, "hours": _hours_out(row.hours)}
                for row in self.seasons
            ],
            "off": [_row_out(row) for row in self.off],
            "make_up": [_row_out(row) for row in self.make_up],
            "half_days": [
                {"date": row.date.isoformat(), "hours": _hours_out(row.hours)}
                for row in self.half_days
            ],
        }

    def is_working_day(self, day: date) -> bool:
        """Return whether the agency works on `day`, however few hours."""
        if day in self._make_up:
            return True
        return day.isoweekday() in self.weekdays and day not in self._off

    def sessions(self, day: date) -> list[Session]:
        """Return the worked stretches of `day` as (start, end), empty when none."""
        return list(self.session_row(day))

    def session_row(self, day: date) -> Hours:
        """Return the same as `sessions`, as the tuple the calendar holds."""
        if not self.is_working_day(day):
            return ()
        half = self._half_days.get(day)
        if half is not None:
            return half.hours
        for season in self._seasons:
            if season.covers(day):
                return season.hours
        return self.hours

    def next_working_day(self, day: date) -> date:
        """Return `day` when it is worked, else the first worked day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def off_row(self, day: date) -> DayRow | None:
        """Return the row that takes `day` off, if any."""
        return self._off.get(day)

    def make_up_row(self, day: date) -> DayRow | None:
        """Return the row that makes `day` a make-up workday, if any."""
        return self._make_up.get(day)

    def why_not(self, day: date, language: Language = "vi") -> str:
        """Return why `day` is not worked, in words; empty when it is worked."""
        if self.is_working_day(day):
            return ""
        row = self._off.get(day)
        if row is None:
            name = WEEKDAY_NAMES[language][day.isoweekday() - 1]
            rest = "nghỉ hằng tuần" if language == "vi" else "weekly rest"
            return f"{name}, {rest}"
        text = row.reason or ("ngày nghỉ" if language == "vi" else "day off")
        return f"{text} ({row.decision})" if row.decision else text

    def has_gap(self, year: int) -> bool:
        """Return whether days off are entered for other years but not for `year`.

        Dates counted through such a year are provisional: its holidays are missing.
        """
        return bool(self._years) and year not in self._years

    @cached_property
    def _off(self) -> dict[date, DayRow]:
        return {row.date: row for row in self.off}

    @cached_property
    def _make_up(self) -> dict[date, DayRow]:
        return {row.date: row for row in self.make_up}

    @cached_property
    def _half_days(self) -> dict[date, HalfDay]:
        return {row.date: row for row in self.half_days}

    @cached_property
    def _seasons(self) -> list[Season]:
        return sorted(self.seasons, key=lambda season: season.yearly)

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(row.date.year for row in self.off)


def _read(data: str | Mapping[str, Any]) -> WorkingCalendar:
    """Build a calendar from JSON, naming the entry that cannot be read."""
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except ValueError as error:
            raise ValueError(f"Calendar: not readable as JSON ({error})") from error
    if not isinstance(data, Mapping):
        raise ValueError("Calendar: expected one JSON object")
    unknown = sorted(set(data) - set(_KEYS))
    if unknown:
        raise ValueError(
            f"Calendar: unknown keys {', '.join(unknown)}; known: {', '.join(_KEYS)}"
        )
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError('Calendar: "name" is missing')
    weekdays = data.get("weekdays", list(DEFAULT_WEEKDAYS))
    if not isinstance(weekdays, list):
        raise ValueError(f'Calendar "{name}": "weekdays" must be a list of 1-7')
    hours = _hours_in(data["hours"], "hours") if "hours" in data else DEFAULT_HOURS
    return WorkingCalendar(
        name=name,
        weekdays=tuple(weekdays),
        hours=hours,
        seasons=tuple(
            Season(
                _text(row, "from", where),
                _text(row, "to", where),
                _hours_in(row.get("hours"), where),
            )
            for where, row in _rows(data, "seasons")
        ),
        off=tuple(_day_row(row, where) for where, row in _rows(data, "off")),
        make_up=tuple(_day_row(row, where) for where, row in _rows(data, "make_up")),
        half_days=tuple(
            HalfDay(_date(row, where), _hours_in(row.get("hours"), where))
            for where, row in _rows(data, "half_days")
        ),
    )


def _rows(
    data: Mapping[str, Any], key: str
) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Yield (place in the file, row) of a list of objects."""
    rows = data.get(key, [])
    if not isinstance(rows, list):
        raise ValueError(f"Calendar: {key!r} must be a list")
    for number, row in enumerate(rows):
        where = f"{key}[{number}]"
        if not isinstance(row, Mapping):
            raise ValueError(f"Calendar {where}: expected an object, got {row!r}")
        yield where, row


def _text(row: Mapping[str, Any], key: str, where: str, default: Any = None) -> str:
    value = row.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"Calendar {where}: {key!r} must be text, got {value!r}")
    return value


def _date(row: Mapping[str, Any], where: str) -> date:
    text = _text(row, "date", where)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(
            f"Calendar {where}: {text!r} is no date; write YYYY-MM-DD"
        ) from error


def _day_row(row: Mapping[str, Any], where: str) -> DayRow:
    return DayRow(
        _date(row, where),
        _text(row, "reason", where, ""),
        _text(row, "decision", where, ""),
    )


def _hours_in(value: Any, where: str) -> Hours:
    """Read [["07:30", "11:30"], ...]."""
    if not isinstance(value, list) or not value:
        raise ValueError(f"Calendar {where}: hours are missing")
    sessions = []
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError(f"Calendar {where}: {pair!r} is no [start, end]")
        try:
            start, end = (time.fromisoformat(moment) for moment in pair)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"Calendar {where}: {pair!r} are no times; write HH:MM"
            ) from error
        sessions.append((start, end))
    return tuple(sessions)


def _hours_out(hours: Hours) -> list[list[str]]:
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in hours]


def _row_out(row: DayRow) -> dict[str, str]:
    return {
        "date": row.date.isoformat(),
        "reason": row.reason,
        "decision": row.decision,
    }


def _check(calendar: WorkingCalendar) -> None:
    """Raise ValueError naming the first entry that makes no sense."""
    place = f'Calendar "{calendar.name}"'
    weekdays = calendar.weekdays
    if not weekdays or any(day not in range(1, 8) for day in weekdays):
        raise ValueError(
            f"{place}: weekdays {list(weekdays)}; choose from 1 (Monday) to 7 (Sunday)"
        )
    if len(set(weekdays)) != len(weekdays):
        raise ValueError(f"{place}: weekdays {list(weekdays)} name a day twice")
    _check_hours(calendar.hours, f"{place} hours")
    for number, season in enumerate(calendar.seasons):
        _check_season(season, f"{place} seasons[{number}]")
    _check_overlaps(calendar, place)
    for key in ("off", "make_up", "half_days"):
        _check_once([row.date for row in getattr(calendar, key)], f"{place} {key}")
    off = {row.date for row in calendar.off}
    for number, row in enumerate(calendar.make_up):
        if row.date in off:
            raise ValueError(
                f"{place} make_up[{number}]: {row.date} is also a day off; remove one"
            )
    for number, half in enumerate(calendar.half_days):
        _check_hours(half.hours, f"{place} half_days[{number}]")
        if not calendar.is_working_day(half.date):
            raise ValueError(
                f"{place} half_days[{number}]: {half.date} is not a working day "
                f"({calendar.why_not(half.date, 'en')}); add it to make_up or remove it"
            )


def _check_hours(hours: Hours, where: str) -> None:
    if not hours:
        raise ValueError(f"{where}: no hours are given")
    last = None
    for start, end in hours:
        if any(moment.second or moment.microsecond or moment.tzinfo
               for moment in (start, end)):
            raise ValueError(f"{where}: {start}-{end}: write hours as HH:MM")
        if start >= end:
            raise ValueError(f"{where}: {start:%H:%M}-{end:%H:%M} ends before it starts")
        if last is not None and start < last:
            raise ValueError(f"{where}: {start:%H:%M} starts before {last:%H:%M}")
        last = end


def _check_season(season: Season, where: str) -> None:
    shapes = []
    for text in (season.start, season.end):
        yearly = re.fullmatch(r"\d\d-\d\d", text) is not None
        try:
            # A leap year, so that 02-29 is a day of the year.
            date.fromisoformat(f"2000-{text}" if yearly else text)
        except ValueError as error:
            raise ValueError(
                f"{where}: {text!r} is no day; write MM-DD or YYYY-MM-DD"
            ) from error
        shapes.append(yearly)
    if shapes[0] != shapes[1]:
        raise ValueError(f"{where}: write both from and to with the year, or neither")
    if not season.yearly and season.start > season.end:
        raise ValueError(f"{where}: {season.start} is after {season.end}")
    _check_hours(season.hours, where)


def _check_overlaps(calendar: WorkingCalendar, place: str) -> None:
    """Two yearly, or two dated, seasons must not claim the same day."""
    for number, season in enumerate(calendar.seasons):
        for earlier in range(number):
            other = calendar.seasons[earlier]
            if season.yearly == other.yearly and _overlap(season, other):
                raise ValueError(
                    f"{place} seasons[{number}] overlaps seasons[{earlier}]: "
                    f"{season.start} to {season.end}, {other.start} to {other.end}"
                )


def _overlap(one: Season, two: Season) -> bool:
    year = "2000-" if one.yearly else ""
    starts = (date.fromisoformat(year + season.start) for season in (one, two))
    first, second = starts
    return two.covers(first) or one.covers(second)


def _check_once(days: list[date], where: str) -> None:
    seen: set[date] = set()
    for number, day in enumerate(days):
        if day in seen:
            raise ValueError(f"{where}[{number}]: {day} is entered twice")
        seen.add(day)
