"""What a dossier is now: its ledger, folded.

``fold`` reads every event once. Lists never fold; they read the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from motcua.dossiers import axes
from motcua.dossiers.clocks import clock
from motcua.dossiers.ledger import events
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.dossiers.statuses import BEFORE_ACCEPTANCE
from motcua.dossiers.statuses import ENDS
from motcua.dossiers.statuses import public_status
from motcua.dossiers.tasks import Task
from typing import Any
from typing import Final
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
class FeePaid:
    """Money taken: whole đồng, with the *recorded* symbol and number of the receipt."""

    amount: int
    method: str
    symbol: str
    number: str
    event: int
    at: datetime
    by: str


@dataclass(frozen=True)
class Opinion:
    """What another department was asked (``asked``) and answered, if it did."""

    key: str
    to: str
    question: str
    asked_at: datetime
    asked_by: str
    by: datetime | None = None
    opinion: str = ""
    outcome: str = ""
    given_at: datetime | None = None
    given_by: str = ""


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
    step: str = ""
    reason_code: str = ""
    behalf: str = ""
    """Login of the officer for whom the actor acted by delegation."""
    form: str = ""
    """The form of that delegation, see ``organisation.delegations``."""


@dataclass(frozen=True)
class DossierView:
    """All that screens, slips and the register need to know.

    ``received_at`` is the acceptance, from which the time runs; before it, the
    arrival. ``due`` is before acceptance the moment by which it is to be answered.
    ``kept`` is the due date before it was extended: statistics go by that one.
    ``wait_until`` is the last moment that the applicant is waited for.
    ``done`` are the steps of the process that are done, ``answers`` what its
    conditions ask.
    """

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
    process: str = ""
    tasks: tuple[Task, ...] = ()
    done: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    persons: tuple[Person, ...] = ()
    papers: tuple[PaperGiven, ...] = ()
    note: str = ""
    proposal: str = ""
    reason: str = ""
    reason_code: str = ""
    supplements: int = 0
    kept: datetime | None = None
    wait_until: datetime | None = None
    suspended: bool = False
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    closed_at: datetime | None = None
    scans: tuple[FileKept, ...] = ()
    results: tuple[FileKept, ...] = ()
    fees: tuple[FeePaid, ...] = ()
    asked_amount: int = 0
    opinions: tuple[Opinion, ...] = ()
    history: tuple[Entry, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether the clock stands still, for whatever reason."""
        return self.suspended or self.state in ("supplement", "payment")

    @property
    def accepted(self) -> bool:
        """Whether it was taken in; the rest of the road is open to it alone."""
        return self.accepted_at is not None

    @property
    def ended(self) -> bool:
        """Whether processing has ended, returned or not (Decision 766)."""
        return self.finished_at is not None

    @property
    def axes(self) -> axes.Axes:
        """What is true beside the status: money, delivery, scans, archive, exchange."""
        return axes.of(self)

    def person(self, role: str) -> Person | None:
        """Return the person in a role."""
        return next((one for one in self.persons if one.role == role), None)

    def late(self, now: datetime) -> bool:
        """Say whether it is, or was when processing ended, past the due date."""
        if self.due is None:
            return False
        return (self.finished_at or now) > self.due


#: Facts of the header that become fields of the view as they are.
_PLAIN: Final = (
    "state",
    "procedure",
    "version",
    "case",
    "channel",
    "term",
    "calendar",
    "answer_by",
    "process",
    "supplements",
    "suspended",
    "reason_code",
)


def fold(dossier: Dossier, until: int | None = None) -> DossierView:
    """Return the present view of ``dossier``, from its ledger alone.

    ``until`` is the number of the last event that counts: the view of then.
    """
    first, *later = events(dossier)[:until]
    view = _begun(dossier.code, first)
    for event in later:
        view = _apply(view, event)
    return replace(view, head=dossier.head.hex())


def _begun(code: str, event: Event) -> DossierView:
    """Return the view before the first event was applied, and apply it."""
    facts = event.facts
    empty = DossierView(
        code=code,
        head="",
        unit=event.unit,
        holder=facts["holder"],
        participants=(event.unit,),
        state=facts["state"],
        public_status=0,
        procedure=facts["procedure"],
        version=facts["version"],
        case=facts["case"],
        channel=facts["channel"],
        term="",
        calendar="",
        answer_by=facts["answer_by"],
        received_at=event.at,
        received_by=event.actor,
        promised=None,
        due=None,
    )
    if facts["state"] in BEFORE_ACCEPTANCE:
        empty = replace(empty, submitted_at=event.at)
    return _apply(empty, event)


def _apply(view: DossierView, event: Event) -> DossierView:
    facts, data = event.facts, event.data
    changes: dict[str, Any] = {name: facts[name] for name in _PLAIN if name in facts}
    changes["public_status"] = public_status(facts["state"], view.public_status)
    changes |= _hands(view, facts)
    changes |= _times(view, event, facts)
    changes |= _contents(view, event, data)
    view = replace(view, **changes)
    return replace(view, history=(*view.history, _entry(view, event)))


