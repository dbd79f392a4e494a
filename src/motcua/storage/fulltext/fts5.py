"""The index on SQLite: an FTS5 table of folded words, ranked by BM25."""

from __future__ import annotations

from motcua.storage.fulltext.queries import All
from motcua.storage.fulltext.queries import Phrase
from motcua.storage.fulltext.queries import Without
import sqlalchemy as sa
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.fulltext.queries import Node
    from motcua.storage.fulltext.queries import Query


# Identifiers in these statements have been checked by ``Index``; everything that
# comes from people is a bound parameter.


def create(connection: sa.Connection, name: str, fields: list[str]) -> None:
    """Create the table of words where it is missing."""
    # Codes arrive as one word (and by their parts as well): keep their marks.
    tokenizer = "unicode61 remove_diacritics 0 tokenchars './-'"
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS ft_{name} USING fts5("
        f"{', '.join(fields)}, tokenize = \"{tokenizer}\", prefix = '2 3')"
    )


def put(
    connection: sa.Connection, name: str, doc: int, words: dict[str, list[str]]
) -> None:
    """Write the words of a document that is not in the table."""
    columns = ", ".join(words)
    places = ", ".join(f":f{number}" for number in range(len(words)))
    connection.execute(
        sa.text(f"INSERT INTO ft_{name} (rowid, {columns}) VALUES (:doc, {places})"),  # noqa: S608
        {
            "doc": doc,
            **{f"f{n}": " ".join(found) for n, found in enumerate(words.values())},
        },
    )


def drop(connection: sa.Connection, name: str, doc: int) -> None:
    """Take the words of a document out."""
    connection.execute(
        sa.text(f"DELETE FROM ft_{name} WHERE rowid = :doc"),  # noqa: S608
        {"doc": doc},
    )


def matched(name: str, query: Query, weights: list[float]) -> sa.Subquery:
    """Return a query of ``doc`` and ``score`` for the documents that match."""
    ranks = ", ".join(repr(float(weight)) for weight in weights)
    return (
        sa.text(
            f"SELECT rowid AS doc, -bm25(ft_{name}, {ranks}) AS score "  # noqa: S608
            f"FROM ft_{name} WHERE ft_{name} MATCH :match"
        )
        .bindparams(match=_expression(query.root))
        .columns(sa.column("doc", sa.Integer), sa.column("score", sa.Float))
        .subquery("matched")
    )


def holding(name: str, node: Node) -> sa.Subquery:
    """Return a query of ``doc`` for the documents that hold a node's words.

    Whoever orders it by ``doc`` gets one after the other and waits for no others.
    """
    return (
        sa.text(
            f"SELECT rowid AS doc FROM ft_{name} WHERE ft_{name} MATCH :match"  # noqa: S608
        )
        .bindparams(match=_expression(node))
        .columns(sa.column("doc", sa.Integer))
        .subquery("held")
    )


def _expression(node: Node) -> str:
    if isinstance(node, Phrase):
        # Words hold no quotes; within quotes nothing is an operator.
        return f'"{" ".join(node.words)}"' + "*" * node.prefix
    if isinstance(node, Without):
        return f"({_expression(node.part)} NOT {_expression(node.but)})"
    joined = (" AND " if isinstance(node, All) else " OR ").join(
        _expression(part) for part in node.parts
    )
    return f"({joined})"
