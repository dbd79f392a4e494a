"""How time is counted: worked time to the hour, whole working days, whole dates.

A counter holds the state of one deadline while its events are read in order; what
is asked of it from outside is `deadlines.deadline` alone.
"""

from __future__ import annotations

from abc import ABC
from abc import abstractmethod
import calendar as months
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from fractions import Fraction
import math
from motcua.base import worktime
from motcua.base.explanations import amount_text
from motcua.base.explanations import Explanation
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.durations import Term
    from motcua.base.policies import Policy


VIETNAM_TIME: Final = timezone(timedelta(hours=7), "+07:00")

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


class Counter(ABC):
    """One way of counting: what `pause`, `resume` and `restart` do to the due date."""

    unit = ""

    def __init__(self, term: Term, calendar: WorkingCalendar, policy: Policy) -> None:
        self.term = term
        self.calendar = calendar
        self.policy = policy
        self.text = Explanation(calendar)
        self.due = datetime.min
        self.left = Fraction(term.amount)
        self.lapsed = False
        self._paused_at = datetime.min

    def begin(self, received: datetime) -> None:
        """Set the first due date."""
        self.text.received(received)
        self.start(self.wait_for_morning(received))

    def wait_for_morning(self, moment: datetime) -> datetime:
        """Return `effective(moment)` and explain the difference."""
        start = self.effective(moment)
        if start != moment:
            self.text.rests(moment.date() + _ONE_DAY)
            self.text.after_hours(start)
        return start

    def effective(self, moment: datetime) -> datetime:
        """Return the moment from which something that came at `moment` counts."""
        if self.policy.after_hours == "as-received":
            return moment
        return worktime.next_morning(self.calendar, moment)

    @abstractmethod
    def start(self, start: datetime) -> None:
        """Start the full term at `start`."""

    def pause(self, at: datetime) -> None:
        """Stop at `at`, which lies before the due date; keep what is left."""
        self.hold(at)
        self._paused_at = at
        left = amount_text(self.left, self.unit, "vi")
        rest = amount_text(self.left, self.unit, "en")
        self.text.add(
            at.date(),
            "paused",
            f"tạm dừng từ {at:%H:%M}, còn {left}",
            f"paused from {at:%H:%M}, {rest} left",
            "pause",
        )

    @abstractmethod
    def hold(self, at: datetime) -> None:
        """Set `left` to what remains at `at` and explain the days until then."""

    def resume(self, at: datetime) -> None:
        """Go on at `at` with what was left."""
        self._waited_until(at)
        self.text.add(
            at.date(),
            "resumed",
            f"tính tiếp từ {at:%H:%M}",
            f"goes on from {at:%H:%M}",
            "pause",
        )
        self.go_on(at)

    @abstractmethod
    def go_on(self, at: datetime) -> None:
        """Set the due date from `left`, counting from `at`."""

    def restart(self, at: datetime) -> None:
        """Give the full term again from `at`."""
        self._waited_until(at)
        self.text.add(
            at.date(),
            "restarted",
            f"đã bổ sung lúc {at:%H:%M}, tính lại từ đầu",
            f"supplement complete at {at:%H:%M}, the full term starts again",
            "restart",
        )
        self.start(self.wait_for_morning(at))

    def note_lapsed(self, at: datetime) -> None:
        """Say that an event came when the term had run out."""
        if not self.lapsed:
            self.explain(self.due)
            self.lapsed = True
        self.text.add(
            at.date(),
            "lapsed",
            f"thời hạn đã hết từ {self.due:%H:%M %d-%m-%Y}, không đổi hạn",
            f"the term had run out at {self.due:%H:%M %d-%m-%Y}, nothing moves",
            "procedure",
        )

    @abstractmethod
    def explain(self, until: datetime) -> None:
        """Add the lines of the days that counted up to `until`."""

    def finish(self, received: datetime) -> datetime:
        """Add the last lines and return the due date, aware."""
        if not self.lapsed:
            self.explain(self.due)
        self.text.gaps(received.year, self.due.year)
        self.text.add(
            self.due.date(),
            "due",
            f"hạn trả kết quả {self.due:%H:%M}",
            f"due at {self.due:%H:%M}",
            "procedure",
        )
        return self.due.replace(tzinfo=VIETNAM_TIME)

    def _waited_until(self, at: datetime) -> None:
        """Add a line for each whole day of waiting."""
        day = self._paused_at.date() + _ONE_DAY
        while day < at.date():
            self.text.add(
                day, "paused", "tạm dừng, không tính", "paused, not counted", "pause"
            )
            day += _ONE_DAY


class Worked(Counter):
    """Working hours and working days that keep the hour."""

    def __init__(self, term: Term, calendar: WorkingCalendar, policy: Policy) -> None:
        super().__init__(term, calendar, policy)
        unit: worktime.Unit = (
            "working_hours" if term.kind == "working_hours" else "working_days"
        )
        self.unit = unit
        self.meter = worktime.Meter(calendar, unit)
        self._origin = datetime.min

    def start(self, start: datetime) -> None:
        self._origin = start
        self.left = Fraction(self.term.amount)
        self.due = self.meter.advance(start, self.left)

    def hold(self, at: datetime) -> None:
        self.explain(at)
        self._origin = max(at, self._origin)
        self.left = self.meter.measure(self._origin, self.due)

    def go_on(self, at: datetime) -> None:
        self._origin = max(at, self._origin)
        self.due = self.meter.advance(self._origin, self.left)

    def explain(self, until: datetime) -> None:
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
        if self.term.kind == "in_the_day":
            return worktime.next_morning(self.calendar, moment)
        return super().effective(moment)

    def start(self, start: datetime) -> None:
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
        self.explain(at)
        closes = 0
        for day in self._days_from(max(at, self._begin)):
            if day > self.due.date():
                break
            closes += worktime.closing(self.calendar, day) > at
        self._first_pending = closes > self._granted
        self.left = Fraction(min(closes, self._granted))

    def go_on(self, at: datetime) -> None:
        self._begin = max(at + timedelta(seconds=1), self._begin)
        self._first = None
        if self._first_pending:
            self._first = next(self._days_from(self._begin))
        self._set_due()

    def explain(self, until: datetime) -> None:
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
        self.explain(at)
        self._first = max(at.date(), self._first)
        self.left = Fraction(max((self._last - self._first).days, 0))

    def go_on(self, at: datetime) -> None:
        self._first = max(self.wait_for_morning(at).date(), self._first)
        self._last = self._first + timedelta(days=int(self.left))
        self._set_due()

    def explain(self, until: datetime) -> None:
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
