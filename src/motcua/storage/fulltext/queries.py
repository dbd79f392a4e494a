"""From what people type to words that a database can look for."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.base.confusions import variants
from motcua.base.folding import words
import re
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


LONGEST_QUERY = 2_000
"""Characters of a query that are looked at; nobody asks a longer question."""

MOST_WORDS = 24
"""Different words of a query that are looked for."""

MOST_MISREAD = 8
"""Words of a query, each of which may be misread on a page."""

LONGEST_WORD = 64
"""Characters of a word that are kept, when indexing and when asking."""

MOST_INDEXED = 300_000
"""Words of one field that are indexed: some 600 pages."""

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]')


@dataclass(frozen=True)
class Phrase:
    """Folded words one after the other: letters, digits and ``. / -`` alone."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class All:
    """All of these have to occur."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any:
    """One of these has to occur."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Without:
    """One has to occur and the other must not."""

    part: Node
    but: Node


Node = Phrase | All | Any | Without


@dataclass(frozen=True)
class Query:
    """What is looked for; ``phrases`` are what was typed, in its order."""

    phrases: tuple[Phrase, ...]
    misread: bool = False
    """Whether one of them may be as a scanner misreads it; exact ones do not count."""

    @property
    def root(self) -> Node:
        """What a database is asked."""
        if self.misread:
            return Without(Any(tuple(self._misread())), All(self.phrases))
        return All(self.phrases)

    @property
    def together(self) -> Phrase | None:
        """What was typed as one phrase; None where it is one already."""
        if self.misread or len(self.phrases) < 2:
            return None
        return Phrase(tuple(word for phrase in self.phrases for word in phrase.words))

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are marked in what is found."""
        return tuple(dict.fromkeys(_words(self.root)))

    def _misread(self) -> Iterator[Node]:
        """Give what to ask for each phrase that is misread while the others are not."""
        for at, phrase in enumerate(self.phrases):
            wrong = tuple(_misreadings(phrase, alone=len(self.phrases) == 1))
            if wrong:
                others = (*self.phrases[:at], *self.phrases[at + 1 :])
                yield All((*others, Any(wrong)))


def _misreadings(phrase: Phrase, alone: bool) -> Iterator[Phrase]:
    """Give a phrase with one of its words misread.

    A single short word, when it is all that was asked, could be nearly anything.
    """
    if alone and len(phrase.words) == 1 and len(phrase.words[0]) < 4:
        return
    for at, word in enumerate(phrase.words):
        for run in variants(word):
            yield Phrase((*phrase.words[:at], *run, *phrase.words[at + 1 :]))


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, Phrase):
        yield from node.words
    elif isinstance(node, Without):
        yield from _words(node.part)
    else:
        for part in node.parts:
            yield from _words(part)


def parse(text: str) -> Query:
    """Return what to look for; no phrases when `text` holds no letter or digit.

    Words between quotes stand one after the other. Nothing else in `text` is an
    operator: stars and NEAR are characters or words like others.
    """
    text = text[:LONGEST_QUERY]
    found: dict[Phrase, None] = {}
    left = MOST_WORDS
    for quoted, piece in _pieces(text):
        said = indexable(piece)
        for run in [said] if quoted else [[word] for word in said]:
            if run[:left] and Phrase(tuple(run)) not in found:
                found[Phrase(tuple(run[:left]))] = None
                left -= len(run[:left])
    return Query(tuple(found))


def readings(text: str, wrong: bool = False) -> list[list[tuple[str, ...]]]:
    """Return for each phrase of a query the runs of words that may stand for it.

    The phrase as it was typed comes first; with `wrong` also how it may be misread.
    """
    phrases = parse(text).phrases
    alone = len(phrases) == 1
    return [
        [
            phrase.words,
            *(each.words for each in _misreadings(phrase, alone) if wrong),
        ]
        for phrase in phrases
    ]


def misread(query: Query) -> Query | None:
    """Return the query for pages on which one word was misread, None for too many."""
    if not 0 < len(query.phrases) <= MOST_MISREAD:
        return None
    asked = Query(query.phrases, misread=True)
    return asked if any(asked._misread()) else None


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Cut a text at its quotes: (is it quoted, piece)."""
    at = 0
    for match in _QUOTED.finditer(text):
        yield False, text[at : match.start()]
        yield True, match.group(1)
        at = match.end()
    yield False, text[at:]


def indexable(text: str, parts: bool = False) -> list[str]:
    """Return the folded words of `text` as they stand in an index."""
    found = words(text, parts=parts)[:MOST_INDEXED]
    return [word[:LONGEST_WORD] for word in found]
