"""Appraisal in SQL: disposal lists, and files that are held, listed or destroyed."""

from __future__ import annotations

from motcua.archive.appraisal import lists
from motcua.archive.appraisal import store
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.archive.terms.counting import closed
from motcua.archive.terms.register import TERMS
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

#: The job that destroys; keys are "<list>:<number of event>".
DESTROY: Final = "archive-destroy"
LARGEST_PAGE: Final = 200
_APPRAISAL: Final = frozenset({"hold", "appraise", "destroy"})

LISTS = sa.Table(
    "appraisal_lists",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("files", sa.Integer, nullable=False),
    sa.Column("decided_at", UTCDateTime),
    sa.Index("ix_appraisal_lists_fonds", "fonds", "year", "number"),
)

#: Files on which appraisal ever wrote; ``list`` is "" when one stands on none.
APPRAISED = sa.Table(
    "appraisal_files",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("list", sa.String(80), nullable=False),
    sa.Column("holds", sa.Integer, nullable=False),
    sa.Column("destroyed_at", UTCDateTime),
    sa.Index("ix_appraisal_files_fonds", "fonds", "holds"),
)


@implementer(IProjection, IDerivesJobs, IIssuesNumbers)
class Lists(TableProjection):
    """Disposal lists onto ``appraisal_lists``; they ask for destruction."""

    follows = ("motcua.archive.appraisal.store.DisposalList",)
    table = LISTS

    def row(self, obj: store.DisposalList) -> dict[str, Any]:
        """Return the row of a list."""
        found = lists.view(obj)
        names = ("code", "length", "fonds", "year", "number", "state", "decided_at")
        return {
            **{name: getattr(found, name) for name in names},
            "files": len(found.files),
        }

    def truth(self, site: Any) -> Iterator[store.DisposalList]:
        """Iterate over every list of the site."""
        return store.every_list(site)

    def jobs(self, obj: store.DisposalList) -> Iterator[Wanted]:
        """Ask for the destruction that was asked for."""
        for event in lists.view(obj).events:
            if event.type == "destroy":
                key = f"{obj.code}:{event.number}"
                yield Wanted(DESTROY, key, {}, Urgency.BACKGROUND)

    def numbers(self, obj: store.DisposalList) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        found = lists.view(obj)
        yield f"disposal:{found.fonds}", str(found.year), found.number


@implementer(IProjection)
class Appraised(TableProjection):
    """Files onto ``appraisal_files``, those that appraisal ever wrote on."""

    follows = ("motcua.archive.holdings.store.File",)
    table = APPRAISED

    def row(self, obj: holdings.File) -> dict[str, Any] | None:
        """Return the row of a file, None where appraisal never wrote on it."""
        found = files.view(obj)
        if not any(event.type in _APPRAISAL for event in found.events):
            return None
        gone = found.destroyed
        return {
            "code": found.code,
            "length": found.length,
            "fonds": found.fonds,
            "list": found.appraisal,
            "holds": len(found.holds),
            "destroyed_at": gone.at if gone is not None else None,
        }

    def truth(self, site: Any) -> Iterator[holdings.File]:
        """Iterate over every file of the site."""
        return holdings.every_file(site)


def expired(
    fonds: str, day: date, most: int, groups: Collection[str] | None = None
) -> list[str]:
    """Return codes of closed files whose last day is over and that stand on no list.

    With ``groups`` those of dossiers that are restricted to others are left out.
    """
    busy = sa.exists().where(
        APPRAISED.c.code == TERMS.c.code,
        sa.or_(APPRAISED.c.list != "", APPRAISED.c.destroyed_at.is_not(None)),
    )
    query = (
        sa.select(TERMS.c.code)
        .where(*closed([fonds], groups), TERMS.c.until < day, sa.not_(busy))
        .order_by(TERMS.c.until, TERMS.c.code)
        .limit(most)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).scalars())


def of_fonds(fonds_: Collection[str], *, limit: int = 50, offset: int = 0) -> list[Any]:
    """Return rows of lists of these fonds, the newest first."""
    query = (
        sa.select(LISTS)
        .where(LISTS.c.fonds.in_(tuple(fonds_)))
        .order_by(LISTS.c.year.desc(), LISTS.c.number.desc(), LISTS.c.fonds)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def sitting() -> list[str]:
    """Return codes of lists that lie before a council, in their order."""
    query = (
        sa.select(LISTS.c.code)
        .where(LISTS.c.state == "council")
        .order_by(LISTS.c.fonds, LISTS.c.year, LISTS.c.number)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).scalars())


def held(fonds_: Collection[str], *, limit: int = 50, offset: int = 0) -> list[str]:
    """Return codes of files of these fonds on which holds lie, by code."""
    query = (
        sa.select(APPRAISED.c.code)
        .where(APPRAISED.c.fonds.in_(tuple(fonds_)), APPRAISED.c.holds > 0)
        .order_by(APPRAISED.c.code)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).scalars())
