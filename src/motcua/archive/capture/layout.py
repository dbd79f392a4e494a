"""Folding the chain of a batch into its layout: what stands where.

Events, with their facts (``data`` is the payload, which holds what may be personal):

=========== ===================================================================
open        code, purpose, dossiers, file_code, declared, scanner; data: note
arrive      sha256, size, media, pages, signed, side, via; data: name
turn_away   reason; data: name -- a file of a watched folder that was refused
look        arrival, sha256, thumbs, pictures, marks {page: mark}, rotations
            {page: degrees}; or failed -- why the pages could not be looked at
collate     fronts, backs -- two passes of one stack become one order
rotate, move, split, merge, cut, reject, restore, assign, describe
            see the functions of ``draft``; data of describe: fields
give_up     arrival -- a look that failed is done without
refuse_file arrival; data: reason -- the pages of such a file are rejected
look_again  arrival -- it is to be looked at once more
secret      pages, level -- to quarantine
release     pages; data: reason -- out of quarantine, unassigned
undo        event -- the act of arranging that does not count any more
submit      --
sample, judge
            what ``quality`` writes; moves no page
accept      --
refuse      data: reason -- the batch is open again
filing      documents -- the job files them now
file        document, sha256, and dossier with event, or document code as ``as``
unfiled     document, problem -- filing failed, the document is open again
close       --
erase       file, documents, arrivals -- destroyed with a file of the archive
=========== ===================================================================

An act that was undone is left out; everything else counts in its order. Ids of
documents come from the numbers of events, so they stay when others are undone.
"""

from __future__ import annotations

from dataclasses import replace
from motcua import _
from motcua.archive.capture import draft as steps
from motcua.archive.capture import separating
from motcua.archive.capture import unseen
from motcua.archive.capture.draft import Draft
from motcua.archive.capture.draft import Mark
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.pages import Arrival
from motcua.archive.capture.pages import Document
from motcua.archive.capture.pages import Layout
from motcua.archive.capture.pages import Page
from motcua.archive.capture.pages import Target
from motcua.archive.capture.unseen import UNSEEN
from motcua.dossiers import ledger
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event

    _Step = Callable[[Draft, Mapping[str, Any], int], None]

#: Acts of arranging, which ``undo`` takes back.
ARRANGING: Final[dict[str, _Step]] = {
    "rotate": steps.rotate,
    "move": steps.move,
    "split": steps.split,
    "merge": steps.merge,
    "cut": steps.cut,
    "reject": steps.reject,
    "restore": steps.restore,
    "assign": steps.assign,
    "describe": steps.describe,
    "give_up": unseen.give_up,
    "refuse_file": unseen.refuse_file,
}
#: Behind one of these, what went before is not undone any more.
BARRIERS: Final = frozenset(
    {"secret", "release", "collate", "submit", "accept", "refuse", "filing", "file"}
    | {"unfiled", "close"}
)
#: Events after which the batch is in another state.
_STATES: Final = {
    "open": "open",
    "submit": "submitted",
    "accept": "accepted",
    "refuse": "open",
    "close": "closed",
}
#: Events that come by themselves and hinder nobody who is arranging.
PASSING: Final = frozenset(
    {"arrive", "turn_away", "look", "look_again", "sample", "judge", "erase"}
)


def fold(batch: Batch, until: int | None = None) -> Layout:
    """Return what stands where after the first ``until`` events (all of them)."""
    events = ledger.events(batch)[:until]
    return _frozen(drafted(events), batch.code, events)


def drafted(events: list[Event]) -> Draft:
    """Return the layout after the events, to be changed further."""
    undone = {one.facts["event"] for one in events if one.type == "undo"}
    made = Draft()
    for event in events:
        if event.number not in undone:
            apply(made, event.type, event.facts, event.data, event.number)
    return made


def state(events: list[Event]) -> str:
    """Return the state of the batch after the events."""
    stands = [_STATES[one.type] for one in events if one.type in _STATES]
    return stands[-1]


def undoable(events: list[Event]) -> int:
    """Return the number of the event that an undo takes back, 0 for none."""
    undone = {one.facts["event"] for one in events if one.type == "undo"}
    for event in reversed(events):
        if event.type in BARRIERS:
            return 0
        if event.type in ARRANGING and event.number not in undone:
            return event.number
    return 0


