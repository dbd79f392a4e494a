"""What the words of a question are worth: a table that administrators may edit.

The file has three parts: `frames` are turns of phrase that ask without naming
anything ("làm thế nào để"), `weak` are words that hardly tell anything apart, and
`synonyms` lead from everyday words to official ones ("sổ đỏ"). All is compared
without marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
import json
from motcua.procedures.terms import tokens
from motcua.storage.settings import settings
from pathlib import Path
from typing import Any


SHIPPED = Path(__file__).parent / "data" / "search_words.json"
#: A file of this name in the data folder takes the place of the shipped one.
NAME = "search_words.json"

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class SearchWords:
    """The table ready for use; longer phrases come first."""

    frames: tuple[Phrase, ...]
    weak: frozenset[str]
    synonyms: tuple[tuple[Phrase, tuple[Phrase, ...]], ...]


class WordsError(ValueError):
    """The table cannot be used; the message names the file and the place."""


def search_words() -> SearchWords:
    """Return the table in use; a changed file is read again at once."""
    own = settings().var / NAME
    path = own if own.exists() else SHIPPED
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> SearchWords:
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise WordsError(f"{path}: {error!r}") from error


def parse(table: dict[str, Any]) -> SearchWords:
    """Return the table of a JSON object; KeyError or TypeError when malformed."""
    synonyms = [
        (_phrase(say), tuple(_phrase(mean) for mean in row["mean"]))
        for row in table["synonyms"]
        for say in row["say"]
    ]
    return SearchWords(
        frames=_longest_first(_phrase(text) for text in table["frames"]),
        weak=frozenset(word for text in table["weak"] for word in tokens(text)),
        synonyms=tuple(sorted(synonyms, key=lambda pair: -len(pair[0]))),
    )


def _phrase(text: str) -> Phrase:
    return tuple(tokens(text))


def _longest_first(phrases: Any) -> tuple[Phrase, ...]:
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))
