"""The due dates of a dossier, from its ledger and what that pinned.

The rules are those of ``motcua.base.deadlines`` and ``processes.budgets``; which
events start, stop, move and restart the clock is settled in ``happenings``.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from functools import reduce
from motcua.base.deadlines import Deadline
from motcua.dossiers.clocks.basis import PAYS
from motcua.dossiers.clocks.happenings import since
from motcua.dossiers.clocks.promises import overall
from motcua.dossiers.clocks.reckoning import Reckoning
from motcua.dossiers.clocks.shelf import Shelf
from motcua.dossiers.operations import GOES_ON
from motcua.dossiers.operations import STOPS
from motcua.dossiers.processes.budgets import Plan
from motcua.dossiers.processes.budgets import plan
from motcua.dossiers.tasks import Task
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.clocks.happenings import Happening
    from motcua.dossiers.dossier import Dossier

#: Ledger events that may move the overall due date.
CLOCK: Final = frozenset(
    {*STOPS, *GOES_ON, *PAYS, "extend", "reopen", "correct", "recalendar"}
)


@dataclass(frozen=True)
class Dates:
    """All dates of a dossier: the overall one, and those of its way if it has one.

    ``way`` holds every step and the share of every agency, with what explains them.
    """

    overall: Deadline
    way: Plan | None = None


def due(site: Any, dossier: Dossier, extra: Iterable[Happening] = ()) -> Deadline:
    """Return the overall deadline after all events (and ``extra``, not yet written).

    Before acceptance there is none. Raises ValueError as ``deadline`` does.
    """
    return overall(
        Shelf(site), reduce(Reckoning.after, extra, dossier.standing.reckoning)
    )


def plan_of(site: Any, dossier: Dossier) -> Dates:
    """Return every date of a dossier: per step, per leg and overall, explained.

    The steps go by what really happened: each begins when those before it ended.
    """
    reckoning = dossier.standing.reckoning
    return Dates(overall(Shelf(site), reckoning), work(Shelf(site), reckoning))


def work(shelf: Shelf, reckoning: Reckoning) -> Plan | None:
    """Return the times of the steps and legs as things went; None without a way.

    Before the payment that starts the clock there are none either. A step that was
    sent back keeps its old date: going back and forth gives nobody more time.
    """
    found, here = reckoning.basis, reckoning.way
    if found is None or here is None or found.start is None:
        return None
    start = max(here.begun, found.start)
    standing = [event for event in reckoning.stops.events if event.type != "extend"]
    return plan(
        shelf.process(here.process),
        start,
        lambda name: shelf.calendar(here.calendars.get(name, found.calendar)),
        here.answers,
        found.policy,
        since(standing, start),
        {key: max(at, start) for key, at in here.ended.items()},
    )


def dated(
    shelf: Shelf, reckoning: Reckoning, tasks: Iterable[Task]
) -> tuple[Task, ...]:
    """Return the tasks with their dates by what the clock knows.

    A step has none while the clock stands for it. What an officer asked for keeps
    the date that was given with the question.
    """
    times = work(shelf, reckoning)
    known = {} if times is None else {each.leg.key: each for each in times.route.legs}
    return tuple(
        task
        if task.ad_hoc
        else replace(task, due=known[task.key].due.due if task.key in known else None)
        for task in tasks
    )


def stamp(found: Deadline) -> str:
    """Return a due date as the ledger writes it; "" when there is none."""
    return "" if found.due is None else found.due.isoformat()


def moment(text: str) -> datetime | None:
    """Return the due date that ``stamp`` wrote."""
    return datetime.fromisoformat(text) if text else None
