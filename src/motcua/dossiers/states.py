"""What a dossier is now: its ledger, folded.

``fold`` reads every event once. Lists never fold; they read the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from motcua.dossiers.clocks import clock
from motcua.dossiers.ledger import events
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.dossiers.statuses import public_status
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event


@dataclass(frozen=True)
class FileKept:
    """A file that an event attached; ``paper`` is empty for a result."""

    sha256: str
    size: int
    media: str
    name: str
    paper: str = ""
    number: int = 0


@dataclass(frozen=True)
class Entry:
    """One line of the history, as the control slip prints it."""

    number: int
    type: str
    at: datetime
    actor: str
    unit: str
    state: str
    holder: str
    due: datetime | None
    text: str


@dataclass(frozen=True)
class DossierView:
    """All that screens, slips and the register need to know."""

    code: str
    head: str
    unit: str
    holder: str
    participants: tuple[str, ...]
    state: str
    public_status: int
    procedure: str
    version: str
    case: str
    channel: str
    term: str
    calendar: str
    answer_by: str
    received_at: datetime
    received_by: str
    promised: datetime | None
    due: datetime | None
    persons: tuple[Person, ...] = ()
    papers: tuple[PaperGiven, ...] = ()
    note: str = ""
    proposal: str = ""
    reason: str = ""
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    closed_at: datetime | None = None
    scans: tuple[FileKept, ...] = ()
    results: tuple[FileKept, ...] = ()
    history: tuple[Entry, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether the clock stands still for a supplement."""
        return self.state == "supplement"

    @property
    def ended(self) -> bool:
        """Whether processing has ended, returned or not (Decision 766)."""
        return self.finished_at is not None

    def person(self, role: str) -> Person | None:
        """Return the person in a role."""
        return next((one for one in self.persons if one.role == role), None)

    def late(self, now: datetime) -> bool:
        """Say whether it is, or was when processing ended, past the due date."""
        if self.due is None:
            return False
        return (self.finished_at or now) > self.due


#: Events that end the processing: the test of "on time" looks at these.
ENDS = frozenset({"finish", "refuse", "withdraw", "stop"})


def fold(dossier: Dossier) -> DossierView:
    """Return the present view of ``dossier``, from its ledger alone."""
    first, *later = events(dossier)
    view = _received(dossier, first)
    for event in later:
        view = _apply(view, event)
    return replace(view, head=dossier.head.hex())


def _received(dossier: Dossier, event: Event) -> DossierView:
    facts, data = event.facts, event.data
    due = clock.moment(facts["due"])
    view = DossierView(
        code=dossier.code,
        head="",
        unit=event.unit,
        holder=facts["holder"],
        participants=(event.unit,),
        state=facts["state"],
        public_status=public_status(facts["state"], 0),
        procedure=facts["procedure"],
        version=facts["version"],
        case=facts["case"],
        channel=facts["channel"],
        term=facts["term"],
        calendar=facts["calendar"],
        answer_by=facts["answer_by"],
        received_at=event.at,
        received_by=event.actor,
        promised=due,
        due=due,
        persons=tuple(Person.from_json(one) for one in data.get("persons", ())),
        papers=tuple(PaperGiven.from_json(one) for one in data.get("papers", ())),
        note=data.get("note", ""),
    )
    return replace(view, history=(_entry(view, event),))


def _apply(view: DossierView, event: Event) -> DossierView:
    facts, data = event.facts, event.data
    changes: dict[str, Any] = {
        "state": facts["state"],
        "public_status": public_status(facts["state"], view.public_status),
    }
    if "holder" in facts:
        changes["holder"] = facts["holder"]
        if facts["holder"] not in view.participants:
            changes["participants"] = (*view.participants, facts["holder"])
    if "due" in facts:
        changes["due"] = clock.moment(facts["due"])
    for name in ("proposal", "reason"):
        if name in data:
            changes[name] = data[name]
    if event.type in ENDS:
        changes["finished_at"] = event.at
    if event.type == "return_result":
        changes["returned_at"] = event.at
    if event.type == "close":
        changes["closed_at"] = event.at
    if event.type == "attach_scan" and data:
        changes["scans"] = (*view.scans, _file(event))
    if event.type == "attach_result" and data:
        changes["results"] = (*view.results, _file(event))
    view = replace(view, **changes)
    return replace(view, history=(*view.history, _entry(view, event)))


def _file(event: Event) -> FileKept:
    data = event.data
    return FileKept(
        sha256=data["sha256"],
        size=data["size"],
        media=data["media"],
        name=data["name"],
        paper=data.get("paper", ""),
        number=event.number,
    )


def _entry(view: DossierView, event: Event) -> Entry:
    data = event.data
    text = data.get("reason") or data.get("proposal") or data.get("note") or ""
    return Entry(
        number=event.number,
        type=event.type,
        at=event.at,
        actor=event.actor,
        unit=event.unit,
        state=view.state,
        holder=view.holder,
        due=view.due,
        text=str(text),
    )
