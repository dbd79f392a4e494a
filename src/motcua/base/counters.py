"""How time is counted: worked time to the hour, whole working days, whole dates.

What is asked of a counter from outside is `deadlines.deadline` alone.
"""

from __future__ import annotations

import calendar as months
from datetime import date
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from itertools import takewhile
import math
from motcua.base import worktime
from motcua.base.counting import Counter
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.durations import Term
    from motcua.base.policies import Policy


_ONE: Final = Fraction(1)
_ONE_DAY: Final = timedelta(days=1)


def counter(term: Term, calendar: WorkingCalendar, policy: Policy) -> Counter:
    """Return the counter that `term` asks for; not for a term "none"."""
    if term.kind in ("days", "months"):
        return Dated(term, calendar, policy)
    whole_days = term.kind == "working_days" and policy.accounting == "end-of-day"
    if whole_days or term.kind == "in_the_day":
        return Closings(term, calendar, policy)
    return Worked(term, calendar, policy)


class Worked(Counter):
    """Working hours and working days that keep the hour.

    `left` is exact at `_origin`, so that rounding the due date to the second is
    never carried from one pause into the next.
    """

    keeps_hour = True

    def __init__(self, term: Term, calendar: WorkingCalendar, policy: Policy) -> None:
        super().__init__(term, calendar, policy)
        unit: worktime.Unit = (
            "working_hours" if term.kind == "working_hours" else "working_days"
        )
        self.unit = unit
        self.meter = worktime.Meter(calendar, unit)
        self._origin = datetime.min

    def start(self, start: datetime) -> None:
        """Give the full term from `start`, to the second."""
        self._origin = start
        self.left = Fraction(self.term.amount)
        self.due = self.meter.advance(start, self.left)

    def hold(self, at: datetime) -> None:
        """Take what was worked until `at` from what is left."""
        self.explain(at)
        self.left -= self.meter.measure(self._origin, at)
        self._origin = max(at, self._origin)

    def pass_by(self, old: datetime) -> None:
        """Nothing is left; count on from `old`."""
        self._origin = old
        self.left = Fraction()

    def lengthen(self, old: datetime, new: datetime) -> None:
        """Leave what is worked until `new`."""
        self.left = self.meter.measure(self._origin, new)

    def go_on(self, at: datetime) -> None:
        """End when what is left has been worked after `at`."""
        self._origin = max(at, self._origin)
        self.due = self.meter.advance(self._origin, self.left)

    def explain(self, until: datetime) -> None:
        """Say of each day what was worked of it."""
        for day, amount in self.meter.per_day(self._origin, until):
            self.text.day(day, amount, self.unit)


