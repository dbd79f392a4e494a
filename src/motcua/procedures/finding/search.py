"""Finding published procedures, by the words of citizens or of the law.

All words count for more than some, pairs of neighbours for more than words, titles
for more than the rest. A national code comes first. The day is asked for with every
search, so that what has ended is gone the same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as data
from datetime import date
import math
from motcua.base.vietnam import today
from motcua.procedures.finding import browse
from motcua.procedures.finding.browse import Facets
from motcua.procedures.finding.browse import Filters
from motcua.procedures.finding.index import Array
from motcua.procedures.finding.index import current
from motcua.procedures.finding.index import Index
from motcua.procedures.finding.index import Kept
from motcua.procedures.finding.index import Segment
from motcua.procedures.finding.places import Place
from motcua.procedures.finding.questions import Question
from motcua.procedures.finding.questions import understand
from motcua.procedures.finding.spelling import meant
from motcua.procedures.finding.terms import BODY_MARK
from motcua.procedures.finding.words import search_words
from motcua.procedures.finding.words import SearchWords
from motcua.storage.engines import register_engine
import numpy as np
from operator import itemgetter
import re
import time
from typing import Any
from typing import Final


#: Candidates that are ranked; nobody turns to page thirty of a search.
CANDIDATES: Final = 300
#: Share of the best score below which a hit is no hit.
FLOOR: Final = 0.2
#: Share of the question's words that the best hit must hold to be called certain.
CERTAIN: Final = 0.5
#: Part of the score that does not depend on how much of the question is covered.
UNCOVERED: Final = 0.15
#: Words in fewer titles than this are also looked up in the texts.
RARE: Final = 20
#: How much more a word of the texts counts that stands in no title.
ONLY_IN_TEXTS: Final = 4.0
#: Terms worth less are not looked up when there are better ones.
NEGLIGIBLE: Final = 0.05
MOST_TERMS: Final = 80
#: What is left of the score of a special case that was not asked for.
SPECIAL: Final = 0.85
#: ... and of what is for others than those who seem to ask.
LEANING: Final = 0.85
EXACT_MARKS: Final = 0.2
#: The best so many are looked at for the marks of their words.
MARKED: Final = 60
CODE_SCORE: Final = 1000.0
#: What an unknown word would be worth if it were known: like one in few titles.
UNKNOWN: Final = 5.0
LARGEST_LIMIT: Final = 200
#: Words worth as much are marked in what is shown.
SHOWN: Final = 0.15
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Result:
    """One procedure found; `score` only compares within one search."""

    code: str
    title: str
    score: float
    field: str = ""
    level: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Results:
    """What a search found: `total` of all pages, `results` of this one.

    `facets` counts values over all pages. `certain` is False when the best hit
    leaves out much of what was asked: an honest page then says so. `meant` is the
    question with misspelt words put right, `wanted` are the folded words that were
    looked for, `places` the places that were named.
    """

    query: str
    total: int
    took_ms: float
    results: tuple[Result, ...]
    facets: Facets = data(default_factory=dict)
    certain: bool = True
    meant: str = ""
    wanted: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()


def search(
    query: str,
    *,
    field: str | None = None,
    level: str | None = None,
    agency: str | None = None,
    audience: str | None = None,
    channel: str | None = None,
    online: str | None = None,
    spot: str | None = None,
    limit: int = 20,
    offset: int = 0,
    on: date | None = None,
    site: Any = None,
) -> Results:
    """Search the published procedures that hold on the day `on` (today).

    Without words this is browsing: everything that passes the filters, by field
    and title. `limit` is cut to `LARGEST_LIMIT`. The words of the site's own come
    from `site`, or the site in use; the register is that of the process.
    """
    started = time.perf_counter()
    filters = Filters(field, level, agency, audience, channel, online, spot)
    limit = max(0, min(limit, LARGEST_LIMIT))
    offset = max(0, offset)
    words = search_words(site)
    day = on or today()
    with register_engine().connect() as connection:
        if query.strip():
            index = current(connection)
            question = understand(query, words, index)
            found = _ranked(index, question, filters, day)
            total = len(found.hits)
            counted = browse.counted(each for _score, each in found.hits)
            shown = found.hits[offset : offset + limit]
            rows = [_result(each, score) for score, each in shown]
            certain = found.certain
            more = _more(query, index, question, words)
        else:
            total, listed = browse.page(connection, filters, day, limit, offset)
            rows = [_result(row, 0.0) for row in listed]
            counted = browse.kept_facets(connection, filters, day)
            certain, more = True, {}
    took = (time.perf_counter() - started) * 1000
    return Results(query, total, round(took, 1), tuple(rows), counted, certain, **more)


def _more(
    query: str, index: Index, question: Question, words: SearchWords
) -> dict[str, Any]:
    """Return what a page says about the question itself."""
    singles = ((t, worth) for t, worth in question.terms.items() if " " not in t)
    return {
        "meant": "" if question.code else meant(query, index, words),
        "wanted": frozenset(t for t, worth in singles if worth >= SHOWN),
        "places": tuple(_written(query, each, question) for each in question.places),
    }


def _written(query: str, place: Place, question: Question) -> str:
    """Return a place as it was typed, or folded where that is not clear."""
    typed = _WORD.findall(query)
    if len(typed) != len(question.words):
        return f"{place.kind} {place.name}"
    return " ".join(typed[place.first : place.last])


@dataclass(frozen=True)
class _Ranked:
    hits: list[tuple[float, Kept]]
    certain: bool


def _ranked(index: Index, question: Question, filters: Filters, on: date) -> _Ranked:
    """Add the terms up, and rank what they find."""
    if not question.terms and not question.code:
        return _Ranked([], False)
    weights, whole = _weights(index, question)
    hits = _candidates(index, question, weights, whole, filters, on)
    certain = bool(hits) and hits[0][1] >= CERTAIN * whole
    # Only the first pages are put into their last order: by marks, short titles first.
    first = [(_marked(hit[0], hit[2], question), hit[2]) for hit in hits[:MARKED]]
    first.sort(key=lambda hit: (-hit[0], len(hit[1].title), hit[1].code))
    floor = FLOOR * first[0][0] if first else 0.0
    rest = [(score, each) for score, _cover, each in hits[MARKED:]]
    ranked = [hit for hit in (*first, *rest) if hit[0] >= floor]
    named = _by_code(index, question.code, filters, on)
    if named:
        ids = {each.id for each in named}
        ranked = [hit for hit in ranked if hit[1].id not in ids]
        ranked[:0] = [(CODE_SCORE, each) for each in named]
        certain = True
    return _Ranked(ranked, certain)


def _weights(
    index: Index, question: Question
) -> tuple[dict[str, tuple[float, float]], float]:
    """Return what each term adds to score and to coverage, and the whole of the latter.

    A term counts for more the fewer procedures have it. Words that frame the
    question are left out where others say what is asked.
    """
    terms = question.terms
    best = max(terms.values(), default=0.0)
    kept = {t: worth for t, worth in terms.items() if worth >= NEGLIGIBLE * best}
    kept = dict(sorted(kept.items(), key=lambda item: -item[1])[:MOST_TERMS])
    weights: dict[str, tuple[float, float]] = {}
    whole = 0.0
    for term, worth in kept.items():
        number = index.known(term)
        rarity = math.log(1 + index.size / number) if number else UNKNOWN
        single = " " not in term
        if single:
            whole += worth * rarity
        if number:
            weights[term] = (worth * rarity, worth * rarity if single else 0.0)
        if single and number < RARE and (inside := index.known(BODY_MARK + term)):
            rarity = math.log(1 + index.size / inside)
            lift = 1.0 if number else ONLY_IN_TEXTS
            weights[BODY_MARK + term] = (
                worth * rarity * lift,
                worth * rarity * (0.5 if number else 1.0),
            )
    return weights, whole


def _candidates(
    index: Index,
    question: Question,
    weights: dict[str, tuple[float, float]],
    whole: float,
    filters: Filters,
    on: date,
) -> list[tuple[float, float, Kept]]:
    """Return the best entries with score and coverage, best first."""
    found: list[tuple[float, float, Kept]] = []
    for segment, alive in zip(index.segments, index.alive, strict=True):
        if not len(segment):
            continue
        score, cover = segment.added(weights)
        score *= UNCOVERED + (1 - UNCOVERED) * np.minimum(cover / max(whole, 0.001), 1)
        score *= _prior(segment, question)
        score[~_passing(segment, alive, filters, on)] = 0.0
        best = np.flatnonzero(score)
        if len(best) > CANDIDATES:
            best = np.argpartition(score, -CANDIDATES)[-CANDIDATES:]
        best = best[np.argsort(-score[best], kind="stable")]
        kept = [segment.kept[n] for n in best.tolist()]
        found += zip(score[best].tolist(), cover[best].tolist(), kept, strict=True)
    if len(index.segments) > 1:
        found.sort(key=itemgetter(0), reverse=True)
    return found[:CANDIDATES]


def _passing(segment: Segment, alive: Array, filters: Filters, on: date) -> Array:
    """Return which entries hold on the day and pass the filters."""
    passing = alive & segment.open(on)
    for facet, value in filters.chosen():
        passing &= segment.tagged(facet, value)
    return passing


def _prior(segment: Segment, question: Question) -> Array:
    """Return what every score is multiplied with, whatever words it came from.

    Who asks for a licence does not mean its renewal or its withdrawal: titles of
    special cases come after the plain one, unless their words are asked for.
    """
    prior = np.ones(len(segment))
    if question.special:
        phrases = tuple(question.special)
        not_asked = [not asked for asked in question.special.values()]
        prior[segment.holding(phrases)[not_asked].any(axis=0)] = SPECIAL
    for facet, value in question.leanings:
        prior[~segment.tagged(facet, value)] *= LEANING
    return prior


def _marked(score: float, each: Kept, question: Question) -> float:
    """Return the score, raised where the marks typed are those printed."""
    if not question.marked:
        return score
    share = len(question.marked & each.marked) / len(question.marked)
    return score * (1 + EXACT_MARKS * share)


def _by_code(index: Index, code: str, filters: Filters, on: date) -> list[Kept]:
    """Return the entries with a code that hold on the day and pass the filters."""
    return [
        each
        for each in index.by_code.get(code, ())
        if (each.begins or on) <= on <= (each.ends or on)
        and set(filters.chosen()) <= set(each.tags)
    ]


def _result(each: Any, score: float) -> Result:
    return Result(
        each.code, each.title, round(score, 2), each.field, each.level, each.digest
    )
