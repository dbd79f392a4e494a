"""Finding pages of the archive by their words, among what a person may see.

Pages are indexed once per file. Whether a hit is shown is decided in SQL by the same
table of rights that opens the dossiers. Among a million pages a word may stand on half
of them: so hits are read one after the other, the newest first, until a page is full,
and nobody counts or ranks the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.archive.documents import DOCUMENTS
from motcua.archive.documents import RENDITIONS
from motcua.archive.pageindex import INDEX
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.inbox import visible
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.storage.fulltext import Snippet

#: Letters of a SHA-256, with which the ids of pages begin.
_DIGEST: Final = 64
#: The longest page of hits that is ever read at once.
LARGEST_PAGE = 100


@dataclass(frozen=True)
class Filters:
    """What a hit must be besides; empty fields ask for nothing.

    ``year`` is that of receipt in Vietnam, ``unit`` the code of the unit that received
    the dossier, ``role`` one of ``attachments.ROLES``' values.
    """

    year: int | None = None
    unit: str = ""
    role: str = ""

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """Return what rows of dossiers and documents must satisfy."""
        found: list[sa.ColumnElement[bool]] = []
        if self.year is not None:
            begin = datetime(self.year, 1, 1, tzinfo=VIETNAM)
            end = datetime(self.year + 1, 1, 1, tzinfo=VIETNAM)
            found += [DOSSIERS.c.received_at >= begin, DOSSIERS.c.received_at < end]
        if self.unit:
            found.append(DOSSIERS.c.unit == self.unit)
        if self.role:
            found.append(DOCUMENTS.c.role == self.role)
        return found


#: No filter at all.
EVERYTHING: Final = Filters()


@dataclass(frozen=True)
class Found:
    """A page that holds the words, in one dossier the person may see.

    A scan that lies in several dossiers is one hit per dossier. ``sha256`` is
    the original, ``archival`` its PDF/A; ``page`` counts from 1.
    """

    code: str
    paper: str
    title: str
    role: str
    number: int
    page: int
    sha256: str
    archival: str
    snippet: Snippet


@dataclass(frozen=True)
class Results:
    """Hits, the newest first, those with the words side by side before all others.

    ``total`` counts the pages found so far; there are others when ``more`` is true.
    """

    query: str
    total: int
    more: bool
    rows: tuple[Found, ...]


def search(
    groups: Iterable[str],
    query: str,
    *,
    filters: Filters = EVERYTHING,
    misread: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Return pages that hold all words of ``query``, with or without marks.

    ``groups`` are the person's groups today; without a duty nothing is found. Words
    between quotes stand one after the other; with ``misread`` pages are returned on
    which one word is as a scanner misreads it, and only those. Never raises for what
    somebody types.
    """
    may_see = sa.and_(visible(tuple(groups)), *filters.conditions())

    def seen(page: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        return sa.exists().where(
            DOCUMENTS.c.sha256 == sa.func.substr(page, 1, _DIGEST),
            DOCUMENTS.c.code == DOSSIERS.c.code,
            may_see,
        )

    limit, offset = min(max(limit, 0), LARGEST_PAGE), max(offset, 0)
    with register_engine().connect() as connection:
        hits = INDEX.newest(
            connection, query, seen, limit=limit, offset=offset, misread=misread
        )
        rows = [
            found for hit in hits.rows for found in _holders(connection, hit, may_see)
        ]
    return Results(query, hits.total, hits.more, tuple(rows))


def _holders(connection: sa.Connection, hit: Any, may_see: Any) -> list[Found]:
    """Return the hit once for each dossier that holds the file and may be seen."""
    sha256, _slash, page = hit.id.partition("/")
    held = (
        sa.select(
            DOCUMENTS.c.code,
            DOCUMENTS.c.paper,
            DOCUMENTS.c.title,
            DOCUMENTS.c.role,
            DOCUMENTS.c.number,
            RENDITIONS.c.archival,
        )
        .join(DOSSIERS, DOSSIERS.c.code == DOCUMENTS.c.code)
        .join(RENDITIONS, RENDITIONS.c.sha256 == DOCUMENTS.c.sha256)
        .where(DOCUMENTS.c.sha256 == sha256, may_see)
        .order_by(DOCUMENTS.c.code, DOCUMENTS.c.number)
        .limit(LARGEST_PAGE)
    )
    return [
        Found(
            code=row.code,
            paper=row.paper,
            title=row.title,
            role=row.role,
            number=row.number,
            page=int(page),
            sha256=sha256,
            archival=row.archival,
            snippet=hit.snippet,
        )
        for row in connection.execute(held)
    ]
