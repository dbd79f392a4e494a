"""What the time budgets of a process add up to, from the moment of receipt.

The counting itself is that of ``base.routes``: one step is one part of the way
there, with the calendar of the department that works on it. Here it is settled

* which steps are counted: of a choice, the branch that was taken as soon as the
  facts tell it; until then every branch that may still be taken runs side by side,
  so that the longest one decides;
* when a leg (the share of one agency) begins and is due: with the first and the
  last of its steps.

A step without a budget leaves what follows it without a date until it has ended.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence as Rows
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from motcua.base.calendars import WorkingCalendar
from motcua.base.deadlines import local
from motcua.base.legs import InParallel
from motcua.base.legs import InSequence
from motcua.base.legs import Leg as Stretch
from motcua.base.legs import legs_of as stretches_of
from motcua.base.legs import Part as Road
from motcua.base.policies import ClockEvent
from motcua.base.policies import DEFAULT_POLICY
from motcua.base.policies import Policy
from motcua.base.routes import LegDue
from motcua.base.routes import Route
from motcua.base.routes import route
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Step


#: Tells the working calendar of a department as it is written in the process,
#: relative names included.
CalendarOf = Callable[[str], WorkingCalendar]


@dataclass(frozen=True)
class LegPlan:
    """The share of one agency: when it begins and is due.

    ``start`` is None when it is not known yet, ``due`` also while the clock stands
    in it (``paused``) and when one of its steps has no budget. ``ended`` is when the
    last of its steps really ended.
    """

    leg: Leg
    start: datetime | None
    due: datetime | None
    ended: datetime | None = None
    paused: bool = False


@dataclass(frozen=True)
class Plan:
    """The budgets of a whole process as moments, aware and in Vietnam time.

    ``route.due`` is the end of the critical path and ``route.legs`` holds every
    step that may be taken: ``critical`` marks those that decide that end. ``legs``
    are the shares of agencies, in the order in which they are written.
    """

    route: Route
    legs: tuple[LegPlan, ...] = ()

    @property
    def due(self) -> datetime | None:
        """The end of the critical path; None without it and while the clock stands."""
        return self.route.due

    def step(self, key: str) -> LegDue:
        """Return the times of a step; KeyError when it is not on the way taken."""
        return self.route.leg(key)

    def leg(self, key: str) -> LegPlan:
        """Return the times of an agency's share; KeyError when there is none."""
        for found in self.legs:
            if found.leg.key == key:
                return found
        raise KeyError(key)


def plan(
    process: Process,
    received: datetime,
    calendar_of: CalendarOf,
    facts: Mapping[str, str] | None = None,
    policy: Policy = DEFAULT_POLICY,
    events: Rows[ClockEvent] = (),
    ended: Mapping[str, datetime] | None = None,
) -> Plan:
    """Return when each step and leg of a process and the whole of it is due.

    ``facts`` are what conditions ask for (``case``, ``channel``,
    ``outcome:<step>``); one that is absent is not known yet. ``events`` stop the
    clock of the steps that run then; extensions are left out, they move what was
    promised and no budget. ``ended`` says when steps really ended, by key; keys of
    steps that are not on the way taken are left out. A step that was sent back is
    simply not ended any more: it keeps its old date, for what goes back and forth
    between offices gives nobody more time.

    Raises ValueError for a step that ended before it began, a key used twice and
    what ``deadline`` refuses, and whatever ``calendar_of`` raises.
    """
    laid = _Laid(calendar_of, facts or {})
    way = laid.part(process.way)
    if way is None:
        start = local(received).replace(tzinfo=VIETNAM)
        return Plan(Route(start, ()))
    known = {leg.key for leg in stretches_of(way)}
    found = route(
        received,
        way,
        policy,
        [event for event in events if event.type != "extend"],
        {key: at for key, at in (ended or {}).items() if key in known},
    )
    times = {each.leg.key: each for each in found.legs}
    return Plan(found, tuple(_leg_plan(*each, times) for each in laid.legs))


def candidates(choice: Choice, facts: Mapping[str, str]) -> tuple[Branch, ...]:
    """Return the branches that may be taken, knowing ``facts``.

    One, once every fact asked for before it is known. None when no branch holds.
    """
    found: list[Branch] = []
    for branch in choice.branches:
        when = branch.when
        if when is None:
            return (*found, branch)
        if when.name not in facts:
            found.append(branch)
        elif facts[when.name] in when.values:
            return (*found, branch)
    return tuple(found)


@dataclass
class _Laid:
    """Lays a process out as a way of ``base.legs``; None where nothing is done."""

    calendar_of: CalendarOf
    facts: Mapping[str, str]
    legs: list[tuple[Leg, Road]] = field(default_factory=list)

    def part(self, part: Part) -> Road | None:
        if isinstance(part, Step):
            calendar = self.calendar_of(part.department)
            return Stretch(part.key, part.term, calendar, part.title)
        if isinstance(part, Leg):
            place = len(self.legs)
            found = self.part(part.part)
            if found is not None:
                self.legs.insert(place, (part, found))
            return found
        if isinstance(part, Choice):
            return self._side_by_side(
                tuple(branch.part for branch in candidates(part, self.facts))
            )
        if isinstance(part, Parallel):
            return self._side_by_side(part.parts)
        return self._in_line(part)

    def _in_line(self, part: Sequence) -> Road | None:
        found = self._laid(part.parts)
        return InSequence(found) if len(found) > 1 else _only(found)

    def _side_by_side(self, parts: tuple[Part, ...]) -> Road | None:
        found = self._laid(parts)
        return InParallel(found) if len(found) > 1 else _only(found)

    def _laid(self, parts: tuple[Part, ...]) -> tuple[Road, ...]:
        laid = (self.part(each) for each in parts)
        return tuple(each for each in laid if each is not None)


def _only(found: tuple[Road, ...]) -> Road | None:
    return found[0] if found else None


def _leg_plan(leg: Leg, way: Road, times: Mapping[str, LegDue]) -> LegPlan:
    steps = [times[each.key] for each in stretches_of(way)]
    ends = [each.ended for each in steps if each.ended is not None]
    return LegPlan(
        leg=leg,
        start=_start(way, times),
        due=_due(way, times),
        ended=max(ends) if len(ends) == len(steps) else None,
        paused=any(each.due.paused and each.ended is None for each in steps),
    )


def _start(way: Road, times: Mapping[str, LegDue]) -> datetime | None:
    """Return when the first steps of a way begin; parallel ones begin together."""
    return times[next(stretches_of(way)).key].start


def _due(way: Road, times: Mapping[str, LegDue]) -> datetime | None:
    """Return when the last steps of a way are due."""
    if isinstance(way, Stretch):
        return times[way.key].due.due
    if isinstance(way, InSequence):
        return _due(way.parts[-1], times)
    ends = [_due(each, times) for each in way.parts]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None
