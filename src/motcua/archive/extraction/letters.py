"""Letters as a recognition leaves them: compared without marks, digits mended.

``bare`` keeps the length, so that what is found in a bare text can be cut out of the
text itself.
"""

from __future__ import annotations

from difflib import SequenceMatcher
import re
from typing import Final
import unicodedata


_STROKED: Final = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "Ɖ": "d"}

#: What a recognition writes for a digit.
_DIGITS: Final = str.maketrans(
    {
        **dict.fromkeys("lI|!ÌÍÎ]íìiTt", "1"),
        **dict.fromkeys("OoQDÔ", "0"),
        **dict.fromkeys("Ss", "5"),
        **dict.fromkeys("Zz", "2"),
        "B": "8",
    }
)

#: One syllable of Vietnamese, without its marks.
_SYLLABLE: Final = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh|n|ph?|qu|r|s|th?|tr|v|x)?"
    r"[aeiouy]{1,3}(?:ch?|m|ng|nh|n|p|t)?\Z"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"\d+(?:[/.,-]\w+)*\Z")


def composed(text: str) -> str:
    """Return ``text`` in composed form, strange slashes and dashes made plain."""
    text = unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")
    return re.sub(r"[⁄∕]", "/", re.sub(r"[–—−‐‑]", "-", text))


def _bare(letter: str) -> str:
    plain = _STROKED.get(letter) or unicodedata.normalize("NFD", letter)[0]
    lower = plain.lower()
    return lower if len(lower) == 1 else plain


def bare(text: str) -> str:
    """Return composed ``text`` in lower case without marks, as long as it was."""
    return "".join(map(_bare, text))


def joined(text: str) -> str:
    """Return the bare letters of ``text`` alone, without blanks and signs."""
    return "".join(_WORD.findall(bare(text)))


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are without marks and blanks, 0 to 1."""
    return SequenceMatcher(None, joined(one), joined(other), autojunk=False).ratio()


def digits(token: str) -> int | None:
    """Return the number that ``token`` stands for, None when that is a guess."""
    kept = token.strip(" .,;:-_'\"‘’“”()")
    if not any(letter.isdigit() for letter in kept) and len(kept) > 2:
        return None
    mended = kept.translate(_DIGITS)
    return int(mended) if mended.isascii() and mended.isdigit() else None


def capitals(text: str) -> float:
    """Return the share of capitals among the letters of ``text``."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return 0.0
    return sum(letter.isupper() for letter in letters) / len(letters)


def readable(text: str) -> float:
    """Return the share of ``text`` that are syllables and codes, 0 to 1.

    What a recognition makes of stamps and scribbles is rarely a syllable.
    """
    good = total = 0
    for token in text.split():
        plain = bare(token).strip(".,;:!?()[]“”\"'…-/")
        if not plain:
            total += 1 if len(token) > 1 else 0
            continue
        total += len(plain)
        if (
            _CODE.match(plain)
            or all(
                _SYLLABLE.match(part) or (len(part) == 1 and part in "ay")
                for part in _WORD.findall(plain) or [""]
            )
            or ("/" in plain and capitals(token) > 0.5)
        ):
            good += len(plain)
    return good / total if total else 0.0
