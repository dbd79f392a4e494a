"""Arithmetic on worked time: how much lies between two moments, where more of it ends.

Moments are naive datetimes in Vietnam time. Amounts are exact fractions, in working
hours or in working days. One working day is one working day however many hours it
has: a moment keeps its *fraction* of the day, so half of an ordinary day and half
of a short one count the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from fractions import Fraction
import math
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.base.calendars import WorkingCalendar


Unit = Literal["working_hours", "working_days"]

#: The longest term, 9,999 working days, takes 192 years where one day a week is
#: worked; a calendar on which it takes longer is taken for a slip.
MOST_YEARS: Final = 200

_ONE_DAY = timedelta(days=1)


def opening(calendar: WorkingCalendar, day: date) -> datetime:
    """Return the first worked moment of `day`, which must be a working day."""
    return datetime.combine(day, calendar.session_row(day)[0][0])


def closing(calendar: WorkingCalendar, day: date) -> datetime:
    """Return the last worked moment of `day`, which must be a working day."""
    return datetime.combine(day, calendar.session_row(day)[-1][1])


def in_office_day(calendar: WorkingCalendar, moment: datetime) -> bool:
    """Return whether `moment` lies between opening and closing, both included.

    The midday break belongs to the office day.
    """
    day = moment.date()
    if not calendar.is_working_day(day):
        return False
    return opening(calendar, day) <= moment <= closing(calendar, day)


def next_morning(calendar: WorkingCalendar, moment: datetime) -> datetime:
    """Return `moment` when it is in an office day, else the next opening."""
    if in_office_day(calendar, moment):
        return moment
    day = calendar.next_working_day(moment.date())
    if day == moment.date() and moment > closing(calendar, day):
        day = calendar.next_working_day(day + _ONE_DAY)
    return opening(calendar, day)


@dataclass(frozen=True)
class Meter:
    """Measures worked time of one calendar in one unit."""

    calendar: WorkingCalendar
    unit: Unit

    def measure(self, start: datetime, end: datetime) -> Fraction:
        """Return the worked time from `start` to `end`; zero when `end` is earlier."""
        return sum((amount for _, amount in self.per_day(start, end)), Fraction())

    def per_day(
        self, start: datetime, end: datetime
    ) -> Iterator[tuple[date, Fraction]]:
        """Yield (day, worked time) for each day touched, days of rest with zero."""
        if end < start:
            return
        day = start.date()
        while day <= end.date():
            opened = start.time() if day == start.date() else time.min
            closed = end.time() if day == end.date() else time.max
            yield day, self._seconds(day, opened, closed) * self._scale(day)
            day += _ONE_DAY

    def advance(self, start: datetime, amount: Fraction) -> datetime:
        """Return the earliest moment at which `amount` is worked after `start`.

        The result is a worked moment: the end of a session rather than the start of
        the next. Rounded up to the full second. `amount` must be above zero.
        Raises OverflowError when that takes longer than `MOST_YEARS`.
        """
        day = start.date()
        opened = start.time()
        while True:
            scale = self._scale(day)
            available = self._seconds(day, opened, time.max) * scale
            if available and available >= amount:
                return self._moment(day, opened, math.ceil(amount / scale))
            amount -= available
            day += _ONE_DAY
            opened = time.min
            if day.year > start.year + MOST_YEARS:
                raise OverflowError(f"not worked within {MOST_YEARS} years")

    def _scale(self, day: date) -> Fraction:
        """Return what one worked second of `day` is worth in the unit."""
        if self.unit == "working_hours":
            return Fraction(1, 3600)
        total = self._seconds(day, time.min, time.max)
        return Fraction(1, total) if total else Fraction()

    def _seconds(self, day: date, opened: time, closed: time) -> int:
        return sum(
            max(0, _second(min(end, closed)) - _second(max(start, opened)))
            for start, end in self.calendar.session_row(day)
        )

    def _moment(self, day: date, opened: time, seconds: int) -> datetime:
        """Return the moment `seconds` worked seconds after `opened` on `day`."""
        for start, end in self.calendar.session_row(day):
            begin = max(start, opened)
            length = _second(end) - _second(begin)
            if length <= 0:
                continue
            if seconds <= length:
                return datetime.combine(day, begin) + timedelta(seconds=seconds)
            seconds -= length
        raise AssertionError(f"{day} has fewer worked seconds than were measured")


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
