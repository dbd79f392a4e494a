"""Batches in SQL: one row each with its figures, the files and jobs it asks for."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from motcua.archive.capture import card
from motcua.archive.capture import documents
from motcua.archive.capture import erasing
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.finding import pageindex
from motcua.archive.incoming.names import EXTENSIONS
from motcua.archive.ocr import recognition
from motcua.dossiers import ledger
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IKnowsWhatIsNew
from motcua.storage.interfaces import IProjection
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from motcua.storage.projections import Fresh
from motcua.storage.projections import TableProjection
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
from motcua.storage.sides import SidedProjection
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from motcua.archive.capture.documents import ArchiveDocument
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event

#: The longest page of batches that is read at once.
LARGEST_PAGE: Final = 100
#: Kinds of jobs; keys are "<batch>:<number of the arrival or event>", of a look that
#: was asked for again "<batch>:<arrival>:<event>".
LOOK: Final = "capture-look"
FILE: Final = "capture-file"

BATCHES = sa.Table(
    "capture_batches",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("scanner", sa.String(40), nullable=False),
    sa.Column("opened_at", UTCDateTime, nullable=False),
    *(
        sa.Column(name, sa.String(64), nullable=False, server_default="")
        for name in ("opened_by", "operator")
    ),
    *(
        sa.Column(name, sa.Integer, nullable=False, server_default="0")
        for name in ("items", "examined", "defective", "accepted", "refused")
    ),
    *(
        sa.Column(name, sa.Integer, nullable=False)
        for name in (
            "declared",
            "arrived",
            "cut",
            "documents",
            "filed",
            "covers",
            "unassigned",
            "rejected",
            "quarantined",
            "turned_away",
        )
    ),
    sa.Index("ix_capture_batches_unit", "unit", "opened_at"),
)


#: Stored files of a batch: what arrived, what was seen on it, what was filed.
FILES = sa.Table(
    "capture_files",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Index("ix_capture_files_sha256", "sha256"),
)


#: Dossiers of a batch.
DOSSIERS = sa.Table(
    "capture_dossiers",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("dossier", sa.String(64), primary_key=True),
    sa.Index("ix_capture_dossiers_dossier", "dossier"),
)


#: Documents of plain papers; ``master`` is the signed file. Of the catalogue there is
#: only what lists are narrowed by; ``issued`` is a day, a month or a year (ISO 8601).
DOCUMENTS = sa.Table(
    "capture_documents",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("batch", sa.String(64), nullable=False),
    sa.Column("file_code", sa.String(64), nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("master", sa.String(64)),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("filed_at", UTCDateTime, nullable=False),
    sa.Column("type", sa.String(100), nullable=False, server_default=""),
    sa.Column("agency", sa.String(200), nullable=False, server_default=""),
    sa.Column("access", sa.String(16), nullable=False, server_default=""),
    sa.Column("issued", sa.String(10), nullable=False, server_default=""),
    sa.Index("ix_capture_documents_sha256", "sha256"),
    sa.Index("ix_capture_documents_master", "master"),
    sa.Index("ix_capture_documents_batch", "batch"),
    sa.Index(
        "ix_capture_documents_awaiting",
        "unit",
        "filed_at",
        sqlite_where=sa.text("state = 'awaiting'"),
        postgresql_where=sa.text("state = 'awaiting'"),
    ),
    sa.Index("ix_capture_documents_unit_type", "unit", "type"),
    sa.Index("ix_capture_documents_unit_agency", "unit", "agency"),
)


@implementer(IProjection, IKnowsWhatIsNew, IDerivesJobs)
class Batches(SidedProjection):
    """Batches with their files and dossiers onto SQL; they ask for jobs."""

    follows = ("motcua.archive.capture.store.Batch",)
    table = BATCHES
    sides = (FILES, DOSSIERS)

    def row(self, obj: Batch) -> dict[str, Any]:
        """Return the row of a batch."""
        found = layout.fold(obj)
        return {
            "code": obj.code,
            "length": obj.length,
            "unit": found.unit,
            "purpose": found.purpose,
            "state": found.state,
            "scanner": found.scanner,
            "opened_at": datetime.fromisoformat(found.opened_at),
            "opened_by": found.opened_by,
            "items": len(found.documents),
            **_examined(ledger.events(obj)),
            "declared": found.declared,
            **vars(found.figures),
            FILES.name: tuple(sorted(files_of(obj))),
            DOSSIERS.name: tuple(sorted(found.dossiers)),
        }

    def truth(self, site: Any) -> Iterator[Batch]:
        """Iterate over every batch of the site."""
        return store.batches(site)

    def fresh(self, obj: Batch, since: int) -> Fresh:
        """Return the row, and the jobs that the new events call for."""
        return Fresh(self.row(obj), tuple(_jobs(obj, since)))

    def jobs(self, obj: Batch) -> Iterator[Wanted]:
        """Ask for a look at every arrival, and for what was to be filed."""
        return _jobs(obj, 1)


def _examined(events: list[Event]) -> dict[str, Any]:
    """Return whose work the batch is, and what was found when it was examined.

    The operator is who handed it in last; who opened it, before that.
    """
    judged = [one for one in events if one.type == "judge"]
    types = Counter(one.type for one in events)
    handed_in = [one.actor for one in events if one.type == "submit"]
    return {
        "operator": handed_in[-1] if handed_in else events[0].actor,
        "examined": len(judged),
        "defective": sum(bool(one.facts["defects"]) for one in judged),
        "accepted": types["accept"],
        "refused": types["refuse"],
    }


def _jobs(batch: Batch, since: int) -> Iterator[Wanted]:
    """Yield the jobs that the events from this number on call for.

    Plain papers are read as well: their catalogue data are proposed from the words. At
    the stack of a counter somebody waits.
    """
    arrival, purpose = 0, layout.fold(batch, 1).purpose
    urgency = Urgency.WAITED if purpose == "counter" else Urgency.SOON
    for event in ledger.events(batch):
        arrival += event.type == "arrive"
        if event.number < since:
            continue
        if event.type == "arrive":
            yield Wanted(LOOK, look_key(batch.code, arrival), {}, urgency)
            if purpose == "papers":
                told = [event.facts[name] for name in ("sha256", "media", "pages")]
                yield recognition.wanted(*told)
        elif event.type == "look_again":
            key = look_key(batch.code, event.facts["arrival"], event.number)
            yield Wanted(LOOK, key, {}, urgency)
        elif event.type == "filing":
            yield Wanted(FILE, f"{batch.code}:{event.number}", {}, urgency)


def look_key(code: str, arrival: int, asked: int = 0) -> str:
    """Return the key of a look; ``asked`` is the event that asked for another one."""
    return f"{code}:{arrival}:{asked}" if asked else f"{code}:{arrival}"


#: Columns that hold a datum of the catalogue under its own name.
_NARROWING: Final = ("type", "agency", "access")


@implementer(IProjection, IDerivesJobs)
class Documents(TableProjection):
    """Documents of plain papers onto ``capture_documents``; asks for their PDF/A.

    What the catalogue says of them goes into the full-text index as a card.
    """

    follows = ("motcua.archive.capture.documents.ArchiveDocument",)
    table = DOCUMENTS

    def row(self, obj: ArchiveDocument) -> dict[str, Any]:
        """Return the row of a document; ``card`` is the text to be searched."""
        found = documents.view(obj)
        told = {name: str(found.fields.get(name) or "") for name in _NARROWING}
        return {
            "code": found.code,
            "length": obj.length,
            "unit": found.unit,
            "batch": found.batch,
            "file_code": found.file_code,
            "ordinal": found.ordinal,
            "state": found.state,
            "sha256": found.sha256,
            "master": found.master or None,
            "pages": found.pages,
            "filed_at": found.filed_at,
            **told,
            "issued": str(found.fields.get("date") or ""),
            "card": "" if found.state == documents.DESTROYED else card.text(found),
        }

    def upsert(self, connection: sa.Connection, row: Mapping[str, Any]) -> bool:
        """Write a newer row and its card."""
        written = super().upsert(connection, row)
        if written:
            _put_card(connection, row)
        return written

    def replace(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        """Write the row and its card whatever stands there."""
        super().replace(connection, row)
        _put_card(connection, row)

    def remove(self, connection: sa.Connection, key: tuple[Any, ...]) -> None:
        """Drop the row and its card."""
        pageindex.drop_card(connection, key[0])
        super().remove(connection, key)

    def stored(
        self, connection: sa.Connection
    ) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Iterate over the rows, each with its card."""
        cards = pageindex.cards(connection)
        for key, row in super().stored(connection):
            yield key, {**row, "card": cards.get(row["code"], "")}

    def truth(self, site: Any) -> Iterator[ArchiveDocument]:
        """Iterate over every document of the site."""
        return store.documents(site)

    def jobs(self, obj: ArchiveDocument) -> Iterator[Wanted]:
        """Ask for the archival form of the file."""
        found = documents.view(obj)
        # What came from elsewhere may be of a kind that nobody opens here.
        if found.state != documents.DESTROYED and found.media in EXTENSIONS:
            yield recognition.wanted(found.sha256, found.media, found.pages)


