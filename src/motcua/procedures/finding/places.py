"""Names of communes, districts and provinces, in use and abolished, in a question.

Where somebody lives says nothing about the errand, and its syllables stand in many
titles ("Cầu Giấy", giấy): the words of a place are taken out of a question. Districts
ended and communes were merged on 1 July 2025; people go on saying the old names, so
`data/places.txt` holds those from before and after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final


NAMES: Final = Path(__file__).parent / "data" / "places.txt"
#: What stands before a name, written out or short; longer ones first.
KINDS: Final = {
    ("thi", "tran"): "thi tran",
    ("thanh", "pho"): "thanh pho",
    ("thi", "xa"): "thi xa",
    ("tt",): "thi tran",
    ("tp",): "thanh pho",
    ("tx",): "thi xa",
    ("phuong",): "phuong",
    ("huyen",): "huyen",
    ("quan",): "quan",
    ("tinh",): "tinh",
    ("xa",): "xa",
    ("q",): "quan",
    ("p",): "phuong",
    ("h",): "huyen",
}
LONGEST: Final = 5


@dataclass(frozen=True)
class Place:
    """A place named in a question, in folded words; it stands at `first` to `last`."""

    kind: str
    name: str
    first: int
    last: int


@lru_cache(maxsize=1)
def names() -> frozenset[tuple[str, ...]]:
    """Return the names of places as folded words."""
    found = set()
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        first, _colon, rests = line.partition(":")
        found |= {(first, *rest.split()) for rest in rests.split(",")}
    return frozenset(found)


def places(found: list[str], known: Callable[[str], bool]) -> list[Place]:
    """Return the places named in the words of a question.

    `known` says of two words whether they stand side by side in a title: "xã hội"
    and "tình trạng" are no places, though there are communes of that name.
    """
    named: list[Place] = []
    place = 0
    while place < len(found):
        one = _at(found, place, known)
        if one:
            named.append(one)
        place = one.last if one else place + 1
    return named


def _at(found: list[str], start: int, known: Callable[[str], bool]) -> Place | None:
    for words, kind in KINDS.items():
        first = start + len(words)
        if tuple(found[start:first]) != words or first >= len(found):
            continue
        if found[first].isdigit() and len(found[first]) < 3 and kind[0] in "qp":
            return Place(kind, found[first], start, first + 1)
        if known(f"{words[-1]} {found[first]}"):
            continue
        for last in range(min(first + LONGEST, len(found)), first, -1):
            if tuple(found[first:last]) in names():
                return Place(kind, " ".join(found[first:last]), start, last)
    return None
