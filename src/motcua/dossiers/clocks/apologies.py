"""The draft of an apology: will a dossier be ready in time, and if not, when.

What is left of the way is counted by the budgets of its steps. A step that is past its
time has one working day from now. On the free road nothing tells how long it takes, so
a date that gives three working days more is proposed. A draft binds nobody: the
officer who apologises reads it, changes it and answers for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from motcua.base.deadlines import local
from motcua.base.vietnam import VIETNAM
from motcua.base.worktime import closing
from motcua.base.worktime import Meter
from motcua.dossiers.clocks import clock
from motcua.dossiers.clocks.shelf import Shelf
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Working days: for a step that is late; for a dossier without budgets.
LATE: Final = Fraction(1)
FREE: Final = Fraction(3)
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Draft:
    """What is foreseen. ``expected`` is None where no budgets tell it.

    ``until`` is the new date that is proposed: the end of a working day after the
    present due date. ``late`` are the keys of open steps that are past their time.
    """

    due: datetime
    expected: datetime | None
    until: datetime
    late: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it is foreseen to be ready in time."""
        return self.expected is not None and self.expected <= self.due


def draft(site: Any, dossier: Dossier, now: datetime) -> Draft | None:
    """Return what is foreseen of a running dossier, None while it has no due date."""
    standing = dossier.standing
    if standing.due is None or standing.ended or standing.reckoning.basis is None:
        return None
    calendar = Shelf(site).calendar(standing.reckoning.basis.calendar)
    meter = Meter(calendar, "working_days")
    late = tuple(
        task.key
        for task in standing.tasks
        if task.due and not task.ad_hoc and task.due < now
    )
    way = clock.plan_of(site, dossier).way
    end = None if way is None else way.due
    begin = local(max(now, standing.due) if end is None else now)
    if end is None:
        ready, expected = meter.advance(begin, FREE), None
    else:
        dates = [task.due for task in standing.tasks if task.due and task.key in late]
        left = meter.measure(local(min((now, *dates))), local(end))
        ready = meter.advance(begin, left + LATE) if late else max(local(end), begin)
        expected = ready.replace(tzinfo=VIETNAM)
    day = max(ready.date(), local(standing.due).date() + _A_DAY)
    until = closing(calendar, calendar.next_working_day(day)).replace(tzinfo=VIETNAM)
    return Draft(standing.due, expected, until, late)
