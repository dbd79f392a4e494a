"""The PostgreSQL that tests start for themselves."""

from __future__ import annotations

from motcua.setup.testing import postgres as module
from motcua.setup.testing.postgres import PostgresUnavailable
from motcua.setup.testing.postgres import temporary_postgres
import psycopg2
import pytest
import socket
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.setup.testing.postgres import Postgres
    from pathlib import Path

pytestmark = pytest.mark.postgres


def ask(dsn: str, question: str) -> object:
    connection = psycopg2.connect(dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_answers_in_unicode_and_utc(postgres: Postgres) -> None:
    assert ask(postgres.dsn, "SELECT upper('đ') || current_setting('timezone')") == (
        "ĐUTC"
    )


def test_listens_on_this_machine_alone(postgres: Postgres) -> None:
    assert ask(postgres.dsn, "SHOW listen_addresses") == "127.0.0.1"


def test_does_not_let_in_without_the_password(postgres: Postgres) -> None:
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(postgres.dsn.replace(postgres.password, "wrong"))


def test_databases_are_apart(postgres: Postgres) -> None:
    one, two = postgres.create_database(), postgres.create_database()
    assert one != two
    assert ask(postgres.dsn_of(two), "SELECT current_database()") == two


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_leaves_nothing_behind() -> None:
    with temporary_postgres() as server:
        assert listens(server.port)
    assert not server.folder.exists()
    assert not listens(server.port)


def test_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(module, "DEBIAN_BINARIES", str(tmp_path))
    with (
        pytest.raises(PostgresUnavailable, match="apt-get install postgresql"),
        temporary_postgres(),
    ):
        pass
