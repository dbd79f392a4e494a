"""Tables of which only the running text is left, and values that only look different.

Where a page was kept without its markup, cells stand one behind the other with
nothing between. What is known of the procedure helps to part them again.
"""

from __future__ import annotations

from collections.abc import Iterator
import functools
from motcua.base.folding import normalise
import re
from typing import Final


_NO_WORD: Final = re.compile(r"[\W_]+")


@functools.lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """Return the letters and digits of a text in one case, and nothing between.

    Two texts that squeeze alike differ in blanks, bullets, dots and Unicode form
    only. Marks stay: they tell words apart.
    """
    return _NO_WORD.sub("", normalise(text)).casefold()


class Glued:
    """A running text from which known parts are taken, wherever they stand."""

    def __init__(self, text: str) -> None:
        self.text = normalise(text)
        self.places = [
            place
            for place, character in enumerate(self.text)
            if not _NO_WORD.match(character) and len(character.casefold()) == 1
        ]
        self.letters = "".join(self.text[place].casefold() for place in self.places)
        self.taken = bytearray(len(self.text))

    def take(self, text: str) -> bool:
        """Mark the first free place where `text` stands; say whether there is one."""
        wanted = squeezed(text)
        start = self.letters.find(wanted) if wanted else -1
        while start >= 0:
            first = self.places[start]
            last = self.places[start + len(wanted) - 1]
            if not any(self.taken[first : last + 1]):
                self.taken[first : last + 1] = b"\1" * (last + 1 - first)
                return True
            start = self.letters.find(wanted, start + 1)
        return False

    def begins(self, text: str) -> int:
        """Return where `text` ends when this text begins with it, else 0."""
        wanted = squeezed(text)
        if not wanted or not self.letters.startswith(wanted):
            return 0
        return self.places[len(wanted) - 1] + 1

    def rest(self) -> Iterator[str]:
        """Give the pieces that nobody took, in the order of the text."""
        piece: list[str] = []
        for character, taken in zip(self.text, self.taken, strict=True):
            if not taken:
                piece.append(character)
            elif piece:
                yield from _worded("".join(piece))
                piece = []
        yield from _worded("".join(piece))


def _worded(piece: str) -> Iterator[str]:
    """Give a piece that has letters or digits; mere punctuation is no rest."""
    if squeezed(piece):
        yield piece.strip(" \n\t,;.")