def apply(
    made: Draft, type_: str, facts: Mapping[str, Any], data: Mapping[str, Any], n: int
) -> None:
    """Change the draft as event number ``n`` does. Raises ``Impossible``."""
    if type_ in ARRANGING:
        ARRANGING[type_](made, {**facts, **data}, n)
        made.tidy()
    else:
        _OTHERS[type_](made, {**facts, **data}, n)


def _open(made: Draft, facts: Mapping[str, Any], _number: int) -> None:
    made.facts = dict(facts)
    made.note = str(facts.get("note", ""))


def _arrive(made: Draft, facts: Mapping[str, Any], _number: int) -> None:
    arrival = Arrival(
        number=len(made.arrivals) + 1,
        sha256=facts["sha256"],
        size=int(facts["size"]),
        media=facts["media"],
        pages=int(facts["pages"]),
        signed=bool(facts["signed"]),
        side=facts["side"],
        via=facts["via"],
        actor=facts["actor"],
        at=facts["at"],
        name=str(facts.get("name", "")),
    )
    made.arrivals.append(arrival)
    side = {"fronts": "front", "backs": "back"}.get(arrival.side, "")
    for number, id in enumerate(arrival.ids, start=1):
        made.pages[id] = Page(id, arrival.number, arrival.sha256, number, side)
        made.unassigned[id] = "new"


def _look(made: Draft, facts: Mapping[str, Any], number: int) -> None:
    arrival = made.arrivals[facts["arrival"] - 1]
    seen = facts["sha256"] or UNSEEN
    made.arrivals[arrival.number - 1] = replace(arrival, look=seen)
    for id, mark in facts["marks"].items():
        made.marks[id] = _mark(mark)
    if arrival.number in made.touched:
        # A person was faster; what they placed stays where they put it.
        for id in arrival.ids:
            if made.unassigned.get(id) in ("new", UNSEEN):
                made.unassigned[id] = "by-hand"
        _set_apart(made, arrival)
        return
    if seen == UNSEEN:
        # A signed one, too: nobody has seen whether it bears a stamp of secrecy.
        made.unassigned.update(dict.fromkeys(arrival.ids, UNSEEN))
        return
    if arrival.signed:
        levels = [made.marks[id].secrecy for id in facts["marks"]]
        level = max(levels, key=separating.height, default="")
        made.lift(arrival.ids)
        place = made.quarantined if level else made.unassigned
        place.update(dict.fromkeys(arrival.ids, level or "signed"))
        return
    for id, rotation in facts["rotations"].items():
        if id not in made.turned:
            made.turn(id, rotation)
    if arrival.side == "all":
        separating.place(made, arrival.ids, number)
    else:
        _one_side(made, arrival)
        _set_apart(made, arrival)


def _mark(data: list[Any]) -> Mark:
    kind, target, reason, secrecy = data
    return Mark(kind, target and Target.from_json(target), reason, secrecy)


def partner(made: Draft, arrival: Arrival) -> Arrival | None:
    """Return the other pass of the same stack: backs follow their fronts."""
    ranks = {
        side: [one for one in made.arrivals if one.side == side]
        for side in ("fronts", "backs")
    }
    other = {"fronts": "backs", "backs": "fronts"}.get(arrival.side)
    if other is None:
        return None
    rank = [one.number for one in ranks[arrival.side]].index(arrival.number)
    return ranks[other][rank] if rank < len(ranks[other]) else None


def _set_apart(made: Draft, arrival: Arrival) -> None:
    """Send stamped pages to quarantine, each with the document that it is in.

    What was filed meanwhile stays: it is not in this batch any more.
    """
    for id in arrival.ids:
        level = made.marks.get(id, Mark()).secrecy
        for page in made.cut.get(id, (id,)) if level else ():
            held = next((one for one in made.documents if page in one.pages), None)
            if held is not None and held.state != "open":
                continue
            pages = list(held.pages) if held is not None else [page]
            pages = list(arrival.ids) if arrival.signed else pages
            if page not in made.quarantined:
                made.lift(pages)
                made.quarantined.update(dict.fromkeys(pages, level))
    made.tidy()


def _one_side(made: Draft, arrival: Arrival) -> None:
    """Leave the pages of one pass for the other one, or for a person."""
    other = partner(made, arrival)
    passes = [arrival]
    reason = "other-side"
    if other is not None and other.pages != arrival.pages:
        reason = "sides-differ"
        passes += [other] if other.look else []
    for one in passes:
        waiting = [id for id in one.ids if id in made.unassigned]
        made.unassigned.update(dict.fromkeys(waiting, reason))


