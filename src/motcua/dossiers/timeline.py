"""The way of a dossier as its people are told it: stages, offices, new dates.

Everything is folded from the ledger. It names offices, never officers, and repeats
only what the applicant was told on a slip: reasons of what was asked or decided, not
the remarks that officers wrote to each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import progress
from motcua.dossiers.clocks import clock
from motcua.dossiers.ledger import events
from motcua.dossiers.standing import Standing
from motcua.dossiers.tasks import department_of
from motcua.organisation.calendars import calendar_for
from motcua.organisation.errors import UnknownUnit
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from motcua.base.explanations import Line
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.states import DossierView
    from motcua.dossiers.states import FeePaid

#: Events that the applicant is told of. The reason of the second kind stands on a slip.
TOLD: Final = frozenset(
    {
        "submit",
        "receive",
        "accept",
        "serve",
        "resubmit",
        "resume",
        "ask_payment",
        "confirm_payment",
        "collect_fee",
        "unsuspend",
        "correct",
        "return_result",
    }
)
REASONED: Final = frozenset(
    {
        "guide",
        "decline",
        "pause",
        "suspend",
        "extend",
        "recalendar",
        "refuse",
        "withdraw",
        "stop",
        "reopen",
    }
)
#: Endings without a result.
WITHOUT_RESULT: Final = frozenset({"declined", "refused", "withdrawn", "stopped"})
#: What asks for papers, and what means that they are there.
ASKING: Final = frozenset({"guide", "pause"})
#: Days ahead or behind that are counted one by one; nothing waits longer.
LONGEST: Final = 3660

Mark = Literal["done", "now", "later", "none"]


@dataclass(frozen=True)
class Stage:
    """One of the four big stages: handed_in, handling, result, returned.

    ``mark`` is "none" for what will not come: the matter ended without a result.
    ``at`` is when it was reached.
    """

    key: str
    mark: Mark
    at: datetime | None = None


@dataclass(frozen=True)
class Part:
    """A stretch of time in which an office has the dossier, or gives its opinion.

    ``due`` is the end of its budget, None without one. ``ended`` is when it gave it
    on. One that has neither begun nor ended is still to come: ``since`` is planned.
    """

    unit: str
    since: datetime | None
    due: datetime | None = None
    ended: datetime | None = None
    opinion: bool = False
    coming: bool = False


@dataclass(frozen=True)
class Milestone:
    """Something that the applicant was told; ``kind`` is an operation or "finish"."""

    kind: str
    at: datetime
    unit: str
    reason: str = ""
    amount: int = 0


@dataclass(frozen=True)
class NewDate:
    """A date that was put off, with the reason given in the apology."""

    at: datetime
    before: datetime | None
    due: datetime | None
    reason: str


@dataclass(frozen=True)
class Timeline:
    """All of it. ``days`` are the working days left, negative when it is late by so
    many, None where no date runs. ``missing`` are the papers that were asked for last,
    as (title, why). ``account`` says how the due date comes about.
    """

    stages: tuple[Stage, ...] = ()
    parts: tuple[Part, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    new_dates: tuple[NewDate, ...] = ()
    days: int | None = None
    missing: tuple[tuple[str, str], ...] = ()
    bring_by: datetime | None = None
    asked_amount: int = 0
    fees: tuple[FeePaid, ...] = ()
    account: tuple[Line, ...] = ()


def of(site: Any, dossier: Dossier, view: DossierView, now: datetime) -> Timeline:
    """Return what the people of a dossier are told of its way."""
    chain = events(dossier)
    return Timeline(
        stages=stages(view, chain),
        parts=(*parts(chain), *coming(site, dossier, view)),
        milestones=milestones(chain),
        new_dates=new_dates(chain),
        days=days_left(site, view, now),
        missing=missing(chain) if view.public_status == 5 else (),
        bring_by=view.wait_until if view.state in ("supplement", "payment") else None,
        asked_amount=view.asked_amount if view.state == "payment" else 0,
        fees=view.fees,
        account=tuple(clock.due(site, dossier).explanation) if view.accepted else (),
    )


def stages(view: DossierView, chain: Sequence[Event]) -> tuple[Stage, ...]:
    """Return the four stages with the moments at which they were reached."""
    begun = _begun(chain)
    ended = view.ended and not view.decided
    reached = {
        "handed_in": view.submitted_at or view.received_at,
        "handling": begun if view.accepted else None,
        "result": view.finished_at if view.decided else None,
        "returned": view.returned_at,
    }
    last = max((n for n, at in enumerate(reached.values()) if at), default=0)
    found = []
    for number, (key, at) in enumerate(reached.items()):
        mark: Mark = "now" if number == last else "later"
        if number < last or (number == last and (ended or key == "returned")):
            mark = "done"
        elif ended:
            mark = "none"
        found.append(Stage(key, mark, at))
    return tuple(found)


def _begun(chain: Sequence[Event]) -> datetime | None:
    """Return when the handling began: the acceptance, from which the time runs."""
    taken = [each.at for each in chain if each.type in ("receive", "accept")]
    return taken[-1] if taken else None


def parts(chain: Sequence[Event]) -> tuple[Part, ...]:
    """Return which office had the dossier from when to when, in order."""
    standing = Standing()
    found: list[Part] = []
    for event in chain:
        standing = standing.after(event)
        here = _places(standing)
        for number, part in enumerate(found):
            key = (part.unit, part.opinion)
            if part.ended is None and key in here:
                found[number] = replace(part, due=here.pop(key))
            elif part.ended is None:
                found[number] = replace(part, ended=event.at)
        found += [
            Part(unit, event.at, due, opinion=opinion)
            for (unit, opinion), due in here.items()
        ]
    return tuple(found)


def _places(standing: Standing) -> dict[tuple[str, bool], datetime | None]:
    """Return the offices that have it: (unit, for its opinion only) -> its date."""
    if standing.ended:
        return {}
    found: dict[tuple[str, bool], datetime | None] = {}
    for task in standing.tasks:
        opinion = task.ad_hoc or task.kind == "opinion"
        dates = [found.get((task.department, opinion)), task.due]
        known = [each for each in dates if each is not None]
        found[task.department, opinion] = max(known) if known else None
    if not any(not opinion for _unit, opinion in found):
        found.setdefault((standing.holder, False), None)
    return found


def coming(site: Any, dossier: Dossier, view: DossierView) -> tuple[Part, ...]:
    """Return the offices that are still to have it, as the process plans them."""
    if view.ended or not dossier.process or not view.accepted:
        return ()
    plan = clock.plan_of(site, dossier).way
    if plan is None:
        return ()
    process = progress.process_of(site, dossier)
    known = {task.key for task in view.tasks} | set(view.done)
    found: list[Part] = []
    for each in plan.route.legs:
        if each.ended is not None or each.leg.key in known:
            continue
        step = process.step(each.leg.key)
        try:
            unit = department_of(step.department, dossier.unit, site)
        except UnknownUnit:
            continue
        opinion = step.kind == "opinion"
        if found and (found[-1].unit, found[-1].opinion) == (unit, opinion):
            found[-1] = replace(found[-1], due=each.due.due)
            continue
        found.append(Part(unit, each.start, each.due.due, opinion=opinion, coming=True))
    return tuple(found)


def milestones(chain: Sequence[Event]) -> tuple[Milestone, ...]:
    """Return what the applicant was told, in order; the result when it was there."""
    found = []
    before = ""
    for event in chain:
        if event.type in TOLD or event.type in REASONED:
            reason = event.data.get("reason", "") if event.type in REASONED else ""
            amount = int(event.facts.get("amount") or 0)
            found.append(
                Milestone(event.type, event.at, event.unit, str(reason), amount)
            )
        state = event.facts.get("state", before)
        if state == "finished" and before != "finished":
            found.append(Milestone("finish", event.at, event.unit))
        before = state
    return tuple(found)


def new_dates(chain: Sequence[Event]) -> tuple[NewDate, ...]:
    """Return the dates that were put off, each with the one before it."""
    found = []
    due: datetime | None = None
    for event in chain:
        if "due" not in event.facts:
            continue
        before, due = due, clock.moment(event.facts["due"])
        if event.type in ("extend", "recalendar"):
            reason = str(event.data.get("reason", ""))
            found.append(NewDate(event.at, before, due, reason))
    return tuple(found)


def missing(chain: Sequence[Event]) -> tuple[tuple[str, str], ...]:
    """Return the papers of the last request: (title, why)."""
    asked = [each for each in chain if each.type in ASKING]
    named = asked[-1].data.get("missing", ()) if asked else ()
    found = [
        (one, "")
        if isinstance(one, str)
        else (str(one.get("title", "")), str(one.get("why") or one.get("reason") or ""))
        for one in named
    ]
    return tuple(each for each in found if each[0])


def days_left(site: Any, view: DossierView, now: datetime) -> int | None:
    """Return the working days from today to the due date, by the unit's calendar.

    0 on its day, negative by the working days that it is late; None once processing
    has ended, while the clock stands and without a date.
    """
    if view.due is None or view.ended or view.paused:
        return None
    today = now.astimezone(VIETNAM).date()
    last = view.due.astimezone(VIETNAM).date()
    calendar = calendar_for(view.unit, today, site)
    first, second = sorted((today, last))
    between = min((second - first).days, LONGEST)
    days = (first + timedelta(days=ahead) for ahead in range(1, between + 1))
    worked = sum(calendar.is_working_day(day) for day in days)
    return worked if last >= today else -worked
