"""The term of a closed file: what was written when it was closed, and what moved it.

Counted from facts alone, so that whoever has the ledger of a file has its term.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from motcua.archive import retention
from motcua.archive.retention import rules
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.dossiers.ledger import Event


@dataclass(frozen=True)
class Kept:
    """A term as it is written down; ``rule`` is the id of the rule, "" for none.

    ``by`` is one of ``rules.RULE``, ``LIST``, ``HEADING``, ``FILE``. ``ended`` is the
    year in which the work ended, ``starts`` that of another event that starts the term,
    None as long as it has not come. ``procedure`` and ``field`` are those of the
    dossier, "" for none; ``bytes`` what lies in the file. ``typed`` is the class that
    the file said before it was closed.
    """

    class_: str
    start: str
    ended: int
    starts: int | None
    by: str
    rule: str
    decided_by: str
    confirmed: bool
    procedure: str
    field: str
    bytes: int
    moved_by: str = ""
    typed: str = ""

    @property
    def term(self) -> retention.Term:
        """The class counted out."""
        class_ = retention.classes()[self.class_]
        return retention.term(class_, self.start, self.ended, self.starts)


def facts_of(kept: Kept) -> dict[str, Any]:
    """Return the facts with which a file is closed."""
    until = kept.term.until
    return {
        "retention": kept.class_,
        "until": until.isoformat() if until else None,
        "start": kept.start,
        "starts": kept.starts,
        "ended": kept.ended,
        "by": kept.by,
        "rule": kept.rule,
        "decided_by": kept.decided_by,
        "confirmed": kept.confirmed,
        "procedure": kept.procedure,
        "field": kept.field,
        "bytes": kept.bytes,
        "moved_by": kept.moved_by,
    }


def closed(event: Event, told: Mapping[str, str], of_dossier: bool) -> Kept:
    """Return the term with which an event closes a file.

    Files that were closed before rules were named say a class and a day alone.
    """
    facts = event.facts
    year = told.get("end", "")[:4] or f"{event.at.year}"
    return Kept(
        class_=facts["retention"],
        start=facts.get("start", retention.END),
        ended=int(facts.get("ended", year)),
        starts=facts.get("starts"),
        by=facts.get("by", rules.RULE if of_dossier else rules.LIST),
        rule=facts.get("rule", ""),
        decided_by=facts.get("decided_by", ""),
        confirmed=bool(facts.get("confirmed", False)),
        procedure=facts.get("procedure", ""),
        field=facts.get("field", ""),
        bytes=int(facts.get("bytes", 0)),
        moved_by=facts.get("moved_by", ""),
        typed=told.get("retention", ""),
    )


def moved(kept: Kept, event: Event) -> Kept:
    """Return the term after ``retain`` (another rule) or ``start`` (its event came)."""
    facts = event.facts
    if event.type == "start":
        return replace(kept, starts=int(facts["starts"]))
    return replace(
        kept,
        class_=facts["retention"],
        start=facts["start"],
        starts=kept.starts if facts["start"] == kept.start else None,
        by=facts["by"],
        rule=facts["rule"],
        decided_by=facts["decided_by"],
        # Before this was written down, rules that moved a term were confirmed ones.
        confirmed=bool(facts.get("confirmed", True)),
        moved_by=facts["revision"],
    )


def reopened(kept: Kept) -> str:
    """Return the class that a file says when it is opened again.

    What a rule on its entry gave is given anew when it is closed; what people decided
    afterwards stays.
    """
    by_entry = kept.by == rules.HEADING and not kept.moved_by
    return kept.typed if by_entry else kept.class_


def judged(kept: Kept | None, class_: str) -> Kept | None:
    """Return the term of a file that a council keeps with another class."""
    return replace(kept, class_=class_, by=rules.FILE, rule="") if kept else None
