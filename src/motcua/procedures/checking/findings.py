"""What the linter found in the whole catalogue, counted per rule and agency.

Reading ten thousand procedures takes a minute, so a job counts into two tables of SQL
and screens read those; the sentences of one procedure are made when it is looked at.
The tables follow from the catalogue and the day: the job of every night makes them
anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from motcua.base.folding import fold
from motcua.organisation import units
from motcua.procedures import forms
from motcua.procedures.checking import reviews
from motcua.procedures.checking.linter import check
from motcua.procedures.checking.linter import Finding
from motcua.procedures.checking.linter import Known
from motcua.procedures.checking.linter import RULES
from motcua.procedures.checking.linter import title_key
from motcua.procedures.definitions import Version
from motcua.procedures.entries import agency_name
from motcua.procedures.naming import names
from motcua.procedures.naming.successors import Book
from motcua.procedures.tables import ENTRIES
from motcua.procedures.tables import FACETS
from motcua.storage.schema import metadata
import sqlalchemy as sa
from typing import Any
from typing import Final
from zope.i18n import translate


#: Findings of a procedure: how many of each rule.
FINDINGS = sa.Table(
    "procedure_findings",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("rule", sa.String(40), primary_key=True),
    sa.Column("severity", sa.String(10), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Index("ix_procedure_findings_rule", "rule"),
)
#: Agencies of a procedure, "" for one that names none.
KEEPERS = sa.Table(
    "procedure_keepers",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("agency", sa.String(300), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Index("ix_procedure_keepers_agency", "agency"),
)
#: Procedures read before what was loaded is let go.
BATCH: Final = 200
#: A name that so many procedures use is no typing error.
USUAL: Final = 10
LONGEST_AGENCY: Final = 300


@dataclass(frozen=True)
class Ground:
    """What is known of the catalogue as a whole when it is checked on a day."""

    on: date
    book: Book
    twins: dict[str, tuple[str, ...]]
    agencies: frozenset[str]


@dataclass(frozen=True)
class Counted:
    """One line of a count: a rule or an agency, procedures and findings in all."""

    name: str
    procedures: int
    findings: int
    serious: int


def ground(connection: sa.Connection, on: date, site: Any = None) -> Ground:
    """Return what rules may know of the whole catalogue."""
    book = names.book(site)
    titles: dict[str, set[str]] = {}
    rows = connection.execute(sa.select(ENTRIES.c.code, ENTRIES.c.title).distinct())
    for code, title in rows:
        titles.setdefault(title_key(title), set()).add(code)
    twins = {
        code: tuple(sorted(codes - {code}))
        for codes in titles.values()
        if len(codes) > 1
        for code in codes
    }
    counted = sa.select(FACETS.c.value).where(FACETS.c.facet == "agency")
    counted = counted.group_by(FACETS.c.value).having(sa.func.count() >= USUAL)
    usual = connection.execute(counted).scalars()
    known = {fold(unit.name) for unit in units.all(site=site)}
    known |= {fold(row.new) for row in book.listed("agency")}
    known |= {fold(name) for name in usual}
    return Ground(on, book, twins, frozenset(known))


def known_of(content: Any, about: Ground, site: Any = None) -> Known:
    """Return what the rules may know of one procedure."""
    attached = forms.listed(content)
    source = content.source
    return Known(
        on=about.on,
        published=content.state == "published",
        last_day=content.ending.last_day if content.ending is not None else None,
        review_due=reviews.due(content, site),
        twins=about.twins.get(content.id, ()),
        forms=frozenset(
            name for form in attached for name in (form.paper, fold(form.name)) if name
        ),
        doubts=frozenset(source.flags if source is not None else ()),
        agencies=about.agencies,
        book=about.book,
    )


def shown_version(content: Any, on: date) -> Version | None:
    """Return what the linter looks at: what holds, or else what was adopted last."""
    found: Version | None = content.in_force(on) or content.latest()
    return found


def of(content: Any, about: Ground, site: Any = None) -> tuple[Finding, ...]:
    """Return the findings of one procedure on the day of `about`."""
    version = shown_version(content, about.on)
    if version is None:
        return ()
    return check(version, about.on, known_of(content, about, site))


def scan(
    home: Any,
    engine: sa.Engine,
    on: date,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Check every published procedure and write the counts; return how many."""
    with engine.begin() as connection:
        about = ground(connection, on)
    codes = list(home.objectIds())
    found: list[dict[str, Any]] = []
    keepers: list[dict[str, Any]] = []
    checked = 0
    for number, code in enumerate(codes, start=1):
        content = home[code]
        version = shown_version(content, on) if content.state == "published" else None
        if version is not None:
            checked += 1
            keepers += _keepers(version, about)
            found += _counts(code, of(content, about))
        if number % BATCH == 0:
            home._p_jar.cacheMinimize()
            if progress is not None:
                progress(number, len(codes))
    with engine.begin() as connection:
        for table, rows in ((FINDINGS, found), (KEEPERS, keepers)):
            connection.execute(sa.delete(table))
            for first in range(0, len(rows), 1000):
                connection.execute(sa.insert(table), rows[first : first + 1000])
    return checked