class Closings(Counter):
    """Whole working days and "in the day": a day counts when the clock runs at its
    close, so waiting within one day costs nothing and each close waited through
    costs a day.
    """

    unit = "working_days"

    def __init__(self, term: Term, calendar: WorkingCalendar, policy: Policy) -> None:
        super().__init__(term, calendar, policy)
        self._granted = math.ceil(term.amount) or 1
        self._begin = datetime.min
        self._first: date | None = None
        self._first_pending = False

    def effective(self, moment: datetime) -> datetime:
        """In the day always waits for the morning, whatever the policy."""
        if self.term.kind == "in_the_day":
            return worktime.next_morning(self.calendar, moment)
        return super().effective(moment)

    def start(self, start: datetime) -> None:
        """Give the full number of closes, the first day's not among them."""
        self._granted = math.ceil(self.term.amount) or 1
        self.left = Fraction(self._granted)
        self._begin = start
        if self.term.kind == "in_the_day":
            self._apply_cut_off(start)
        else:
            self._first = start.date()
        self._set_due()

    def _apply_cut_off(self, start: datetime) -> None:
        cut_off = self.policy.cut_off
        if cut_off is None or start.time() <= cut_off:
            return
        self.text.add(
            start.date(),
            "cut_off",
            f"tiếp nhận sau {cut_off:%H:%M}, chuyển sang ngày làm việc tiếp theo",
            f"received after {cut_off:%H:%M}, moves to the next working day",
            "one-stop",
        )
        self.text.rests(start.date() + _ONE_DAY)
        day = self.calendar.next_working_day(start.date() + _ONE_DAY)
        self._begin = worktime.opening(self.calendar, day)

    def _set_due(self) -> None:
        days = self._days_from(self._begin)
        if self._first is not None and self.calendar.is_working_day(self._first):
            next(days)
        for _ in range(int(self.left)):
            day = next(days)
        self.due = worktime.closing(self.calendar, day)

    def _days_from(self, moment: datetime) -> Iterator[date]:
        """Yield the working days that close at `moment` or later.

        The first day is yielded even when it has closed: it is not counted.
        """
        day = moment.date()
        while True:
            if self.calendar.is_working_day(day) and (
                day == self._first or worktime.closing(self.calendar, day) >= moment
            ):
                yield day
            day += _ONE_DAY

    def hold(self, at: datetime) -> None:
        """Leave the closes after `at`, never more than were granted."""
        self.explain(at)
        closes = 0
        for day in self._days_from(max(at, self._begin)):
            if day > self.due.date():
                break
            closes += worktime.closing(self.calendar, day) > at
        self._first_pending = closes > self._granted
        self.left = Fraction(min(closes, self._granted))

    def pass_by(self, old: datetime) -> None:
        """All closes are used up; count those after `old`."""
        self._begin = old + timedelta(seconds=1)
        self._first = None
        self._granted = 0

    def lengthen(self, old: datetime, new: datetime) -> None:
        """Grant the closes between the two dates as well."""
        days = self._days_from(old + timedelta(seconds=1))
        self._granted += sum(1 for _ in takewhile(lambda day: day <= new.date(), days))

    def go_on(self, at: datetime) -> None:
        """End with the last of the closes left after `at`."""
        came = max(at, self._begin)
        self._begin = max(at + timedelta(seconds=1), self._begin)
        self._first = None
        if self._first_pending:
            # The first day is what it would be for a receipt at this moment.
            self._first = self.effective(came).date()
        self._set_due()

    def explain(self, until: datetime) -> None:
        """Say of each day whether its close counted."""
        day = self._begin.date()
        while day <= until.date():
            if day == self._first:
                self.text.first_day(day)
            elif not self.calendar.is_working_day(day):
                self.text.rest(day)
            elif self._begin <= worktime.closing(self.calendar, day) <= until:
                self.text.day(day, _ONE, self.unit)
            day += _ONE_DAY


class Dated(Counter):
    """Calendar days and months: whole dates, the last one moved to a working day."""

    unit = "days"

    def __init__(self, term: Term, calendar: WorkingCalendar, policy: Policy) -> None:
        super().__init__(term, calendar, policy)
        self._first = date.min
        self._last = date.min

    def start(self, start: datetime) -> None:
        """Count whole dates from the day after `start`."""
        self._first = start.date()
        self.text.first_day(self._first)
        if self.term.kind == "months":
            self._last = add_months(self._first, int(self.term.amount))
        else:
            self._last = self._first + timedelta(days=math.ceil(self.term.amount))
        self._set_due()

    def _set_due(self) -> None:
        day = self.calendar.next_working_day(self._last)
        self.due = worktime.closing(self.calendar, day)

    def hold(self, at: datetime) -> None:
        """Leave the dates after the day of `at`."""
        self.explain(at)
        self._first = max(at.date(), self._first)
        self.left = Fraction(max((self._last - self._first).days, 0))

    def pass_by(self, old: datetime) -> None:
        """Count the dates after `old`."""
        self._first = old.date()

    def lengthen(self, old: datetime, new: datetime) -> None:
        """Make the day of `new` the last."""
        self._last = new.date()

    def go_on(self, at: datetime) -> None:
        """End as many dates after the day of `at` as were left."""
        self._first = max(self.wait_for_morning(at).date(), self._first)
        self._last = self._first + timedelta(days=int(self.left))
        self._set_due()

    def explain(self, until: datetime) -> None:
        """Say of each date that it counted, and where the last one moved to."""
        rule = "month" if self.term.kind == "months" else "calendar-days"
        day = self._first + _ONE_DAY
        while day <= min(self._last, until.date()):
            self.text.add(
                day, "counted", "tính 1 ngày", "counts 1 day", rule, _ONE, "days"
            )
            day += _ONE_DAY
        if until != self.due:
            return
        day = self._last
        while day < self.due.date():
            why_vi = self.calendar.why_not(day, "vi")
            why_en = self.calendar.why_not(day, "en")
            self.text.add(
                day,
                "moved",
                f"ngày cuối là ngày nghỉ ({why_vi}), chuyển sang ngày tiếp theo",
                f"the last day is no working day ({why_en}), moves to the next day",
                "last-day",
            )
            day += _ONE_DAY


def add_months(day: date, count: int) -> date:
    """Return the same day number `count` months on, or that month's last day."""
    year, month = divmod(day.month - 1 + count, 12)
    year += day.year
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
