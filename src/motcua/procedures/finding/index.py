"""The words of all published procedures in memory, ready to be added up.

SQL keeps what each entry weighs under which term; a process reads that once and
follows changes entry by entry. The counter in ``CHANGES`` says at every search
whether anything was written since, so nothing is found that is no longer there.
One large segment holds what was read first, a small one what changed afterwards;
when that grows, both are read again as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
import itertools
import json
from motcua.procedures.finding.browse import PUBLISHED
from motcua.procedures.finding.questions import Vocabulary
from motcua.procedures.finding.terms import BODY_MARK
from motcua.procedures.finding.terms import marks
from motcua.procedures.finding.terms import tokens
from motcua.procedures.tables import CHANGES
from motcua.procedures.tables import ENTRIES
from motcua.procedures.tables import FACETS
from motcua.procedures.tables import PROCEDURES
from motcua.procedures.tables import TERMS
import numpy as np
import re
import sqlalchemy as sa
import threading
from typing import Any
from typing import Final


#: Changed entries, apart from a tenth of all, before everything is read again.
FRESH: Final = 256
#: Numbers in one statement; SQLite takes no more than some thousands.
CHUNK: Final = 500
#: Share of all titles in which a word stands that is one of several without marks.
COMMON: Final = 0.01
_WORD: Final = re.compile(r"[^\W_]+")

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Kept:
    """One published entry as search needs it; `tags` are (facet, value) pairs."""

    id: int
    code: str
    digest: str
    begins: date | None
    ends: date | None
    title: str
    field: str
    level: str
    tags: tuple[tuple[str, str], ...]

    @cached_property
    def words(self) -> list[str]:
        """Return the words of the title in the spelling that is searched for."""
        return tokens(self.title)

    @cached_property
    def marked(self) -> frozenset[str]:
        """Return the words of the title with their marks in a fixed order."""
        return frozenset(marks(word) for word in _WORD.findall(self.title.lower()))


class Segment:
    """Entries with the terms that find them, as arrays; never changed once made."""

    def __init__(self, kept: Sequence[Kept], terms: Sequence[str]) -> None:
        self.kept = tuple(kept)
        self.begins = _days((each.begins for each in kept), date.min)
        self.ends = _days((each.ends for each in kept), date.max)
        self._read(terms)
        self._tagged: dict[tuple[str, str], list[int]] = {}
        for place, each in enumerate(kept):
            for tag in each.tags:
                self._tagged.setdefault(tag, []).append(place)
        self._phrases: dict[tuple[tuple[str, ...], ...], Array] = {}

    def _read(self, terms: Sequence[str]) -> None:
        """Turn entry -> terms round into term -> entries."""
        self.vocabulary: dict[str, int] = {}
        numbers: list[int] = []
        sizes: list[int] = []
        worth: list[float] = []
        runs: list[int] = []
        number_of = self.vocabulary.setdefault
        for text in terms:
            before = len(numbers)
            for weight, found in json.loads(text):
                numbers += [number_of(term, len(self.vocabulary)) for term in found]
                worth.append(weight)
                runs.append(len(found))
            sizes.append(len(numbers) - before)
        places = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        weights = np.repeat(np.array(worth, dtype=np.float32), runs)
        named = np.array(numbers, dtype=np.int32)
        order = np.argsort(named, kind="stable")
        self.places, self.weights = places[order], weights[order]
        counted = np.bincount(named, minlength=len(self.vocabulary))
        self.starts = np.concatenate(([0], np.cumsum(counted)))

    def __len__(self) -> int:
        return len(self.kept)

    @cached_property
    def titles(self) -> dict[str, Counter[str]]:
        """Return words and pairs of the titles with the ways they are written."""
        found: dict[str, Counter[str]] = {}
        for each in self.kept:
            written = _WORD.findall(each.title.lower())
            folded = [tokens(word) for word in written]
            known = [
                (plain[0], word)
                for plain, word in zip(folded, written, strict=True)
                if len(plain) == 1
            ]
            for plain, word in known:
                found.setdefault(plain, Counter())[word] += 1
            for (one, a), (two, b) in itertools.pairwise(known):
                found.setdefault(f"{one} {two}", Counter())[f"{a} {b}"] += 1
        return found

    @cached_property
    def _by_title_word(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for place, each in enumerate(self.kept):
            for word in each.words:
                found.setdefault(word, set()).add(place)
        return found

    @cached_property
    def title_words(self) -> list[str]:
        """Return the words of all titles, sorted."""
        return sorted(self._by_title_word)

    def with_title_word(self, word: str) -> set[int]:
        """Return which entries have a word in their title."""
        return self._by_title_word.get(word, set())

    def span(self, term: str) -> tuple[int, int]:
        """Return where the entries of a term stand; two equal numbers for none."""
        number = self.vocabulary.get(term)
        if number is None:
            return 0, 0
        return int(self.starts[number]), int(self.starts[number + 1])

    def added(self, weights: dict[str, tuple[float, float]]) -> tuple[Array, Array]:
        """Return what the terms add up to for each entry: score and coverage."""
        score = np.zeros(len(self.kept))
        cover = np.zeros(len(self.kept))
        for term, (value, part) in weights.items():
            first, last = self.span(term)
            if first == last:
                continue
            places = self.places[first:last]
            # An entry stands once at most under a term, so this adds to each.
            score[places] += self.weights[first:last] * value
            if part:
                cover[places] += part
        return score, cover

    def open(self, on: date) -> Array:
        """Return which entries hold on a day."""
        day = on.toordinal()
        return (self.begins <= day) & (day <= self.ends)  # type: ignore[no-any-return]

    def tagged(self, facet: str, value: str) -> Array:
        """Return which entries carry a value of a facet."""
        found = np.zeros(len(self.kept), dtype=bool)
        found[self._tagged.get((facet, value), [])] = True
        return found

    def holding(self, phrases: tuple[tuple[str, ...], ...]) -> Array:
        """Return a row per phrase: which titles it stands in."""
        if phrases not in self._phrases:
            rows = np.zeros((len(phrases), len(self.kept)), dtype=bool)
            for number, phrase in enumerate(phrases):
                places = set.intersection(*map(self.with_title_word, phrase))
                held = [n for n in places if _within(phrase, self.kept[n].words)]
                rows[number, held] = True
            self._phrases = {phrases: rows}
        return self._phrases[phrases]


def _within(phrase: tuple[str, ...], words: list[str]) -> bool:
    size = len(phrase)
    return any(
        tuple(words[place : place + size]) == phrase
        for place, word in enumerate(words)
        if word == phrase[0]
    )


def _days(days: Iterable[date | None], instead: date) -> Array:
    return np.array([(day or instead).toordinal() for day in days], dtype=np.int64)


@dataclass(frozen=True)
class Index(Vocabulary):
    """All published entries: segments, each with which of its entries still live."""

    segments: tuple[Segment, ...]
    alive: tuple[Array, ...]

    @cached_property
    def size(self) -> int:
        """Return how many entries there are."""
        return int(sum(int(each.sum()) for each in self.alive))

    def known(self, term: str) -> int:
        """Return in how many entries a term stands, those just replaced included."""
        spans = (segment.span(term) for segment in self.segments)
        return sum(last - first for first, last in spans)

    def knows(self, word: str) -> bool:
        """Say whether a word stands anywhere, be it in a text."""
        return self.known(word) > 0 or self.known(BODY_MARK + word) > 0

    def common(self, word: str) -> bool:
        """Say whether a word stands in so many titles that it is several words."""
        return self.known(word) > COMMON * self.size

    def in_titles(self, term: str) -> int:
        """Return how often a word, or two neighbours, stand in titles."""
        found = (segment.titles.get(term) for segment in self.segments)
        return sum(each.total() for each in found if each)

    def spelt(self, term: str) -> str:
        """Return a word or pair with the marks it mostly has in titles, or ""."""
        for segment in self.segments:
            if each := segment.titles.get(term):
                return each.most_common(1)[0][0]
        return ""

    def live(self) -> Iterable[Kept]:
        """Iterate over the entries."""
        for segment, alive in zip(self.segments, self.alive, strict=True):
            for place in np.flatnonzero(alive):
                yield segment.kept[place]

    @cached_property
    def by_code(self) -> dict[str, list[Kept]]:
        """Return the entries of each code in small letters."""
        found: dict[str, list[Kept]] = {}
        for each in self.live():
            found.setdefault(each.code.lower(), []).append(each)
        return found


@dataclass(frozen=True)
class _Held:
    url: str
    number: int
    index: Index


_held: _Held | None = None
_lock = threading.Lock()


def current(connection: sa.Connection) -> Index:
    """Return the index as the tables are now."""
    global _held
    url = str(connection.engine.url)
    number = connection.execute(sa.select(CHANGES.c.number)).scalar() or 0
    held = _held
    if held is not None and (held.url, held.number) == (url, number):
        return held.index
    with _lock:
        held = _held
        if held is None or (held.url, held.number) != (url, number):
            old = held.index if held is not None and held.url == url else None
            held = _Held(url, number, _read(connection, old))
            _held = held
        return held.index


def forget() -> None:
    """Read everything again at the next search; for tests and restores."""
    global _held
    with _lock:
        _held = None


def _read(connection: sa.Connection, old: Index | None) -> Index:
    """Return the index of the tables, built on the first segment of the old one."""
    query = sa.select(ENTRIES.c.id).join(PROCEDURES).where(_is_published())
    there = {number for (number,) in connection.execute(query).tuples()}
    if old is not None:
        first = old.segments[0]
        alive = np.array([each.id in there for each in first.kept], dtype=bool)
        fresh = there.difference(each.id for each in first.kept)
        gone = len(first) - int(alive.sum())
        if len(fresh) + gone <= max(FRESH, len(first) // 10):
            added = _segment(connection, sorted(fresh))
            every = np.ones(len(added), dtype=bool)
            return Index((first, added), (alive, every))
    whole = _segment(connection, sorted(there))
    return Index((whole,), (np.ones(len(whole), dtype=bool),))


def _is_published() -> Any:
    return PROCEDURES.c.state == PUBLISHED


def _segment(connection: sa.Connection, numbers: list[int]) -> Segment:
    """Read the entries with these numbers; one that has gone meanwhile is left out."""
    kept: list[Kept] = []
    terms: list[str] = []
    for start in range(0, len(numbers), CHUNK):
        wanted = numbers[start : start + CHUNK]
        tags: dict[int, list[tuple[str, str]]] = {}
        listed = sa.select(FACETS).where(FACETS.c.entry.in_(wanted))
        for entry, facet, value in connection.execute(listed).tuples():
            tags.setdefault(entry, []).append((facet, value))
        query = (
            sa.select(ENTRIES, TERMS.c.terms)
            .join(TERMS, TERMS.c.entry == ENTRIES.c.id)
            .where(ENTRIES.c.id.in_(wanted))
            .order_by(ENTRIES.c.id)
        )
        for row in connection.execute(query):
            own = [("field", row.field), ("level", row.level), *tags.get(row.id, ())]
            kept.append(
                Kept(
                    id=row.id,
                    code=row.code,
                    digest=row.digest,
                    begins=row.begins,
                    ends=row.ends,
                    title=row.title,
                    field=row.field,
                    level=row.level,
                    tags=tuple(tag for tag in own if tag[1]),
                )
            )
            terms.append(row.terms)
    return Segment(kept, terms)
