"""The index on PostgreSQL: a ``tsvector`` of folded words."""

from __future__ import annotations

from motcua.storage.fulltext.queries import All
from motcua.storage.fulltext.queries import Phrase
from motcua.storage.fulltext.queries import Without
import sqlalchemy as sa
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from motcua.storage.fulltext.queries import Node


LAST_POSITION = 16_383
"""Positions beyond this one are not told apart by PostgreSQL."""

MOST_PLACES = 255
"""Places that PostgreSQL keeps for one word of a document."""

LARGEST = 900_000
"""Bytes of a vector that we write; PostgreSQL refuses one of a mebibyte."""

STRETCH = 1_500
"""Matches that are read first: reading on may begin anew with all that match."""

LAST = 2**31 - 1
"""No document has this number."""

# Identifiers in these statements have been checked by ``Index``; everything that
# comes from people is a bound parameter.


def create(connection: sa.Connection, name: str) -> None:
    """Create the table of words where it is missing."""
    connection.execute(
        sa.text(
            f"CREATE TABLE IF NOT EXISTS ft_{name} "
            "(doc integer PRIMARY KEY, words tsvector NOT NULL)"
        )
    )
    connection.execute(
        sa.text(
            f"CREATE INDEX IF NOT EXISTS ix_ft_{name} ON ft_{name} USING gin (words)"
        )
    )


def put(connection: sa.Connection, name: str, doc: int, words: list[str]) -> None:
    """Write the words of a document that is not in the table."""
    connection.execute(
        sa.text(
            f"INSERT INTO ft_{name} (doc, words) "  # noqa: S608
            "VALUES (:doc, CAST(:words AS tsvector))"
        ),
        {"doc": doc, "words": vector(words)},
    )


def drop(connection: sa.Connection, name: str, doc: int) -> None:
    """Take the words of a document out."""
    connection.execute(
        sa.text(f"DELETE FROM ft_{name} WHERE doc = :doc"),  # noqa: S608
        {"doc": doc},
    )


def holding(name: str, node: Node, before: int | None = None) -> sa.Subquery:
    """Return a query of ``doc`` for the documents that hold a node's words.

    ``before`` leaves out this document and all newer ones.
    """
    return (
        sa.text(
            f"SELECT doc FROM ft_{name} "  # noqa: S608
            "WHERE words @@ CAST(:match AS tsquery) AND doc < :before"
        )
        .bindparams(match=expression(node), before=LAST if before is None else before)
        .columns(sa.column("doc", sa.Integer))
        .subquery("held")
    )


def among(
    connection: sa.Connection, name: str, node: Node, docs: Sequence[int]
) -> list[int]:
    """Return those of these documents that hold the words."""
    query = sa.text(
        f"SELECT doc FROM ft_{name} WHERE doc = ANY(:docs) "  # noqa: S608
        "AND words @@ CAST(:match AS tsquery)"
    ).bindparams(docs=list(docs), match=expression(node))
    return list(connection.execute(query).scalars())


def expression(node: Node) -> str:
    """Return what the database is asked for a node."""
    if isinstance(node, Phrase):
        # Words hold neither quotes nor backslashes.
        quoted = " <-> ".join(f"'{word}'" for word in node.words)
        return f"({quoted})"
    if isinstance(node, Without):
        return f"({expression(node.part)} & !{expression(node.but)})"
    joined = (" & " if isinstance(node, All) else " | ").join(
        expression(part) for part in node.parts
    )
    return f"({joined})"


def vector(words: Sequence[str]) -> str:
    """Return words with their places as the text of a vector.

    Written by hand: PostgreSQL's own parser would cut codes into pieces.
    """
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words, start=1):
        there = places.setdefault(word, [])
        place = min(at, LAST_POSITION)
        if len(there) < MOST_PLACES and place not in there[-1:]:
            there.append(place)
    parts = []
    size = 0
    for word, there in places.items():
        size += len(word.encode()) + 2 * len(there) + 8
        if size > LARGEST:
            break
        parts.append(f"'{word}':{','.join(map(str, there))}")
    return " ".join(parts)
