"""One full-text index: documents with weighted fields and tags."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from motcua.base.folding import normalise
from motcua.storage.fulltext import fts5
from motcua.storage.fulltext import tsvector
from motcua.storage.fulltext.queries import indexable
from motcua.storage.fulltext.queries import misread as misreadings
from motcua.storage.fulltext.queries import Node
from motcua.storage.fulltext.queries import parse
from motcua.storage.fulltext.queries import Query
from motcua.storage.fulltext.queries import Without
from motcua.storage.fulltext.snippets import Snippet
from motcua.storage.fulltext.snippets import snippet
from motcua.storage.schema import LOCK
import re
import sqlalchemy as sa
from typing import Any
from typing import NamedTuple
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


COUNTED = 10_000
"""Hits that are counted; ``Hits.total`` is at most this."""

MOST_FIELDS = 4
"""PostgreSQL knows four weights."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,30}\Z")

Tags = Mapping[str, str | Collection[str]]
Condition = Callable[[sa.ColumnElement[str]], sa.ColumnElement[bool]]
Asked = Mapping[str, str | Collection[str] | Condition]


class Hit(NamedTuple):
    """A document that was found."""

    id: str
    score: float
    """Larger is better; comparable within one search only."""

    snippet: Snippet


@dataclass(frozen=True)
class Hits:
    """One page of what was found, the best first."""

    total: int
    rows: list[Hit]


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

    `name` names the tables, `weights` the fields (at most four) and how much a
    word in each of them counts. Snippets come from `shown`, by default the
    field with the smallest weight. Everything runs on the caller's connection
    to the register, within the caller's transaction.
    """

    def __init__(
        self, name: str, weights: Mapping[str, float], shown: str | None = None
    ) -> None:
        for word in (name, *weights):
            if not NAME.match(word):
                raise ValueError(f"{word!r} is no name of an index or field")
        if not 0 < len(weights) <= MOST_FIELDS:
            raise ValueError(f"{name}: 1 to {MOST_FIELDS} fields, not {len(weights)}")
        self.name = name
        self.weights = dict(weights)
        self.shown = shown or min(self.weights, key=lambda field: self.weights[field])
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
        _dialect(connection).create(connection, self.name, list(self.weights))

    def put(
        self,
        connection: sa.Connection,
        id: str,
        fields: Mapping[str, str],
        tags: Tags | None = None,
    ) -> None:
        """Index a document anew. Missing fields are empty; tags are exact words.

        A tag may have several values: a record belongs to several departments.
        """
        unknown = set(fields) - set(self.weights)
        if unknown:
            raise ValueError(f"{self.name} has no fields {sorted(unknown)}")
        self.ensure(connection)
        self._drop(connection, id)
        shown = _storable(fields.get(self.shown, ""))
        doc = connection.execute(
            self.docs.insert().values(id=id, shown=shown).returning(self.docs.c.doc)
        ).scalar_one()
        words = {
            field: indexable(fields.get(field, ""), parts=True)
            for field in self.weights
        }
        _dialect(connection).put(connection, self.name, doc, words)
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

    def search(
        self,
        connection: sa.Connection,
        query: str,
        *,
        tags: Asked | None = None,
        limit: int = 20,
        offset: int = 0,
        prefix: bool = False,
        every: bool = True,
    ) -> Hits:
        """Return the documents that hold the words of `query`, the best first.

        `tags`: for each, the value or one of the values that a document must
        have; an empty collection finds nothing; a function of the value's column
        returns a condition of its own (who may see it). `prefix`: the last word may go
        on; `every`: all words must occur (else any). Words between quotes stand one
        after the other. Never raises for what somebody types; a query without words
        finds nothing.
        """
        asked = parse(query, prefix, every)
        nobody = any(_is_empty(values) for values in (tags or {}).values())
        if not asked.phrases or nobody:
            return Hits(0, [])
        self.ensure(connection)
        dialect = _dialect(connection)
        matched = dialect.matched(self.name, asked, list(self.weights.values()))
        found = sa.select(self.docs.c.id, matched.c.score, self.docs.c.doc).join(
            matched, matched.c.doc == self.docs.c.doc
        )
        for tag, values in (tags or {}).items():
            found = found.where(
                sa.exists().where(
                    self.tags.c.doc == self.docs.c.doc,
                    self.tags.c.tag == tag,
                    _condition(self.tags.c.value, values),
                )
            )
        total = connection.execute(
            sa.select(sa.func.count()).select_from(found.limit(COUNTED).subquery())
        ).scalar_one()
        page = found.order_by(matched.c.score.desc(), self.docs.c.id)
        rows = connection.execute(page.limit(limit).offset(offset)).all()
        return Hits(total, self._hits(connection, rows, asked))

    def newest(
        self,
        connection: sa.Connection,
        query: str,
        seen: Condition,
        *,
        limit: int = 20,
        offset: int = 0,
        misread: bool = False,
    ) -> Newest:
        """Return documents that hold the words of `query`, the newest first.

        Those in which they stand as they were typed, side by side, come before the
        others. `seen` returns a condition on the column of ids (who may see them).
        Nothing is counted or ranked, so the time depends on how many are read until
        the page is full. `misread`: one word as a scanner may have misread it, the
        others as they are. Never raises for what somebody types.
        """
        typed = parse(query)
        asked = misreadings(typed) if misread else typed
        if asked is None or not asked.phrases:
            return Newest([], offset, False)
        self.ensure(connection)
        rows: list[Any] = []
        first, rest, at = asked.together, asked.root, offset
        if first is not None:
            rows = self._held(connection, first, seen, limit + 1, offset)
            if not rows and offset:
                at -= self._count(connection, first, seen, offset)
            elif rows:
                at = 0
            rest = Without(rest, first)
        if len(rows) <= limit:
            rows += self._held(connection, rest, seen, limit + 1 - len(rows), at)
        hits = self._hits(connection, rows[:limit], asked)
        return Newest(hits, offset, len(rows) > limit)

    def _holding(self, connection: sa.Connection, node: Node, seen: Condition) -> Any:
        held = _dialect(connection).holding(self.name, node)
        return (
            sa.select(self.docs.c.id, self.docs.c.doc, sa.literal(0.0).label("score"))
            .join(held, held.c.doc == self.docs.c.doc)
            .where(seen(self.docs.c.id))
            .order_by(held.c.doc.desc())
        )

    def _held(
        self,
        connection: sa.Connection,
        node: Node,
        seen: Condition,
        limit: int,
        offset: int,
    ) -> list[Any]:
        asked = self._holding(connection, node, seen).limit(limit).offset(offset)
        return list(connection.execute(asked))

    def _count(
        self, connection: sa.Connection, node: Node, seen: Condition, most: int
    ) -> int:
        asked = self._holding(connection, node, seen).limit(most).subquery()
        count = sa.select(sa.func.count()).select_from(asked)
        return int(connection.execute(count).scalar_one())

    def _hits(
        self,
        connection: sa.Connection,
        rows: Sequence[Any],
        asked: Query,
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
        return [
            Hit(
                row.id,
                float(row.score),
                snippet(texts[row.doc], asked.words, asked.prefix),
            )
            for row in rows
        ]

    def _drop(self, connection: sa.Connection, id: str) -> bool:
        doc = connection.execute(
            self.docs.delete().where(self.docs.c.id == id).returning(self.docs.c.doc)
        ).scalar()
        if doc is None:
            return False
        connection.execute(self.tags.delete().where(self.tags.c.doc == doc))
        _dialect(connection).drop(connection, self.name, doc)
        return True


def _dialect(connection: sa.Connection) -> ModuleType:
    return fts5 if connection.dialect.name == "sqlite" else tsvector


def _storable(text: str) -> str:
    """Return text as it is shown, without what no database takes (surrogates)."""
    return normalise(text.encode("utf-8", "replace").decode("utf-8"))


def _many(values: str | Collection[str]) -> set[str]:
    return {values} if isinstance(values, str) else set(values)


def _is_empty(values: str | Collection[str] | Condition) -> bool:
    return not callable(values) and not _many(values)


def _condition(
    column: sa.ColumnElement[str], values: str | Collection[str] | Condition
) -> sa.ColumnElement[bool]:
    return values(column) if callable(values) else column.in_(sorted(_many(values)))
