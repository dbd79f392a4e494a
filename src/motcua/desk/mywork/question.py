"""What is wanted of the list, as its address says it: a bookmark is a question.

Nothing of a citizen is asked for here, so nothing personal gets into an address.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from datetime import datetime
from motcua.dossiers import moments
from motcua.dossiers.arrivals.circumstances import PRIORITIES
from motcua.dossiers.axes import DELIVERY
from motcua.dossiers.axes import FINANCE
from motcua.dossiers.processes.definitions import KINDS
from motcua.dossiers.worklist import BANDS
from motcua.dossiers.worklist import FIRST
from motcua.dossiers.worklist import Place
from motcua.dossiers.worklist import Wanted
from motcua.shell.wording import CHANNELS
from motcua.shell.wording import STATES
from typing import Any
from typing import Final
from urllib.parse import parse_qsl


#: Names in the address -> what they narrow, with the values that there are; None for
#: codes, which are as many as the house has.
SEVERAL: Final[dict[str, tuple[str, frozenset[str] | None]]] = {
    "state": ("states", frozenset(STATES)),
    "tt": ("procedures", None),
    "dv": ("departments", None),
    "kenh": ("channels", frozenset(CHANNELS)),
    "tien": ("finance", frozenset(FINANCE)),
    "tra": ("delivery", frozenset(DELIVERY)),
    "uu-tien": ("priorities", frozenset((FIRST, *PRIORITIES))),
    "viec": ("kinds", frozenset(KINDS)),
}
DAYS: Final = {
    "tu": "received_from",
    "den": "received_to",
    "hantu": "due_from",
    "handen": "due_to",
}
#: Longest value that is a code or a login.
LONGEST: Final = 64
#: Values of one field at most.
MOST: Final = 40
#: Separates moment and code in the place of a page.
_BETWEEN: Final = "~"

Pairs = list[tuple[str, str]]


def read(text: Callable[[str], str], texts: Callable[[str], list[str]]) -> Wanted:
    """Return what the fields of an address ask for; what makes no sense is left out."""
    several: dict[str, Any] = {
        field: _values(texts(name), known) for name, (field, known) in SEVERAL.items()
    }
    band = text("han")
    if text("late") == "1":
        # Bookmarks from before there were bands.
        band = "late"
    found = Wanted(
        band=band if band in BANDS else "",
        handler=text("nguoi")[:LONGEST],
        mine=text("cua") == "toi",
        everything=text("all") == "1",
        **several,
    )
    days: dict[str, Any] = {field: _day(text(name)) for name, field in DAYS.items()}
    return replace(found, **days)


def read_query(query: str) -> Wanted:
    """Return what a kept address asks for."""
    pairs = parse_qsl(query)

    def texts(name: str) -> list[str]:
        return [value for key, value in pairs if key == name]

    return read(lambda name: next(iter(texts(name)), ""), texts)


def pairs(wanted: Wanted) -> Pairs:
    """Return the fields of the address that ``read`` understands as ``wanted``."""
    found = [("han", wanted.band)]
    for name, (field, _known) in SEVERAL.items():
        found += [(name, value) for value in getattr(wanted, field)]
    for name, field in DAYS.items():
        day = getattr(wanted, field)
        found.append((name, "" if day is None else day.isoformat()))
    found += [
        ("nguoi", wanted.handler),
        ("cua", "toi" if wanted.mine else ""),
        ("all", "1" if wanted.everything else ""),
    ]
    return [(name, value) for name, value in found if value]


def place(text: str) -> Place | None:
    """Return where a page begins; None for what is no place."""
    at, between, code = text.partition(_BETWEEN)
    if not between or not code:
        return None
    try:
        return Place(moments.moment(at) if at else None, code[:LONGEST])
    except ValueError:
        return None


def written(where: Place) -> str:
    """Return the text that ``place`` reads."""
    at = "" if where.at is None else _iso(where.at)
    return f"{at}{_BETWEEN}{where.code}"


def _iso(at: datetime) -> str:
    # Without "+": a bookmark survives whoever takes it for a blank.
    return at.isoformat().replace("+00:00", "Z")


def _values(given: Iterable[str], known: frozenset[str] | None) -> tuple[str, ...]:
    kept = (each[:LONGEST] for each in given if known is None or each in known)
    return tuple(dict.fromkeys(kept))[:MOST]


def _day(text: str) -> date | None:
    try:
        return moments.day(text)
    except ValueError:
        return None
