"""The documents of the archive in SQL: which dossier holds which file.

Two projections: dossiers give the rows that say which file belongs to which of
them, and renditions give the text of the pages. The same scan in two dossiers
is one text and two documents, each seen by those who see that dossier.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from motcua.archive import renditions
from motcua.archive.finding import pageindex
from motcua.archive.incoming.attachments import attachments
from motcua.archive.incoming.attachments import ROLES
from motcua.archive.ocr import recognition
from motcua.dossiers import folder as dossiers
from motcua.dossiers import ledger
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IKnowsWhatIsNew
from motcua.storage.interfaces import IProjection
from motcua.storage.jobs import Wanted
from motcua.storage.projections import Fresh
from motcua.storage.projections import TableProjection
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.archive.renditions import Rendition
    from motcua.dossiers.dossier import Dossier

#: Length of a dossier whose files were destroyed: nothing is newer.
DESTROYED: Final = 2**31 - 1

#: One row per dossier that holds files.
HOLDINGS = sa.Table(
    "archive_holdings",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
)

#: One row per file of a dossier; ``number`` is that of the event.
DOCUMENTS = sa.Table(
    "archive_documents",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("paper", sa.String(64), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("media", sa.String(40), nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Index("ix_archive_documents_sha256", "sha256"),
)

#: One row per file that has an archival form.
RENDITIONS = sa.Table(
    "archive_renditions",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("archival", sa.String(64), nullable=False),
    sa.Column("text", sa.String(64), nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("passed", sa.Boolean, nullable=False),
    sa.Column("made_at", UTCDateTime, nullable=False),
    sa.Index("ix_archive_renditions_archival", "archival"),
    sa.Index("ix_archive_renditions_text", "text"),
)

_COLUMNS = [column.name for column in DOCUMENTS.columns if column.name != "code"]


@implementer(IProjection, IKnowsWhatIsNew, IDerivesJobs)
class Documents(TableProjection):
    """Dossiers onto ``archive_holdings`` and ``archive_documents``."""

    follows = ("motcua.dossiers.dossier.Dossier",)
    table = HOLDINGS

    def row(self, obj: Dossier) -> dict[str, Any] | None:
        """Return the dossier's files, None when it never had any."""
        found = attachments(obj)
        if not found and not any(one.type in ROLES for one in ledger.events(obj)):
            return None
        return {
            "code": obj.code,
            # Steps that attach nothing change nothing here.
            "length": found[-1].number if found else DESTROYED,
            "documents": tuple(
                tuple(getattr(one, name) for name in _COLUMNS) for one in found
            ),
        }

    def fresh(self, obj: Dossier, since: int) -> Fresh:
        """Return the files and their jobs when one of the new events attached one."""
        if not any(event.type in ROLES for event in ledger.since(obj, since)):
            return Fresh()
        return Fresh(self.row(obj), self.jobs(obj))

    def truth(self, site: Any) -> Iterator[Dossier]:
        """Iterate over every dossier of the site."""
        return dossiers.walk(site)

    def jobs(self, obj: Dossier) -> Iterator[Wanted]:
        """Ask for the archival form of every file of the dossier."""
        for one in attachments(obj):
            yield recognition.wanted(one.sha256, one.media, one.pages)

    def upsert(self, connection: sa.Connection, row: Mapping[str, Any]) -> bool:
        """Write a newer list of files."""
        written = super().upsert(connection, row)
        if written:
            self._write_documents(connection, row)
        return written

    def replace(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        """Write the list of files whatever stands there."""
        super().replace(connection, row)
        self._write_documents(connection, row)

    def remove(self, connection: sa.Connection, key: tuple[Any, ...]) -> None:
        """Drop the dossier's files from the table."""
        connection.execute(sa.delete(DOCUMENTS).where(DOCUMENTS.c.code == key[0]))
        super().remove(connection, key)

    def stored(
        self, connection: sa.Connection
    ) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Iterate over the rows, each with its files."""
        ordered = sa.select(DOCUMENTS).order_by(DOCUMENTS.c.code, DOCUMENTS.c.number)
        found: dict[str, list[tuple[Any, ...]]] = {}
        for one in connection.execute(ordered).mappings():
            values = tuple(one[name] for name in _COLUMNS)
            found.setdefault(one["code"], []).append(values)
        for key, row in super().stored(connection):
            yield key, {**row, "documents": tuple(found.get(key[0], ()))}

    def _write_documents(
        self, connection: sa.Connection, row: Mapping[str, Any]
    ) -> None:
        code = row["code"]
        connection.execute(sa.delete(DOCUMENTS).where(DOCUMENTS.c.code == code))
        rows = [
            {"code": code, **dict(zip(_COLUMNS, one, strict=True))}
            for one in row["documents"]
        ]
        if rows:
            connection.execute(sa.insert(DOCUMENTS), rows)


@implementer(IProjection)
class Texts(TableProjection):
    """Renditions onto ``archive_renditions`` and the full-text index."""

    follows = ("motcua.archive.renditions.Rendition",)
    table = RENDITIONS

    def row(self, obj: Rendition) -> dict[str, Any]:
        """Return the row of a rendition; the text is read when it is written."""
        return {
            "sha256": obj.original,
            # A rendition never changes, so every row of it is the newest.
            "length": 1,
            "archival": obj.archival,
            "text": obj.text,
            "pages": obj.pages,
            "passed": obj.passed,
            "made_at": obj.made_at,
        }

    def truth(self, site: Any) -> Iterator[Rendition]:
        """Iterate over every rendition of the site."""
        return renditions.every(site)

    def upsert(self, connection: sa.Connection, row: Mapping[str, Any]) -> bool:
        """Write a new rendition and the text of its pages."""
        written = super().upsert(connection, row)
        if written:
            _index(connection, row)
        return written

    def replace(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        """Write the rendition and its pages whatever stands there."""
        super().replace(connection, row)
        _index(connection, row)

    def remove(self, connection: sa.Connection, key: tuple[Any, ...]) -> None:
        """Drop the rendition and its pages."""
        pageindex.drop(connection, key[0])
        super().remove(connection, key)


def _index(connection: sa.Connection, row: Mapping[str, Any]) -> None:
    pageindex.put(connection, row["sha256"], renditions.read_texts(row["text"]))
