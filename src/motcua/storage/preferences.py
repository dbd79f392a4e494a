"""What a person chose for their own screens: columns, lists under a name.

Kept in SQL beside the register. Nothing of a citizen belongs here.
"""

from __future__ import annotations

from motcua.storage.engines import register_engine
from motcua.storage.schema import metadata
import sqlalchemy as sa
from typing import Any


PREFERENCES = sa.Table(
    "preferences",
    metadata,
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)


def get(person: str, name: str) -> Any:
    """Return what the person chose under a name; None for nothing."""
    query = sa.select(PREFERENCES.c.value).where(*_of(person, name))
    with register_engine().connect() as connection:
        return connection.execute(query).scalar()


def put(person: str, name: str, value: Any) -> None:
    """Keep a JSON value at once, in place of what was there; None drops it."""
    with register_engine().begin() as connection:
        connection.execute(sa.delete(PREFERENCES).where(*_of(person, name)))
        if value is not None:
            row = {"person": person, "name": name, "value": value}
            connection.execute(sa.insert(PREFERENCES).values(**row))


def _of(person: str, name: str) -> tuple[Any, ...]:
    return PREFERENCES.c.person == person, PREFERENCES.c.name == name
