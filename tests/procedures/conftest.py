"""Fixtures of the catalogue of procedures."""

from __future__ import annotations

from motcua.procedures.finding import index
from motcua.procedures.tables import ENTRIES
from motcua.procedures.tables import FACETS
from motcua.procedures.tables import PROCEDURES
from motcua.procedures.tables import TERMS
from motcua.storage.engines import dispose
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa


@pytest.fixture(scope="session")
def procedure_database(postgres):
    """One PostgreSQL database for the tests of procedures that need one."""
    return postgres.url_of(postgres.create_database("procedures"))


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def sql(request, monkeypatch, tmp_path):
    """Run a test twice: over the files of SQLite and over PostgreSQL."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    if request.param == "postgresql":
        monkeypatch.setenv("MOTCUA_SQL", request.getfixturevalue("procedure_database"))
    else:
        monkeypatch.delenv("MOTCUA_SQL", raising=False)
    dispose()
    yield request.param
    dispose()


def make_empty():
    with register_engine().begin() as connection:
        for table in (TERMS, FACETS, ENTRIES, PROCEDURES):
            connection.execute(sa.delete(table))
    index.forget()


@pytest.fixture
def empty_tables():
    """SQL without procedures: tests roll the truth back, but not its rows."""
    make_empty()


@pytest.fixture
def tables(sql):
    """SQL of its own for tests that need no site, on both databases."""
    make_empty()
    return register_engine()
