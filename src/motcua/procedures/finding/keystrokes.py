"""Words that an input method should have turned into Vietnamese, and did not.

Telex and VNI write marks as further letters or digits: ``ddaast ddai`` and
``d9a61t d9ai`` are "đất đai" typed while the input method was off. Search compares
without marks, so only the letters have to be found again.
"""

from __future__ import annotations

import re
from typing import Final


#: Letters that begin a syllable, then its vowels, then what may end it, unmarked.
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|qu|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|uyu|uoi|uou|ieu|yeu|oai|oay|oeo|uay|oao|ue|uy|ua|ui|uo|uu"
    r"|ia|ie|iu|ye|oa|oe|oi|oo|ai|ao|au|ay|eo|eu|a|e|i|o|u|y)"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_ONSET: Final = re.compile(
    r"ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|dd|qu|[bcdghklmnpqrstvx]",
)
_TONES: Final = re.compile(r"[sfrxjz]")
_DOUBLED: Final = re.compile(r"([aeo])(.*?)\1")
_HORN: Final = re.compile(r"([aou])(.*?)w")
_DIGITS: Final = re.compile(r"[0-9]")
#: The longest word that can be one: "nghieengs", "d9u7o7ng2".
LONGEST: Final = 12


def is_syllable(word: str) -> bool:
    """Say whether an unmarked word could be a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None


def decoded(word: str) -> str:
    """Return the unmarked word that was meant, or "" when nothing points to one.

    `word` is folded. A word that is a syllable as it stands is taken as it stands.
    """
    if not 3 <= len(word) <= LONGEST or is_syllable(word):
        return ""
    for read in (_vni, _telex):
        found = read(word)
        if found and found != word and is_syllable(found):
            return found
    return ""


def _vni(word: str) -> str:
    letters = _DIGITS.sub("", word)
    # A code is a letter or two and a number; a word has its digits among letters.
    if letters == word or len(letters) < 2 or "0" in word or word[0].isdigit():
        return ""
    return letters


def _telex(word: str) -> str:
    if not word.isalpha():
        return ""
    onset = _ONSET.match(word)
    first = onset[0] if onset else ""
    rest = _TONES.sub("", word[len(first) :])
    rest = _DOUBLED.sub(r"\1\2", rest)
    while _HORN.search(rest):
        rest = _HORN.sub(r"\1\2", rest, count=1)
    # đ is a second d, behind the first or at the very end.
    if first == "d" and rest.endswith("d"):
        rest = rest[:-1]
    return first.replace("dd", "d") + rest.replace("w", "u")
