"""Vietnamese text made comparable: one spelling for many ways of typing it.

Portals, keyboards and OCR deliver the same word composed or decomposed, with the
tone mark on either vowel (``hoà``, ``hòa``), with đ or d, with no-break spaces and
invisible characters. Search, duplicates and look-ups compare *folded* text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
import unicodedata


if TYPE_CHECKING:
    from collections.abc import Callable


#: Letters that carry a stroke and so survive decomposition; eth and African D are
#: what some keyboards and scanners write for đ.
_STROKED = str.maketrans(
    {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "Ɖ": "d", "ɖ": "d"},
)

#: Bullets that old word processors stored in the private use area.
_PRIVATE_BULLETS = {"\uf0b7": "•", "\uf0a7": "•", "\uf02d": "-"}

_LINE_BREAKS = {"\u2028": "\n", "\u2029": "\n"}
_INLINE_BLANKS = re.compile(r"[^\S\n]+")

#: A word, or a code kept whole. In this order: number/year/notation of an act
#: (123/2026/qd-ubnd, 91/2025/qh15), chains of parts that all hold a digit
#: (1.001193, h38-260915-0003, 000.00.06.h56), then plain words.
_TOKEN = re.compile(
    r"""
      (?<![^\W_]) \d+ /\d{4} / [a-z]+\d* (?:-[a-z0-9]+)* (?![^\W_])
    | (?<![^\W_]) \d+ / [a-z]+\d* (?:-[a-z0-9]+)+ (?![^\W_])
    | (?:(?<![^\W_])kq\.)? [a-z]*\d[a-z0-9]* (?:[./-] [a-z]*\d[a-z0-9]*)+ (?![^\W_])
    | [^\W_]+
    """,
    re.VERBOSE,
)
_PART = re.compile(r"[^\W_]+")

#: A syllable whose only vowel is a final i or y: kỹ/kĩ, lý/lí, quý/quí, y/i.
_LONE_Y = re.compile(r"(?<![^\W_])(qu|[bcdghklmnpqrstvx]{0,3})y(?![^\W_])")


class _Table(dict[int, str]):
    """A translation table for `str.translate` that works out each character once."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str:
        self[code] = self._rule(chr(code))
        return self[code]


def _clean_character(character: str) -> str:
    """Return what stands for one character in a text to be stored."""
    if character in _PRIVATE_BULLETS:
        return _PRIVATE_BULLETS[character]
    if character in "\n\t":
        return character
    invisible = unicodedata.category(character) in ("Cc", "Cf")
    return "" if invisible else _LINE_BREAKS.get(character, character)


def _fold_character(character: str) -> str:
    """Return what stands for one character in a folded text."""
    plain = _bare(unicodedata.normalize("NFKD", character).translate(_STROKED))
    # Case folding may bring back composed characters, hence the second pass.
    return _bare(unicodedata.normalize("NFKD", plain.casefold()).translate(_STROKED))


def _bare(text: str) -> str:
    """Drop marks and invisible characters; control and private ones are blanks."""
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me", "Cf"):
            continue
        kept.append(" " if category in ("Cc", "Co", "Cs") else character)
    return "".join(kept)


_CLEAN = _Table(_clean_character)
_FOLDED = _Table(_fold_character)


def normalise(text: str) -> str:
    """Return `text` as it should be stored and shown: same words, clean characters.

    Composed form (NFC), every kind of blank but the line break becomes one space,
    blanks at line ends go, invisible format characters (zero-width spaces, soft
    hyphens, byte order marks) and control characters go, line breaks are ``\\n``.
    Nothing that a reader can see is lost.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEAN)
    text = unicodedata.normalize("NFC", text)
    lines = (_INLINE_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def fold(text: str) -> str:
    """Return `text` in lower case, without marks, đ as d, blanks collapsed.

    For comparing, never for showing. Any Unicode normalisation form of the same
    text folds alike, folding twice changes nothing, punctuation stays.
    """
    return " ".join(text.translate(_FOLDED).split())


def words(text: str, parts: bool = False) -> list[str]:
    """Return the folded words of `text` in reading order.

    A code is one word: ``1.001193``, ``123/2026/qd-ubnd``, ``h38-260915-0003``.
    With `parts` each code is followed by its parts (``1``, ``001193``), so that
    an index answers to a fragment as well.
    """
    found = []
    for token in _TOKEN.findall(fold(text)):
        found.append(token)
        if parts and not token.isalnum():
            found.extend(_PART.findall(token))
    return found


def spelling_key(text: str) -> str:
    """Return the folded text with interchangeable spellings made one.

    Where y or i is the only vowel of a syllable both are in use (``kỹ thuật``,
    ``kĩ thuật``; ``công ty``, ``công ti``): the key writes i. Syllables in which
    the letter decides the meaning (``tay``/``tai``, ``thuý``/``thúi``) are kept.
    """
    return _LONE_Y.sub(r"\1i", fold(text))
