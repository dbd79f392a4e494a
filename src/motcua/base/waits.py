"""How long an agency waits for a person, and when it may propose to stop.

A supplement or a financial obligation stops the clock, but not for ever: the
procedure says how long is waited for each reason. When that time is over, stopping
the dossier (dừng giải quyết) is *proposed*; nothing stops by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from motcua.base.deadlines import deadline
from motcua.base.deadlines import local
from motcua.base.explanations import Line
from motcua.base.policies import ClockEvent
from motcua.base.policies import Policy
from motcua.base.vietnam import VIETNAM
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.durations import Term

#: A wait begins when the person is told, working hours or not, and lasts whole days.
WAITING: Final = Policy("end-of-day", after_hours="as-received")


@dataclass(frozen=True)
class Wait:
    """One reason for which the clock stands.

    `until` is the last moment that is waited for the person; None where the
    procedure names no longest wait. Both moments are aware, in Vietnam time.
    """

    reason: str
    since: datetime
    until: datetime | None
    explanation: tuple[Line, ...] = ()

    def is_over(self, now: datetime) -> bool:
        """Return whether stopping is to be proposed at `now`."""
        moment = local(now).replace(tzinfo=VIETNAM)
        return self.until is not None and moment > self.until


def open_waits(
    events: Sequence[ClockEvent],
    longest: Mapping[str, Term],
    calendar: WorkingCalendar,
) -> tuple[Wait, ...]:
    """Return what is being waited for after all `events`, the oldest first.

    `longest` maps a reason (``policies.SUPPLEMENT``, ``policies.FINANCE``) to the
    longest wait that the procedure allows; a reason that is not there, or whose term
    is "none", is waited for without end. Raises ValueError as `deadline` does.
    """
    begun: dict[str, datetime] = {}
    for event in sorted(events, key=lambda event: local(event.at)):
        if event.type == "pause":
            begun.setdefault(event.reason, local(event.at))
        elif event.type == "resume":
            begun.pop(event.reason, None)
    return tuple(
        _wait(reason, since, longest.get(reason), calendar)
        for reason, since in begun.items()
    )


def _wait(
    reason: str, since: datetime, term: Term | None, calendar: WorkingCalendar
) -> Wait:
    aware = since.replace(tzinfo=VIETNAM)
    found = None if term is None else deadline(since, term, calendar, WAITING)
    if term is None or found is None or found.due is None:
        return Wait(reason, aware, None)
    end = found.due
    first = Line(
        since.date(),
        "paused",
        rule="longest-wait",
        vi=f"bắt đầu chờ lúc {since:%H:%M}, chờ tối đa {term.text('vi')}",
        en=f"waiting from {since:%H:%M}, for at most {term}",
    )
    last = Line(
        end.date(),
        "wait_over",
        rule="longest-wait",
        vi=f"hết thời gian chờ lúc {end:%H:%M}, sau đó đề xuất dừng giải quyết",
        en=f"the wait is over at {end:%H:%M}; stopping is proposed after it",
    )
    return Wait(reason, aware, end, (first, *found.explanation[1:-1], last))
