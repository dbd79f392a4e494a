"""The index on PostgreSQL: a ``tsvector`` of folded words, ranked by weight."""

from __future__ import annotations

from motcua.storage.fulltext.queries import All
from motcua.storage.fulltext.queries import Phrase
from motcua.storage.fulltext.queries import Without
import sqlalchemy as sa
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.fulltext.queries import Node
    from motcua.storage.fulltext.queries import Query


LABELS = "ABCD"
LAST_POSITION = 16_383
"""Positions beyond this one are not told apart by PostgreSQL."""

MOST_PLACES = 255
"""Places that PostgreSQL keeps for one word of a document."""

LARGEST = 900_000
"""Bytes of a vector that we write; PostgreSQL refuses one of a mebibyte."""

# Identifiers in these statements have been checked by ``Index``; everything that
# comes from people is a bound parameter.


def create(connection: sa.Connection, name: str, fields: list[str]) -> None:
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


def put(
    connection: sa.Connection, name: str, doc: int, words: dict[str, list[str]]
) -> None:
    """Write the words of a document that is not in the table."""
    connection.execute(
        sa.text(
            f"INSERT INTO ft_{name} (doc, words) "  # noqa: S608
            "VALUES (:doc, CAST(:words AS tsvector))"
        ),
        {"doc": doc, "words": _vector(words)},
    )


def drop(connection: sa.Connection, name: str, doc: int) -> None:
    """Take the words of a document out."""
    connection.execute(
        sa.text(f"DELETE FROM ft_{name} WHERE doc = :doc"),  # noqa: S608
        {"doc": doc},
    )


def matched(name: str, query: Query, weights: list[float]) -> sa.Subquery:
    """Return a query of ``doc`` and ``score`` for the documents that match."""
    # ts_rank takes the weights of D, C, B, A, none above 1; the documents'
    # length counts by its logarithm (1).
    ranks = [weight / max(weights) for weight in weights]
    ranks += [0.0] * (len(LABELS) - len(ranks))
    array = ", ".join(repr(rank) for rank in reversed(ranks))
    return (
        sa.text(
            f"SELECT doc, ts_rank('{{{array}}}', words, CAST(:match AS tsquery), 1) "  # noqa: S608
            f"AS score FROM ft_{name} WHERE words @@ CAST(:match AS tsquery)"
        )
        .bindparams(match=_expression(query.root))
        .columns(sa.column("doc", sa.Integer), sa.column("score", sa.Float))
        .subquery("matched")
    )


def holding(name: str, node: Node) -> sa.Subquery:
    """Return a query of ``doc`` for the documents that hold a node's words."""
    return (
        sa.text(
            f"SELECT doc FROM ft_{name} WHERE words @@ CAST(:match AS tsquery)"  # noqa: S608
        )
        .bindparams(match=_expression(node))
        .columns(sa.column("doc", sa.Integer))
        .subquery("held")
    )


def _expression(node: Node) -> str:
    if isinstance(node, Phrase):
        # Words hold neither quotes nor backslashes.
        quoted = " <-> ".join(f"'{word}'" for word in node.words)
        return f"({quoted}{':*' * node.prefix})"
    if isinstance(node, Without):
        return f"({_expression(node.part)} & !{_expression(node.but)})"
    joined = (" & " if isinstance(node, All) else " | ").join(
        _expression(part) for part in node.parts
    )
    return f"({joined})"


def _vector(words: dict[str, list[str]]) -> str:
    """Return the vector as text, each field under a weight of its own.

    Written by hand: PostgreSQL's own parser would cut codes into pieces.
    """
    places: dict[str, list[str]] = {}
    at = 0
    for label, found in zip(LABELS, words.values(), strict=False):
        for word in found:
            at = min(at + 1, LAST_POSITION)
            there = places.setdefault(word, [])
            place = f"{at}{label}"
            if len(there) < MOST_PLACES and place not in there[-1:]:
                there.append(place)
    parts = []
    size = 0
    for word, there in places.items():
        size += len(word.encode()) + 2 * len(there) + 8
        if size > LARGEST:
            break
        parts.append(f"'{word}':{','.join(there)}")
    return " ".join(parts)
