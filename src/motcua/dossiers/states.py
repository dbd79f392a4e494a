"""What a dossier is now: its ledger, folded.

``fold`` reads every event once. Lists never fold; they read the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from motcua.dossiers import standing
from motcua.dossiers.arrivals.foreign import FOLLOW
from motcua.dossiers.arrivals.spot import SERVE
from motcua.dossiers.clocks import clock
from motcua.dossiers.ledger import events
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.papers import with_later
from motcua.dossiers.persons import Person
from motcua.dossiers.sources import Source
from motcua.dossiers.standing import Standing
from motcua.dossiers.statuses import BEFORE_ACCEPTANCE
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
    source: Source | None = None
    """Of one that the house had already."""


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
    void: str = ""
    """Why it was made void, "" while it holds."""


@dataclass(frozen=True)
class LateEntry:
    """That it was received on paper: who entered it when and why, who approved it.

    ``waiver`` says that one person did both, being the only one in the unit.
    """

    received: datetime
    entered_at: datetime
    entered_by: str
    approved_at: datetime
    approved_by: str
    reason: str
    block: str
    waiver: bool = False


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
    outcome: str = ""
    reason_code: str = ""
    behalf: str = ""
    """Login of the officer for whom the actor acted by delegation."""
    form: str = ""
    """The form of that delegation, see ``organisation.delegations``."""


@dataclass(frozen=True)
class DossierView(Standing):
    """All that screens and slips need to know: how it stands, and what was said.

    ``received_by`` is who took it in, ``promised`` the due date that the applicant
    was told then.
    """

    code: str = ""
    term: str = ""
    calendar: str = ""
    answer_by: str = ""
    received_by: str = ""
    submitted_at: datetime | None = None
    promised: datetime | None = None
    persons: tuple[Person, ...] = ()
    papers: tuple[PaperGiven, ...] = ()
    note: str = ""
    proposal: str = ""
    reason: str = ""
    reason_code: str = ""
    scans: tuple[FileKept, ...] = ()
    results: tuple[FileKept, ...] = ()
    fees: tuple[FeePaid, ...] = ()
    asked_amount: int = 0
    opinions: tuple[Opinion, ...] = ()
    on_paper: LateEntry | None = None
    history: tuple[Entry, ...] = ()

    def person(self, role: str) -> Person | None:
        """Return the person in a role."""
        return next((one for one in self.persons if one.role == role), None)


#: Events with which a dossier goes on: what held it up before is over.
_GOING_ON: Final = frozenset(
    {
        "accept",
        "resubmit",
        "forward",
        "complete",
        "propose",
        "approve",
        "resume",
        "confirm_payment",
        "finish",
    }
)
#: Facts of the header that become fields of the view as they are, beside those of
#: its standing.
_PLAIN: Final = ("term", "calendar", "answer_by", "reason_code")


def fold(dossier: Dossier, until: int | None = None) -> DossierView:
    """Return the present view of ``dossier``, from its ledger alone.

    ``until`` is the number of the last event that counts: the view of then.
    """
    view = DossierView(code=dossier.code)
    for event in events(dossier)[:until]:
        view = _apply(view, event)
    return view


def _apply(view: DossierView, event: Event) -> DossierView:
    facts, data = event.facts, event.data
    found = standing.changes(view, event)
    found |= {name: facts[name] for name in _PLAIN if name in facts}
    found |= _promises(view, event, found)
    found |= _contents(view, event, data)
    view = replace(view, **found)
    return replace(view, history=(*view.history, _entry(view, event)))


def _promises(view: DossierView, event: Event, found: dict[str, Any]) -> dict[str, Any]:
    """Return what the applicant was told, when and by whom."""
    facts = event.facts
    if not view.length:
        told: dict[str, Any] = {"received_by": event.actor}
        if facts["state"] in BEFORE_ACCEPTANCE:
            told["submitted_at"] = event.at
    else:
        told = {}
    if "promised" in facts:
        told["promised"] = clock.moment(facts["promised"])
    if "late_entry" in facts:
        told["on_paper"] = _late(event)
    if event.type in ("receive", "accept", SERVE):
        told |= {"received_by": event.actor, "promised": found.get("due")}
    return told


def _contents(view: DossierView, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Return what an event says and brings."""
    changes: dict[str, Any] = {}
    if event.type in ("receive", "submit", SERVE, FOLLOW, "correct"):
        changes |= _given(data if event.type != "correct" else data.get("changes", {}))
    if "came" in data:
        changes["papers"] = with_later(view.papers, data["came"])
    if "proposal" in data:
        changes["proposal"] = data["proposal"]
    if event.type == "unsuspend" or (event.type in _GOING_ON and not view.suspended):
        changes |= {"reason": "", "reason_code": ""}
    if "reason" in data and event.type not in ("correct", "void_fee"):
        # Why it was corrected or money went back is no reason of where it stands.
        changes["reason"] = data["reason"]
    if event.type == "attach_scan" and data:
        changes["scans"] = (*view.scans, _file(event))
    if event.type == "attach_result" and data:
        changes["results"] = (*view.results, _file(event))
    if event.type == "ask_payment":
        changes["asked_amount"] = int(event.facts["amount"])
    if event.type == "collect_fee":
        changes["fees"] = (*view.fees, _fee(event))
    if event.type == "void_fee":
        gone, why = event.facts["receipt"], str(data.get("reason", "")) or "-"
        changes["fees"] = tuple(
            replace(fee, void=why) if fee.event == gone else fee for fee in view.fees
        )
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
        source=Source.from_json(data["source"]) if "source" in data else None,
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


def _late(event: Event) -> LateEntry:
    facts = event.facts
    told = facts["late_entry"]
    return LateEntry(
        received=datetime.fromisoformat(facts["received"]),
        entered_at=datetime.fromisoformat(told["entered"]),
        entered_by=event.actor,
        approved_at=event.at,
        approved_by=str(told["approved_by"]),
        reason=str(event.data.get("late_reason", "")),
        block=str(told["block"]),
        waiver=bool(told["waiver"]),
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
    names = ("reason", "ground", "proposal", "opinion", "question", "note", "words")
    came = "; ".join(str(one["title"]) for one in data.get("came", ()))
    text = next((data[name] for name in names if data.get(name)), came)
    if "source" in data:
        text = f"{data.get('title', '')} ← {data['source']['dossier']}"
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
        outcome=str(event.facts.get("outcome", "")),
        reason_code=str(event.facts.get("reason_code", "")),
        behalf=str(event.facts.get("for", {}).get("person", "")),
        form=str(event.facts.get("for", {}).get("form", "")),
    )
