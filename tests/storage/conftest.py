"""Databases for the tests of storage."""

from __future__ import annotations

import pytest


@pytest.fixture
def plain_database(tmp_path):
    """A ZODB of its own in a file, away from Plone's."""
    from ZODB.DB import DB
    from ZODB.FileStorage import FileStorage

    database = DB(FileStorage(str(tmp_path / "Data.fs")), pool_size=8)
    yield database
    database.close()
