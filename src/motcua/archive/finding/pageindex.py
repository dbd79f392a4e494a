"""The words of every page of the archive, once per file, and of catalogue cards."""

from __future__ import annotations

from motcua.storage.fulltext import Index
import sqlalchemy as sa
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

#: Ids of pages are ``<SHA-256 of the original>/<page, from 1>``; the tag is the digest.
#: Ids of cards are ``card:<code of the document>``, and the tag is the same.
INDEX = Index("archive")
FILE: Final = "file"
CARD: Final = "card:"


def put(connection: sa.Connection, sha256: str, texts: Iterable[str]) -> None:
    """Index the pages of one file; pages of an earlier text go."""
    drop(connection, sha256)
    for page, text in enumerate(texts, start=1):
        if text.strip():
            INDEX.put(connection, f"{sha256}/{page}", text, {FILE: sha256})


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


def put_card(connection: sa.Connection, code: str, text: str) -> None:
    """Index what the catalogue says of a document."""
    INDEX.put(connection, f"{CARD}{code}", text, {FILE: f"{CARD}{code}"})


def drop_card(connection: sa.Connection, code: str) -> None:
    """Take the card of a document out of the index."""
    INDEX.drop(connection, f"{CARD}{code}")


def cards(connection: sa.Connection) -> dict[str, str]:
    """Return the text of every card in the index by the code of its document."""
    INDEX.ensure(connection)
    found = sa.select(INDEX.docs.c.id, INDEX.docs.c.shown).where(
        INDEX.docs.c.id.startswith(CARD)
    )
    return {id_.removeprefix(CARD): text for id_, text in connection.execute(found)}
