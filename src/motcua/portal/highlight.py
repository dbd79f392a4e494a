"""Showing which words of a title were searched for."""

from __future__ import annotations

from motcua.base.folding import fold
from motcua.base.folding import words
import re


_WORD = re.compile(r"[^\W_]+")
Piece = tuple[str, bool]


def pieces(text: str, query: str) -> tuple[Piece, ...]:
    """Return the text in pieces, each with whether the query asked for it.

    Marks, case and the stroke of đ do not matter: "dang ky" marks "Đăng ký". The
    pieces joined are the text again; whoever shows them escapes them.
    """
    wanted = set(words(query, parts=True))
    found: list[Piece] = []
    rest = 0
    for match in _WORD.finditer(text):
        if fold(match[0]) in wanted:
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
