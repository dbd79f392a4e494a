"""Inventories (mục lục hồ sơ nộp lưu): what their chains come to.

Events (free texts are payload):

=========== ===================================================================
draft       fonds, department, year, number
take        files -- put on it
strike      files -- taken off again; data: reason
submit      answer_by -- the last day on which the archive answers, files
withdraw    data: reason -- before the archive has said anything
accept      files
accept_rest files -- all that were left; the job writes it on each of them
skip        file, why -- one that the job could not take over goes back
rested      event -- the job is through with that event
return      files, why -- one of ``WHY``; data: reason
again       files, answer_by -- corrected ones come again
draw_up     accepted, returned, sheets, metres -- the minutes; data: rows, what
            is known of each file on that day, see ``signing.row_of``
sign        side -- "maker" or "archive"
give_up     data: reason
=========== ===================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from motcua import _
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from motcua.archive.handover.store import Inventory
    from motcua.dossiers.ledger import Event

DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
DRAWN: Final = "drawn"
DONE: Final = "done"
GIVEN_UP: Final = "given-up"
STATES: Final[dict[str, Any]] = {
    DRAFT: _("Inventory in draft"),
    SUBMITTED: _("Before the archive"),
    DRAWN: _("Minutes drawn up, to be signed"),
    DONE: _("Handed over, minutes signed"),
    GIVEN_UP: _("Inventory given up"),
}
WAITS: Final = "waits"
ACCEPTED: Final = "accepted"
RETURNED: Final = "returned"
ITEMS: Final[dict[str, Any]] = {
    WAITS: _("Waits for acceptance"),
    ACCEPTED: _("Taken over"),
    RETURNED: _("Returned to its maker"),
}
#: Why a file is returned (Circular 05/2025/TT-BNV article 19(2)).
WHY: Final[dict[str, Any]] = {
    "title": _("The title does not say what it holds"),
    "term": _("The term of keeping is wrong"),
    "sheet": _("Sheets or pages are missing"),
    "documents": _("Documents are missing, or do not belong to it"),
    "data": _("Data of the file are wrong or missing"),
    "order": _("Wrongly arranged, or not numbered"),
    "other": _("Another reason"),
}
#: Why one goes back that the job could not take over; nobody chooses it.
CHANGED: Final = "changed"
REASONS: Final[dict[str, Any]] = {
    **WHY,
    CHANGED: _("It was changed while the files were being taken over"),
}
MAKER: Final = "maker"
ARCHIVE: Final = "archive"


@dataclass(frozen=True)
class Returned:
    """Why a file went back: ``why`` is one of ``REASONS``, ``words`` say what to do."""

    why: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class InventoryView:
    """An inventory as it stands; ``items`` maps files to ``ITEMS``, in their order.

    ``returned`` says why files went back, of those too that came again; ``laid_by`` who
    laid these before the archive. ``resting`` are events whose job is not through;
    ``signed`` maps sides to who signed and when. ``rows`` are files as they were when
    the minutes were drawn up, empty before.
    """

    code: str
    fonds: str
    department: str
    year: int
    number: int
    state: str
    length: int
    drafted_by: str
    drafted_at: datetime
    items: Mapping[str, str] = field(default_factory=dict)
    returned: Mapping[str, Returned] = field(default_factory=dict)
    submitted_by: str = ""
    submitted_at: datetime | None = None
    answer_by: date | None = None
    resting: frozenset[int] = frozenset()
    laid_by: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    drawn_by: str = ""
    drawn_at: datetime | None = None
    sheets: int = 0
    metres: str = ""
    signed: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def open(self) -> bool:
        """Whether files may still stand on it."""
        return self.state in (DRAFT, SUBMITTED)

    def at(self, state: str) -> tuple[str, ...]:
        """Return the files that stand at one of ``ITEMS``."""
        return tuple(code for code, now in self.items.items() if now == state)


def view(one: Inventory) -> InventoryView:
    """Return what the chain of an inventory comes to."""
    chain = ledger.events(one)
    first, *later = chain
    found = InventoryView(
        code=one.code,
        fonds=first.facts["fonds"],
        department=first.facts["department"],
        year=int(first.facts["year"]),
        number=int(first.facts["number"]),
        state=DRAFT,
        length=len(chain),
        drafted_by=first.actor,
        drafted_at=first.at,
        events=tuple(chain),
    )
    items: dict[str, str] = {}
    for event in later:
        _set(items, event)
        found = replace(found, **_changes(found, event))
    return replace(found, items=items)


def _set(items: dict[str, str], event: Event) -> None:
    """Write into ``items`` what an event makes of files; a list has thousands."""
    facts = event.facts
    match event.type:
        case "take" | "again":
            _all(items, facts["files"], WAITS)
        case "strike":
            for code in facts["files"]:
                items.pop(code, None)
        case "accept" | "accept_rest":
            _all(items, facts["files"], ACCEPTED)
        case "return":
            _all(items, facts["files"], RETURNED)
        case "skip":
            items[facts["file"]] = RETURNED


def _all(items: dict[str, str], codes: Iterable[str], state: str) -> None:
    for code in codes:
        items[code] = state


def _changes(found: InventoryView, event: Event) -> dict[str, Any]:
    facts, data = event.facts, event.data
    match event.type:
        case "submit":
            return {
                "state": SUBMITTED,
                "submitted_by": event.actor,
                "submitted_at": event.at,
                "answer_by": date.fromisoformat(facts["answer_by"]),
            }
        case "withdraw":
            return {
                "state": DRAFT,
                "submitted_by": "",
                "submitted_at": None,
                "answer_by": None,
            }
        case "accept_rest":
            return {"resting": found.resting | {event.number}}
        case "rested":
            return {"resting": found.resting - {facts["event"]}}
        case "skip":
            back = Returned(CHANGED, "", event.actor, event.at)
            return {"returned": {**found.returned, facts["file"]: back}}
        case "again":
            day = facts.get("answer_by")
            laid = {**found.laid_by, **dict.fromkeys(facts["files"], event.actor)}
            last = date.fromisoformat(day) if day else found.answer_by
            return {"laid_by": laid, "answer_by": last}
        case "return":
            told = Returned(facts["why"], data.get("reason", ""), event.actor, event.at)
            new = dict.fromkeys(facts["files"], told)
            return {"returned": {**found.returned, **new}}
        case "draw_up":
            return {
                "state": DRAWN,
                "drawn_by": event.actor,
                "drawn_at": event.at,
                "sheets": int(facts["sheets"]),
                "metres": facts["metres"],
                "rows": {row["code"]: row for row in data.get("rows", ())},
            }
        case "sign":
            signed = {**found.signed, facts["side"]: (event.actor, event.at)}
            return {"signed": signed, "state": DONE if len(signed) > 1 else DRAWN}
        case "give_up":
            return {"state": GIVEN_UP}
    return {}
