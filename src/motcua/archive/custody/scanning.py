"""Codes that are scanned one after the other, each answered at once.

A box, a shelf or a store that is scanned is chosen, and what is scanned next is put
there: a file into a box, a box on a shelf, a shelf into a store. Scanned again it is
chosen no more. A file on loan that is scanned is taken back; with nothing chosen the
answer is where a file lies. While a borrower is named, files that are scanned are lent.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.custody.errors import Nothing
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from datetime import datetime
    from motcua.archive.holdings.store import File

CHOSEN: Final = "chosen"
LEFT: Final = "left"
FOUND: Final = "found"
SAME: Final = "same"
PUT: Final = "put"
LENT: Final = "lent"
BACK: Final = "back"
MOVED: Final = "moved"
_LONGEST: Final = 80


@dataclass(frozen=True)
class Answer:
    """What became of a code; ``chosen`` is the barcode that is chosen from now on.

    ``number`` is that of the event that was written, 0 for none, which ``undo`` takes
    back.
    ``before`` is the barcode of where the thing was, "" for nowhere.
    """

    code: str
    did: str
    chosen: str
    number: int = 0
    before: str = ""


@dataclass(frozen=True)
class Borrower:
    """To whom files are lent, what for, and until when; see ``paper.lend``."""

    to: str
    purpose: str
    until: date | None = None
    department: str = ""
    login: str = ""


@dataclass(frozen=True)
class Returned:
    """How a file comes back, see ``paper.give_back``."""

    shape: str = "good"
    condition: str = ""


def read(site: Any, code: str) -> str:
    """Return a code as it is kept: that of a file as it is, a barcode in capitals."""
    told = code.strip()[:_LONGEST]
    return told if holdings.file(site, told) is not None else places.read(told)


def scan(
    site: Any,
    chosen: str,
    code: str,
    actor: str,
    now: datetime,
    *,
    borrower: Borrower | None = None,
    returned: Returned | None = None,
) -> Answer:
    """Do what a code asks for; ``chosen`` is the barcode chosen before, "" for none.

    Raises ``Nothing`` for a code of nothing that the person may see, as for one that is
    not theirs, and what ``paper`` and ``places`` raise; nothing is written then.
    """
    told = read(site, code)
    if not told:
        raise Missing(_("Scan a code, or type it."))
    try:
        one = holdings.file(site, told)
        if one is None:
            return _place(site, chosen, told, actor, now, lends=borrower is not None)
        files.get(site, told, actor, now)
        if borrower is not None:
            return _lend(site, chosen, one, borrower, actor, now)
        return _file(site, chosen, one, actor, now, returned or Returned())
    except Unknown:
        raise Nothing(code=told) from None


def _lend(
    site: Any, chosen: str, one: File, to: Borrower, actor: str, now: datetime
) -> Answer:
    before = files.view(one).lying.box
    event = paper.lend(
        site,
        one,
        to.to,
        to.purpose,
        to.until,
        actor,
        now,
        department=to.department,
        login=to.login,
    )
    return Answer(one.code, LENT, chosen, event.number, before)


def _file(
    site: Any, chosen: str, one: File, actor: str, now: datetime, returned: Returned
) -> Answer:
    found = files.view(one)
    box = found.lying.box
    if found.lying.loan is not None:
        shape, condition = returned.shape, returned.condition
        event = paper.give_back(site, one, actor, now, shape=shape, condition=condition)
        return Answer(one.code, BACK, chosen, event.number, box)
    if not chosen:
        return Answer(one.code, FOUND, "", 0, box)
    place = places.view(places.get(site, chosen, actor, now))
    if place.kind != places.BOX:
        raise Missing(
            _("Files lie in boxes: scan the label of a box, then ${code} again."),
            code=one.code,
        )
    if box == place.barcode:
        return Answer(one.code, SAME, chosen, 0, box)
    event = paper.put(site, one, chosen, actor, now)
    return Answer(one.code, PUT, chosen, event.number, box)


def _place(
    site: Any, chosen: str, code: str, actor: str, now: datetime, *, lends: bool
) -> Answer:
    one = places.get(site, code, actor, now)
    if lends:
        raise Missing(_("${code} is no file: files alone are lent."), code=code)
    found = places.view(one)
    if code == chosen:
        return Answer(code, LEFT, "", 0, found.inside)
    outer = store.place(site, chosen) if chosen else None
    holds = outer is not None and places.view(outer).kind == places.INSIDE[found.kind]
    if holds and found.inside != chosen:
        event = places.move(site, one, chosen, actor, now)
        return Answer(code, MOVED, chosen, event.number, found.inside)
    return Answer(code, CHOSEN, code, 0, found.inside)


def undo(site: Any, code: str, number: int, actor: str, now: datetime) -> None:
    """Take back what a scan wrote, event ``number`` of this code.

    Raises ``Nothing``, ``Stale`` when something else was written since.
    """
    told = read(site, code)
    try:
        one = holdings.file(site, told)
        if one is not None:
            paper.undo(site, one, number, actor, now)
        else:
            place = places.get(site, told, actor, now)
            places.undo_move(site, place, number, actor, now)
    except Unknown:
        raise Nothing(code=told) from None
