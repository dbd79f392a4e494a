"""Finding the one-stop unit of a place by the names people use for it.

Communes were merged and districts abolished on 1 July 2025; people go on saying
the old names. A unit answers to its own name, to the name of its agency, to the
former names entered for either, and to the names of units whose work its agency
took over. Marks, capitals and the words xã, phường, huyện may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.base.folding import fold
from motcua.organisation import units
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from motcua.organisation.units import Unit

#: Letters of a name that are read.
LONGEST: Final = 100
_KINDS: Final = re.compile(
    r"(?:\s*(?:bo phan mot cua|trung tam phuc vu hanh chinh cong|uy ban nhan dan|ubnd"
    r"|thi tran|thi xa|thanh pho|phuong|huyen|quan|tinh|tp|xa)\b\.?)+"
)
_PARTS: Final = re.compile(r"[(),;/]")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Match:
    """A unit, and the name by which it was found; "" when that is its own."""

    unit: Unit
    name: str = ""


def words_of(name: str) -> tuple[str, ...]:
    """Return the words that make a name, without the kind of place.

    A bare number keeps its kind: "Phường 1" is no other place's "1".
    """
    plain = fold(name[:LONGEST])
    bare = _WORD.findall(" ".join(_parts(plain)))
    if not bare or all(word.isdigit() for word in bare):
        return tuple(_WORD.findall(plain))
    return tuple(bare)


def _parts(plain: str) -> list[str]:
    """Return a name without kinds in front of its parts: "tan hoa", "dong hai"."""
    found = []
    for part in _PARTS.split(plain):
        kind = _KINDS.match(part)
        found.append(part[kind.end() :] if kind else part)
    return found


def matching(
    text: str, candidates: Iterable[Unit], on: date, site: Any = None
) -> list[Match]:
    """Return the candidates that answer to a name, the closest first.

    Equal names come before names that begin with the words, these before names that
    contain them. Nothing usable in `text` gives all candidates.
    """
    candidates = list(candidates)
    wanted = words_of(text)
    if not wanted:
        return [Match(unit) for unit in candidates]
    merged = _merged(on, site)
    found = []
    for place, unit in enumerate(candidates):
        names = _names(unit, merged, site)
        ranks = [
            (rank, number, name)
            for number, name in enumerate(names)
            if (rank := _rank(words_of(name), wanted)) is not None
        ]
        if ranks:
            rank, number, name = min(ranks)
            own = number < 2
            found.append((rank, place, Match(unit, "" if own else name)))
    return [match for _rank_, _place, match in sorted(found, key=lambda row: row[:2])]


def _names(unit: Unit, merged: dict[str, list[str]], site: Any) -> list[str]:
    """Return own name and that of the agency, then all former ones."""
    line = [unit.code]
    agency = units.get(unit.agency, site) if unit.agency else unit
    if agency.level == "commune" or agency.kind != "agency":
        line.append(agency.code)
    names = [unit.name, agency.name if agency.code in line else unit.name]
    names += unit.former_names
    if agency.code in line:
        names += agency.former_names
    for code in dict.fromkeys(line):
        names += merged.get(code, [])
    return names


def _merged(on: date, site: Any) -> dict[str, list[str]]:
    """Return the names of ended units by the code of who does their work now."""
    found: dict[str, list[str]] = {}
    for unit in units.all(site=site):
        if unit.in_force(on) or not unit.successor:
            continue
        heir = units.successor_of(unit.code, on, site)
        if heir is not None:
            found.setdefault(heir.code, []).append(unit.name)
    return found


def _rank(name: tuple[str, ...], wanted: tuple[str, ...]) -> int | None:
    """Return 0 for equal, 1 for a beginning, 2 for a part, None for neither."""
    size = len(wanted)
    places = [n for n in range(len(name) - size + 1) if name[n : n + size] == wanted]
    if not places:
        return None
    if len(name) == size:
        return 0
    return 1 if places[0] == 0 else 2
