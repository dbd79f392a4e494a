"""Rows in SQL that follow the truth right after each commit.

SQL is never part of the transaction of Zope. Rows are computed just before the
commit, from what is about to be committed, and written just after it, on a
connection of their own. What fails there is logged and left to the replay: the
truth has been committed, and nobody is told otherwise.
"""

from __future__ import annotations

from Acquisition import aq_base
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
import logging
from motcua.storage import edits
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IKnowsWhatIsNew
from motcua.storage.interfaces import IProjection
from motcua.storage.interfaces import IUncatalogued
from motcua.storage.jobs import Asked
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
import transaction
from transaction.interfaces import TransientError
from typing import Any
from typing import Final
from zope.component import getUtilitiesFor


logger = logging.getLogger(__name__)

Row = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Pending:
    """What is to be written for one object after the commit."""

    name: str
    projection: Any
    obj: Any
    row: Row | None
    wanted: list[Asked]


@dataclass(frozen=True)
class Fresh:
    """What a change brings: the row, None when it is as before, and new jobs."""

    row: Row | None = None
    jobs: Iterable[Asked] = ()


class TableProjection:
    """A projection onto one table; the common half of ``IProjection``.

    A subclass names `follows`, `table` and `length` (the column that only ever
    grows) and adds `row` and `truth`.
    """

    follows: tuple[str, ...] = ()
    table: sa.Table
    length = "length"

    def row(self, obj: Any) -> Row | None:
        """See ``IProjection``."""
        raise TypeError(f"{type(self).__name__} has no rows")

    def key_of(self, row: Row) -> Key:
        """Return the primary key of a row."""
        return tuple(row[column.name] for column in self.table.primary_key)

    def key(self, obj: Any) -> Key:
        """See ``IProjection``."""
        row = self.row(obj)
        return () if row is None else self.key_of(row)

    def upsert(self, connection: sa.Connection, row: Row) -> bool:
        """See ``IProjection``."""
        return self._write(connection, row, newer=True)

    def replace(self, connection: sa.Connection, row: Row) -> None:
        """See ``IProjection``."""
        self._write(connection, row, newer=False)

    def remove(self, connection: sa.Connection, key: Key) -> None:
        """See ``IProjection``."""
        columns = list(self.table.primary_key)
        matches = [c == value for c, value in zip(columns, key, strict=True)]
        connection.execute(self.table.delete().where(*matches))

    def stored(self, connection: sa.Connection) -> Iterator[tuple[Key, Row]]:
        """See ``IProjection``."""
        result = connection.execution_options(yield_per=1000).execute(
            sa.select(self.table)
        )
        for found in result.mappings():
            row = dict(found)
            yield self.key_of(row), row

    def compare(self, expected: Row, found: Row) -> list[str]:
        """Return the columns in which a stored row differs from the truth."""
        return [name for name, value in expected.items() if found[name] != value]

    def _write(self, connection: sa.Connection, row: Row, newer: bool) -> bool:
        # Keys beyond the table's columns belong to side tables of subclasses.
        values = {c.name: row[c.name] for c in self.table.columns if c.name in row}
        statement = _upsert(
            connection.dialect.name,
            self.table,
            tuple(values),
            self.length if newer else "",
        )
        return connection.execute(statement, values).first() is not None


@cache
def _upsert(dialect: str, table: sa.Table, names: tuple[str, ...], length: str) -> Any:
    """Return the statement that writes these columns of a row over another one.

    With a column `length` only over a row where it is less. Kept, because building
    it takes longer than its work in the database.
    """
    insert = _INSERTS[dialect](table)
    keys = {column.name for column in table.primary_key}
    excluded = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: excluded[name] for name in names if name not in keys},
        where=excluded[length] > table.c[length] if length else None,
    ).returning(*table.primary_key)


_INSERTS: Final[
    Mapping[str, Callable[[sa.Table], sqlite.Insert | postgresql.Insert]]
] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_for(
    connection: sa.Connection, table: sa.Table
) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ``on_conflict_do_update`` for this database."""
    return _INSERTS[connection.dialect.name](table)


def class_name(obj: Any) -> str:
    """Return the dotted name under which projections follow the class of `obj`."""
    found = type(aq_base(obj))
    return f"{found.__module__}.{found.__qualname__}"


def following(name: str) -> list[tuple[str, Any]]:
    """Return the projections (name, utility) that follow a class."""
    return [
        (projection_name, projection)
        for projection_name, projection in getUtilitiesFor(IProjection)
        if name in projection.follows
    ]


def after_commit(obj: Any, since: int = 0) -> None:
    """Have the rows of `obj` written when the current transaction commits.

    Called by whatever changes an object that has projections, any number of
    times; once per transaction and object is enough. `since` numbers the part that
    was added, where the object grows by numbered parts; the first one counts.
    """
    current = transaction.get()
    try:
        changed: dict[int, tuple[Any, int]] = current.data(after_commit)
    except KeyError:
        changed = {}
        current.set_data(after_commit, changed)
        pending: list[Pending] = []
        current.addBeforeCommitHook(_compute, (changed, pending))
        current.addAfterCommitHook(_write_all, (pending,))
    changed.setdefault(id(aq_base(obj)), (obj, since))


def derived_jobs(projection: Any, obj: Any) -> Iterable[Asked]:
    """Return the jobs that an object calls for, if its projection knows any."""
    derive: Callable[[Any], Iterable[Asked]] | None
    derive = getattr(projection, "jobs", None)
    return () if derive is None else derive(obj)


def _fresh(projection: Any, obj: Any, since: int) -> Fresh:
    """Return what is new of an object: all of it where the projection knows no less."""
    if since and IKnowsWhatIsNew.providedBy(projection):
        return projection.fresh(obj, since)  # type: ignore[no-any-return]
    return Fresh(projection.row(obj), derived_jobs(projection, obj))


def _compute(changed: Mapping[int, tuple[Any, int]], pending: list[Pending]) -> None:
    """Compute rows and jobs from what is about to be committed."""
    for obj, since in changed.values():
        for name, projection in following(class_name(obj)):
            try:
                fresh = _fresh(projection, obj, since)
                row, wanted = fresh.row, list(fresh.jobs)
            except TransientError:
                raise
            except Exception as error:  # noqa: BLE001
                # A register must never stand in the way of the truth; the
                # replay meets the object again, verification names it.
                _log(name, error)
            else:
                pending.append(Pending(name, projection, aq_base(obj), row, wanted))


def _write_all(committed: bool, pending: list[Pending]) -> None:
    """Write the rows and queue the jobs, when the transaction has been committed."""
    # An object without a connection was taken back with a savepoint.
    stored = [item for item in pending if item.obj._p_jar is not None]
    if not committed or not stored:
        return
    try:
        with register_engine().begin() as connection:
            for item in stored:
                if item.row is not None:
                    item.projection.upsert(connection, item.row)
        for item in stored:
            for wanted in item.wanted:
                jobs.enqueue_now(*wanted)
    except Exception as error:  # noqa: BLE001
        # The commit is done and stands: whatever is wrong with SQL now must not
        # become an error of a request that succeeded. The replay writes it.
        _log(", ".join(sorted({item.name for item in stored})), error)
    if any(not IUncatalogued.providedBy(item.obj) for item in stored):
        # Behind the rows: a page made between commit and rows must not be kept.
        edits.mark()


def _log(name: str, error: Exception) -> None:
    # Neither the message nor the traceback: both may quote people's data.
    logger.error(
        "Projection %s is behind (%s); the replay will write it.",
        name,
        type(error).__name__,
    )
