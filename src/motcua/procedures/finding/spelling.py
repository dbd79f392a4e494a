"""Did you mean: words that no title holds, and a close one that fits its neighbours.

The words to choose from are those of the titles, so nothing is suggested that finds
nothing. The cost is bounded: a dozen words, each with the few hundred spellings that
are one slip of the finger, or one sound often confused, away.
"""

from __future__ import annotations

from collections.abc import Iterator
from motcua.procedures.finding.index import Index
from motcua.procedures.finding.terms import tokens
from motcua.procedures.finding.words import SearchWords
import re
from typing import Final


#: Questions of more words are sentences; whoever writes them is not corrected.
MOST_WORDS: Final = 12
LONGEST_WORD: Final = 12
LETTERS: Final = "abcdeghiklmnopqrstuvxy"
#: Sounds that people of one region or another write alike, at either end.
ONSETS: Final = (
    ("tr", "ch"),
    ("s", "x"),
    ("d", "gi"),
    ("d", "r"),
    ("gi", "r"),
    ("d", "v"),
    ("l", "n"),
    ("c", "k"),
    ("ng", "ngh"),
    ("g", "gh"),
)
CODAS: Final = (("n", "ng"), ("t", "c"), ("n", "nh"), ("i", "y"))
#: How often two words stand side by side before the pair speaks against a word that
#: titles hold.
PAIRED: Final = 2
_WORD: Final = re.compile(r"[^\W_]+")


def meant(text: str, index: Index, words: SearchWords) -> str:
    """Return the question with misspelt words put right, or "" when none is."""
    written = _WORD.findall(text)
    found = [token for word in written for token in tokens(word)]
    if not 0 < len(found) == len(written) <= MOST_WORDS:
        return ""
    changed = False
    for place, word in enumerate(found):
        if word in words.weak or word in words.spoken or not word.isalpha():
            continue
        better = _better(found, place, index)
        if better:
            found[place] = better
            written[place] = ""
            changed = True
    if not changed:
        return ""
    shown = [each or _spelt(found, place, index) for place, each in enumerate(written)]
    return " ".join(shown)


def _better(found: list[str], place: int, index: Index) -> str:
    """Return a word of the titles that fits better than the one at a place."""
    word = found[place]
    if len(word) > LONGEST_WORD:
        return ""
    known = index.in_titles(word) > 0
    fits = _fit(found, place, word, index)
    if known and (fits or len(found) == 1):
        return ""
    best, most = "", (0, 0)
    for other in near(word):
        number = index.in_titles(other)
        if not number:
            continue
        pairs = _fit(found, place, other, index)
        if len(found) > 1 and pairs < (PAIRED if known else 1):
            continue
        best, most = max((best, most), (other, (pairs, number)), key=lambda one: one[1])
    return best


def _fit(found: list[str], place: int, word: str, index: Index) -> int:
    """Return how often a word stands beside its neighbours in titles."""
    before = f"{found[place - 1]} {word}" if place else ""
    after = f"{word} {found[place + 1]}" if place + 1 < len(found) else ""
    return sum(index.in_titles(pair) for pair in (before, after) if pair)


def near(word: str) -> Iterator[str]:
    """Iterate over the spellings that are one slip away, likelier ones first."""
    for one, other in (*ONSETS, *((b, a) for a, b in ONSETS)):
        if word.startswith(one):
            yield other + word[len(one) :]
    for one, other in (*CODAS, *((b, a) for a, b in CODAS)):
        if word.endswith(one):
            yield word[: -len(one)] + other
    for cut in range(len(word) + 1):
        head, tail = word[:cut], word[cut:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if tail and len(word) > 2:
            yield head + tail[1:]
        for letter in LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _spelt(found: list[str], place: int, index: Index) -> str:
    """Return a word as titles write it beside its neighbours."""
    word = found[place]
    if place and (pair := index.spelt(f"{found[place - 1]} {word}")):
        return pair.split()[1]
    if place + 1 < len(found) and (pair := index.spelt(f"{word} {found[place + 1]}")):
        return pair.split()[0]
    return index.spelt(word) or word
