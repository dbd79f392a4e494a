"""Settings, engines and the schema that migrations build."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from importlib import import_module
from motcua.storage import engines
from motcua.storage import schema
from motcua.storage import settings
from motcua.storage.settings import DATABASES
import os
from pathlib import Path
import pytest
import sqlalchemy as sa
import stat
import subprocess
import sys


def engine_of(database):
    return getattr(engines, f"{database}_engine")()


def declare_all_tables():
    """Import every module of the house that declares tables."""
    package = Path(schema.__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        if "migrations" in path.parts or "sa.Table(" not in path.read_text("utf-8"):
            continue
        parts = path.relative_to(package.parent).with_suffix("").parts
        import_module(".".join(parts))


@pytest.mark.parametrize("database", DATABASES)
def test_migrations_build_exactly_the_declared_tables(house, database):
    declare_all_tables()
    with engine_of(database).connect() as connection:
        assert schema.differences(database, connection) == []


def test_a_table_without_migration_would_be_noticed(house):
    table = sa.Table("forgotten", schema.metadata, sa.Column("id", sa.Integer))
    try:
        with engines.register_engine().connect() as connection:
            (difference,) = schema.differences("register", connection)
        assert difference[0] == "add_table"
    finally:
        schema.metadata.remove(table)


def test_upgrading_again_changes_nothing(house):
    schema.upgrade("register", engines.register_engine())
    schema.upgrade("register", engines.register_engine())


def test_engines_are_kept_until_the_settings_change(house, monkeypatch, tmp_path):
    first = engines.register_engine()
    assert engines.register_engine() is first
    monkeypatch.delenv("MOTCUA_SQL", raising=False)
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / "another"))
    assert engines.register_engine() is not first


def test_processes_that_start_together_migrate_once(house):
    code = "from motcua.storage import engines; engines.register_engine()"
    starting = [
        subprocess.Popen([sys.executable, "-c", code], env=dict(os.environ))
        for _ in range(3)
    ]
    assert [process.wait(60) for process in starting] == [0, 0, 0]


def test_threads_share_one_engine(house):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: engines.register_engine(), range(16)))
    assert len({id(engine) for engine in found}) == 1


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_errors_do_not_quote_what_was_written(house):
    with (
        engines.register_engine().begin() as connection,
        pytest.raises(sa.exc.SQLAlchemyError) as caught,
    ):
        connection.execute(
            sa.text("INSERT INTO nowhere VALUES (:name)"), {"name": "Nguyễn Văn A"}
        )
    assert "Nguyễn" not in str(caught.value)


def test_sqlite_is_set_up_for_many_readers_and_a_writer(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.delenv("MOTCUA_SQL", raising=False)
    found = {}
    for database in DATABASES:
        with engine_of(database).connect() as connection:
            found[database] = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
    engines.dispose()
    # 2 is FULL: a number must survive a power cut; the rest is derived again.
    assert found == {
        "register": ["wal", 1, 1],
        "numbers": ["wal", 2, 1],
        "jobs": ["wal", 1, 1],
    }


def test_moments_are_kept_in_utc(house):
    hanoi = timezone(timedelta(hours=7))
    table = sa.Table(
        "moments", sa.MetaData(), sa.Column("at", schema.UTCDateTime, primary_key=True)
    )
    with engines.register_engine().begin() as connection:
        table.create(connection)
        connection.execute(
            table.insert().values(at=datetime(2026, 9, 15, 8, 30, tzinfo=hanoi))
        )
        found = connection.execute(sa.select(table.c.at)).scalar_one()
        assert found == datetime(2026, 9, 15, 1, 30, tzinfo=UTC)
        assert found.tzinfo is UTC
        with pytest.raises(sa.exc.StatementError, match="no time zone"):
            connection.execute(table.insert().values(at=datetime(2026, 9, 15)))


def test_settings_come_from_the_environment_alone(monkeypatch, tmp_path):
    for name in ("MOTCUA_SQL", "MOTCUA_FILES", "MOTCUA_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    found = settings.settings()
    assert found.files == tmp_path / "files"
    assert found.profile == "development"
    assert found.url("numbers") == f"sqlite:///{tmp_path}/sql/numbers.sqlite"
    monkeypatch.setenv("MOTCUA_SQL", "postgresql://u:p@db/motcua")
    assert settings.settings().url("jobs") == "postgresql+psycopg2://u:p@db/motcua"


def test_a_secret_is_made_up_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.delenv("MOTCUA_SECRET", raising=False)
    monkeypatch.delenv("MOTCUA_PROFILE", raising=False)
    made = settings.secret()
    assert len(bytes.fromhex(made)) == 32
    assert settings.secret() == made
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    monkeypatch.setenv("MOTCUA_SECRET", "given")
    assert settings.secret() == "given"


def test_production_makes_up_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.setenv("MOTCUA_PROFILE", "production")
    monkeypatch.delenv("MOTCUA_SECRET", raising=False)
    with pytest.raises(settings.SettingsError, match="MOTCUA_SECRET"):
        settings.secret()
    assert not (tmp_path / "secret").exists()