def _counts(code: str, found: tuple[Finding, ...]) -> Iterator[dict[str, Any]]:
    for rule, number in Counter(one.rule for one in found).items():
        severity = RULES[rule].severity
        yield {"code": code, "rule": rule, "severity": severity, "number": number}


def _keepers(version: Version, about: Ground) -> Iterator[dict[str, Any]]:
    for agency in keepers_of(version, about.book, about.on):
        yield {"code": version.code, "agency": agency, "title": version.title}


def keepers_of(version: Version, book: Book, on: date) -> list[str]:
    """Return the agencies of a version under their names of today; [""] for none."""
    named = version.competent or version.agencies
    found = {
        book.name("agency", agency_name(name), on)[:LONGEST_AGENCY] for name in named
    }
    return sorted(found) or [""]


def by_rule(connection: sa.Connection, agency: str | None = None) -> list[Counted]:
    """Return the counts per rule, of one agency if asked; rules in their order."""
    where = [] if agency is None else [FINDINGS.c.code.in_(_codes(agency))]
    rows = connection.execute(_counting(FINDINGS.c.rule).where(*where))
    found = {row[0]: Counted(*row) for row in rows}
    return [found[name] for name in RULES if name in found]


def by_agency(connection: sa.Connection, rule: str | None = None) -> list[Counted]:
    """Return the counts per agency, of one rule if asked; most findings first."""
    joined = FINDINGS.join(KEEPERS, KEEPERS.c.code == FINDINGS.c.code)
    statement = _counting(KEEPERS.c.agency).select_from(joined)
    if rule is not None:
        statement = statement.where(FINDINGS.c.rule == rule)
    rows = [Counted(*row) for row in connection.execute(statement)]
    return sorted(rows, key=lambda row: (-row.findings, row.name))


def _counting(column: Any) -> Any:
    serious = sa.case((FINDINGS.c.severity == "serious", FINDINGS.c.number), else_=0)
    return sa.select(
        column,
        sa.func.count(sa.distinct(FINDINGS.c.code)),
        sa.func.sum(FINDINGS.c.number),
        sa.func.sum(serious),
    ).group_by(column)


def _codes(agency: str) -> Any:
    return sa.select(KEEPERS.c.code).where(KEEPERS.c.agency == agency)


def procedures(
    connection: sa.Connection,
    rule: str | None = None,
    agency: str | None = None,
    first: int = 0,
    size: int | None = None,
) -> list[tuple[str, str, int, int]]:
    """Return (code, title, findings, serious ones), the worst first, then by code."""
    titles = (
        sa.select(KEEPERS.c.code, sa.func.min(KEEPERS.c.title).label("title"))
        .group_by(KEEPERS.c.code)
        .subquery()
    )
    serious = sa.case((FINDINGS.c.severity == "serious", FINDINGS.c.number), else_=0)
    worst, number = sa.func.sum(serious), sa.func.sum(FINDINGS.c.number)
    statement = (
        sa.select(FINDINGS.c.code, titles.c.title, number, worst)
        .join(titles, titles.c.code == FINDINGS.c.code)
        .group_by(FINDINGS.c.code, titles.c.title)
        .order_by(worst.desc(), number.desc(), FINDINGS.c.code)
        .offset(first)
    )
    if rule is not None:
        statement = statement.where(FINDINGS.c.rule == rule)
    if agency is not None:
        statement = statement.where(FINDINGS.c.code.in_(_codes(agency)))
    if size is not None:
        statement = statement.limit(size)
    return [
        (row[0], row[1], int(row[2]), int(row[3]))
        for row in connection.execute(statement)
    ]


def export(
    home: Any, about: Ground, language: Any = "vi", codes: list[str] | None = None
) -> Iterator[tuple[str, ...]]:
    """Give the rows of a table of all findings, a head first; for CSV."""
    yield ("code", "title", "agency", "rule", "severity", "place", "message")
    for number, code in enumerate(codes or sorted(home.objectIds()), start=1):
        content = home.get(code)
        if content is None or content.state != "published":
            continue
        version = shown_version(content, about.on)
        if version is None:
            continue
        agencies = "; ".join(keepers_of(version, about.book, about.on))
        for one in of(content, about):
            yield (
                code,
                version.title,
                agencies,
                one.rule,
                one.severity,
                one.place,
                str(translate(one.message, target_language=language)),
            )
        if number % BATCH == 0:
            home._p_jar.cacheMinimize()