def _put_card(connection: sa.Connection, row: Mapping[str, Any]) -> None:
    """Index the card of a document; nothing is found of one that was destroyed."""
    if row["card"]:
        pageindex.put_card(connection, row["code"], row["card"])
    else:
        pageindex.drop_card(connection, row["code"])


def files_of(batch: Batch) -> set[str]:
    """Return the digests of all stored files that a batch refers to.

    Those that its chain names, but for what was destroyed.
    """
    return erasing.files_of(batch)


def of_units(
    units: Iterable[str],
    *,
    states: Iterable[str] = (),
    limit: int = 25,
    offset: int = 0,
) -> list[Any]:
    """Return rows of batches of these units, the newest first."""
    query = sa.select(BATCHES).where(BATCHES.c.unit.in_(tuple(units)))
    if wanted := tuple(states):
        query = query.where(BATCHES.c.state.in_(wanted))
    page = (
        query.order_by(BATCHES.c.opened_at.desc(), BATCHES.c.code.desc())
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(page).mappings())


def stack_of(dossier: str) -> str:
    """Return the newest batch of the counter that is open for a dossier, "" for none.

    A moment after it was opened it may not be found yet.
    """
    query = (
        sa.select(BATCHES.c.code)
        .join(DOSSIERS, DOSSIERS.c.code == BATCHES.c.code)
        .where(
            DOSSIERS.c.dossier == dossier,
            BATCHES.c.purpose == "counter",
            BATCHES.c.state == "open",
        )
        .order_by(BATCHES.c.opened_at.desc(), BATCHES.c.code.desc())
        .limit(1)
    )
    with register_engine().connect() as connection:
        return str(connection.execute(query).scalar() or "")


def awaiting(
    units: Iterable[str], *, limit: int = 25, offset: int = 0
) -> tuple[int, list[str]]:
    """Return how many documents of units await their signature, and codes of a page.

    The first that were filed come first.
    """
    waits = sa.and_(
        DOCUMENTS.c.unit.in_(tuple(units)), DOCUMENTS.c.state == documents.AWAITING
    )
    page = (
        sa.select(DOCUMENTS.c.code)
        .where(waits)
        .order_by(DOCUMENTS.c.filed_at, DOCUMENTS.c.code)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    total = sa.select(sa.func.count()).select_from(DOCUMENTS).where(waits)
    with register_engine().connect() as connection:
        count = int(connection.execute(total).scalar() or 0)
        return count, [str(code) for code in connection.execute(page).scalars()]
