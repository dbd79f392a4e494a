"""The index on SQLite: an FTS5 table of folded words."""

from __future__ import annotations

import json
from motcua.storage.fulltext.queries import All
from motcua.storage.fulltext.queries import Phrase
from motcua.storage.fulltext.queries import Without
import sqlalchemy as sa
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from motcua.storage.fulltext.queries import Node


STRETCH = 100
"""Matches that are read first: what is read on costs no more."""

LAST = 2**31 - 1
"""No document has this number."""

# Identifiers in these statements have been checked by ``Index``; everything that
# comes from people is a bound parameter.


def create(connection: sa.Connection, name: str) -> None:
    """Create the table of words where it is missing."""
    # Codes arrive as one word (and by their parts as well): keep their marks.
    tokenizer = "unicode61 remove_diacritics 0 tokenchars './-'"
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS ft_{name} USING fts5("
        f'body, tokenize = "{tokenizer}")'
    )


def put(connection: sa.Connection, name: str, doc: int, words: list[str]) -> None:
    """Write the words of a document that is not in the table."""
    connection.execute(
        sa.text(f"INSERT INTO ft_{name} (rowid, body) VALUES (:doc, :body)"),  # noqa: S608
        {"doc": doc, "body": " ".join(words)},
    )


def drop(connection: sa.Connection, name: str, doc: int) -> None:
    """Take the words of a document out."""
    connection.execute(
        sa.text(f"DELETE FROM ft_{name} WHERE rowid = :doc"),  # noqa: S608
        {"doc": doc},
    )


def holding(name: str, node: Node, before: int | None = None) -> sa.Subquery:
    """Return a query of ``doc`` for the documents that hold a node's words.

    Whoever orders it by ``doc`` gets one after the other and waits for no others;
    ``before`` leaves out this document and all newer ones.
    """
    return (
        sa.text(
            f"SELECT rowid AS doc FROM ft_{name} "  # noqa: S608
            f"WHERE ft_{name} MATCH :match AND rowid < :before"
        )
        .bindparams(match=expression(node), before=LAST if before is None else before)
        .columns(sa.column("doc", sa.Integer))
        .subquery("held")
    )


def among(
    connection: sa.Connection, name: str, node: Node, docs: Sequence[int]
) -> list[int]:
    """Return those of these documents that hold the words; their words are read.

    Asked for one document, FTS5 reads on to the next match wherever it is: for words
    that are frequent and seldom together that is most of the index, each time.
    """
    words = sa.text(
        f"SELECT rowid, body FROM ft_{name} "  # noqa: S608
        "WHERE rowid IN (SELECT value FROM json_each(:docs))"
    ).bindparams(docs=json.dumps(list(docs)))
    return [doc for doc, body in connection.execute(words) if holds(node, f" {body} ")]


def holds(node: Node, body: str) -> bool:
    """Say whether a text of words with a blank around each holds those of a node."""
    if isinstance(node, Phrase):
        return f" {' '.join(node.words)} " in body
    if isinstance(node, Without):
        return holds(node.part, body) and not holds(node.but, body)
    some = all if isinstance(node, All) else any
    return some(holds(part, body) for part in node.parts)


def expression(node: Node) -> str:
    """Return what the database is asked for a node."""
    if isinstance(node, Phrase):
        # Words hold no quotes; within quotes nothing is an operator.
        return f'"{" ".join(node.words)}"'
    if isinstance(node, Without):
        return f"({expression(node.part)} NOT {expression(node.but)})"
    joined = (" AND " if isinstance(node, All) else " OR ").join(
        expression(part) for part in node.parts
    )
    return f"({joined})"