def _collate(made: Draft, facts: Mapping[str, Any], number: int) -> None:
    fronts, backs = (made.arrivals[facts[side] - 1] for side in ("fronts", "backs"))
    if (fronts.side, backs.side) != ("fronts", "backs"):
        raise Impossible(_("Choose a pass of fronts and a pass of backs."))
    if fronts.pages != backs.pages:
        raise Impossible(
            _("${fronts} fronts and ${backs} backs do not make one stack."),
            fronts=str(fronts.pages),
            backs=str(backs.pages),
        )
    order = [
        id for pair in zip(fronts.ids, reversed(backs.ids), strict=True) for id in pair
    ]
    if {fronts.number, backs.number} & made.touched or any(
        id not in made.unassigned for id in order
    ):
        raise Impossible(_("Pages of these two passes were arranged already."))
    if not (fronts.look and backs.look):
        raise Impossible(_("Wait until both passes have been looked at."))
    separating.place(made, order, number)


def _turn_away(made: Draft, facts: Mapping[str, Any], _number: int) -> None:
    made.turned_away.append((str(facts.get("name", "")), facts["reason"]))


def _secret(made: Draft, facts: Mapping[str, Any], _number: int) -> None:
    pages = made.known(facts["pages"])
    made.lift(pages)
    made.quarantined.update(dict.fromkeys(pages, facts["level"]))
    made.touch(pages)
    made.tidy()


def _release(made: Draft, facts: Mapping[str, Any], _number: int) -> None:
    pages = list(dict.fromkeys(facts["pages"]))
    if not pages or any(one not in made.quarantined for one in pages):
        raise Impossible(_("Only pages in quarantine are released."))
    made.lift(pages)
    made.unassigned.update(dict.fromkeys(pages, "released"))


def _filing(made: Draft, facts: Mapping[str, Any], _number: int) -> None:
    for id in facts["documents"]:
        held = made.document(id)
        if held.target is None:
            raise Impossible(_("Say first what the document is."))
        held.state, held.problem = "filing", ""


def _file(made: Draft, facts: Mapping[str, Any], _number: int) -> None:
    held = next(one for one in made.documents if one.id == facts["document"])
    if held.state == "filed":
        raise Impossible(
            _("This document is filed already; it is not changed any more.")
        )
    held.state, held.filed = "filed", {"sha256": facts["sha256"], **facts["as"]}


def _unfiled(made: Draft, facts: Mapping[str, Any], _number: int) -> None:
    held = next(one for one in made.documents if one.id == facts["document"])
    held.state, held.problem = "open", facts["problem"]


def _nothing(_made: Draft, _facts: Mapping[str, Any], _number: int) -> None:
    """Move no page."""


_OTHERS: Final[dict[str, _Step]] = {
    "open": _open,
    "arrive": _arrive,
    "turn_away": _turn_away,
    "look": _look,
    "look_again": unseen.look_again,
    "collate": _collate,
    "secret": _secret,
    "release": _release,
    "undo": _nothing,
    "submit": _nothing,
    "sample": _nothing,
    "judge": _nothing,
    "accept": _nothing,
    "refuse": _nothing,
    "filing": _filing,
    "file": _file,
    "unfiled": _unfiled,
    "close": _nothing,
    "erase": _nothing,
}


def _frozen(made: Draft, code: str, events: list[Event]) -> Layout:
    facts = made.facts
    return Layout(
        code=code,
        unit=events[0].unit,
        purpose=facts["purpose"],
        dossiers=tuple(facts["dossiers"]),
        file_code=facts["file_code"],
        scanner=facts["scanner"],
        declared=int(facts["declared"]),
        opened_by=events[0].actor,
        opened_at=facts["at"],
        state=state(events),
        length=len(events),
        arrivals=tuple(made.arrivals),
        pages=made.pages,
        documents=tuple(
            Document(
                one.id,
                one.target,
                tuple(one.pages),
                one.fields,
                one.state,
                one.problem,
                one.filed,
            )
            for one in made.documents
        ),
        unassigned=made.unassigned,
        rejected=made.rejected,
        quarantined=made.quarantined,
        covers=made.covers,
        backs=frozenset(made.backs),
        cut=made.cut,
        turned_away=tuple(made.turned_away),
        undoable=undoable(events),
        note=made.note,
    )
