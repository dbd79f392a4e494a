"""Finding published procedures, by the words of citizens or of the law.

All words count for more than some, pairs of neighbours for more than words, titles
for more than the rest. A national code comes first. The date is a condition of the
query, so that what has ended is gone the same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as data
from datetime import date
import math
from motcua.base.folding import fold
from motcua.procedures import browse
from motcua.procedures.browse import Facets
from motcua.procedures.browse import Filters
from motcua.procedures.questions import marks
from motcua.procedures.questions import Question
from motcua.procedures.questions import understand
from motcua.procedures.tables import ENTRIES
from motcua.procedures.tables import PROCEDURES
from motcua.procedures.tables import TERMS
from motcua.procedures.terms import BODY_MARK
from motcua.procedures.versions import today
from motcua.procedures.words import search_words
from motcua.storage.engines import register_engine
import re
import sqlalchemy as sa
import time
from typing import Any
from typing import Final


#: Candidates that are ranked; nobody turns to page thirty of a search.
CANDIDATES: Final = 300
#: Share of the best score below which a hit is no hit.
FLOOR: Final = 0.3
#: Share of the question's words that the best hit must hold to be called certain.
CERTAIN: Final = 0.5
#: Part of the score that does not depend on how much of the question is covered.
UNCOVERED: Final = 0.15
#: Words in fewer titles than this are also looked up in the texts.
RARE: Final = 20
#: How much more a word of the texts counts that stands in no title.
ONLY_IN_TEXTS: Final = 4.0
#: Terms worth less are not looked up when there are better ones.
NEGLIGIBLE: Final = 0.1
MOST_TERMS: Final = 80
#: The number of terms in a statement is a multiple of this.
STEP: Final = 8
EXACT_MARKS: Final = 0.2
#: The best so many are looked at for the marks of their words.
MARKED: Final = 60
CODE_SCORE: Final = 1000.0
#: What an unknown word would be worth if it were known: like one in few titles.
UNKNOWN: Final = 5.0
LARGEST_LIMIT: Final = 200
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
    leaves out much of what was asked: an honest page then says so.
    """

    query: str
    total: int
    took_ms: float
    results: tuple[Result, ...]
    facets: Facets = data(default_factory=dict)
    certain: bool = True


def search(
    query: str,
    *,
    field: str | None = None,
    level: str | None = None,
    agency: str | None = None,
    audience: str | None = None,
    limit: int = 20,
    offset: int = 0,
    on: date | None = None,
    site: Any = None,
) -> Results:
    """Search the published procedures that hold on the day `on` (today).

    Without words this is browsing: everything that passes the filters, by field
    and title. `limit` is cut to `LARGEST_LIMIT`. `site` is accepted for callers
    that have one; the register is that of the process.
    """
    started = time.perf_counter()
    filters = Filters(field=field, level=level, agency=agency, audience=audience)
    limit = max(0, min(limit, LARGEST_LIMIT))
    offset = max(0, offset)
    question = understand(query, search_words())
    day = on or today()
    with register_engine().connect() as connection:
        if question.terms:
            found = _ranked(connection, question, filters, day)
            total, rows, counted = len(found.hits), found.hits, found.facets
            rows, certain = rows[offset : offset + limit], found.certain
        elif query.strip():
            # Signs and nothing else: there is no word to look for.
            total, rows, counted, certain = 0, [], {}, False
        else:
            total, listed = browse.page(connection, filters, day, limit, offset)
            rows = [_result(row, 0.0) for row in listed]
            counted = browse.kept_facets(connection, filters, day)
            certain = True
    took = (time.perf_counter() - started) * 1000
    return Results(query, total, round(took, 1), tuple(rows), counted, certain)


@dataclass(frozen=True)
class _Ranked:
    hits: list[Result]
    facets: Facets
    certain: bool


def _ranked(
    connection: sa.Connection, question: Question, filters: Filters, on: date
) -> _Ranked:
    """Look the terms up, rank what they find, and count the facets."""
    weights, whole = _weights(connection, question)
    conditions = [*browse.in_force(on), *filters.conditions()]
    rows = _candidates(connection, weights, whole, conditions) if weights else []
    hits = [
        (_score(row, question) if place < MARKED else float(row.score), row)
        for place, row in enumerate(rows)
    ]
    hits.sort(key=lambda hit: (-hit[0], len(hit[1].title), hit[1].code))
    if hits:
        hits = [hit for hit in hits if hit[0] >= FLOOR * hits[0][0]]
    certain = bool(hits) and hits[0][1].cover >= CERTAIN * whole
    named = _by_code(connection, question.code, conditions)
    if named is not None:
        hits = [hit for hit in hits if hit[1].id != named.id]
        hits.insert(0, (CODE_SCORE, named))
        certain = True
    counted = browse.facets_of_rows(connection, [row for _score_, row in hits])
    return _Ranked([_result(row, score) for score, row in hits], counted, certain)


