"""What somebody may be about to type: phrases people use, then titles.

The last word may be unfinished. Nothing is remembered of what was typed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
import heapq
from motcua.base.vietnam import today
from motcua.procedures.finding.index import current
from motcua.procedures.finding.index import Index
from motcua.procedures.finding.index import Kept
from motcua.procedures.finding.terms import pairs
from motcua.procedures.finding.terms import tokens
from motcua.procedures.finding.words import Phrase
from motcua.procedures.finding.words import search_words
from motcua.procedures.finding.words import SearchWords
from motcua.storage.engines import register_engine
from typing import Any
from typing import Final


#: Letters that are read, and letters before which nothing is suggested.
LONGEST: Final = 80
SHORTEST: Final = 2
MOST: Final = 8
PHRASES: Final = 3
#: Words that an unfinished one may become.
BECOMES: Final = 40


@dataclass(frozen=True)
class Suggestion:
    """A line to choose: a question to ask, or with a `code` a procedure to read."""

    text: str
    code: str = ""


def suggest(text: str, on: date | None = None, site: Any = None) -> list[Suggestion]:
    """Return what the text may become; nothing for less than two letters."""
    if len(text) > LONGEST:
        return []
    found = tokens(text)
    if sum(map(len, found)) < SHORTEST:
        return []
    words = search_words(site)
    with register_engine().connect() as connection:
        index = current(connection)
    phrases = [Suggestion(said) for said in _phrases(found, words, index)]
    titles = [
        Suggestion(each.title, each.code)
        for each in _titles(found, index, on or today())
    ]
    chosen = phrases[:PHRASES]
    return [*chosen, *titles[: MOST - len(chosen)]]


def _phrases(found: list[str], words: SearchWords, index: Index) -> Iterator[str]:
    """Iterate over everyday phrases that begin like this, shorter ones first.

    Those whose official words stand in no title would lead to nothing.
    """
    begun, last = tuple(found[:-1]), found[-1]
    size = len(begun)
    matching = (
        (len(synonym.say), synonym.written)
        for synonym in words.starting_with(found[0] if begun else last, bool(begun))
        if not synonym.gap
        and synonym.say[:size] == begun
        and len(synonym.say) > size
        and synonym.say[size].startswith(last)
        and any(_stands(mean, index) for mean in synonym.means)
    )
    for _length, written in heapq.nsmallest(PHRASES, set(matching)):
        yield written


def _stands(mean: Phrase, index: Index) -> bool:
    return all(map(index.in_titles, pairs(list(mean)) or mean))


def _titles(found: list[str], index: Index, on: date) -> list[Kept]:
    """Return the entries whose titles hold all words, the last one begun."""
    whole, last = set(found[:-1]), found[-1]
    scored: dict[int, tuple[float, Kept]] = {}
    for segment, alive in zip(index.segments, index.alive, strict=True):
        endings = _becoming(last, segment.title_words)
        holds = alive & segment.open(on)
        lists = [segment.with_title_word(word) for word in whole]
        candidates = set().union(*(segment.with_title_word(word) for word in endings))
        for wanted in lists:
            candidates &= wanted
        for place in candidates:
            each = segment.kept[place]
            if holds[place]:
                scored[each.id] = (_fit(found, each), each)
    best = heapq.nsmallest(
        MOST, scored.values(), key=lambda one: (one[0], len(one[1].title), one[1].code)
    )
    return [each for _fit_, each in best]


def _becoming(begun: str, words: list[str]) -> list[str]:
    """Return words of a sorted list that begin like this."""
    first = bisect_left(words, begun)
    return [w for w in words[first : first + BECOMES] if w.startswith(begun)]


def _fit(found: list[str], each: Kept) -> float:
    """Return 0 for words that stand side by side early on, more for others."""
    begun, last = found[:-1], found[-1]
    size = len(begun)
    for place in range(len(each.words) - size):
        if each.words[place : place + size] == begun and each.words[
            place + size
        ].startswith(last):
            return min(place, 5) / 10
    return 1.0
