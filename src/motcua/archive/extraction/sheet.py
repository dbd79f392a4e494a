"""A page as rows of pieces: what stands side by side stays apart.

With the places of its words a page is put together by where they stand, for a
recognition joins columns and stamps into lines; without places the lines of its text
are taken as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from motcua.archive.extraction.letters import composed
from statistics import fmean
from statistics import median
from typing import Any
from typing import Final


#: A gap wider than this share of the page parts two columns.
_GAP: Final = 0.03
#: Words whose middles differ by less than this share of their height are in a row.
_SAME_ROW: Final = 0.6


@dataclass(frozen=True)
class Piece:
    """Words that stand together in a row; places are None where nobody knows."""

    text: str
    x0: float | None = None
    x1: float | None = None
    sure: float | None = None

    @property
    def middle(self) -> float | None:
        """Where its middle stands between the left (0) and right edge (1)."""
        if self.x0 is None or self.x1 is None:
            return None
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Row:
    """Pieces side by side, from the left; ``y`` from the top of the page."""

    pieces: tuple[Piece, ...]
    y: float | None = None
    height: float = 0.0

    @property
    def text(self) -> str:
        """The words of the row."""
        return " ".join(piece.text for piece in self.pieces)


def rows(text: str, page: Mapping[str, Any] | None = None) -> list[Row]:
    """Return the rows of a page from its words with places, else from its text."""
    words = page["words"] if page else ()
    if words:
        return placed(words)
    return [
        Row((Piece(line.strip()),))
        for line in composed(text).split("\n")
        if line.strip()
    ]


def placed(words: Sequence[Sequence[Any]]) -> list[Row]:
    """Return the rows of words with places, from the top."""
    found: list[list[Sequence[Any]]] = []
    for word in sorted(words, key=lambda each: (each[0], each[1])):
        y, height = (word[1] + word[3]) / 2, word[3] - word[1]
        best, nearest = None, _SAME_ROW
        for row in found:
            last = row[-1]
            heights = (height, last[3] - last[1])
            # A dash has no height of its own: it stands in the middle of its row.
            tall = min(heights) if any(map(str.isalnum, word[4])) else max(heights)
            tall = max(tall, 0.004)
            away = abs((last[1] + last[3]) / 2 - y) / tall
            # The next word of a row stands beside it, never upon it.
            if away < nearest and word[0] > last[0] + (last[2] - last[0]) * 0.5:
                best, nearest = row, away
        if best is None:
            found.append([word])
        else:
            best.append(word)
    made = [_row(row) for row in found]
    return sorted(made, key=lambda row: row.y or 0.0)


def _row(words: list[Sequence[Any]]) -> Row:
    pieces: list[list[Sequence[Any]]] = [[words[0]]]
    for before, word in pairwise(words):
        if word[0] - before[2] > _GAP:
            pieces.append([])
        pieces[-1].append(word)
    return Row(
        tuple(_piece(piece) for piece in pieces),
        median((word[1] + word[3]) / 2 for word in words),
        median(word[3] - word[1] for word in words),
    )


def _piece(words: list[Sequence[Any]]) -> Piece:
    sure = [word[5] for word in words if len(word) > 5 and word[5] is not None]
    return Piece(
        composed(" ".join(word[4] for word in words)),
        words[0][0],
        max(word[2] for word in words),
        fmean(sure) / 100 if sure else None,
    )
