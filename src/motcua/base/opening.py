"""Whether an office is open at a moment, and on which days ahead it is not.

Follows the working calendar, so it knows seasons, days off and make-up workdays.
Moments are taken as Vietnam time, see `deadlines.local`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from motcua.base.deadlines import local
from motcua.base.worktime import opening
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from motcua.base.calendar_rows import Hours
    from motcua.base.calendars import WorkingCalendar

#: An office that does not open for so many days has no useful "opens again".
LONGEST_REST = 30


@dataclass(frozen=True)
class Opening:
    """The state of an office at one moment.

    `closes` is set while it is open: the end of the running session. `opens` is set
    while it is closed: the next opening, None when none is near. `hours` are the
    sessions of the day, empty on days that are not worked.
    """

    closes: datetime | None
    opens: datetime | None
    hours: Hours

    @property
    def open(self) -> bool:
        """Whether somebody who stands at the door now finds it open."""
        return self.closes is not None


@dataclass(frozen=True)
class Closed:
    """A stretch of days ahead on which the office is closed beyond weekly rest."""

    first: date
    last: date
    reason: str
    decision: str = ""


def opening_at(calendar: WorkingCalendar, now: datetime) -> Opening:
    """Return whether the office is open; closing time itself is closed."""
    moment = local(now)
    hours = calendar.session_row(moment.date())
    for start, end in hours:
        if moment.time() < start:
            return Opening(None, datetime.combine(moment.date(), start), hours)
        if moment.time() < end:
            return Opening(datetime.combine(moment.date(), end), None, hours)
    for ahead in range(1, LONGEST_REST + 1):
        day = moment.date() + timedelta(days=ahead)
        if calendar.is_working_day(day):
            return Opening(None, opening(calendar, day), hours)
    return Opening(None, None, hours)


def closed_ahead(
    calendar: WorkingCalendar, day: date, days: int = 60
) -> tuple[Closed, ...]:
    """Return the days off by law or decision from `day` on, neighbours joined."""
    found: list[Closed] = []
    for ahead in range(days):
        on = day + timedelta(days=ahead)
        row = calendar.off_row(on)
        if row is None or calendar.is_working_day(on):
            continue
        last = found[-1] if found else None
        if last and last.last == on - timedelta(days=1) and last.reason == row.reason:
            found[-1] = Closed(last.first, on, last.reason, last.decision)
        else:
            found.append(Closed(on, on, row.reason, row.decision))
    return tuple(found)
