"""Codes that are scanned one after the other, each answered at once.

A box, a shelf or a store that is scanned is chosen, and what is scanned next is put
there: a file into a box, a box on a shelf. A file on loan that is scanned is taken
back.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime

CHOSEN: Final = "chosen"
PUT: Final = "put"
BACK: Final = "back"
MOVED: Final = "moved"


@dataclass(frozen=True)
class Answer:
    """What became of a code; ``chosen`` is the barcode that is chosen from now on."""

    code: str
    did: str
    chosen: str


def scan(site: Any, chosen: str, code: str, actor: str, now: datetime) -> Answer:
    """Do what a code asks for; ``chosen`` is the barcode chosen before, "" for none.

    Raises ``Missing`` for a code of nothing that the person may see, as for one that is
    not theirs, and what ``paper`` and ``places`` raise; nothing is written then.
    """
    told = places.read(code)
    try:
        if holdings.file(site, told) is not None:
            return _file(site, chosen, told, actor, now)
        return _place(site, chosen, told, actor, now)
    except Unknown:
        what = _("Nothing that you may see has the code ${code}.")
        raise Missing(what, code=told[:80]) from None


def _file(site: Any, chosen: str, code: str, actor: str, now: datetime) -> Answer:
    one = files.get(site, code, actor, now)
    if files.view(one).lying.loan is not None:
        paper.give_back(site, one, actor, now)
        return Answer(code, BACK, chosen)
    if not chosen:
        raise Missing(_("Choose a box first: scan its label."))
    paper.put(site, one, chosen, actor, now)
    return Answer(code, PUT, chosen)


def _place(site: Any, chosen: str, code: str, actor: str, now: datetime) -> Answer:
    found = places.view(places.get(site, code, actor, now))
    outer = store.place(site, chosen) if chosen else None
    on_shelf = outer is not None and places.view(outer).kind == places.SHELF
    if found.kind == places.BOX and on_shelf and found.inside != chosen:
        place = places.get(site, code, actor, now)
        places.move(site, place, chosen, actor, now)
        return Answer(code, MOVED, chosen)
    return Answer(code, CHOSEN, code)
