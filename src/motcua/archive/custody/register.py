"""Places, paper and stocktakings in SQL: nothing in these tables is truth."""

from __future__ import annotations

from motcua.archive.custody import counts
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import lying
from motcua.archive.holdings import store as holdings
from motcua.storage.interfaces import IIssuesNumbers
from motcua.storage.interfaces import IProjection
from motcua.storage.projections import TableProjection
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

#: Names are told in lists as far as they fit there.
_NAME: Final = 200

#: ``moved`` is the number of the last move, 0 of one that cannot be taken back.
PLACES = sa.Table(
    "custody_places",
    metadata,
    sa.Column("barcode", sa.String(40), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("agency", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("inside", sa.String(40), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
    sa.Column("name", sa.String(_NAME), nullable=False),
    sa.Column("moved", sa.Integer, nullable=False),
    sa.Column("moved_did", sa.String(16), nullable=False),
    sa.Column("moved_by", sa.String(64), nullable=False),
    sa.Column("moved_at", UTCDateTime, nullable=False),
    sa.Index("ix_custody_places_inside", "inside", "retired", "barcode", "size"),
    sa.Index("ix_custody_places_agency", "agency", "kind", "barcode"),
    sa.Index("ix_custody_places_moved", "moved_by", "moved_at"),
)

#: Files whose paper was put somewhere or lent once. ``until`` is the day by which it is
#: to be back, ``last`` the number of the last event, 0 of one that cannot be undone.
PAPERS = sa.Table(
    "custody_papers",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("box", sa.String(40), nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("login", sa.String(64), nullable=False),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Column("last_did", sa.String(16), nullable=False),
    sa.Column("last_by", sa.String(64), nullable=False),
    sa.Column("last_at", UTCDateTime, nullable=False),
    sa.Index("ix_custody_papers_box", "box", "code"),
    sa.Index("ix_custody_papers_until", "fonds", "until", "code"),
    sa.Index("ix_custody_papers_login", "login", "until"),
    sa.Index("ix_custody_papers_last", "last_by", "last_at"),
)

COUNTS = sa.Table(
    "custody_counts",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("agency", sa.String(40), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("place", sa.String(40), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("begun_at", UTCDateTime, nullable=False),
    sa.Index("ix_custody_counts_agency", "agency", "year", "number"),
)


@implementer(IProjection, IIssuesNumbers)
class Places(TableProjection):
    """Stores, shelves and boxes onto ``custody_places``."""

    follows = ("motcua.archive.custody.store.Place",)
    table = PLACES

    def row(self, obj: store.Place) -> dict[str, Any]:
        """Return the row of a place."""
        found = places.view(obj)
        event = found.events[found.moved - 1]
        names = ("barcode", "length", "agency", "kind", "inside", "size", "retired")
        back = found.before is not None and found.moved == found.length
        return {
            **{name: getattr(found, name) for name in names},
            "name": found.name[:_NAME],
            "moved": found.moved if back else 0,
            "moved_did": event.type,
            "moved_by": event.actor[:64],
            "moved_at": event.at,
        }

    def truth(self, site: Any) -> Iterator[store.Place]:
        """Iterate over every place of the site."""
        return store.every_place(site)

    def numbers(self, obj: store.Place) -> Iterable[tuple[str, str, int]]:
        """Return the number in a code that the house gave, see ``IIssuesNumbers``."""
        found = places.view(obj)
        if number := places.serial(found):
            yield f"{places.SEQUENCE}:{found.agency}:{found.kind}", "", number


@implementer(IProjection)
class Papers(TableProjection):
    """Files whose paper lies somewhere onto ``custody_papers``.

    One that was destroyed or that the historical archive has lies nowhere any more; its
    row stays and says so.
    """

    follows = ("motcua.archive.holdings.store.File",)
    table = PAPERS

    def row(self, obj: holdings.File) -> dict[str, Any] | None:
        """Return the row of a file, None for one whose paper was never put anywhere."""
        found = files.view(obj)
        if found.lying == lying.NOWHERE:
            return None
        here = found.destroyed is None and found.keeping != handed.HISTORICAL
        loan = found.lying.loan if here else None
        last = found.events[found.lying.number - 1]
        back = here and found.lying.before is not None
        return {
            "code": found.code,
            "length": found.length,
            "fonds": found.fonds,
            "box": found.lying.box if here else "",
            "until": loan.until if loan else None,
            "department": loan.department[:40] if loan else "",
            "login": loan.login[:64] if loan else "",
            "last": found.lying.number if back else 0,
            "last_did": last.type,
            "last_by": last.actor[:64],
            "last_at": last.at,
        }

    def truth(self, site: Any) -> Iterator[holdings.File]:
        """Iterate over every file of the site."""
        return holdings.every_file(site)


@implementer(IProjection, IIssuesNumbers)
class Counts(TableProjection):
    """Stocktakings onto ``custody_counts``."""

    follows = ("motcua.archive.custody.store.Count",)
    table = COUNTS

    def row(self, obj: store.Count) -> dict[str, Any]:
        """Return the row of a stocktaking."""
        found = counts.view(obj)
        names = ("code", "length", "agency", "year", "number", "place", "state")
        return {
            **{name: getattr(found, name) for name in names},
            "seen": len(found.codes),
            "begun_at": found.begun_at,
        }

    def truth(self, site: Any) -> Iterator[store.Count]:
        """Iterate over every stocktaking of the site."""
        return store.every_count(site)

    def numbers(self, obj: store.Count) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        found = counts.view(obj)
        yield f"{counts.SEQUENCE}:{found.agency}", str(found.year), found.number
