"""Words of a page with their places, and how sure the recognition was of each.

Runs only inside ``confined``. The words are those of the archival file, so what is
marked on a picture of a page is what the search found. A place is told in fractions
of the page as it is seen, from its top left corner; how sure the recognition was is
0 to 100, None where the text was there before.
"""

from __future__ import annotations

import ctypes
from motcua.base.folding import normalise
from typing import Any
from typing import NamedTuple
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path
    from pypdfium2 import PdfDocument
    from pypdfium2 import PdfTextPage

#: Steps into which a page is divided when places are asked of the library.
_STEPS = 1_000_000
#: A word of the recognition lies at most so far from its word in the file.
_NEAR = 0.02
_DIGITS = 4


class Word(NamedTuple):
    """A word and the box around it."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    confidence: int | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


def layout(
    path: Path, heard: Mapping[int, Sequence[Word]] | None = None
) -> list[dict[str, Any]]:
    """Return ``{"width", "height", "words"}`` of every page of the PDF at ``path``.

    Sides are in points. ``heard`` are the words of the recognition by page number,
    from which the words of the file learn how sure they are.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return [
            _page(document, index, (heard or {}).get(index + 1, ()))
            for index in range(len(document))
        ]
    finally:
        document.close()


def _page(document: PdfDocument, index: int, heard: Sequence[Word]) -> dict[str, Any]:
    page = document[index]
    width, height = page.get_size()
    textpage = page.get_textpage()
    known = _Known(heard)
    found = [
        [*(round(side, _DIGITS) for side in word[:4]), word.text, known.sure(word)]
        for word in _words(page, textpage)
    ]
    textpage.close()
    page.close()
    return {"width": round(width, 2), "height": round(height, 2), "words": found}


def _words(page: Any, textpage: PdfTextPage) -> Iterator[Word]:
    """Yield the words of a page in the order of its text."""
    import pypdfium2.raw as pdfium

    letters: list[str] = []
    corners: list[tuple[float, float]] = []
    for number in range(textpage.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(textpage, number))
        if not letter.isspace() and letter != "\x00":
            letters.append(letter)
            corners += _corners(page, textpage, number)
            continue
        yield from _word(letters, corners)
        letters, corners = [], []
    yield from _word(letters, corners)


def _word(letters: list[str], corners: list[tuple[float, float]]) -> Iterator[Word]:
    text = normalise("".join(letters))
    if text and corners:
        across, down = (
            [_within(side) for side in axis] for axis in zip(*corners, strict=True)
        )
        yield Word(min(across), min(down), max(across), max(down), text)


def _within(side: float) -> float:
    return min(max(side, 0.0), 1.0)


def _corners(
    page: Any, textpage: PdfTextPage, number: int
) -> list[tuple[float, float]]:
    """Return two corners of the box of a letter, in fractions of the page."""
    import pypdfium2.raw as pdfium

    sides = [ctypes.c_double() for _side in range(4)]
    left, right, bottom, top = sides
    if not pdfium.FPDFText_GetCharBox(textpage, number, left, right, bottom, top):
        return []
    found = []
    for across, upward in ((left, top), (right, bottom)):
        x, y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            page, 0, 0, _STEPS, _STEPS, 0, across.value, upward.value, x, y
        )
        found.append((x.value / _STEPS, y.value / _STEPS))
    return found


class _Known:
    """The words of the recognition of one page, found again by text and place."""

    def __init__(self, heard: Sequence[Word]) -> None:
        self.by_text: dict[str, list[Word]] = {}
        for word in heard:
            self.by_text.setdefault(word.text, []).append(word)

    def sure(self, word: Word) -> int | None:
        """Return how sure the recognition was of ``word``; None if it read no such."""
        x, y = word.middle
        best, confidence = _NEAR, None
        for each in self.by_text.get(word.text, ()):
            across, down = each.middle
            away = max(abs(across - x), abs(down - y))
            if away <= best:
                best, confidence = away, each.confidence
        return confidence
