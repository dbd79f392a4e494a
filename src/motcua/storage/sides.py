"""A projection whose row has lists beside it, each in a side table.

The row of an object holds, under the name of a side table, a sorted tuple: of values
where the side has one column behind the key of the row, of tuples of its columns
otherwise. The columns of a side are the key of the row first, then what else is in
its primary key, then the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import cache
from motcua.storage.projections import TableProjection
import sqlalchemy as sa
from typing import Any
from typing import Final


#: Rows that are read at once.
CHUNK: Final = 1000


class SidedProjection(TableProjection):
    """A ``TableProjection`` with one key column that names its side tables."""

    sides: tuple[sa.Table, ...] = ()

    def upsert(self, connection: sa.Connection, row: Mapping[str, Any]) -> bool:
        """Write a newer row and what hangs on it."""
        written = super().upsert(connection, row)
        if written:
            self._fill_anew(connection, row)
        return written

    def replace(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        """Write the row whatever stands there."""
        super().replace(connection, row)
        self._fill_anew(connection, row)

    def remove(self, connection: sa.Connection, key: tuple[Any, ...]) -> None:
        """Drop the row and what hangs on it."""
        self._clear(connection, key[0])
        super().remove(connection, key)

    def stored(
        self, connection: sa.Connection
    ) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Iterate over the rows with their sides, a chunk at a time."""
        key = self._key
        last = ""
        page = sa.select(self.table).order_by(key).limit(CHUNK)
        while True:
            found = connection.execute(page.where(key > last)).mappings()
            rows = [dict(row) for row in found]
            if not rows:
                return
            last = rows[-1][key.name]
            beside = self._beside(connection, [row[key.name] for row in rows])
            for row in rows:
                yield (row[key.name],), {**row, **beside(row[key.name])}

    def fill(
        self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Write rows that the table does not hold yet, all at once."""
        columns = self.table.c.keys()
        connection.execute(
            sa.insert(self.table),
            [{name: row[name] for name in columns} for row in rows],
        )
        self._fill_sides(connection, rows)

    def rows(
        self, connection: sa.Connection, keys: Collection[str]
    ) -> dict[str, dict[str, Any]]:
        """Return the rows with these keys and their sides, by key."""
        key = self._key
        found = connection.execute(sa.select(self.table).where(key.in_(keys)))
        beside = self._beside(connection, keys)
        return {
            row[key.name]: {**row, **beside(row[key.name])} for row in found.mappings()
        }

    @property
    def _key(self) -> sa.Column[Any]:
        (key,) = self.table.primary_key
        return key

    def _clear(self, connection: sa.Connection, key: Any) -> None:
        for side in self.sides:
            connection.execute(_clearing(side), {"of": key})

    def _fill_anew(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        self._clear(connection, row[self._key.name])
        self._fill_sides(connection, [row])

    def _fill_sides(
        self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        key = self._key.name
        for side in self.sides:
            names = side.c.keys()[1:]
            found = [
                {key: row[key], **dict(zip(names, each, strict=True))}
                for row in rows
                for each in _as_tuples(side, row[side.name])
            ]
            if found:
                connection.execute(sa.insert(side), found)

    def _beside(
        self, connection: sa.Connection, keys: Collection[str]
    ) -> Callable[[str], dict[str, Any]]:
        """Return what tells the sides of a row, in the form in which they came."""
        found: dict[str, dict[str, list[Any]]] = {side.name: {} for side in self.sides}
        for side in self.sides:
            query = sa.select(side).where(side.c[self._key.name].in_(keys))
            for key, *rest in connection.execute(query):
                value: Any = tuple(rest) if len(rest) > 1 else rest[0]
                found[side.name].setdefault(key, []).append(value)

        def beside(key: str) -> dict[str, Any]:
            return {
                side.name: tuple(
                    sorted(found[side.name].get(key, ()), key=_order(side))
                )
                for side in self.sides
            }

        return beside


@cache
def _clearing(side: sa.Table) -> sa.Delete:
    """Return what empties a side; building it takes longer than its work in SQL."""
    key = next(iter(side.columns))
    return sa.delete(side).where(key == sa.bindparam("of"))


def _as_tuples(side: sa.Table, values: Sequence[Any]) -> Sequence[Any]:
    return values if len(side.columns) > 2 else [(value,) for value in values]


@cache
def _order(side: sa.Table) -> Callable[[Any], Any] | None:
    """Return the sort key of a side: the rest of its primary key, never a None."""
    if len(side.columns) == 2:
        return None
    within = len(side.primary_key) - 1
    return lambda value: value[:within]
