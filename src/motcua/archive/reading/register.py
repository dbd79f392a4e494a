"""Requests, copies and covered copies in SQL: who reads stands there by code only."""

from __future__ import annotations

from motcua.archive.reading import making
from motcua.archive.reading import removing
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading import twins
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
    from datetime import date

LARGEST_PAGE: Final = 200

#: ``wipe_on`` is the first day on which copies are to be wiped, NULL for none.
REQUESTS = sa.Table(
    "reading_requests",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("agency", sa.String(40), nullable=False),
    sa.Column("login", sa.String(64), nullable=False),
    sa.Column("use", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
    sa.Column("asked_at", UTCDateTime, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("wipe_on", sa.Date),
    sa.Index("ix_reading_requests_agency", "agency", "asked_at"),
    sa.Index("ix_reading_requests_login", "login", "asked_at"),
    sa.Index("ix_reading_requests_wipe_on", "wipe_on"),
)

#: The register of copies: ``number`` is 0 of those that are only read.
COPIES = sa.Table(
    "reading_copies",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("document", sa.String(64), primary_key=True),
    sa.Column("item", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("made_at", UTCDateTime, nullable=False),
    sa.Column("wiped", sa.Boolean, nullable=False),
    sa.Index("ix_reading_copies_document", "document"),
    sa.Index("ix_reading_copies_item", "item"),
)


def _files(name: str) -> sa.Table:
    """Return a table of stored files."""
    return sa.Table(
        name,
        metadata,
        sa.Column("code", sa.String(80), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Index(f"ix_{name}_sha256", "sha256"),
    )


FILES: Final = _files("reading_files")
TWINS = sa.Table(
    "reading_twins",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("document", sa.String(64), nullable=False),
    sa.Column("ready", sa.Boolean, nullable=False),
)
TWIN_FILES: Final = _files("reading_twin_files")


@implementer(IProjection, IDerivesJobs, IIssuesNumbers)
class Requests(SidedProjection):
    """Requests onto ``reading_requests``; they ask for their copies, and their end."""

    follows = ("motcua.archive.reading.store.Request",)
    table = REQUESTS
    sides = (COPIES, FILES)

    def row(self, obj: store.Request) -> dict[str, Any]:
        """Return the row of a request."""
        found = requests.view(obj)
        days = [
            one.until
            for one in found.items.values()
            if one.until and one.state in (requests.AGREED, requests.ENDED)
        ]
        names = ("code", "length", "agency", "login", "use", "state", "until")
        return {
            **{name: getattr(found, name) for name in names},
            "waiting": len(found.open),
            "asked_at": found.asked_at,
            "wipe_on": min(days, default=None),
            COPIES.name: tuple(_copies(found)),
            FILES.name: tuple(sorted(found.digests)),
        }

    def truth(self, site: Any) -> Iterator[store.Request]:
        """Iterate over every request of the site."""
        return store.every_request(site)

    def jobs(self, obj: store.Request) -> Iterator[Wanted]:
        """Ask for copies that were agreed on, and for the end of those wiped."""
        for event in requests.view(obj).events:
            key = f"{obj.code}:{event.number}"
            if event.type == "wipe":
                yield Wanted(removing.REMOVE, key, {}, Urgency.SOON)
            elif event.facts.get("agreed") or event.facts.get("covered"):
                yield Wanted(making.MAKE, key, {}, Urgency.SOON)

    def numbers(self, obj: store.Request) -> Iterable[tuple[str, str, int]]:
        """Return the numbers in use, see ``IIssuesNumbers``."""
        found = requests.view(obj)
        yield f"reading:{found.agency}", str(found.year), found.number
        for told in _copies(found):
            _document, _item, number, year, *_rest = told
            if number:
                yield f"{making.COPIES}:{found.agency}", str(year), number


def _copies(found: requests.RequestView) -> list[tuple[Any, ...]]:
    """Return the copies of a request as rows, by document."""
    rows: dict[str, tuple[Any, ...]] = {}
    for event in found.events:
        if event.type != "made":
            continue
        item = event.facts["item"]
        wiped = found.items[item].state == requests.WIPED
        for told in event.facts["pieces"]:
            rows[told["code"]] = (
                told["code"],
                item,
                int(told["number"]),
                event.at.year,
                int(told["pages"]),
                event.at,
                wiped,
            )
    return [rows[code] for code in sorted(rows)]


@implementer(IProjection, IDerivesJobs)
class Twins(SidedProjection):
    """Covered copies onto ``reading_twins``; they ask to be made."""

    follows = ("motcua.archive.reading.store.Twin",)
    table = TWINS
    sides = (TWIN_FILES,)

    def row(self, obj: store.Twin) -> dict[str, Any]:
        """Return the row of a covered copy."""
        found = twins.view(obj)
        kept = {found.sha256, *found.older} - {""}
        return {
            "code": found.code,
            "length": found.length,
            "document": found.document,
            "ready": bool(found.sha256),
            TWIN_FILES.name: tuple(sorted(kept)),
        }

    def truth(self, site: Any) -> Iterator[store.Twin]:
        """Iterate over every covered copy of the site."""
        return store.every_twin(site)

    def jobs(self, obj: store.Twin) -> Iterator[Wanted]:
        """Ask for the last one that was wanted."""
        found = twins.view(obj)
        key = f"{found.document}:{found.asked}"
        yield Wanted(making.COVER, key, {}, Urgency.SOON)


@implementer(IRefersToFiles)
class ReadingFiles:
    """See ``IRefersToFiles``: copies that are not wiped, and covered copies."""

    def refers(self, first: str, last: str) -> Iterator[str]:
        """Give the hashes in this range, some of them more than once."""
        with register_engine().connect() as connection:
            for table in (FILES, TWIN_FILES):
                digest = table.c.sha256
                chosen = sa.select(digest).where(digest.between(first, last))
                yield from connection.execute(chosen).scalars()


def page(
    agencies: Collection[str],
    login: str,
    *,
    waiting: bool = False,
    limit: int = 25,
    offset: int = 0,
) -> list[Any]:
    """Return rows of requests of these agencies or of this reader, the newest first."""
    mine: Any = REQUESTS.c.agency.in_(tuple(agencies))
    if login:
        mine = sa.or_(mine, REQUESTS.c.login == login)
    query = sa.select(REQUESTS).where(mine)
    if waiting:
        query = query.where(REQUESTS.c.waiting > 0)
    query = query.order_by(REQUESTS.c.asked_at.desc(), REQUESTS.c.code.desc())
    query = query.limit(min(max(limit, 0), LARGEST_PAGE)).offset(max(offset, 0))
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def given(agencies: Collection[str], year: int, limit: int = LARGEST_PAGE) -> list[Any]:
    """Return the register of copies of a year, by number, the newest first."""
    query = (
        sa.select(COPIES, REQUESTS.c.agency, REQUESTS.c.use)
        .join(REQUESTS, REQUESTS.c.code == COPIES.c.code)
        .where(
            REQUESTS.c.agency.in_(tuple(agencies)),
            COPIES.c.number > 0,
            COPIES.c.year == year,
        )
        .order_by(COPIES.c.number.desc(), REQUESTS.c.agency)
        .limit(limit)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def due_to_wipe(day: date) -> list[str]:
    """Return codes of requests with a last day before this day."""
    query = sa.select(REQUESTS.c.code).where(REQUESTS.c.wipe_on < day)
    with register_engine().connect() as connection:
        return list(connection.execute(query.order_by(REQUESTS.c.code)).scalars())


def of_item(codes: Collection[str]) -> list[str]:
    """Return codes of requests that have copies of these items or documents."""
    named = tuple(codes)
    chosen = sa.or_(COPIES.c.item.in_(named), COPIES.c.document.in_(named))
    query = sa.select(COPIES.c.code).where(chosen).distinct()
    with register_engine().connect() as connection:
        return sorted(connection.execute(query).scalars())
