"""The rows of a working calendar: hours, seasons, days off, half days.

Each row is read from JSON and checked here; a row that cannot be read or makes no
sense is refused with its place in the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import time
import re
from typing import Any
from typing import Final


Session = tuple[time, time]
Hours = tuple[Session, ...]

DEFAULT_WEEKDAYS: Final = (1, 2, 3, 4, 5)
DEFAULT_HOURS: Final[Hours] = (
    (time(7, 30), time(11, 30)),
    (time(13, 30), time(17, 30)),
)


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


def rows_in(
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


def text_in(row: Mapping[str, Any], key: str, where: str, default: Any = None) -> str:
    """Return the text under `key`; ValueError names the place of anything else."""
    value = row.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"Calendar {where}: {key!r} must be text, got {value!r}")
    return value


def date_in(row: Mapping[str, Any], where: str) -> date:
    """Return the day of a row; ValueError for what is no date."""
    text = text_in(row, "date", where)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(
            f"Calendar {where}: {text!r} is no date; write YYYY-MM-DD"
        ) from error


def day_row_in(row: Mapping[str, Any], where: str) -> DayRow:
    """Read one day off or make-up workday."""
    return DayRow(
        date_in(row, where),
        text_in(row, "reason", where, ""),
        text_in(row, "decision", where, ""),
    )


def hours_in(value: Any, where: str) -> Hours:
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


def hours_out(hours: Hours) -> list[list[str]]:
    """Return hours in the form that `hours_in` reads."""
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in hours]


def row_out(row: DayRow) -> dict[str, str]:
    """Return a row in the form that `day_row_in` reads."""
    return {
        "date": row.date.isoformat(),
        "reason": row.reason,
        "decision": row.decision,
    }


def check_hours(hours: Hours, where: str) -> None:
    """Raise ValueError unless there are hours, in order and apart."""
    if not hours:
        raise ValueError(f"{where}: no hours are given")
    last = None
    for start, end in hours:
        if any(
            moment.second or moment.microsecond or moment.tzinfo
            for moment in (start, end)
        ):
            raise ValueError(f"{where}: {start}-{end}: write hours as HH:MM")
        if start >= end:
            raise ValueError(
                f"{where}: {start:%H:%M}-{end:%H:%M} must end after it starts"
            )
        if last is not None and start < last:
            raise ValueError(f"{where}: {start:%H:%M} starts before {last:%H:%M}")
        last = end


def check_season(season: Season, where: str) -> None:
    """Raise ValueError unless both days of the season are of one kind."""
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
    check_hours(season.hours, where)


def overlap(one: Season, two: Season) -> bool:
    """Return whether two seasons of one kind share a day."""
    year = "2000-" if one.yearly else ""
    starts = (date.fromisoformat(year + season.start) for season in (one, two))
    first, second = starts
    return two.covers(first) or one.covers(second)


def check_once(days: list[date], where: str) -> None:
    """Raise ValueError for a day that is entered twice."""
    seen: set[date] = set()
    for number, day in enumerate(days):
        if day in seen:
            raise ValueError(f"{where}[{number}]: {day} is entered twice")
        seen.add(day)
