"""Packages in SQL: lists read these; nothing in them is truth."""

from __future__ import annotations

from motcua.archive.packages import accessions
from motcua.archive.packages import deliveries
from motcua.archive.packages import store
from motcua.archive.packages import taking
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IIssuesNumbers
from motcua.storage.interfaces import IProjection
from motcua.storage.interfaces import IRefersToFiles
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
from motcua.storage.sides import SidedProjection
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Iterator

#: The longest page that is read at once.
LARGEST_PAGE: Final = 200

IN: Final = "in"
OUT: Final = "out"


def _packages(name: str) -> sa.Table:
    """Return a table of packages: ``way`` is the channel, ``of`` the file in them."""
    return sa.Table(
        name,
        metadata,
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("of", sa.String(200), nullable=False),
        sa.Column("title", sa.String(1000), nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Index(f"ix_{name}_agency", "agency", "at"),
    )


def _files(name: str) -> sa.Table:
    """Return the table of stored files to which packages refer."""
    return sa.Table(
        name,
        metadata,
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Index(f"ix_{name}_sha256", "sha256"),
    )


RECEIVED: Final = _packages("packages_received")
RECEIVED_FILES: Final = _files("packages_received_files")
SENT: Final = _packages("packages_sent")
SENT_FILES: Final = _files("packages_sent_files")
_TABLES: Final = {IN: RECEIVED, OUT: SENT}


def _number(code: str) -> tuple[str, int]:
    """Return year and number of a code."""
    _kind, year, number = code.split("-")
    return year, int(number)


@implementer(IProjection, IDerivesJobs, IIssuesNumbers)
class Accessions(SidedProjection):
    """What came onto ``packages_received``; asks for what waits for a job."""

    follows = ("motcua.archive.packages.store.Accession",)
    table = RECEIVED
    sides = (RECEIVED_FILES,)

    def row(self, obj: store.Accession) -> dict[str, Any]:
        """Return the row of an accession."""
        found = accessions.view(obj)
        kept = {found.sha256, found.report, found.index} - {""}
        if found.destroyed:
            kept = set()
        elif found.index:
            kept |= set(taking.digests_of(found.index))
        return {
            "code": found.code,
            "length": found.length,
            "agency": found.agency,
            "state": found.state,
            "kind": found.kind[:16],
            "way": (found.channel or found.way)[:40],
            "of": found.file[:200],
            "title": found.title[:1000],
            "documents": found.documents,
            "at": found.at,
            RECEIVED_FILES.name: tuple(sorted(kept)),
        }

    def truth(self, site: Any) -> Iterator[store.Accession]:
        """Iterate over everything that came."""
        return store.every_accession(site)

    def jobs(self, obj: store.Accession) -> Iterator[Wanted]:
        """Ask for what is judged later, and for what was accepted."""
        for event in accessions.view(obj).events:
            key = f"{obj.code}:{event.number}"
            if event.type == "again" or event.facts.get("later"):
                yield Wanted(accessions.KIND, key, {}, Urgency.SOON)
            elif event.type == "accept":
                yield Wanted(taking.KIND, key, {}, Urgency.SOON)

    def numbers(self, obj: store.Accession) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        year, number = _number(obj.code)
        yield "accession", year, number


@implementer(IProjection, IDerivesJobs, IIssuesNumbers)
class Deliveries(SidedProjection):
    """What was sent onto ``packages_sent``; asks for its way to the channel."""

    follows = ("motcua.archive.packages.store.Delivery",)
    table = SENT
    sides = (SENT_FILES,)

    def row(self, obj: store.Delivery) -> dict[str, Any]:
        """Return the row of a delivery."""
        found = deliveries.view(obj)
        kept = {
            str(event.facts[name])
            for event in found.events
            for name in ("sha256", "receipt")
            if event.facts.get(name) and not (found.destroyed and name == "sha256")
        }
        return {
            "code": found.code,
            "length": found.length,
            "agency": found.agency,
            "state": found.state,
            "kind": found.kind,
            "way": found.channel[:40],
            "of": found.of[:200],
            "title": "",
            "documents": 0,
            "at": found.at,
            SENT_FILES.name: tuple(sorted(kept)),
        }

    def truth(self, site: Any) -> Iterator[store.Delivery]:
        """Iterate over everything that was sent."""
        return store.every_delivery(site)

    def jobs(self, obj: store.Delivery) -> Iterator[Wanted]:
        """Ask for the way to the channel."""
        yield Wanted(deliveries.KIND, obj.code, {}, Urgency.SOON)

    def numbers(self, obj: store.Delivery) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        year, number = _number(obj.code)
        yield "delivery", year, number


def page(
    agencies: Collection[str],
    direction: str,
    *,
    state: str = "",
    limit: int = 25,
    offset: int = 0,
) -> list[Any]:
    """Return rows of packages of these agencies, the newest first."""
    table = _TABLES[direction]
    asked: list[Any] = [table.c.agency.in_(tuple(agencies))]
    if state:
        asked.append(table.c.state == state)
    query = (
        sa.select(table)
        .where(*asked)
        .order_by(table.c.at.desc(), table.c.code.desc())
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


@implementer(IRefersToFiles)
class PackageFiles:
    """See ``IRefersToFiles``: packages, reports, and what came in them."""

    def refers(self, first: str, last: str) -> Iterator[str]:
        """Give the hashes in this range, some of them more than once."""
        with register_engine().connect() as connection:
            for table in (RECEIVED_FILES, SENT_FILES):
                digest = table.c.sha256
                chosen = sa.select(digest).where(digest.between(first, last))
                yield from connection.execute(chosen).scalars()
