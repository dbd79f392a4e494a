"""How much of a batch another person looks at, and when the batch goes back.

Single sampling by attributes after ISO 2859-1: the size of the lot and the level of
inspection give a letter, letter and acceptance quality limit (AQL, defective items in a
hundred) give how many items are looked at and how many of them may be defective. The
master table of normal inspection is regular, so it is computed and not typed: along the
letters, each limit begins with one plan that allows none, and from the third after it
on allows 1, 2, 3, 5, 7, 10, 14, 21. The two in between stand for their neighbours.

Whoever's batches went back twice among the last five is inspected by the next smaller
limit, and never by the plan above an arrow, until five in a row were accepted: what the
standard calls tightened inspection, made of the table of normal inspection alone.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
import hashlib
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

Level = Literal["I", "II", "III"]

#: Letters of the standard; I and O are not among them.
LETTERS: Final = "ABCDEFGHJKLMNPQR"
#: Items looked at, by letter.
SIZES: Final = dict(
    zip(
        LETTERS,
        (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000),
        strict=True,
    )
)
#: The largest lot of each row of the table of letters, and the letters of its levels.
_LOTS: Final = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10000, 35000, 150000)
_LARGER: Final = 500_000
_BY_LEVEL: Final[dict[str, str]] = {
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
#: The limits in defective items of a hundred, and the letter that allows none.
_NONE: Final[dict[float, str]] = {
    6.5: "A",
    4.0: "B",
    2.5: "C",
    1.5: "D",
    1.0: "E",
    0.65: "F",
    0.40: "G",
    0.25: "H",
    0.15: "J",
    0.10: "K",
    0.065: "L",
}
AQLS: Final = tuple(sorted(_NONE))
#: What later letters allow, from the third after the one that allows none.
_ALLOWED: Final = (1, 2, 3, 5, 7, 10, 14, 21)
_GAP: Final = 3
#: Among so many batches so many refused tighten the inspection.
_MEMORY, _REFUSALS = 5, 2


@dataclass(frozen=True)
class Plan:
    """How many items of a lot are looked at, and how many may be defective."""

    lot: int
    letter: str
    aql: float
    level: str
    size: int
    accept: int
    tightened: bool

    def accepts(self, defective: int) -> bool:
        """Say whether a sample with so many defective items lets the lot pass."""
        return defective <= self.accept


def plan(lot: int, aql: float, level: Level = "II", *, tightened: bool = False) -> Plan:
    """Return the plan for a lot of so many items.

    A lot smaller than its sample is looked at whole. Raises ``ValueError`` for an
    empty lot and for a limit or level that the standard does not have.
    """
    if lot < 1:
        raise ValueError(f"lot of {lot}: nothing to look at")
    if aql not in _NONE:
        raise ValueError(f"AQL {aql}: one of {', '.join(map(str, AQLS))}")
    used = AQLS[max(AQLS.index(aql) - 1, 0)] if tightened else aql
    letter, accept = _single(_letter(lot, level), used, above=not tightened)
    size = min(SIZES[letter], lot)
    return Plan(lot, letter, used, level, size, accept, tightened)


def _letter(lot: int, level: str) -> str:
    """Return the letter for the size of a lot at a level of inspection."""
    if level not in _BY_LEVEL:
        raise ValueError(f"level {level!r}: one of {', '.join(_BY_LEVEL)}")
    row = bisect_left((*_LOTS, _LARGER), lot)
    return _BY_LEVEL[level][row]


def _single(letter: str, aql: float, *, above: bool = True) -> tuple[str, int]:
    """Return the letter whose plan is used, and how many defective items it allows.

    Between the plan that allows none and the next one, the standard points to the
    former for one letter: without ``above`` to the latter.
    """
    none = LETTERS.index(_NONE[aql])
    beyond = LETTERS.index(letter) - none
    if beyond <= above:
        return LETTERS[none], 0
    last = min(_GAP + len(_ALLOWED), len(LETTERS) - none) - 1
    beyond = min(max(beyond, _GAP), last)
    return LETTERS[none + beyond], _ALLOWED[beyond - _GAP]


def draw(items: Sequence[str], size: int, seed: str) -> list[str]:
    """Return ``size`` of the items in their order, drawn by a seed.

    The seed is made when the batch is handed in, so nobody knows the sample before,
    and written down, so anybody can draw it again.
    """

    def lot(item: str) -> str:
        return hashlib.sha256(f"{seed}\0{item}".encode()).hexdigest()

    drawn = set(sorted(items, key=lot)[:size])
    return [each for each in items if each in drawn]


def tightened(accepted: Iterable[bool]) -> bool:
    """Say whether the next batch is inspected more strictly.

    ``accepted`` has the verdicts of somebody's batches, the oldest first.
    """
    strict = False
    latest: list[bool] = []
    for verdict in accepted:
        latest = [*latest, verdict][-_MEMORY:]
        if strict:
            strict = not (len(latest) == _MEMORY and all(latest))
            latest = latest if strict else []
        elif latest.count(False) >= _REFUSALS:
            strict, latest = True, []
    return strict
