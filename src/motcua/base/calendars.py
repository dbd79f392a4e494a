"""Working calendars (lịch làm việc): which moments of which days are worked.

Each agency has its own hours and seasons; days off and make-up workdays come from
decisions, and every such row names its decision. A calendar is immutable: a change
makes a new calendar, and what was promised under the old one stays.

The shipped Vietnamese calendar is seeded from the ``holidays`` library and corrected
by ``data/vietnam.json``. An agency starts from it and edits its own copy: the
decision on the agency's desk goes before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cached_property
from functools import lru_cache
import holidays
from importlib.resources import files
import json
from motcua.base.calendar_rows import check_hours
from motcua.base.calendar_rows import check_once
from motcua.base.calendar_rows import check_season
from motcua.base.calendar_rows import date_in
from motcua.base.calendar_rows import day_row_in
from motcua.base.calendar_rows import DayRow
from motcua.base.calendar_rows import DEFAULT_HOURS
from motcua.base.calendar_rows import DEFAULT_WEEKDAYS
from motcua.base.calendar_rows import HalfDay
from motcua.base.calendar_rows import Hours
from motcua.base.calendar_rows import hours_in
from motcua.base.calendar_rows import hours_out
from motcua.base.calendar_rows import overlap
from motcua.base.calendar_rows import row_out
from motcua.base.calendar_rows import rows_in
from motcua.base.calendar_rows import Season
from motcua.base.calendar_rows import Session
from motcua.base.calendar_rows import text_in
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.base.durations import Language


__all__ = ["DayRow", "HalfDay", "Season", "WorkingCalendar", "vietnam"]

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

FIRST_YEAR: Final = 2018
LAST_YEAR: Final = 2030

#: Labour Code 2019, Article 112: the eleven paid holidays of a year.
STATUTE: Final = "Bộ luật Lao động 2019, Điều 112"

_KEYS: Final = ("name", "weekdays", "hours", "seasons", "off", "make_up", "half_days")


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
            "hours": hours_out(self.hours),
            "seasons": [
                {"from": row.start, "to": row.end, "hours": hours_out(row.hours)}
                for row in self.seasons
            ],
            "off": [row_out(row) for row in self.off],
            "make_up": [row_out(row) for row in self.make_up],
            "half_days": [
                {"date": row.date.isoformat(), "hours": hours_out(row.hours)}
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
        except (RecursionError, ValueError) as error:
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
    hours = hours_in(data["hours"], "hours") if "hours" in data else DEFAULT_HOURS
    return WorkingCalendar(
        name=name,
        weekdays=tuple(weekdays),
        hours=hours,
        seasons=tuple(
            Season(
                text_in(row, "from", where),
                text_in(row, "to", where),
                hours_in(row.get("hours"), where),
            )
            for where, row in rows_in(data, "seasons")
        ),
        off=tuple(day_row_in(row, where) for where, row in rows_in(data, "off")),
        make_up=tuple(
            day_row_in(row, where) for where, row in rows_in(data, "make_up")
        ),
        half_days=tuple(
            HalfDay(date_in(row, where), hours_in(row.get("hours"), where))
            for where, row in rows_in(data, "half_days")
        ),
    )


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
    check_hours(calendar.hours, f"{place} hours")
    for number, season in enumerate(calendar.seasons):
        check_season(season, f"{place} seasons[{number}]")
    _check_overlaps(calendar, place)
    for key in ("off", "make_up", "half_days"):
        check_once([row.date for row in getattr(calendar, key)], f"{place} {key}")
    off = {row.date for row in calendar.off}
    for number, row in enumerate(calendar.make_up):
        if row.date in off:
            raise ValueError(
                f"{place} make_up[{number}]: {row.date} is also a day off; remove one"
            )
    for number, half in enumerate(calendar.half_days):
        check_hours(half.hours, f"{place} half_days[{number}]")
        if not calendar.is_working_day(half.date):
            raise ValueError(
                f"{place} half_days[{number}]: {half.date} is not a working day "
                f"({calendar.why_not(half.date, 'en')}); add it to make_up or remove it"
            )


def _check_overlaps(calendar: WorkingCalendar, place: str) -> None:
    """Two yearly, or two dated, seasons must not claim the same day."""
    for number, season in enumerate(calendar.seasons):
        for earlier in range(number):
            other = calendar.seasons[earlier]
            if season.yearly == other.yearly and overlap(season, other):
                raise ValueError(
                    f"{place} seasons[{number}] overlaps seasons[{earlier}]: "
                    f"{season.start} to {season.end}, {other.start} to {other.end}"
                )


def vietnam(years: Iterable[int] = range(FIRST_YEAR, LAST_YEAR + 1)) -> WorkingCalendar:
    """Return the working calendar of Vietnamese state agencies for `years`.

    Raises ValueError for a year outside 2018-2030: its holidays are not known here.
    """
    chosen = tuple(sorted(set(years)))
    unknown = [year for year in chosen if not FIRST_YEAR <= year <= LAST_YEAR]
    if unknown:
        raise ValueError(
            f"No Vietnamese holidays are shipped for {unknown}; "
            f"years {FIRST_YEAR} to {LAST_YEAR} are"
        )
    return _vietnam(chosen)


@lru_cache(maxsize=16)
def _vietnam(years: tuple[int, ...]) -> WorkingCalendar:
    corrections = _corrections()
    off = {
        day: DayRow(day, name, STATUTE)
        for day, name in holidays.country_holidays(
            "VN", years=years, language="vi"
        ).items()
    }
    for row in corrections["not_off"]:
        off.pop(date.fromisoformat(row["date"]), None)
    off |= {row.date: row for row in _correction_rows(corrections["off"])}
    make_up = {row.date: row for row in _correction_rows(corrections["make_up"])}
    return WorkingCalendar(
        name="Việt Nam",
        off=tuple(off[day] for day in sorted(off) if day.year in years),
        make_up=tuple(make_up[day] for day in sorted(make_up) if day.year in years),
    )


def _corrections() -> dict[str, Any]:
    source = files("motcua.base").joinpath("data/vietnam.json")
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


def _correction_rows(rows: list[dict[str, str]]) -> list[DayRow]:
    return [
        DayRow(date.fromisoformat(row["date"]), row["reason"], row["decision"])
        for row in rows
    ]
