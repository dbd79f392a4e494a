"""One full-text index: texts with tags, of which the newest that match are read."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from motcua.base.folding import normalise
from motcua.storage.fulltext.queries import indexable
from motcua.storage.fulltext.queries import misread as misreadings
from motcua.storage.fulltext.queries import parse
from motcua.storage.fulltext.queries import Without
from motcua.storage.fulltext.reader import dialect
from motcua.storage.fulltext.reader import Reader
from motcua.storage.fulltext.reader import Seen
from motcua.storage.fulltext.snippets import Snippet
from motcua.storage.fulltext.snippets import snippet
from motcua.storage.schema import LOCK
import re
import sqlalchemy as sa
from typing import NamedTuple
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.fulltext.queries import Query
    from motcua.storage.fulltext.reader import Place


NAME = re.compile(r"[a-z][a-z0-9_]{0,30}\Z")

Tags = Mapping[str, str | Collection[str]]


class Hit(NamedTuple):
    """A document that was found."""

    id: str
    snippet: Snippet


@dataclass(frozen=True)
class Newest:
    """One page of what was found; whether there is more after it."""

    rows: list[Hit]
    offset: int
    more: bool

    @property
    def total(self) -> int:
        """How many were found as far as is known: all of them unless there is more."""
        return self.offset + len(self.rows) if self.rows else 0


class Index:
    """Documents that are found by their words.

    `name` names the tables. Everything runs on the caller's connection to the
    register, within the caller's transaction.
    """

    def __init__(self, name: str) -> None:
        if not NAME.match(name):
            raise ValueError(f"{name!r} is no name of an index")
        self.name = name
        self.metadata = sa.MetaData()
        self.docs = sa.Table(
            f"ft_{name}_docs",
            self.metadata,
            sa.Column("doc", sa.Integer, primary_key=True, autoincrement=True),
            sa.Column("id", sa.String(200), nullable=False, unique=True),
            sa.Column("shown", sa.Text, nullable=False),
        )
        self.tags = sa.Table(
            f"ft_{name}_tags",
            self.metadata,
            sa.Column("doc", sa.Integer, primary_key=True),
            sa.Column("tag", sa.String(40), primary_key=True),
            sa.Column("value", sa.String(200), primary_key=True),
            sa.Index(f"ix_ft_{name}_tags", "tag", "value", "doc"),
        )

    def ensure(self, connection: sa.Connection) -> None:
        """Create the tables of the index where they are missing."""
        if sa.inspect(connection).has_table(self.tags.name):
            return
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        self.metadata.create_all(connection)
        dialect(connection).create(connection, self.name)

    def put(
        self, connection: sa.Connection, id: str, text: str, tags: Tags | None = None
    ) -> None:
        """Index a document anew. Tags are exact words.

        A tag may have several values: a record belongs to several departments.
        """
        self.ensure(connection)
        self._drop(connection, id)
        doc = connection.execute(
            self.docs.insert()
            .values(id=id, shown=storable(text))
            .returning(self.docs.c.doc)
        ).scalar_one()
        words = indexable(text, parts=True)
        dialect(connection).put(connection, self.name, doc, words)
        rows = [
            {"doc": doc, "tag": tag, "value": value}
            for tag, values in (tags or {}).items()
            for value in sorted(_many(values))
        ]
        if rows:
            connection.execute(self.tags.insert(), rows)

    def drop(self, connection: sa.Connection, id: str) -> bool:
        """Take a document out; return whether it was there."""
        self.ensure(connection)
        return self._drop(connection, id)

    def newest(
        self,
        connection: sa.Connection,
        query: str,
        seen: Seen,
        *,
        limit: int = 20,
        offset: int = 0,
        misread: bool = False,
    ) -> Newest:
        """Return documents that hold the words of `query`, the newest first.

        Those in which they stand as they were typed, side by side, come before the
        others. `seen` says who may see what. Nothing is counted or ranked, so the time
        depends on how many are read until the page is full. `misread`: one word as a
        scanner may have misread it, the others as they are. Never raises for what
        somebody types; a query without words finds nothing.
        """
        typed = parse(query)
        asked = misreadings(typed) if misread else typed
        if asked is None or not asked.phrases:
            return Newest([], offset, False)
        self.ensure(connection)
        reader = Reader(connection, self.name, self.docs, self.tags, seen)
        rows: list[Place] = []
        first, rest, at = asked.together, asked.root, offset
        if first is not None:
            rows = reader.read(first, limit + 1, offset)
            if not rows and offset:
                at -= len(reader.read(first, offset, 0))
            elif rows:
                at = 0
            rest = Without(rest, first)
        if len(rows) <= limit:
            rows += reader.read(rest, limit + 1 - len(rows), at)
        hits = self._hits(connection, rows[:limit], asked)
        return Newest(hits, offset, len(rows) > limit)

    def _hits(
        self, connection: sa.Connection, rows: list[Place], asked: Query
    ) -> list[Hit]:
        wanted = [row.doc for row in rows]
        texts = {
            row.doc: row.shown
            for row in connection.execute(
                sa.select(self.docs.c.doc, self.docs.c.shown).where(
                    self.docs.c.doc.in_(wanted)
                )
            )
        }
        # What was indexed anew since it was found has another number.
        return [
            Hit(row.id, snippet(texts[row.doc], asked.words))
            for row in rows
            if row.doc in texts
        ]

    def _drop(self, connection: sa.Connection, id: str) -> bool:
        doc = connection.execute(
            self.docs.delete().where(self.docs.c.id == id).returning(self.docs.c.doc)
        ).scalar()
        if doc is None:
            return False
        connection.execute(self.tags.delete().where(self.tags.c.doc == doc))
        dialect(connection).drop(connection, self.name, doc)
        return True


def storable(text: str) -> str:
    """Return text as it is shown, without what no database takes (surrogates)."""
    return normalise(text.encode("utf-8", "replace").decode("utf-8"))


def _many(values: str | Collection[str]) -> set[str]:
    return {values} if isinstance(values, str) else set(values)
