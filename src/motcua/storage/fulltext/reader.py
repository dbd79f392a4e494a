"""Reading what matches, the newest first, among what somebody may see.

A frequent word fills a page at once, a rare one ends soon. In between lies whoever may
see hardly anything and asks for words that stand everywhere: nearly all that matches
would be read and passed over. So it is asked how much there is to be seen at all: at
once whether it is very little, and whether it is little when a stretch was read and the
page would be full only far beyond it. Where it is, those documents are asked for the
words, and no others. Either way gives the same documents in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from motcua.storage.fulltext import fts5
from motcua.storage.fulltext import tsvector
import sqlalchemy as sa
from typing import NamedTuple
from typing import TYPE_CHECKING
from typing import TypeVar


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from motcua.storage.fulltext.queries import Node
    from types import ModuleType


Each = TypeVar("Each")

VERY_LITTLE = 300
"""What may be seen is told one by one before anything is read, up to this number."""

LITTLE = 20_000
"""The same where it is far to a full page."""

IN_VAIN = 500
"""Matches that are read before anybody wonders how far it is."""

FAR = 8_000
"""Matches that are still to be read, as far as can be told: more are too many."""

LONGEST = 50_000
"""Matches that are read at once."""

AT_ONCE = 500
"""Documents that are asked in one statement."""


class Place(NamedTuple):
    """A document: its id, and its number, larger for the newer ones."""

    id: str
    doc: int


@dataclass(frozen=True)
class Seen:
    """Who may see what.

    `condition` returns a condition on a column of ids. `little` gets a connection and a
    number and returns all values of `tag` of which something may be seen, or None
    where there are more than the number, or nobody knows; what has one of these values
    satisfies the condition.
    """

    condition: Callable[[sa.ColumnElement[str]], sa.ColumnElement[bool]]
    tag: str = ""
    little: Callable[[sa.Connection, int], Sequence[str] | None] = lambda *_asked: None


class Reader:
    """Reads for one person; what there is to be seen is asked at most twice."""

    def __init__(
        self,
        connection: sa.Connection,
        name: str,
        docs: sa.Table,
        tags: sa.Table,
        seen: Seen,
    ) -> None:
        self.connection = connection
        self.dialect = dialect(connection)
        self.name = name
        self.docs = docs
        self.tags = tags
        self.seen = seen

    def read(self, node: Node, limit: int, offset: int) -> list[Place]:
        """Return a page of the documents that hold a node's words and may be seen."""
        wanted = limit + offset
        if limit <= 0:
            return []
        if self._very_little is not None:
            return self._asked(node, self._very_little, wanted)[offset:]
        found: list[Place] = []
        last, size, taken = None, self.dialect.STRETCH, 0
        while True:
            docs = self._stretch(node, last, size)
            found += self._visible(docs, wanted - len(found))
            if len(found) == wanted or len(docs) < size:
                return found[offset:]
            last, taken, size = docs[-1], taken + size, min(size * 4, LONGEST)
            left = (wanted - len(found)) * taken // (len(found) + 1)
            if taken >= IN_VAIN and left > FAR and self._little is not None:
                rest = [doc for doc in self._little if doc < last]
                found += self._asked(node, rest, wanted - len(found))
                return found[offset:]

    def _stretch(self, node: Node, last: int | None, size: int) -> list[int]:
        """Return the next matches, the newest first, whoever may see them."""
        held = self.dialect.holding(self.name, node, last)
        read = sa.select(held.c.doc).order_by(held.c.doc.desc()).limit(size)
        return list(self.connection.execute(read).scalars())

    def _visible(self, docs: Sequence[int], most: int) -> list[Place]:
        """Return the first of these documents that may be seen."""
        found: list[Place] = []
        for some in _pieces(docs):
            page = (
                sa.select(self.docs.c.id, self.docs.c.doc)
                .where(self.docs.c.doc.in_(some), self.seen.condition(self.docs.c.id))
                .order_by(self.docs.c.doc.desc())
                .limit(most - len(found))
            )
            found += [Place(*row) for row in self.connection.execute(page)]
            if len(found) >= most:
                break
        return found

    @cached_property
    def _very_little(self) -> list[int] | None:
        return self._told(VERY_LITTLE)

    @cached_property
    def _little(self) -> list[int] | None:
        return self._told(LITTLE)

    def _told(self, most: int) -> list[int] | None:
        """Return all documents that may be seen, the newest first; None for many."""
        values = self.seen.little(self.connection, most)
        if values is None:
            return None
        found: set[int] = set()
        for some in _pieces(values):
            query = sa.select(self.tags.c.doc).where(
                self.tags.c.tag == self.seen.tag, self.tags.c.value.in_(some)
            )
            found.update(self.connection.execute(query).scalars())
            # A file may have hundreds of pages.
            if len(found) > 4 * most:
                return None
        return sorted(found, reverse=True)

    def _asked(self, node: Node, docs: Sequence[int], most: int) -> list[Place]:
        """Return the first of the documents that hold a node's words."""
        found: list[int] = []
        for some in _pieces(docs):
            held = self.dialect.among(self.connection, self.name, node, some)
            found += sorted(held, reverse=True)
            if len(found) >= most:
                break
        ids: dict[int, str] = {}
        for some in _pieces(found[:most]):
            query = sa.select(self.docs.c.doc, self.docs.c.id).where(
                self.docs.c.doc.in_(some)
            )
            ids.update(self.connection.execute(query).tuples().all())
        # What was indexed anew since it was found has another number.
        return [Place(ids[doc], doc) for doc in found[:most] if doc in ids]


def dialect(connection: sa.Connection) -> ModuleType:
    """Return what knows the database of a connection."""
    return fts5 if connection.dialect.name == "sqlite" else tsvector


def _pieces(values: Sequence[Each]) -> Iterator[Sequence[Each]]:
    for at in range(0, len(values), AT_ONCE):
        yield values[at : at + AT_ONCE]
