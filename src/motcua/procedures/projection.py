"""Procedures in SQL: the projection that follows the content."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from motcua.procedures import forms
from motcua.procedures.entries import entries_of
from motcua.procedures.entries import Entry
from motcua.procedures.finding.browse import PUBLISHED
from motcua.procedures.finding.terms import count_of
from motcua.procedures.finding.terms import grouped
from motcua.procedures.folder import FOLDER
from motcua.procedures.naming import scope
from motcua.procedures.tables import CHANGES
from motcua.procedures.tables import ENTRIES
from motcua.procedures.tables import FACETS
from motcua.procedures.tables import PROCEDURES
from motcua.procedures.tables import TERMS
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IProjection
from motcua.storage.jobs import Wanted
from motcua.storage.projections import insert_for
from motcua.storage.projections import TableProjection
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.procedures.procedure import Procedure


@implementer(IProjection, IDerivesJobs)
class ProcedureProjection(TableProjection):
    """See IProjection."""

    follows = ("motcua.procedures.procedure.Procedure",)
    table = PROCEDURES

    def key(self, obj: Procedure) -> tuple[str]:
        """Return the code."""
        return (obj.id,)

    def row(self, obj: Procedure) -> dict[str, Any]:
        """Return the row with its entries, and the entries' terms apart."""
        entries = entries_of(obj)
        return {
            "code": obj.id,
            "length": obj.length,
            "state": state_in_lists(obj),
            "entries": tuple(entry.compared() for entry in entries),
            "terms": tuple(entry.terms for entry in entries),
        }

    def truth(self, site: Any) -> Iterator[Procedure]:
        """Iterate over every procedure of the site."""
        folder = site.get(FOLDER)
        yield from () if folder is None else folder.objectValues()

    def jobs(self, obj: Procedure) -> Iterator[Wanted]:
        """Ask for a PDF of every form that needs one."""
        return forms.copies(obj)

    def upsert(self, connection: sa.Connection, row: Mapping[str, Any]) -> bool:
        """Write a newer row with its entries."""
        written = super().upsert(connection, row)
        if written:
            self._write_entries(connection, row)
        return written

    def replace(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        """Write the row whatever stands there."""
        super().replace(connection, row)
        self._write_entries(connection, row)

    def remove(self, connection: sa.Connection, key: tuple[Any, ...]) -> None:
        """Drop the row and all that hangs on it."""
        self._drop_entries(connection, key[0])
        super().remove(connection, key)
        count_change(connection)

    def compare(
        self, expected: Mapping[str, Any], found: Mapping[str, Any]
    ) -> list[str]:
        """Compare all but the terms, which are too many; their number is compared."""
        names = ("code", "length", "state", "entries")
        return [name for name in names if expected[name] != found[name]]

    def stored(
        self, connection: sa.Connection
    ) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Iterate over the rows, each with its entries."""
        entries = self._stored_entries(connection)
        for key, row in super().stored(connection):
            yield key, {**row, "entries": tuple(entries.get(key[0], ()))}

    def _stored_entries(
        self, connection: sa.Connection
    ) -> dict[str, list[tuple[Any, ...]]]:
        facets: dict[int, list[tuple[str, str]]] = {}
        for entry, facet, value in connection.execute(sa.select(FACETS)):
            facets.setdefault(entry, []).append((facet, value))
        written = connection.execute(sa.select(TERMS.c.entry, TERMS.c.terms)).tuples()
        counted = {entry: count_of(terms) for entry, terms in written}
        found: dict[str, list[tuple[Any, ...]]] = {}
        for row in connection.execute(sa.select(ENTRIES).order_by(ENTRIES.c.id)):
            held = tuple(sorted(facets.get(row.id, ())))
            entry = Entry(
                digest=row.digest,
                begins=row.begins,
                ends=row.ends,
                title=row.title,
                field=row.field,
                level=row.level,
                facets=held,
                words=counted.get(row.id, 0),
            )
            found.setdefault(row.code, []).append(entry.compared())
        return found

    def _drop_entries(self, connection: sa.Connection, code: str) -> None:
        ids = sa.select(ENTRIES.c.id).where(ENTRIES.c.code == code)
        for table in (TERMS, FACETS):
            connection.execute(sa.delete(table).where(table.c.entry.in_(ids)))
        connection.execute(sa.delete(ENTRIES).where(ENTRIES.c.code == code))

    def _write_entries(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        self._drop_entries(connection, row["code"])
        for values, terms in zip(row["entries"], row["terms"], strict=True):
            entry = Entry(*values)
            number = connection.execute(
                sa.insert(ENTRIES)
                .values(
                    code=row["code"],
                    digest=entry.digest,
                    begins=entry.begins,
                    ends=entry.ends,
                    title=entry.title,
                    field=entry.field,
                    level=entry.level,
                    words=entry.words,
                )
                .returning(ENTRIES.c.id)
            ).scalar_one()
            facets = [
                {"entry": number, "facet": f, "value": v} for f, v in entry.facets
            ]
            if facets:
                connection.execute(sa.insert(FACETS), facets)
            connection.execute(
                sa.insert(TERMS).values(entry=number, terms=grouped(terms))
            )
        count_change(connection)


def count_change(connection: sa.Connection) -> None:
    """Tell every process that holds the tables in memory that they changed.

    The row stays locked until the commit, so numbers are seen in their order.
    """
    insert = insert_for(connection, CHANGES).values(id=1, number=1)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=[CHANGES.c.id], set_={"number": CHANGES.c.number + 1}
        )
    )


def state_in_lists(obj: Procedure) -> str:
    """Return the state; a published one of a field outside is not for our lists."""
    if obj.state == PUBLISHED and scope.outside(obj.field):
        return scope.ELSEWHERE
    return obj.state
