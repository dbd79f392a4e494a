"""A question in a citizen's words, taken apart into terms that can be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
import itertools
from motcua.base.folding import fold
from motcua.procedures.terms import pairs
from motcua.procedures.terms import tokens
from motcua.procedures.words import SearchWords
import re
from typing import Final
import unicodedata


#: Longer questions are cut: nobody reads further, and time must stay bounded.
LONGEST: Final = 400
MOST_TOKENS: Final = 60
#: What words are worth that only frame a question, or hardly tell things apart.
FRAME: Final = 0.05
WEAK: Final = 0.08
#: What is left of everyday words when their official ones stand in.
EXPLAINED: Final = 0.35
OFFICIAL: Final = 0.8
OFFICIAL_PAIR: Final = 0.9
PAIR: Final = 0.8

_CODE: Final = re.compile(r"\d\.\d{3,9}(?:-\w+)?|\d{7}")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Question:
    """What is looked up. `terms` are words and pairs with what each is worth.

    `code` is set when the question is a national code; `marked` are the words typed
    with marks, by which equal titles are told apart.
    """

    terms: dict[str, float]
    code: str = ""
    marked: frozenset[str] = frozenset()

    @property
    def words(self) -> dict[str, float]:
        """Return the single words among the terms."""
        return {term: worth for term, worth in self.terms.items() if " " not in term}


def understand(text: str, words: SearchWords) -> Question:
    """Take a question apart. Never raises; nothing usable gives no terms."""
    text = text[:LONGEST]
    found = tokens(text)[:MOST_TOKENS]
    worth = [WEAK if token in words.weak else 1.0 for token in found]
    for frame in words.frames:
        for place in _places(found, frame):
            for number in range(place, place + len(frame)):
                worth[number] = min(worth[number], FRAME)
    official = _explain(found, worth, words)
    terms: dict[str, float] = {}
    for token, value in zip(found, worth, strict=True):
        _raise(terms, token, value)
    for (one, value), (two, other) in itertools.pairwise(
        zip(found, worth, strict=True)
    ):
        _raise(terms, f"{one} {two}", PAIR * min(value, other))
    for phrase in official:
        for token in phrase:
            _raise(terms, token, WEAK if token in words.weak else OFFICIAL)
        for pair in pairs(list(phrase)):
            _raise(terms, pair, OFFICIAL_PAIR)
    return Question(terms, code_in(text), marked_words(text))


def _explain(
    found: list[str], worth: list[float], words: SearchWords
) -> list[tuple[str, ...]]:
    """Return the official words for everyday ones, which then count for less.

    The longest phrase wins: in "mất sổ đỏ" nobody asks about "sổ đỏ" alone.
    """
    explained = [False] * len(found)
    official: list[tuple[str, ...]] = []
    for say, means in words.synonyms:
        for place in _places(found, say):
            span = range(place, place + len(say))
            if any(explained[number] for number in span):
                continue
            for number in span:
                explained[number] = True
                worth[number] *= EXPLAINED
            official.extend(means)
    return official


def _places(found: list[str], phrase: tuple[str, ...]) -> list[int]:
    size = len(phrase)
    if not size or phrase[0] not in found:
        return []
    return [
        place
        for place in range(len(found) - size + 1)
        if tuple(found[place : place + size]) == phrase
    ]


def _raise(terms: dict[str, float], term: str, value: float) -> None:
    terms[term] = max(value, terms.get(term, 0.0))


def code_in(text: str) -> str:
    """Return the national code that the text is, or "" ("1001193" is one too)."""
    plain = fold(text).strip()
    if not _CODE.fullmatch(plain):
        return ""
    return plain if "." in plain else f"{plain[0]}.{plain[1:]}"


def marked_words(text: str) -> frozenset[str]:
    """Return the words that carry marks, each as letters and set of marks.

    The place of a tone within the syllable (``hoà``, ``hòa``) makes no difference.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text.lower()))
    return frozenset(marks(word) for word in words if fold(word) != word)


@lru_cache(maxsize=20_000)
def marks(word: str) -> str:
    """Return letters, then marks in a fixed order."""
    spread = unicodedata.normalize("NFD", word.lower()).replace("đ", "d\u0335")
    letters = "".join(c for c in spread if not unicodedata.combining(c))
    return letters + "".join(sorted(c for c in spread if unicodedata.combining(c)))
