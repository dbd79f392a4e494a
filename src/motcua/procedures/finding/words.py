"""What the words of a question are worth: a table that administrators may edit.

The file has parts: `frames` are turns of phrase that ask without naming anything
("làm thế nào để"), `weak` are words that hardly tell anything apart, `synonyms` lead
from everyday words and events of life to official words ("sổ đỏ"), `special` are
words by which a title names a special case ("cấp lại"), and `leanings` are words by
which people tell who is asking. All is compared without marks. What administrators
add on their screen (see ``synonyms``) comes on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from functools import lru_cache
import json
from motcua.procedures.finding.synonyms import Meanings
from motcua.procedures.finding.synonyms import own_meanings
from motcua.procedures.finding.terms import marks
from motcua.procedures.finding.terms import tokens
from motcua.storage.settings import settings
from pathlib import Path
import re
from typing import Any
import unicodedata


SHIPPED = Path(__file__).parent / "data" / "search_words.json"
#: A file of this name in the data folder takes the place of the shipped one.
NAME = "search_words.json"

Phrase = tuple[str, ...]
GAP = "…"
#: Words that may stand in a gap.
WIDEST_GAP = 3
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Synonym:
    """What people say, in folded words and as it is spelt, and what it means.

    Written with "…", a phrase may have some words in between ("bố … mất"); `gap` is
    the number of its words before them, 0 for a phrase without.
    """

    say: Phrase
    spelt: Phrase
    means: tuple[Phrase, ...]
    gap: int = 0
    written: str = ""

    def places(self, found: list[str], start: int) -> tuple[int, ...]:
        """Return where its words stand from a place on; () when they do not."""
        first = self.say[: self.gap] if self.gap else self.say
        last = start + len(first)
        if tuple(found[start:last]) != first:
            return ()
        if not self.gap:
            return tuple(range(start, last))
        rest = self.say[self.gap :]
        for place in range(last, last + WIDEST_GAP + 1):
            if tuple(found[place : place + len(rest)]) == rest:
                return (*range(start, last), *range(place, place + len(rest)))
        return ()


@dataclass(frozen=True)
class Leaning:
    """Words that point to a value of a facet: "con tôi" asks as a citizen."""

    say: tuple[Phrase, ...]
    facet: str
    value: str


@dataclass(frozen=True)
class SearchWords:
    """The table ready for use; longer phrases come first."""

    frames: tuple[Phrase, ...]
    weak: frozenset[str]
    synonyms: tuple[Synonym, ...]
    special: tuple[Phrase, ...] = ()
    weak_spelt: frozenset[str] = frozenset()
    leanings: tuple[Leaning, ...] = ()

    @cached_property
    def starting(self) -> dict[str, list[Synonym]]:
        """Return the synonyms by the first word of what people say."""
        found: dict[str, list[Synonym]] = {}
        for synonym in self.synonyms:
            found.setdefault(synonym.say[0], []).append(synonym)
        return found

    def starting_with(self, text: str, whole: bool) -> Iterator[Synonym]:
        """Iterate over synonyms whose first word is `text`, or only begins so."""
        if whole:
            yield from self.starting.get(text, ())
            return
        for word, synonyms in self.starting.items():
            if word.startswith(text):
                yield from synonyms

    @cached_property
    def says(self) -> frozenset[Phrase]:
        """Return everything that people say."""
        return frozenset(synonym.say for synonym in self.synonyms)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Return every word of what people say, foreign ones like "visa" among them."""
        return frozenset(word for synonym in self.synonyms for word in synonym.say)

    def with_own(self, own: Meanings) -> SearchWords:
        """Return the table with what the site says itself put in its place.

        A phrase that means nothing is taken out, a shipped one included.
        """
        said = {_spelt(say): _synonym(say, means) for say, means in own}
        kept = [each for each in self.synonyms if each.spelt not in said]
        kept += [each for each in said.values() if each.say and each.means]
        return replace(self, synonyms=_sorted(kept))


class WordsError(ValueError):
    """The table cannot be used; the message names the file and the place."""


def search_words(site: Any = None) -> SearchWords:
    """Return the table in use; a change acts at once, in every process."""
    path, changed = _source()
    return _joined(path, changed, own_meanings(site))


def _source() -> tuple[Path, int]:
    """Return the file in use and when it was changed."""
    own = settings().var / NAME
    try:
        return own, own.stat().st_mtime_ns
    except FileNotFoundError:
        return SHIPPED, SHIPPED.stat().st_mtime_ns


def shipped_rows() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Iterate over the table's synonyms as written: what is said, what it means."""
    path, _changed = _source()
    for row in json.loads(path.read_text(encoding="utf-8"))["synonyms"]:
        for say in row["say"]:
            yield say, tuple(row["mean"])


@lru_cache(maxsize=4)
def _joined(path: Path, changed: int, own: Meanings) -> SearchWords:
    table = _read(path, changed)
    return table.with_own(own) if own else table


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> SearchWords:
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise WordsError(f"{path}: {error!r}") from error


def parse(table: dict[str, Any]) -> SearchWords:
    """Return the table of a JSON object; KeyError or TypeError when malformed."""
    synonyms = [
        _synonym(say, row["mean"]) for row in table["synonyms"] for say in row["say"]
    ]
    return SearchWords(
        frames=_longest_first(_phrase(text) for text in table["frames"]),
        weak=frozenset(word for text in table["weak"] for word in tokens(text)),
        weak_spelt=frozenset(word for text in table["weak"] for word in _spelt(text)),
        synonyms=_sorted(each for each in synonyms if each.say),
        special=_longest_first(_phrase(text) for text in table.get("special", ())),
        leanings=tuple(
            Leaning(tuple(map(_phrase, row["say"])), row["facet"], row["value"])
            for row in table.get("leanings", ())
        ),
    )


def _phrase(text: str) -> Phrase:
    return tuple(tokens(text))


def _spelt(text: str) -> Phrase:
    written = unicodedata.normalize("NFC", text.lower())
    return tuple(marks(word) for word in _WORD.findall(written))


def _synonym(say: str, means: Iterable[str]) -> Synonym:
    """Return a synonym; a code or date in it stands as its parts."""
    say = say.replace("...", GAP)
    return Synonym(
        _phrase(" ".join(_WORD.findall(say))),
        _spelt(say),
        tuple(_phrase(mean) for mean in means),
        len(_spelt(say.partition(GAP)[0])) if GAP in say else 0,
        say,
    )


def _sorted(synonyms: Any) -> tuple[Synonym, ...]:
    return tuple(sorted(synonyms, key=lambda each: (-len(each.say), each.spelt)))


def _longest_first(phrases: Any) -> tuple[Phrase, ...]:
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))
