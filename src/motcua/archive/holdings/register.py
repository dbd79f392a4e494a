"""Holdings in SQL: lists and searches read these; nothing in them is truth."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds
from motcua.archive.holdings import plan
from motcua.archive.holdings import store
from motcua.base.folding import fold
from motcua.dossiers.inbox import visible
from motcua.dossiers.register import CLOSED
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IIssuesNumbers
from motcua.storage.interfaces import IProjection
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from motcua.storage.projections import TableProjection
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Iterator
    from datetime import date

#: The job that makes files of closed dossiers; keys are "<fonds>:<number of event>".
GATHER: Final = "holdings-gather"
#: The longest page of files that is read at once, and the longest table.
LARGEST_PAGE: Final = 200
LARGEST_TABLE: Final = 10_000
_TITLE: Final = 1000

FONDS = sa.Table(
    "holdings_fonds",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("agency", sa.String(40), nullable=False),
    sa.Column("keeper", sa.String(40), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("title", sa.String(500), nullable=False),
)

LISTS = sa.Table(
    "holdings_lists",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("entries", sa.Integer, nullable=False),
)

#: ``words`` is the title, folded; ``record`` the dossier that a file was made of.
FILES = sa.Table(
    "holdings_files",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("list", sa.String(64), nullable=False),
    sa.Column("heading", sa.String(16), nullable=False),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("origin", sa.String(16), nullable=False),
    sa.Column("title", sa.String(_TITLE), nullable=False),
    sa.Column("words", sa.String(_TITLE), nullable=False),
    sa.Column("retention", sa.String(16), nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("access", sa.String(16), nullable=False),
    sa.Column("medium", sa.String(16), nullable=False),
    sa.Column("begins", sa.String(10), nullable=False),
    sa.Column("ends", sa.String(10), nullable=False),
    sa.Column("record", sa.String(64)),
    sa.Column("documents", sa.Integer, nullable=False),
    sa.Column("sheets", sa.Integer, nullable=False),
    sa.Column("opened_at", UTCDateTime, nullable=False),
    sa.Column("closed_at", UTCDateTime),
    sa.Index("ix_holdings_files_fonds", "fonds", "year", "number"),
    sa.Index("ix_holdings_files_department", "department", "year", "number"),
    sa.Index("ix_holdings_files_heading", "list", "heading"),
    sa.Index("ix_holdings_files_until", "fonds", "until"),
    sa.Index("ix_holdings_files_record", "record"),
)


@implementer(IProjection, IDerivesJobs)
class AllFonds(TableProjection):
    """Fonds onto ``holdings_fonds``; they ask for files of closed dossiers."""

    follows = ("motcua.archive.holdings.store.Fonds",)
    table = FONDS

    def row(self, obj: store.Fonds) -> dict[str, Any]:
        """Return the row of a fonds."""
        found = fonds.view(obj)
        return {
            "code": found.code,
            "length": found.length,
            "agency": found.agency,
            "keeper": found.keeper,
            "state": found.state,
            "title": found.title[:500],
        }

    def truth(self, site: Any) -> Iterator[store.Fonds]:
        """Iterate over every fonds of the site."""
        return store.every_fonds(site)

    def jobs(self, obj: store.Fonds) -> Iterator[Wanted]:
        """Ask for the files that were asked for."""
        for event in fonds.view(obj).events:
            if event.type == "gather":
                key = f"{obj.name}:{event.number}"
                yield Wanted(GATHER, key, {}, Urgency.BACKGROUND)


@implementer(IProjection)
class Lists(TableProjection):
    """File lists onto ``holdings_lists``."""

    follows = ("motcua.archive.holdings.store.FileList",)
    table = LISTS

    def row(self, obj: store.FileList) -> dict[str, Any]:
        """Return the row of a file list."""
        found = plan.fold(obj)
        return {
            "code": found.code,
            "length": found.length,
            "fonds": found.fonds,
            "year": found.year,
            "state": found.state,
            "entries": len(found.entries),
        }

    def truth(self, site: Any) -> Iterator[store.FileList]:
        """Iterate over every file list of the site."""
        return store.every_list(site)


@implementer(IProjection, IIssuesNumbers)
class Files(TableProjection):
    """Files onto ``holdings_files``."""

    follows = ("motcua.archive.holdings.store.File",)
    table = FILES

    def row(self, obj: store.File) -> dict[str, Any]:
        """Return the row of a file."""
        found = files.view(obj)
        told = found.fields
        names = ("code", "length", "fonds", "year", "number", "state", "list")
        return {
            **{name: getattr(found, name) for name in names},
            "heading": found.heading,
            "department": found.department,
            "origin": found.origin,
            "title": found.title[:_TITLE],
            # What was destroyed is found by its code alone.
            "words": fold(found.code if found.destroyed else found.title)[:_TITLE],
            "retention": told.get("retention", ""),
            "until": found.until,
            "access": told.get("access", ""),
            "medium": told.get("medium", ""),
            "begins": told.get("begin", ""),
            "ends": told.get("end", ""),
            "record": found.record or None,
            "documents": found.count,
            "sheets": int(told.get("sheets", 0)),
            "opened_at": found.opened_at,
            "closed_at": found.closed_at,
        }

    def truth(self, site: Any) -> Iterator[store.File]:
        """Iterate over every file of the site."""
        return store.every_file(site)

    def numbers(self, obj: store.File) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        found = files.view(obj)
        yield f"file:{found.fonds}", str(found.year), found.number


@dataclass(frozen=True)
class Asked:
    """Which files are listed: "" and 0 ask for nothing.

    ``fonds`` are those whose archive the person keeps, ``departments`` those whose
    files they make; what is in neither is not listed. ``words`` are looked for in the
    title. ``listed`` is False for files outside any file list.
    """

    fonds: Collection[str]
    departments: Collection[str]
    groups: Collection[str]
    of: str = ""
    year: int = 0
    state: str = ""
    retention: str = ""
    origin: str = ""
    heading: str = ""
    words: str = ""
    listed: bool = True
    until: date | None = None


def _open_to(groups: Collection[str]) -> Any:
    """Return the condition on a dossier: it is not restricted to others."""
    return sa.or_(sa.not_(DOSSIERS.c.restricted), visible(tuple(groups)))


def shown_to(record: Any, groups: Collection[str]) -> Any:
    """Return the condition on a file: it is of no dossier that is restricted to others.

    ``record`` is the column with the code of the dossier. What a person may not see is
    not counted either.
    """
    held = sa.exists().where(DOSSIERS.c.code == record, _open_to(groups))
    return sa.or_(record.is_(None), held)


def _mine(wanted: Asked) -> list[Any]:
    mine = sa.or_(
        FILES.c.fonds.in_(tuple(wanted.fonds)),
        FILES.c.department.in_(tuple(wanted.departments)),
    )
    return [mine, shown_to(FILES.c.record, wanted.groups)]


def _conditions(wanted: Asked) -> list[Any]:
    found = _mine(wanted)
    asked = {
        "fonds": wanted.of,
        "year": wanted.year,
        "state": wanted.state,
        "retention": wanted.retention,
        "origin": wanted.origin,
        "heading": wanted.heading,
    }
    found += [FILES.c[name] == value for name, value in asked.items() if value]
    found += [
        FILES.c.words.contains(word, autoescape=True)
        for word in fold(wanted.words).split()[:8]
    ]
    if not wanted.listed:
        found.append(FILES.c.heading == "")
    if wanted.until is not None:
        found.append(FILES.c.until <= wanted.until)
    return found


def page(wanted: Asked, *, limit: int = 25, offset: int = 0) -> list[Any]:
    """Return rows of files, the newest year first, in it by number."""
    query = (
        sa.select(FILES)
        .where(*_conditions(wanted))
        .order_by(FILES.c.year.desc(), FILES.c.fonds, FILES.c.number)
        .limit(min(max(limit, 0), LARGEST_TABLE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def years(wanted: Asked) -> list[int]:
    """Return the years of which there are files, the newest first."""
    query = (
        sa.select(FILES.c.year)
        .where(*_mine(wanted))
        .distinct()
        .order_by(FILES.c.year.desc())
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).scalars())


def by_heading(list_: str, groups: Collection[str]) -> dict[str, int]:
    """Return how many files that the groups may see stand under each entry."""
    query = (
        sa.select(FILES.c.heading, sa.func.count())
        .where(FILES.c.list == list_, shown_to(FILES.c.record, groups))
        .group_by(FILES.c.heading)
    )
    with register_engine().connect() as connection:
        return dict(connection.execute(query).tuples().all())


def of_fonds(
    fonds_: Collection[str], groups: Collection[str]
) -> dict[str, tuple[int, int]]:
    """Return (files, documents) of each fonds, as far as the groups may see them."""
    query = (
        sa.select(FILES.c.fonds, sa.func.count(), sa.func.sum(FILES.c.documents))
        .where(FILES.c.fonds.in_(tuple(fonds_)), shown_to(FILES.c.record, groups))
        .group_by(FILES.c.fonds)
    )
    with register_engine().connect() as connection:
        rows = connection.execute(query).all()
    return {code: (count, int(documents or 0)) for code, count, documents in rows}


def lists_of(fonds_: Collection[str]) -> list[Any]:
    """Return the rows of file lists of these fonds, the newest first."""
    query = (
        sa.select(LISTS)
        .where(LISTS.c.fonds.in_(tuple(fonds_)))
        .order_by(LISTS.c.year.desc(), LISTS.c.fonds)
        .limit(LARGEST_PAGE)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def _unfiled(agency: str, units: Collection[str]) -> list[Any]:
    own = sa.and_(DOSSIERS.c.competent == "", DOSSIERS.c.unit.in_(tuple(units)))
    return [
        DOSSIERS.c.state == CLOSED,
        DOSSIERS.c.foreign_code == "",
        sa.or_(own, DOSSIERS.c.competent == agency),
        sa.not_(sa.exists().where(FILES.c.record == DOSSIERS.c.code)),
    ]


def unfiled(
    agency: str, units: Collection[str], most: int, after: str = ""
) -> list[str]:
    """Return codes of closed dossiers of an agency that lie in no file, in order."""
    query = (
        sa.select(DOSSIERS.c.code)
        .where(*_unfiled(agency, units), DOSSIERS.c.code > after)
        .order_by(DOSSIERS.c.code)
        .limit(most)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).scalars())


def unfiled_count(
    agency: str, units: Collection[str], groups: Collection[str] | None = None
) -> int:
    """Return how many closed dossiers of an agency lie in no file.

    With ``groups`` those that are restricted to others are not counted.
    """
    asked = _unfiled(agency, units)
    if groups is not None:
        asked.append(_open_to(groups))
    query = sa.select(sa.func.count()).select_from(DOSSIERS).where(*asked)
    with register_engine().connect() as connection:
        return int(connection.execute(query).scalar_one())
