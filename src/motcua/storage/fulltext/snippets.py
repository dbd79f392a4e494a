"""A few words around a match, as their author spelled them."""

from __future__ import annotations

from functools import lru_cache
from motcua.base.folding import fold
import re
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection


SCANNED = 200_000
"""Characters in which a match is looked for; beyond, the text's start is shown."""

WIDTH = 220
"""Characters of a snippet, give or take a word."""

BEFORE = 60
"""Characters before the first match."""

#: A word, or a code with its inner dots, slashes and dashes.
_WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")


class Snippet(str):
    """Plain text, with the places of the words that were asked for."""

    marks: tuple[tuple[int, int], ...]
    """Start and end of each marked word. Escape the text, then mark it."""

    def __new__(cls, text: str, marks: tuple[tuple[int, int], ...] = ()) -> Snippet:
        """Make a snippet of `text`."""
        made = super().__new__(cls, text)
        made.marks = marks
        return made

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text cut at the marks: ``(text, is it marked)``."""
        found = []
        at = 0
        for start, end in self.marks:
            if start > at:
                found.append((self[at:start], False))
            found.append((self[start:end], True))
            at = end
        if at < len(self):
            found.append((self[at:], False))
        return found


def snippet(text: str, words: Collection[str]) -> Snippet:
    """Return the part of `text` around the first of `words` (folded).

    Without a match the text's beginning is returned, without marks.
    """
    text = text[:SCANNED]
    asked = frozenset(words)
    first = next(_matches(text, asked), (0, 0))[0]
    start = _at_blank(text, max(0, first - BEFORE), forwards=True)
    start = min(start, first)
    end = _at_blank(text, min(len(text), start + WIDTH), forwards=False)
    end = max(end, min(len(text), start + WIDTH // 2))
    body = re.sub(r"\s", " ", text[start:end])
    lead = "… " if start > 0 else ""
    tail = " …" if end < len(text) else ""
    marks = tuple((a + len(lead), b + len(lead)) for a, b in _matches(body, asked))
    return Snippet(f"{lead}{body}{tail}", marks)


def marked(text: str, words: Collection[str]) -> Snippet:
    """Return the whole of `text` with `words` (folded) marked."""
    return Snippet(text, tuple(_matches(text, frozenset(words))))


def _matches(text: str, asked: frozenset[str]):  # type: ignore[no-untyped-def]
    """Iterate over the places of matching words."""
    for found in _WORD.finditer(text):
        if _is_asked(found.group(), asked):
            yield found.span()
        elif not found.group().isalnum():
            for part in _PART.finditer(text, *found.span()):
                if _is_asked(part.group(), asked):
                    yield part.span()


def _is_asked(word: str, asked: frozenset[str]) -> bool:
    return _fold_word(word) in asked


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    return fold(word)


def _at_blank(text: str, at: int, forwards: bool) -> int:
    """Move a cut to the next blank, at most 30 characters away."""
    if at in (0, len(text)):
        return at
    if forwards:
        found = text.find(" ", at, at + 30)
        return at if found < 0 else found + 1
    found = text.rfind(" ", at - 30, at)
    return at if found < 0 else found
