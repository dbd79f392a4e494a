"""Stocktakings (kiểm kê): what their chains come to.

=========== ===================================================================
begin       agency, year, number, place -- a shelf or a box that is looked through
scan        box, files, boxes, others -- codes in the order of the scans; ``box`` is
            that in which the files lie, ``others`` are codes of nothing that is kept
unscan      code -- scanned by mistake
settle      findings -- as in ``close``; where they were seen is now on record
close       findings -- [kind, code, on record, seen], boxes, files, seen, lent;
            data: members -- who counted, note
give_up     data: reason
=========== ===================================================================

Nothing but the chain is kept, so it goes on after a break, at another desk, by somebody
else.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from motcua import _
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.custody.store import Count
    from motcua.dossiers.ledger import Event

OPEN: Final = "open"
CLOSED: Final = "closed"
GIVEN_UP: Final = "given-up"
STATES: Final[dict[str, Any]] = {
    OPEN: _("Being counted"),
    CLOSED: _("Stocktaking closed"),
    GIVEN_UP: _("Given up"),
}
#: What numbers of stocktakings are counted by.
SEQUENCE: Final = "stocktaking"
BOX_MISSING: Final = "box-missing"
BOX_MISPLACED: Final = "box-misplaced"
MISSING: Final = "missing"
MISPLACED: Final = "misplaced"
UNPLACED: Final = "unplaced"
DOUBLED: Final = "doubled"
LENT_HERE: Final = "lent-here"
GONE: Final = "gone"
STRANGE: Final = "strange"
#: What can be found, the gravest first.
KINDS: Final[dict[str, Any]] = {
    BOX_MISSING: _("Box missing"),
    MISSING: _("File missing"),
    BOX_MISPLACED: _("Box of another place"),
    MISPLACED: _("File of another box"),
    UNPLACED: _("File that is in no box on record"),
    LENT_HERE: _("On loan on record, and here"),
    DOUBLED: _("One code in two boxes"),
    GONE: _("Destroyed or handed over on record"),
    STRANGE: _("Code that is not of this archive"),
}


@dataclass(frozen=True)
class Finding:
    """Something that is not as on record: where it should be, and where it was seen."""

    kind: str
    code: str
    record: str = ""
    seen: str = ""

    @property
    def facts(self) -> list[str]:
        """What is written down of it."""
        return [self.kind, self.code, self.record, self.seen]


@dataclass(frozen=True)
class CountView:
    """A stocktaking as it stands; ``box`` is the one that was scanned last.

    ``codes`` are files and the boxes in which they were seen, in order; ``boxes`` those
    that were seen; ``others`` codes of nothing that is kept, with the box. ``totals``
    are boxes and files that belong there, files that were seen and files on loan, once
    it is closed.
    """

    code: str
    agency: str
    year: int
    number: int
    place: str
    length: int
    begun_by: str
    begun_at: datetime
    state: str = OPEN
    box: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    boxes: tuple[str, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    settled: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    totals: tuple[int, int, int, int] = (0, 0, 0, 0)
    ended_by: str = ""
    ended_at: datetime | None = None
    members: str = ""
    note: str = ""
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def last(self) -> str:
        """The code that was scanned last and is not taken back, "" for none."""
        named = [*self.codes, *self.others, *self.boxes]
        for event in reversed(self.events):
            if event.type != "scan":
                return ""
            told = event.facts
            codes = (*told["boxes"], *told["files"], *told["others"])
            if codes and codes[-1] in named:
                return str(codes[-1])
        return ""


def view(one: Count) -> CountView:
    """Return what the chain of a stocktaking comes to."""
    chain = ledger.events(one)
    first = chain[0]
    facts = first.facts
    codes: dict[str, tuple[str, ...]] = {}
    boxes: dict[str, None] = {}
    others: dict[str, str] = {}
    found = CountView(
        code=one.code,
        agency=facts["agency"],
        year=int(facts["year"]),
        number=int(facts["number"]),
        place=facts["place"],
        length=len(chain),
        begun_by=first.actor,
        begun_at=first.at,
        events=tuple(chain),
    )
    box = ""
    for event in chain[1:]:
        told = event.facts
        if event.type == "scan":
            box = told["box"]
            boxes.update(dict.fromkeys(told["boxes"]))
            for code in told["files"]:
                seen = codes.get(code, ())
                codes[code] = seen if box in seen else (*seen, box)
            others.update(dict.fromkeys(told["others"], box))
        elif event.type == "unscan":
            for kept in (codes, boxes, others):
                kept.pop(told["code"], None)  # type: ignore[attr-defined]
            box = "" if box == told["code"] else box
        else:
            found = _apply(found, event)
    return replace(found, box=box, codes=codes, boxes=tuple(boxes), others=others)


def _apply(found: CountView, event: Event) -> CountView:
    facts, data = event.facts, event.data
    if event.type == "settle":
        settled = tuple(Finding(*one) for one in facts["findings"])
        return replace(found, settled=(*found.settled, *settled))
    ended = replace(found, ended_by=event.actor, ended_at=event.at)
    if event.type == "give_up":
        return replace(ended, state=GIVEN_UP, note=str(data.get("reason", "")))
    return replace(
        ended,
        state=CLOSED,
        findings=tuple(Finding(*one) for one in facts["findings"]),
        totals=(
            int(facts["boxes"]),
            int(facts["files"]),
            int(facts["seen"]),
            int(facts["lent"]),
        ),
        members=str(data.get("members", "")),
        note=str(data.get("note", "")),
    )
