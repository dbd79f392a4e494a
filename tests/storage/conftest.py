"""Databases for the tests of storage."""

from __future__ import annotations

from motcua.storage import engines
from pathlib import Path
import pytest
import sqlalchemy as sa
import subprocess
import sys
import time


# The writers that tests start import the same module by the same name.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def postgres_database(postgres):
    """One database for all tests of storage: making one takes its time."""
    return postgres.create_database("storage")


@pytest.fixture
def postgres_url(postgres, postgres_database):
    """The address of a database without any tables."""
    url = postgres.url_of(postgres_database)
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def house(request, tmp_path, monkeypatch):
    """An empty house, once with files of SQLite and once on PostgreSQL."""
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("MOTCUA_FILES", raising=False)
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        monkeypatch.setenv("MOTCUA_SQL", url)
    else:
        monkeypatch.delenv("MOTCUA_SQL", raising=False)
    yield request.param
    engines.dispose()


@pytest.fixture
def plain_database(tmp_path):
    """A ZODB of its own in a file, away from Plone's."""
    from ZODB.DB import DB
    from ZODB.FileStorage import FileStorage

    database = DB(FileStorage(str(tmp_path / "Data.fs")), pool_size=8)
    yield database
    database.close()


@pytest.fixture
def toys(house):
    """The toy projection alone, in place for one test; gives the engine.

    The projections of the house, which other tests of the session have loaded,
    know nothing of a database of toys and stand aside.
    """
    from motcua.storage.interfaces import IProjection
    import toys
    from zope.component import getGlobalSiteManager

    projection = toys.ToyProjection()
    registry = getGlobalSiteManager()
    real = list(registry.getUtilitiesFor(IProjection))
    for name, utility in real:
        registry.unregisterUtility(utility, IProjection, name)
    registry.registerUtility(projection, IProjection, "toys")
    engine = engines.register_engine()
    toys.metadata.create_all(engine)
    yield engine
    registry.unregisterUtility(projection, IProjection, "toys")
    for name, utility in real:
        registry.registerUtility(utility, IProjection, name)


@pytest.fixture
def zeo_address(tmp_path):
    """The socket of a ZEO server of its own."""
    address = tmp_path / "zeo"
    command = [sys.executable, "-m", "ZEO.runzeo"]
    command += ["-a", str(address), "-f", str(tmp_path / "Zeo.fs")]
    server = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    for _ in range(200):
        if address.exists():
            break
        time.sleep(0.05)
    yield str(address)
    server.terminate()
    server.wait(20)
