"""Every table that code writes is made by a migration."""

from __future__ import annotations

from motcua.storage.interfaces import IProjection
from motcua.storage.schema import database_of
from motcua.storage.schema import metadata
from motcua.storage.schema import MIGRATIONS
from zope.component import getUtilitiesFor


def created(table):
    """Say whether a migration of the table's database creates it."""
    folder = MIGRATIONS / database_of(table)
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    return any(f'create_table(\n        "{table.name}"' in text for text in texts)


def test_the_table_of_every_projection_is_in_a_migration(portal):
    projections = dict(getUtilitiesFor(IProjection))
    assert projections
    for name, projection in projections.items():
        assert projection.table.name in metadata.tables, name
        assert created(projection.table), name


def test_every_table_of_the_house_is_in_a_migration(portal):
    wrong = [table.name for table in metadata.sorted_tables if not created(table)]
    assert wrong == []
