"""A database that tests copy is the database that a house makes."""

from __future__ import annotations

from motcua.storage import engines
from motcua.storage import schema
from pathlib import Path
import pytest
import sqlalchemy as sa


KINDS = ("register", "numbers", "jobs")


def inside(engine: sa.Engine) -> list[object]:
    """What stands in a database: how each table was made, and each row."""
    with engine.connect() as connection:
        ask = connection.exec_driver_sql
        made = ask("SELECT type, name, sql FROM sqlite_master ORDER BY name").all()
        tables = [name for kind, name, _ in made if kind == "table"]
        return [made, [ask(f'SELECT * FROM "{name}"').all() for name in tables]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_is_like_one_that_went_through_all_revisions(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = sa.create_engine(f"sqlite:///{tmp_path / 'original'}")
    schema.upgrade(kind, original)
    due = inside(original)
    original.dispose()
    assert due[1]
    for name in ("first", "second"):
        monkeypatch.setenv("MOTCUA_VAR", str(tmp_path / name))
        engine = getattr(engines, f"{kind}_engine")()
        assert inside(engine) == due
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        assert mode == "wal"
