"""What every way of counting shares: begin, pause, resume, extend, finish.

A counter holds the state of one deadline while its events are read in order; the
ways of counting themselves are in `counters`.
"""

from __future__ import annotations

from abc import ABC
from abc import abstractmethod
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from motcua.base import worktime
from motcua.base.explanations import amount_text
from motcua.base.explanations import Explanation
from motcua.base.policies import FINANCE
from motcua.base.policies import SUPPLEMENT
from motcua.base.vietnam import VIETNAM
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.durations import Term
    from motcua.base.policies import Policy


#: Why the clock stands, in words; another reason is told as it is written.
_REASONS: Final[dict[str, tuple[str, str]]] = {
    SUPPLEMENT: ("chờ bổ sung hồ sơ", "waiting for a supplement"),
    FINANCE: ("chờ thực hiện nghĩa vụ tài chính", "waiting for payment"),
}

_ONE_DAY: Final = timedelta(days=1)


class Counter(ABC):
    """One way of counting: what `pause`, `resume` and `restart` do to the due date."""

    unit = ""
    keeps_hour = False

    def __init__(self, term: Term, calendar: WorkingCalendar, policy: Policy) -> None:
        self.term = term
        self.calendar = calendar
        self.policy = policy
        self.text = Explanation(calendar)
        self.due = datetime.min
        self.left = Fraction(term.amount)
        self.lapsed = False
        self._paused_at = datetime.min
        self._rule = "pause"

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

    def pause(self, at: datetime, reason: str = SUPPLEMENT) -> None:
        """Stop at `at`, which lies before the due date; keep what is left."""
        self.hold(at)
        self._paused_at = at
        self._rule = "finance" if reason == FINANCE else "pause"
        why_vi, why_en = _REASONS.get(reason, (reason, reason))
        left = amount_text(self.left, self.unit, "vi")
        rest = amount_text(self.left, self.unit, "en")
        self.text.add(
            at.date(),
            "paused",
            f"tạm dừng từ {at:%H:%M} ({why_vi}), còn {left}",
            f"paused from {at:%H:%M} ({why_en}), {rest} left",
            self._rule,
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
            self._rule,
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

    def extend(self, at: datetime, until: datetime) -> None:
        """Move the due date to `until`, told to the person at `at`.

        Counting by whole days or dates ends with the close of that day, or of the
        next working day. Raises ValueError when the new date is not later.
        """
        old = self.due
        day = self.calendar.next_working_day(until.date())
        new = worktime.closing(self.calendar, day)
        if self.keeps_hour and worktime.in_office_day(self.calendar, until):
            new = until
        if new <= max(old, at):
            raise ValueError(
                f"Event extend at {at.isoformat()}: ngày hẹn lại phải sau hạn đang có "
                f"/ the new date must be later than {max(old, at).isoformat()}"
            )
        if at >= old:
            if not self.lapsed:
                self.explain(old)
                self.text.add(
                    old.date(),
                    "lapsed",
                    f"thời hạn đã hết lúc {old:%H:%M}",
                    f"the term ran out at {old:%H:%M}",
                    "procedure",
                )
            self.lapsed = False
            self.pass_by(old)
        self.lengthen(old, new)
        self.due = new
        self.text.extended(at, old, new)

    @abstractmethod
    def pass_by(self, old: datetime) -> None:
        """Count on from `old`, the due date that has passed and is explained."""

    @abstractmethod
    def lengthen(self, old: datetime, new: datetime) -> None:
        """Take the time between two due dates as granted."""

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
        return self.due.replace(tzinfo=VIETNAM)

    def _waited_until(self, at: datetime) -> None:
        """Add a line for each whole day of waiting."""
        day = self._paused_at.date() + _ONE_DAY
        while day < at.date():
            self.text.add(
                day,
                "paused",
                "tạm dừng, không tính",
                "paused, not counted",
                self._rule,
            )
            day += _ONE_DAY
