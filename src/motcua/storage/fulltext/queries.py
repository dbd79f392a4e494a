"""From what people type to words that a database can look for."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.base.folding import words


LONGEST_QUERY = 2_000
"""Characters of a query that are looked at; nobody asks a longer question."""

MOST_WORDS = 24
"""Different words of a query that are looked for."""

LONGEST_WORD = 64
"""Characters of a word that are kept, when indexing and when asking."""

MOST_INDEXED = 300_000
"""Words of one field that are indexed: some 600 pages."""


@dataclass(frozen=True)
class Query:
    """Folded words, each of them letters, digits and ``. / -`` alone."""

    words: tuple[str, ...]
    prefix: bool = False
    """Whether the last word may go on."""

    every: bool = True
    """Whether all words have to occur, or any of them."""


def parse(text: str, prefix: bool = False, every: bool = True) -> Query:
    """Return the words to look for; none when `text` holds no letter or digit.

    Nothing in `text` is an operator: quotes, stars and NEAR are characters or
    words like others.
    """
    found = tuple(dict.fromkeys(indexable(text[:LONGEST_QUERY])))[:MOST_WORDS]
    return Query(found, prefix, every)


def indexable(text: str, parts: bool = False) -> list[str]:
    """Return the folded words of `text` as they stand in an index."""
    found = words(text, parts=parts)[:MOST_INDEXED]
    return [word[:LONGEST_WORD] for word in found]
