"""The due date of a dossier (hạn trả), as a pure function of what happened to it.

Rules, with their sources in `explanations.GROUNDS`:

* The first day is not counted; a term in calendar days or months whose last day is
  no working day ends with the next working day (Civil Code 2015, Articles 147-148).
* What is received outside office hours counts from the next working morning.
  Opening and closing time themselves, and the midday break, are inside.
* ``clock`` accounting keeps the hour: N working days after Friday 16:50 end at
  16:50. ``end-of-day`` accounting starts when the day of receipt closes and ends
  at the close of the Nth working day. Working hours always keep the hour.
* A working day counts one whatever its hours; a moment in it keeps its fraction
  of the day (`worktime`). A term ends at the earliest moment at which it is used up.
* Under ``clock`` accounting ``pause`` subtracts the worked time waited; under
  ``end-of-day`` accounting, and in the day, every close of a working day that is
  waited through moves the date by one working day; calendar terms move by whole
  dates.
* ``restart`` instead gives the full term again once a supplement is complete;
  waiting for any other reason always pauses.
* In the day: received up to the cut-off (15:00 itself included) ends the same day,
  later the next working day.
* A term that has run out stays run out: a later pause or restart moves nothing.
* An extension (gia hạn) gives a new date, as often as the policy allows (once). The
  old date is kept beside it; a restart gives the full term and ends the extension.

Moments without a zone are Vietnam time, others are converted to it; parts of a
second are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.base import counters
from motcua.base.explanations import Explanation
from motcua.base.explanations import Line
from motcua.base.policies import ClockEvent
from motcua.base.policies import DEFAULT_POLICY
from motcua.base.policies import Policy
from motcua.base.policies import SUPPLEMENT
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.durations import Language
    from motcua.base.durations import Term


__all__ = [
    "DEFAULT_POLICY",
    "SUPPLEMENT",
    "ClockEvent",
    "Deadline",
    "Policy",
    "deadline",
    "local",
]


@dataclass(frozen=True)
class Deadline:
    """The answer: a moment, or why there is none.

    `due` is aware, in Vietnam time; None without a time limit and while paused.
    While paused, `remaining` is the time left, in `unit` (``working_hours``,
    ``working_days`` or ``days``). `kept` is the date before it was extended, None
    where it was not: statistics are by the old date.
    """

    due: datetime | None
    paused: bool = False
    remaining: Fraction | None = None
    unit: str = ""
    explanation: tuple[Line, ...] = ()
    kept: datetime | None = None

    def to_json(self, language: Language = "vi") -> dict[str, Any]:
        """Return the deadline as an object for JSON, texts in `language`."""
        left = None if self.remaining is None else float(self.remaining)
        return {
            "due": None if self.due is None else self.due.isoformat(),
            "kept": None if self.kept is None else self.kept.isoformat(),
            "paused": self.paused,
            "remaining": left,
            "unit": self.unit,
            "explanation": [line.to_json(language) for line in self.explanation],
        }


def deadline(
    received: datetime,
    term: Term,
    calendar: WorkingCalendar,
    policy: Policy = DEFAULT_POLICY,
    events: Sequence[ClockEvent] = (),
) -> Deadline:
    """Return when what was `received` is due, with one line per day counted or not.

    `events` may come in any order; those of one moment are taken as given.
    Raises ValueError for an event before the receipt, a pause that is already open,
    a resume without its pause, an extension too many or while paused, and for
    moments outside the years 1900 to 2500 (a clock gone wrong).
    """
    start = local(received)
    _check_year(start)
    if term.kind == "none":
        return _without_limit(start, calendar)
    counter = counters.counter(term, calendar, policy)
    counter.begin(start)
    lapsed = False
    extended = 0
    waiting: set[str] = set()
    ended: set[str] = set()
    for event in sorted(events, key=lambda event: local(event.at)):
        at = local(event.at)
        _check_event(event, at, start, waiting)
        if event.until is not None:
            extended = _one_more(event, at, extended, policy)
            counter.extend(at, local(event.until))
            lapsed = False
            continue
        was_running = not waiting
        (waiting.add if event.type == "pause" else waiting.remove)(event.reason)
        lapsed = lapsed or (was_running and at >= counter.due)
        if lapsed:
            counter.note_lapsed(at)
        elif was_running:
            ended.clear()
            counter.pause(at, event.reason)
        elif event.type == "resume":
            ended.add(event.reason)
            if not waiting and policy.supplement == "restart" and SUPPLEMENT in ended:
                counter.restart(at)
            elif not waiting:
                counter.resume(at)
    kept = None
    if extended:
        others = [event for event in events if event.type != "extend"]
        kept = deadline(received, term, calendar, policy, others).due
    if waiting and not lapsed:
        left = counter.left
        return Deadline(None, True, left, counter.unit, counter.text.told(), kept)
    due = counter.finish(start)
    if kept == due:
        kept = None
    return Deadline(due, explanation=counter.text.told(), kept=kept)


def local(moment: datetime) -> datetime:
    """Return `moment` as naive Vietnam time in full seconds."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(VIETNAM).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _without_limit(start: datetime, calendar: WorkingCalendar) -> Deadline:
    text = Explanation(calendar)
    text.add(
        start.date(),
        "none",
        "thủ tục không quy định thời hạn giải quyết",
        "the procedure states no time limit",
        "procedure",
    )
    return Deadline(None, explanation=tuple(text.lines))


def _check_year(moment: datetime) -> None:
    if not 1900 <= moment.year <= 2500:
        raise ValueError(
            f"Moment {moment.isoformat()}: năm phải từ 1900 đến 2500 / the year must "
            "lie between 1900 and 2500"
        )


def _check_event(
    event: ClockEvent, at: datetime, start: datetime, waiting: set[str]
) -> None:
    _check_year(at)
    place = f"Event {event.type} ({event.reason}) at {at.isoformat()}"
    if at < start:
        raise ValueError(
            f"{place}: trước khi tiếp nhận / before the receipt at {start.isoformat()}"
        )
    if event.type == "pause" and event.reason in waiting:
        raise ValueError(
            f"{place}: đang tạm dừng vì lý do này / the clock is already paused for "
            "this reason"
        )
    if event.type == "resume" and event.reason not in waiting:
        raise ValueError(
            f"{place}: không có lần tạm dừng nào vì lý do này / no pause for this "
            "reason is open"
        )
    if event.type == "extend" and waiting:
        raise ValueError(
            f"{place}: đang tạm dừng, chỉ gia hạn khi tính tiếp / the clock is paused; "
            "extend when it goes on"
        )


def _one_more(event: ClockEvent, at: datetime, extended: int, policy: Policy) -> int:
    """Return how many extensions there are with this one."""
    if event.until is not None:
        _check_year(local(event.until))
    if extended >= policy.extensions:
        raise ValueError(
            f"Event extend at {at.isoformat()}: đã gia hạn đủ số lần cho phép / "
            f"extended as often as allowed ({policy.extensions})"
        )
    return extended + 1