def _weights(
    connection: sa.Connection, question: Question
) -> tuple[dict[str, tuple[float, float]], float]:
    """Return what each term adds to score and to coverage, and the whole of the latter.

    A term counts for more the fewer procedures have it. Words that frame the
    question are left out where others say what is asked.
    """
    terms = question.terms
    best = max(terms.values())
    kept = {t: worth for t, worth in terms.items() if worth >= NEGLIGIBLE * best}
    kept = dict(sorted(kept.items(), key=lambda item: -item[1])[:MOST_TERMS])
    known = _known(connection, list(kept))
    rare = [t for t in kept if " " not in t and known.get(t, 0) < RARE]
    known |= _known(connection, [BODY_MARK + term for term in rare])
    size = connection.execute(sa.select(sa.func.count(ENTRIES.c.id))).scalar_one()
    weights: dict[str, tuple[float, float]] = {}
    whole = 0.0
    for term, worth in kept.items():
        number = known.get(term, 0)
        rarity = math.log(1 + size / number) if number else UNKNOWN
        single = " " not in term
        if single:
            whole += worth * rarity
        if number:
            weights[term] = (worth * rarity, worth * rarity if single else 0.0)
        if single and number < RARE and (inside := known.get(BODY_MARK + term)):
            rarity = math.log(1 + size / inside)
            lift = 1.0 if number else ONLY_IN_TEXTS
            weights[BODY_MARK + term] = (
                worth * rarity * lift,
                worth * rarity * (0.5 if number else 1.0),
            )
    return weights, whole


def _known(connection: sa.Connection, terms: list[str]) -> dict[str, int]:
    """Return in how many entries each term stands; unknown ones are left out."""
    if not terms:
        return {}
    counting = (
        sa.select(TERMS.c.term, sa.func.count())
        .where(TERMS.c.term.in_(terms))
        .group_by(TERMS.c.term)
    )
    return dict(connection.execute(counting).tuples().all())


def _candidates(
    connection: sa.Connection,
    weights: dict[str, tuple[float, float]],
    whole: float,
    conditions: list[Any],
) -> list[Any]:
    """Return the best entries with columns of the table, `score` and `cover`."""
    asked = _asked(weights)
    term, value, part = asked.c
    summed = (
        sa.select(
            TERMS.c.entry,
            sa.func.sum(TERMS.c.weight * value).label("sum"),
            sa.func.sum(part).label("cover"),
        )
        .join(asked, term == TERMS.c.term)
        .group_by(TERMS.c.entry)
        .subquery()
    )
    share = UNCOVERED + (1 - UNCOVERED) * summed.c.cover / max(whole, 0.001)
    score = (summed.c.sum * share).label("score")
    query = (
        sa.select(ENTRIES, score, summed.c.cover)
        .join(summed, summed.c.entry == ENTRIES.c.id)
        .join(PROCEDURES, PROCEDURES.c.code == ENTRIES.c.code)
        .where(*conditions)
        .order_by(score.desc())
        .limit(CANDIDATES)
    )
    return list(connection.execute(query).all())


def _asked(weights: dict[str, tuple[float, float]]) -> sa.CTE:
    """Return the terms asked for as a table of term, value and part.

    Written as VALUES, whose columns both databases name alike, and filled up to few
    different lengths: a statement of a known shape need not be written again.
    """
    rows = [(term, *worth) for term, worth in weights.items()]
    rows += [("", 0.0, 0.0)] * (-len(rows) % STEP)
    row = "(CAST(:t{0} AS VARCHAR), CAST(:v{0} AS FLOAT), CAST(:p{0} AS FLOAT))"
    listed = ", ".join(row.format(place) for place in range(len(rows)))
    values = {
        f"{name}{place}": value
        for place, found in enumerate(rows)
        for name, value in zip("tvp", found, strict=True)
    }
    kinds = (sa.String, sa.Float, sa.Float)
    columns: list[sa.ColumnClause[Any]] = [
        sa.column(f"column{n}", kind) for n, kind in enumerate(kinds, 1)
    ]
    return sa.text(f"VALUES {listed}").bindparams(**values).columns(*columns).cte()


def _score(row: Any, question: Question) -> float:
    """Return the score of a row, raised where the marks typed are those printed."""
    if not question.marked:
        return float(row.score)
    title = {marks(word) for word in _WORD.findall(row.title.lower())}
    share = len(question.marked & title) / len(question.marked)
    return float(row.score) * (1 + EXACT_MARKS * share)


def _by_code(connection: sa.Connection, code: str, conditions: list[Any]) -> Any:
    """Return the entry with a code, or None."""
    if not code:
        return None
    query = sa.select(ENTRIES).where(
        sa.func.lower(ENTRIES.c.code) == fold(code), *conditions
    )
    return connection.execute(query).first()


def _result(row: Any, score: float) -> Result:
    return Result(
        row.code, row.title, round(score, 2), row.field, row.level, row.digest
    )
