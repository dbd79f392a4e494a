"""Fixtures of the catalogue of procedures."""

from __future__ import annotations

from motcua.procedures.tables import ENTRIES
from motcua.procedures.tables import FACETS
from motcua.procedures.tables import PROCEDURES
from motcua.procedures.tables import TERMS
from motcua.storage.engines import dispose
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa


@pytest.fixture
def empty_tables():
    """SQL without procedures: tests roll the truth back, but not its rows."""
    with register_engine().begin() as connection:
        for table in (TERMS, FACETS, ENTRIES, PROCEDURES):
            connection.execute(sa.delete(table))


@pytest.fixture
def tables(tmp_path, monkeypatch):
    """SQL of its own for tests that need no site."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.delenv("MOTCUA_SQL", raising=False)
    dispose()
    yield register_engine()
    dispose()
