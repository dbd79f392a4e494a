"""Finding pages of the archive by their words, among what a person may see.

Pages are indexed once per file. Whether a hit is shown is decided in SQL: of dossiers
by the same table of rights that opens them, of catalogued documents by the duty that
keeps the archive of their unit. Among a million pages a word may stand on half of
them: so hits are read one after the other, the newest first, until a page is full, and
nobody counts or ranks the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.capture.register import DOCUMENTS as CATALOGUED
from motcua.archive.finding.documents import DOCUMENTS
from motcua.archive.finding.documents import RENDITIONS
from motcua.archive.finding.pageindex import CARD
from motcua.archive.finding.pageindex import FILE
from motcua.archive.finding.pageindex import INDEX
from motcua.archive.finding.scope import DOCUMENT
from motcua.archive.finding.scope import EVERYTHING
from motcua.archive.finding.scope import Filters
from motcua.archive.finding.scope import Scope
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
from motcua.storage.fulltext import Seen
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from motcua.storage.fulltext import Hit
    from motcua.storage.fulltext import Snippet

#: The longest page of hits that is ever read at once.
LARGEST_PAGE: Final = 100


@dataclass(frozen=True)
class Found:
    """A page that holds the words, in one dossier or document the person may see.

    A scan that lies in several dossiers is one hit per dossier. ``sha256`` is
    the original; ``page`` counts from 1 and is 0 for the catalogue card of a document.
    ``place`` counts hits from 1, in the order in which they are read.
    """

    code: str
    paper: str
    title: str
    role: str
    number: int
    page: int
    sha256: str
    place: int
    snippet: Snippet

    @property
    def catalogued(self) -> bool:
        """Whether it is of a catalogued document, not of a dossier."""
        return self.role == DOCUMENT


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
    scope = Scope(tuple(groups), filters)
    limit, offset = min(max(limit, 0), LARGEST_PAGE), max(offset, 0)
    with register_engine().connect() as connection:
        hits = INDEX.newest(
            connection,
            query,
            Seen(scope.seen, FILE, scope.little),
            limit=limit,
            offset=offset,
            misread=misread,
        )
        rows = [
            found
            for place, hit in enumerate(hits.rows, start=offset + 1)
            for found in _holders(connection, hit, place, scope)
        ]
    return Results(query, hits.total, hits.more, tuple(rows))


def _holders(
    connection: sa.Connection, hit: Hit, place: int, scope: Scope
) -> Iterator[Found]:
    """Yield the hit for each dossier and document that holds the file."""
    card = hit.id.startswith(CARD)
    sha256, _slash, page = hit.id.partition("/")
    told: dict[str, Any] = {"place": place, "snippet": hit.snippet}
    if not card and scope.dossiers is not None:
        for row in connection.execute(_held(sha256, scope.dossiers)):
            yield Found(**row._mapping, page=int(page), **told)
    if scope.catalogued is not None:
        of = (
            CATALOGUED.c.code == hit.id.removeprefix(CARD)
            if card
            else CATALOGUED.c.sha256 == sha256
        )
        kept = (
            sa.select(CATALOGUED.c.code, CATALOGUED.c.type, CATALOGUED.c.sha256)
            .where(of, scope.catalogued)
            .order_by(CATALOGUED.c.code)
            .limit(LARGEST_PAGE)
        )
        for code, title, kept_sha256 in connection.execute(kept):
            yield Found(
                code=code,
                paper="",
                title=title,
                role=DOCUMENT,
                number=0,
                page=0 if card else int(page),
                sha256=kept_sha256,
                **told,
            )


def _held(sha256: str, may_see: sa.ColumnElement[bool]) -> sa.Select[Any]:
    columns = ("code", "paper", "title", "role", "number", "sha256")
    return (
        sa.select(*(DOCUMENTS.c[name] for name in columns))
        .join(DOSSIERS, DOSSIERS.c.code == DOCUMENTS.c.code)
        .join(RENDITIONS, RENDITIONS.c.sha256 == DOCUMENTS.c.sha256)
        .where(DOCUMENTS.c.sha256 == sha256, may_see)
        .order_by(DOCUMENTS.c.code, DOCUMENTS.c.number)
        .limit(LARGEST_PAGE)
    )
