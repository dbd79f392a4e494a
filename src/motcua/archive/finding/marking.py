"""Where on the picture of a page the words stand that were asked for.

The words of a page and their places are those of ``words.layout``, cut and folded as
they are for the index: what a search finds is what is marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.ocr.words import Word
from motcua.storage.fulltext import indexable
from motcua.storage.fulltext import readings
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

#: Marks of one page; a word that stands everywhere needs no more.
MOST: Final = 300
#: By this share of its height a box reaches beyond its word.
_AROUND: Final = 0.15

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mark:
    """Words that were found: as they stand there, and boxes (x0, y0, x1, y1).

    Sides are fractions of the page from its top left corner; words that go on in the
    next line have a box for each line.
    """

    text: str
    boxes: tuple[Box, ...]


def marks(
    words: Iterable[Sequence[Any]], query: str, misread: bool = False
) -> list[Mark]:
    """Return the marks of a page for a query, in the order of its text.

    ``words`` are those of one page of ``words.layout``. With ``misread`` a phrase of
    the query that does not stand on the page as it was typed is marked as a scanner may
    have misread it. At most ``MOST``.
    """
    there = [Word(*word) for word in words]
    said = [
        (part, at)
        for at, word in enumerate(there)
        for part in indexable(word.text, parts=True)
    ]
    found: set[tuple[int, int]] = set()
    for exact, *wrong in readings(query, misread):
        found |= _spans(said, [exact]) or _spans(said, wrong)
    return [_mark(there[first : last + 1]) for first, last in _joined(found)[:MOST]]


def _spans(
    said: Sequence[tuple[str, int]], runs: Sequence[tuple[str, ...]]
) -> set[tuple[int, int]]:
    """Return the first and the last word of each place where one of the runs stands."""
    begins: dict[str, list[tuple[str, ...]]] = {}
    for run in runs:
        begins.setdefault(run[0], []).append(run)
    found = set()
    for at, (part, _word) in enumerate(said):
        for run in begins.get(part, ()):
            stretch = said[at : at + len(run)]
            if tuple(each for each, _word in stretch) == run:
                found.add((stretch[0][1], stretch[-1][1]))
    return found


def _joined(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that share a word or follow each other as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _mark(words: Sequence[Word]) -> Mark:
    lines: list[Box] = []
    for word in words:
        if lines and _same_line(lines[-1], word):
            last = lines.pop()
            box = (
                min(last[0], word.x0),
                min(last[1], word.y0),
                max(last[2], word.x1),
                max(last[3], word.y1),
            )
        else:
            box = (word.x0, word.y0, word.x1, word.y1)
        lines.append(box)
    return Mark(" ".join(word.text for word in words), tuple(map(_wider, lines)))


def _same_line(box: Box, word: Word) -> bool:
    middle = word.middle[1]
    return box[1] <= middle <= box[3] and word.x0 >= box[0]


def _wider(box: Box) -> Box:
    around = (box[3] - box[1]) * _AROUND
    return (
        max(box[0] - around, 0.0),
        max(box[1] - around, 0.0),
        min(box[2] + around, 1.0),
        min(box[3] + around, 1.0),
    )
