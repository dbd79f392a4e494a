"""Which way up a scanned page is, told by whether it can be read.

Asking tesseract for the way up of a page costs two thirds of what reading it costs, and
nearly all pages are upright. So a page is read as it lies; only where that gives no
words that the recognition is sure of is it asked. Letters that stand on their heads
give hardly any; lines that run downwards are read well, but their words are tall.
"""

from __future__ import annotations

from motcua.archive.ocr.words import Word
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from pathlib import Path

#: A word of so many letters, read with so much confidence of 100, speaks for itself.
_LETTERS: Final = 3
_SURE: Final = 80
#: So many of these on a page, and so large a share of all its letters.
_WORDS: Final = 12
_SHARE: Final = 0.5


def is_upright(words: Sequence[Word], aspect: float) -> bool:
    """Say whether a page on which these words were read lies the right way up.

    ``aspect`` is the width of the page by its height. False only means that it is not
    certain: empty pages and photographs have no words.
    """
    sure = [
        word
        for word in words
        if len(word.text) >= _LETTERS
        and (word.confidence or 0) >= _SURE
        and (word.x1 - word.x0) * aspect > word.y1 - word.y0
    ]
    letters = sum(len(word.text) for word in words)
    return len(sure) >= _WORDS and (
        sum(len(word.text) for word in sure) >= _SHARE * letters
    )


def turn(source: Path, turned: Mapping[int, int], target: Path) -> None:
    """Write ``source`` with pages turned: number -> degrees clockwise."""
    import pikepdf

    with pikepdf.open(source) as pdf:
        for number, degrees in turned.items():
            pdf.pages[number - 1].rotate(degrees, relative=True)
        pdf.save(target)
