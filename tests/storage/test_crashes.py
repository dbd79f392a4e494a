"""Processes die at any moment; what was acknowledged is there afterwards."""

from __future__ import annotations

from motcua.storage.replay import replay
from motcua.storage.verification import verify
import os
from pathlib import Path
import pytest
import random
import signal
import sqlalchemy as sa
import subprocess
import sys
import threading
from toys import fill
from toys import TOYS
import transaction
from ZODB.DB import DB


TOYS_PY = str(Path(__file__).with_name("toys.py"))
ROUNDS = 2
WRITERS = 2


def start_writer(address, *options):
    return subprocess.Popen(
        [sys.executable, TOYS_PY, address, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=dict(os.environ),
    )


@pytest.fixture
def database(zeo_address):
    """The server's database, with some toys, seen by this process."""
    from ZEO.ClientStorage import ClientStorage

    database = DB(ClientStorage(zeo_address, wait_timeout=20))
    connection = database.open()
    fill(connection.root(), 20)
    transaction.abort()
    connection.close()
    yield database
    database.close()


def compare(database, engine):
    connection = database.open()
    found = verify(connection.root(), engine)
    transaction.abort()
    connection.close()
    return found


def acknowledged_by(writers):
    """Kill the writers, each after its own number of commits."""
    seen: dict[str, int] = {}
    lock = threading.Lock()

    def watch(writer, enough):
        for count, line in enumerate(writer.stdout):
            # A killed writer may have written half a line.
            if line.endswith("\n"):
                code, length = line.split()
                with lock:
                    seen[code] = max(seen.get(code, 0), int(length))
            if count == enough:
                writer.send_signal(signal.SIGKILL)

    watching = [
        threading.Thread(target=watch, args=(writer, random.randrange(5, 40)))
        for writer in writers
    ]
    for thread in watching:
        thread.start()
    for thread in watching:
        thread.join(60)
    for writer in writers:
        writer.wait(10)
    return seen


def test_nothing_acknowledged_is_lost_and_the_replay_heals_the_rest(
    toys, zeo_address, database
):
    acknowledged: dict[str, int] = {}
    for _ in range(ROUNDS):
        writers = [start_writer(zeo_address) for _ in range(WRITERS)]
        for code, length in acknowledged_by(writers).items():
            acknowledged[code] = max(acknowledged.get(code, 0), length)
        replay(database, toys)
    found = compare(database, toys)
    assert found.total >= len(acknowledged) > 0
    assert found.differences == []
    with toys.connect() as connection:
        rows = {row.code: row.length for row in connection.execute(sa.select(TOYS))}
    assert all(rows[code] >= length for code, length in acknowledged.items())


def test_a_writer_killed_between_commit_and_row_is_healed(toys, zeo_address, database):
    start_writer(zeo_address, "crash").wait(60)
    before = compare(database, toys)
    assert [difference.kind for difference in before.differences] == ["missing"]
    assert replay(database, toys).written == 1
    assert compare(database, toys).differences == []


@pytest.mark.postgres
@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_replay_follows_relstorage_on_postgresql(toys, house, postgres):
    from relstorage.adapters.postgresql import PostgreSQLAdapter
    from relstorage.options import Options
    from relstorage.storage import RelStorage

    options = Options(keep_history=False, shared_blob_dir=False)
    dsn = postgres.dsn_of(postgres.create_database())
    storage = RelStorage(PostgreSQLAdapter(dsn, options=options), options=options)
    database = DB(storage)
    try:
        connection = database.open()
        site = connection.root()
        fill(site, 4)
        for code in ("toy001", "toy002", "toy001"):
            site["toys"][code].change()
            transaction.commit()
        with toys.begin() as sql:
            sql.execute(TOYS.delete())
        report = replay(database, toys)
        assert report.written == 2
        assert verify(site, toys).differences == []
        # From the checkpoint on, and never further than this view reaches.
        site["toys"]["toy003"].change()
        transaction.commit()
        with toys.begin() as sql:
            sql.execute(TOYS.delete().where(TOYS.c.code == "toy003"))
        again = replay(database, toys)
        assert (again.transactions, again.written) == (1, 1)
        assert replay(database, toys).transactions == 0
        assert verify(site, toys).differences == []
        transaction.abort()
        connection.close()
    finally:
        database.close()
