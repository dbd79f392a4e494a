"""The words of every page of the archive, once per file."""

from __future__ import annotations

from motcua.storage.fulltext import Index
import sqlalchemy as sa
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

#: Ids are ``<SHA-256 of the original>/<page, from 1>``; the tag is the digest.
INDEX = Index("archive", {"body": 1})
FILE = "file"


def put(connection: sa.Connection, sha256: str, texts: Iterable[str]) -> None:
    """Index the pages of one file; pages of an earlier text go."""
    drop(connection, sha256)
    for page, text in enumerate(texts, start=1):
        if text.strip():
            INDEX.put(connection, f"{sha256}/{page}", {"body": text}, {FILE: sha256})


def drop(connection: sa.Connection, sha256: str) -> None:
    """Take the pages of one file out of the index."""
    INDEX.ensure(connection)
    pages = (
        sa.select(INDEX.docs.c.id)
        .join(INDEX.tags, INDEX.tags.c.doc == INDEX.docs.c.doc)
        .where(INDEX.tags.c.tag == FILE, INDEX.tags.c.value == sha256)
    )
    for id_ in connection.execute(pages).scalars().all():
        INDEX.drop(connection, id_)