def _hands(view: DossierView, facts: dict[str, Any]) -> dict[str, Any]:
    """Return who holds it and where it stands in its process."""
    changes: dict[str, Any] = {}
    taking_part = list(view.participants)
    if "holder" in facts:
        changes["holder"] = facts["holder"]
        taking_part.append(facts["holder"])
    if "tasks" in facts:
        changes["tasks"] = tuple(Task.from_json(one) for one in facts["tasks"])
        taking_part += [task.department for task in changes["tasks"]]
    changes["participants"] = tuple(dict.fromkeys(taking_part))
    if "done" in facts:
        changes["done"] = tuple(facts["done"])
    if "answers" in facts:
        changes["answers"] = tuple((str(k), str(v)) for k, v in facts["answers"])
    return changes


def _times(view: DossierView, event: Event, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the moments that an event settles."""
    changes: dict[str, Any] = {}
    if "due" in facts:
        changes["due"] = clock.moment(facts["due"])
    if "kept" in facts:
        changes["kept"] = clock.moment(facts["kept"])
    if "wait_until" in facts:
        changes["wait_until"] = clock.moment(facts["wait_until"])
    if "promised" in facts:
        changes["promised"] = clock.moment(facts["promised"])
    if event.type in ("receive", "accept"):
        changes |= {
            "accepted_at": event.at,
            "received_at": event.at,
            "received_by": event.actor,
            "promised": changes.get("due"),
        }
    if event.type == "correct":
        if "due" in facts:
            changes["promised"] = clock.moment(facts.get("promised", facts["due"]))
        if "received" in facts:
            changes["received_at"] = datetime.fromisoformat(facts["received"])
    if event.type == "reopen":
        changes |= {"finished_at": None, "returned_at": None}
    elif facts["state"] in ENDS and view.finished_at is None:
        changes["finished_at"] = event.at
    if event.type == "return_result":
        changes["returned_at"] = event.at
    if event.type == "close":
        changes["closed_at"] = event.at
    return changes


def _contents(view: DossierView, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Return what an event says and brings."""
    changes: dict[str, Any] = {}
    if event.type in ("receive", "submit", "correct"):
        changes |= _given(data if event.type != "correct" else data.get("changes", {}))
    for name in ("proposal", "reason"):
        if name in data:
            changes[name] = data[name]
    if event.type == "attach_scan" and data:
        changes["scans"] = (*view.scans, _file(event))
    if event.type == "attach_result" and data:
        changes["results"] = (*view.results, _file(event))
    if event.type == "ask_payment":
        changes["asked_amount"] = int(event.facts["amount"])
    if event.type == "collect_fee":
        changes["fees"] = (*view.fees, _fee(event))
    if event.type in ("ask_opinion", "give_opinion"):
        changes["opinions"] = _opinions(view.opinions, event, data)
    return changes


def _given(data: dict[str, Any]) -> dict[str, Any]:
    """Return what the applicant gave, as far as ``data`` says it."""
    changes: dict[str, Any] = {}
    if "persons" in data:
        changes["persons"] = tuple(Person.from_json(one) for one in data["persons"])
    if "papers" in data:
        changes["papers"] = tuple(PaperGiven.from_json(one) for one in data["papers"])
    if "note" in data:
        changes["note"] = data["note"]
    return changes


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


def _fee(event: Event) -> FeePaid:
    facts = event.facts
    return FeePaid(
        amount=int(facts["amount"]),
        method=facts["method"],
        symbol=facts.get("symbol", ""),
        number=facts.get("number", ""),
        event=event.number,
        at=event.at,
        by=event.actor,
    )


def _opinions(
    known: tuple[Opinion, ...], event: Event, data: dict[str, Any]
) -> tuple[Opinion, ...]:
    facts = event.facts
    if event.type == "ask_opinion":
        asked = Opinion(
            key=facts["step"],
            to=facts["to"],
            question=data.get("question", ""),
            asked_at=event.at,
            asked_by=event.actor,
            by=clock.moment(facts.get("by", "")),
        )
        return (*known, asked)
    answer = {
        "opinion": data.get("opinion", ""),
        "outcome": facts.get("outcome", ""),
        "given_at": event.at,
        "given_by": event.actor,
    }
    return tuple(
        replace(one, **answer) if one.key == facts.get("step") else one for one in known
    )


def _entry(view: DossierView, event: Event) -> Entry:
    data = event.data
    names = ("reason", "proposal", "opinion", "question", "note")
    text = next((data[name] for name in names if data.get(name)), "")
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
        step=str(event.facts.get("step", "")),
        reason_code=str(event.facts.get("reason_code", "")),
        behalf=str(event.facts.get("for", {}).get("person", "")),
        form=str(event.facts.get("for", {}).get("form", "")),
    )
