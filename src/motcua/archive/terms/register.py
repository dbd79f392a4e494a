"""Terms in SQL: what is counted and listed reads these; nothing in them is truth."""

from __future__ import annotations

from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import store
from motcua.archive.retention import tables
from motcua.base.folding import fold
from motcua.dossiers import ledger
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IProjection
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from motcua.storage.projections import TableProjection
from motcua.storage.schema import metadata
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator

#: The job that moves terms after a rule; keys are "<table>:<number of the event>".
REVISE: Final = "retention-revise"
#: Names of fields are kept, folded, as far as this.
LONGEST_FIELD: Final = 200

TABLES = sa.Table(
    "retention_tables",
    metadata,
    sa.Column("agency", sa.String(40), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("rules", sa.Integer, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
)

#: A row for each file. ``class`` is "" and ``until`` None before it is closed;
#: ``state`` is ``handed.HISTORICAL`` of one that the historical archive has: its term
#: is no more the agency's. ``waits`` says that the event ``start`` has not come.
#: ``field`` is folded. ``moved_by`` is the revision that moved it last.
TERMS = sa.Table(
    "retention_files",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("heading", sa.String(16), nullable=False),
    sa.Column("medium", sa.String(16), nullable=False),
    sa.Column("record", sa.String(64)),
    sa.Column("class", sa.String(16), nullable=False),
    sa.Column("start", sa.String(16), nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("waits", sa.Boolean, nullable=False),
    sa.Column("ended", sa.Integer, nullable=False),
    sa.Column("starts", sa.Integer),
    sa.Column("by", sa.String(16), nullable=False),
    sa.Column("rule", sa.String(80), nullable=False),
    sa.Column("procedure", sa.String(64), nullable=False),
    sa.Column("field", sa.String(LONGEST_FIELD), nullable=False),
    sa.Column("moved_by", sa.String(80), nullable=False),
    sa.Column("documents", sa.Integer, nullable=False),
    sa.Column("sheets", sa.Integer, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Index("ix_retention_files_until", "fonds", "state", "until"),
    sa.Index("ix_retention_files_moved", "moved_by"),
)


@implementer(IProjection)
class Terms(TableProjection):
    """Terms of files onto ``retention_files``."""

    follows = ("motcua.archive.holdings.store.File",)
    table = TERMS

    def row(self, obj: store.File) -> dict[str, Any]:
        """Return the row of a file."""
        found = files.view(obj)
        kept = found.kept
        term = kept.term if kept is not None else None
        here = found.keeping != handed.HISTORICAL
        return {
            "code": found.code,
            "length": found.length,
            "fonds": found.fonds,
            "state": found.state if here else handed.HISTORICAL,
            "department": found.department,
            "heading": found.heading,
            "medium": found.fields.get("medium", ""),
            "record": found.record or None,
            "class": kept.class_ if kept else "",
            "start": kept.start if kept else "",
            "until": found.until,
            "waits": term.waits if term else False,
            "ended": kept.ended if kept else 0,
            "starts": kept.starts if kept else None,
            "by": kept.by if kept else "",
            "rule": kept.rule if kept else "",
            "procedure": kept.procedure if kept else "",
            "field": fold(kept.field)[:LONGEST_FIELD] if kept else "",
            "moved_by": kept.moved_by if kept else "",
            "documents": found.count,
            "sheets": int(found.fields.get("sheets", 0)),
            "bytes": kept.bytes if kept else 0,
        }

    def truth(self, site: Any) -> Iterator[store.File]:
        """Iterate over every file of the site."""
        return store.every_file(site)


@implementer(IProjection, IDerivesJobs)
class Tables(TableProjection):
    """Tables onto ``retention_tables``; what was accepted in them asks for the job."""

    follows = ("motcua.archive.retention.tables.Table",)
    table = TABLES

    def row(self, obj: tables.Table) -> dict[str, Any]:
        """Return the row of a table."""
        found = tables.view(obj)
        states = [line.state for line in found.lines.values()]
        return {
            "agency": found.agency,
            "length": found.length,
            "rules": states.count(tables.APPROVED),
            "waiting": states.count(tables.PROPOSED),
        }

    def truth(self, site: Any) -> Iterator[tables.Table]:
        """Iterate over every table of the site."""
        return tables.every(site)

    def jobs(self, obj: tables.Table) -> Iterator[Wanted]:
        """Ask for the terms that are to move."""
        for event in ledger.events(obj):
            if event.type == "revise" and event.facts["accepted"]:
                key = f"{obj.code}:{event.number}"
                yield Wanted(REVISE, key, {}, Urgency.BACKGROUND)
