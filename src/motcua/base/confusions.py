"""How a scanner misreads a folded word: look-alike letters, wrong vowels, split words.

What is listed was seen on Vietnamese pages read at low resolution: marks are gone in
folded text, and most of what is left is i, l and 1, o and 0, and a vowel for another.
"""

from __future__ import annotations

from typing import Final


#: Letters and pairs of letters that are taken for each other.
_ALIKE: Final = (
    ("i", "1"),
    ("i", "l"),
    ("l", "1"),
    ("i", "0"),
    ("o", "0"),
    ("s", "5"),
    ("g", "9"),
    ("b", "6"),
    ("b", "8"),
    ("ii", "u"),
    ("rn", "m"),
    ("cl", "d"),
    ("ri", "n"),
    ("c", "e"),
)
_VOWELS: Final = "aoeu"
#: The shortest word that a scanner splits, and of which a letter may be another vowel:
#: with shorter ones nearly every word of the language is meant.
_SPLIT: Final = 3
#: Variants of one word that are worth looking for.
MOST: Final = 40


def variants(word: str) -> list[tuple[str, ...]]:
    """Return what a scanner may have made of a folded word, the likeliest first.

    Each is a run of words: one for a word misread, two for one that was split. The
    word itself is not among them; at most ``MOST``.
    """
    found: dict[tuple[str, ...], None] = {}
    for one, other in (*_ALIKE, *((b, a) for a, b in _ALIKE)):
        for at in range(len(word)):
            if word.startswith(one, at):
                made = word[:at] + other + word[at + len(one) :]
                found.setdefault((made,))
    if len(word) >= _SPLIT and word.isalpha():
        for at, letter in enumerate(word):
            if letter in _VOWELS:
                for other in _VOWELS.replace(letter, ""):
                    found.setdefault((word[:at] + other + word[at + 1 :],))
        for at in range(1, len(word)):
            found.setdefault((word[:at], word[at:]))
    found.pop((word,), None)
    return list(found)[:MOST]
