"""Projects that digitise old holdings: what their chains come to.

Events (free texts are payload):

=========== ===================================================================
draft       code, fonds, year, number, department; data: plan
describe    data: plan -- what differs
approve     deed -- number and date of the head's decision
start       --
end         data: reason
upload      sha256, report -- digests of a table and of what was found in it, rows,
            good, faults; data: name. A large one has no report yet
look        upload, report, rows, good, faults -- what the job found in a large table;
            or upload, secret -- it is not kept
take        upload, rows -- how many become files; the job makes them
taken       event, made, there, refused -- the job is through with that event
send        movement, stage, boxes, files, sheets, torn; data: which, giver,
            receiver, note
back        movement, of, boxes, files, sheets, torn, arranged, last; data: giver,
            receiver, reason
spend       amount; data: what
engage      person, until; data: deed
dismiss     person
assign      batch, person -- "" takes it away from everybody
=========== ===================================================================

``department`` makes the files that name no maker of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from motcua import _
from motcua.archive.backlog import fields
from motcua.archive.holdings.fields import merged
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.backlog.store import Project
    from motcua.dossiers.ledger import Event

PLANNED: Final = "planned"
APPROVED: Final = "approved"
RUNNING: Final = "running"
ENDED: Final = "ended"
STATES: Final[dict[str, Any]] = {
    PLANNED: _("Project planned"),
    APPROVED: _("Project approved"),
    RUNNING: _("Project running"),
    ENDED: _("Project ended"),
}
#: What papers go out for (article 9 of the circular).
STAGES: Final[dict[str, Any]] = {
    "preparation": _("Cleaning and arranging"),
    "scanning": _("Scanning"),
}
_FIGURES: Final = ("rows", "good", "faults")
COUNTED: Final = ("boxes", "files", "sheets")


@dataclass(frozen=True)
class Upload:
    """A table that was sent; ``number`` is that of its event.

    ``report`` is "" as long as a job looks it through, ``secret`` says that a level of
    state secrets stood in it: nothing of it is kept then.
    """

    number: int
    sha256: str
    report: str
    rows: int
    good: int
    faults: int
    name: str
    by: str
    at: datetime
    secret: bool = False


@dataclass(frozen=True)
class Taking:
    """Rows that become files; ``made`` is None as long as the job is at it."""

    number: int
    upload: int
    rows: int
    made: int | None = None
    there: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Movement:
    """Papers counted out, or back; ``of`` is 0, or the movement that comes back.

    ``counts`` are boxes, files and sheets; ``last`` says that nothing more comes back.
    """

    number: int
    of: int
    stage: str
    counts: tuple[int, ...]
    torn: int
    arranged: bool
    last: bool
    words: Mapping[str, str]
    by: str
    at: datetime


@dataclass(frozen=True)
class ProjectView:
    """A project as it stands; ``plan`` are the values of ``fields.PLAN``.

    ``engaged`` maps persons of a contractor to their last day, ``assigned`` batches to
    the person who works on them.
    """

    code: str
    fonds: str
    year: int
    number: int
    department: str
    state: str
    length: int
    plan: Mapping[str, str]
    drafted_by: str
    drafted_at: datetime
    approved_by: str = ""
    deed: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    uploads: tuple[Upload, ...] = ()
    takings: tuple[Taking, ...] = ()
    movements: tuple[Movement, ...] = ()
    spent: int = 0
    engaged: Mapping[str, date] = field(default_factory=dict)
    assigned: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def title(self) -> str:
        """Its name, or its code."""
        return self.plan.get("title", "") or self.code

    @property
    def last_day(self) -> date | None:
        """The day on which it ends by its plan, None for a month or a year alone."""
        text = self.plan.get("end", "")
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else None

    def amount(self, name: str) -> int:
        """Return an amount of the plan, 0 for none."""
        return int(self.plan.get(name, "") or 0)

    def upload(self, number: int) -> Upload | None:
        """Return the table that was sent with this event, None for none."""
        return next((one for one in self.uploads if one.number == number), None)

    @property
    def taking(self) -> Taking | None:
        """The rows that become files at this moment."""
        return next((one for one in self.takings if one.made is None), None)


def view(one: Project) -> ProjectView:
    """Return what the chain of a project comes to."""
    chain = ledger.events(one)
    first, *later = chain
    found = ProjectView(
        code=one.code,
        fonds=first.facts["fonds"],
        year=int(first.facts["year"]),
        number=int(first.facts["number"]),
        department=first.facts["department"],
        state=PLANNED,
        length=len(chain),
        plan=dict(first.data.get("plan", {})),
        drafted_by=first.actor,
        drafted_at=first.at,
        events=tuple(chain),
    )
    for event in later:
        found = replace(found, **_changes(found, event))
    return found


def _changes(found: ProjectView, event: Event) -> dict[str, Any]:
    facts, data = event.facts, event.data
    match event.type:
        case "describe":
            return {"plan": merged(dict(found.plan), data.get("plan", {}))}
        case "approve":
            approved = {"approved_by": event.actor, "deed": facts["deed"]}
            return {"state": APPROVED, **approved}
        case "start":
            return {"state": RUNNING, "started_at": event.at}
        case "end":
            return {"state": ENDED, "ended_at": event.at}
        case "upload":
            return {"uploads": (*found.uploads, _upload(event))}
        case "look":
            return {"uploads": _looked(found, facts)}
        case "take":
            told = Taking(event.number, int(facts["upload"]), int(facts["rows"]))
            return {"takings": (*found.takings, told)}
        case "taken":
            return {"takings": _taken(found, facts)}
        case "send" | "back":
            return {"movements": (*found.movements, _movement(found, event))}
        case "spend":
            return {"spent": found.spent + int(facts["amount"])}
        case "engage":
            until = date.fromisoformat(facts["until"])
            return {"engaged": {**found.engaged, facts["person"]: until}}
        case "dismiss":
            left = {
                who: until
                for who, until in found.engaged.items()
                if who != facts["person"]
            }
            return {"engaged": left}
        case "assign":
            return {"assigned": {**found.assigned, facts["batch"]: facts["person"]}}
    raise ValueError(f"{found.code}: unknown event {event.type}")


def _upload(event: Event) -> Upload:
    rows, good, faults = (int(event.facts[name]) for name in _FIGURES)
    return Upload(
        number=event.number,
        sha256=event.facts["sha256"],
        report=event.facts["report"],
        rows=rows,
        good=good,
        faults=faults,
        name=str(event.data.get("name", "")),
        by=event.actor,
        at=event.at,
    )


def _looked(found: ProjectView, facts: Mapping[str, Any]) -> tuple[Upload, ...]:
    told = {
        name: facts[name] for name in ("report", *_FIGURES, "secret") if name in facts
    }
    return tuple(
        replace(one, **told) if one.number == int(facts["upload"]) else one
        for one in found.uploads
    )


def _taken(found: ProjectView, facts: Mapping[str, Any]) -> tuple[Taking, ...]:
    numbers = {name: int(facts[name]) for name in ("made", "there", "refused")}
    return tuple(
        replace(one, **numbers) if one.number == int(facts["event"]) else one
        for one in found.takings
    )


def _movement(found: ProjectView, event: Event) -> Movement:
    facts = event.facts
    of = int(facts.get("of", 0))
    out = next((one for one in found.movements if one.number == of), None)
    return Movement(
        number=int(facts["movement"]),
        of=of,
        stage=out.stage if out is not None else facts["stage"],
        counts=tuple(int(facts[name]) for name in COUNTED),
        torn=int(facts["torn"]),
        arranged=bool(facts.get("arranged")),
        last=bool(facts.get("last")),
        words={name: str(text) for name, text in event.data.items()},
        by=event.actor,
        at=event.at,
    )


def lacks(found: ProjectView) -> list[Any]:
    """Return what a plan lacks to be approved: titles of fields."""
    return [one.title for one in fields.lacking(found.plan)]


def outside(found: ProjectView) -> list[Movement]:
    """Return the movements whose papers are not all back, the oldest first."""
    over = {one.of for one in found.movements if one.of and one.last}
    return [one for one in found.movements if not one.of and one.number not in over]
