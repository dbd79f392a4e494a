"""Showing which words of a title were searched for."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from motcua.base.folding import spelling_key
import re
from typing import Final


#: Characters of a text that are read, words that are shown, and how far they move.
LONGEST: Final = 6_000
WINDOW: Final = 26
STEP: Final = 13
_WORD: Final = re.compile(r"[^\W_]+")
Piece = tuple[str, bool]


def pieces(text: str, wanted: Iterable[str]) -> tuple[Piece, ...]:
    """Return the text in pieces, each with whether it is one of the wanted words.

    Marks, case and the stroke of đ do not matter: "dang ky" marks "Đăng ký". The
    pieces joined are the text again; whoever shows them escapes them.
    """
    wanted = set(wanted)
    found: list[Piece] = []
    rest = 0
    for match in _WORD.finditer(text):
        if spelling_key(match[0]) in wanted:
            found += [(text[rest : match.start()], False), (match[0], True)]
            rest = match.end()
    found.append((text[rest:], False))
    return tuple(_joined([piece for piece in found if piece[0]]))


def _joined(found: list[Piece]) -> list[Piece]:
    """Make one mark of marked neighbours with only a blank between them."""
    joined: list[Piece] = []
    for text, marked in found:
        if marked and len(joined) > 1 and joined[-1][0] == " " and joined[-2][1]:
            joined.pop()
            joined[-1] = (f"{joined[-1][0]} {text}", True)
        else:
            joined.append((text, marked))
    return joined


def excerpt(texts: Iterable[str], wanted: frozenset[str]) -> tuple[Piece, ...]:
    """Return the piece of the texts that holds most of the wanted words, marked.

    Nothing when none of them holds any. Only the beginning of long texts is read.
    """
    best: tuple[int, str] = (0, "")
    for text in texts:
        for piece in _windows(" ".join(text[:LONGEST].split())):
            found = {spelling_key(word) for word in _WORD.findall(piece)} & wanted
            if len(found) > best[0]:
                best = (len(found), piece)
    return pieces(best[1], wanted) if best[0] else ()


def _windows(text: str) -> Iterator[str]:
    """Iterate over stretches of a text that a reader takes in at a glance."""
    words = text.split(" ")
    for start in range(0, len(words), STEP):
        before = "… " if start else ""
        after = " …" if start + WINDOW < len(words) else ""
        yield f"{before}{' '.join(words[start : start + WINDOW])}{after}"
        if start + WINDOW >= len(words):
            return
