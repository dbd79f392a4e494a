"""Stored files the archive refers to: scans, what was made of them, form copies."""

from __future__ import annotations

from motcua.archive import folder
from motcua.archive.capture.register import DOCUMENTS as CATALOGUED
from motcua.archive.capture.register import FILES
from motcua.archive.finding.documents import DOCUMENTS
from motcua.archive.finding.documents import RENDITIONS
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IDerivesFiles
from motcua.storage.interfaces import IRefersToFiles
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

#: Columns that hold hashes of stored files.
_COLUMNS = (
    DOCUMENTS.c.sha256,
    FILES.c.sha256,
    CATALOGUED.c.sha256,
    CATALOGUED.c.master,
)
#: Of files that were made of others, and of those others.
_DERIVED = (RENDITIONS.c.sha256, RENDITIONS.c.archival, RENDITIONS.c.text)


@implementer(IRefersToFiles)
class ArchiveFiles:
    """See ``IRefersToFiles``; what dossiers hold is read from its projection."""

    def refers(self, first: str, last: str) -> Iterator[str]:
        """Give the hashes in this range, some of them more than once."""
        yield from _between(_COLUMNS, first, last)
        copies = folder.root().form_copies
        yield from copies.keys(first, last)
        for copy, _size, _pages in copies.values():
            if first <= copy <= last:
                yield copy


@implementer(IDerivesFiles)
class DerivedFiles:
    """See ``IDerivesFiles``: archival copies and texts, with what they are made of."""

    def refers(self, first: str, last: str) -> Iterator[str]:
        """Give the hashes in this range, some of them more than once."""
        yield from _between(_DERIVED, first, last)


def _between(columns: Iterable[sa.Column[Any]], first: str, last: str) -> Iterator[str]:
    with register_engine().connect() as connection:
        for column in columns:
            chosen = sa.select(column).where(column.between(first, last))
            yield from connection.execute(chosen).scalars()
