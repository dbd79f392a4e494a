"""Rows follow the truth after each commit; replay brings what a crash skipped."""

from __future__ import annotations

import logging
from motcua.storage import jobs
from motcua.storage import numbers
from motcua.storage import projections
from motcua.storage.replay import checkpoint
from motcua.storage.replay import replay
from motcua.storage.replay import set_checkpoint
from motcua.storage.replay import TruthWasRestored
from motcua.storage.verification import rebuild
from motcua.storage.verification import verify
import pytest
import sqlalchemy as sa
from toys import fill
from toys import Other
from toys import Toy
from toys import TOYS
import transaction
from ZODB.utils import p64
from ZODB.utils import u64


@pytest.fixture
def site(toys, plain_database):
    connection = plain_database.open()
    fill(connection.root(), 5)
    yield connection.root()
    transaction.abort()
    connection.close()


def rows(engine):
    with engine.connect() as connection:
        return {row.code: row.length for row in connection.execute(sa.select(TOYS))}


def change(site, code):
    site["toys"][code].change()
    transaction.commit()


@pytest.fixture
def no_rows_after_commit(monkeypatch):
    """As if every process died between its commit and its row."""
    monkeypatch.setattr(projections, "_write_all", lambda *args: None)


# After commit


def test_a_row_is_there_once_the_commit_is(site, toys):
    site["toys"]["toy001"].change()
    assert rows(toys) == {}
    transaction.commit()
    assert rows(toys) == {"toy001": 1}


def test_an_aborted_change_leaves_no_row(site, toys):
    site["toys"]["toy001"].change()
    transaction.abort()
    change(site, "toy002")
    assert rows(toys) == {"toy002": 1}


def test_an_object_taken_back_with_a_savepoint_leaves_no_row_and_no_job(site, toys):
    savepoint = transaction.savepoint()
    site["toys"]["job900"] = Toy("job900")
    site["toys"]["job900"].change()
    savepoint.rollback()
    change(site, "toy002")
    assert rows(toys) == {"toy002": 1}
    assert jobs.status("toy", "job900") is None


def test_many_changes_in_one_transaction_are_one_row(site, toys):
    for _ in range(3):
        site["toys"]["toy001"].change()
    transaction.commit()
    assert rows(toys) == {"toy001": 3}


def test_an_older_row_never_replaces_a_newer_one(site, toys):
    change(site, "toy001")
    change(site, "toy001")
    old = {"code": "toy001", "length": 1, "head": b"old"}
    with toys.begin() as connection:
        assert not projections.TableProjection.upsert(_projection(), connection, old)
    assert rows(toys) == {"toy001": 2}


def test_a_broken_register_fails_no_commit_and_tells_no_names(site, toys, caplog):
    TOYS.drop(toys)
    with caplog.at_level(logging.ERROR):
        change(site, "toy001")
    assert site["toys"]["toy001"].length == 1
    assert "toys is behind" in caplog.text
    assert "toy001" not in caplog.text


def test_a_row_that_cannot_be_computed_fails_no_commit(site, toys, caplog, monkeypatch):
    monkeypatch.setattr("toys.ToyProjection.row", lambda self, obj: 1 / 0)
    change(site, "toy001")
    assert site["toys"]["toy001"].length == 1
    assert "ZeroDivisionError" in caplog.text


def test_jobs_are_queued_with_the_commit(site):
    site["toys"]["job900"] = Toy("job900")
    site["toys"]["job900"].change()
    assert jobs.status("toy", "job900") is None
    transaction.commit()
    assert jobs.status("toy", "job900").state == jobs.QUEUED


# Replay


def test_replay_writes_what_was_skipped(site, toys, plain_database, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(projections, "_write_all", lambda *args: None)
        change(site, "toy001")
        change(site, "toy002")
        change(site, "toy002")
    assert rows(toys) == {}
    report = replay(plain_database, toys)
    assert rows(toys) == {"toy001": 1, "toy002": 2}
    assert report.written == 2
    assert report.failed == []


def test_replay_continues_where_it_stopped(site, toys, plain_database):
    change(site, "toy001")
    replay(plain_database, toys)
    assert checkpoint(toys, "toys") == plain_database.storage.lastTransaction()
    assert replay(plain_database, toys).transactions == 0
    change(site, "toy002")
    report = replay(plain_database, toys)
    assert (report.transactions, report.records, report.written) == (1, 1, 0)


def test_replay_looks_at_followed_classes_only(site, toys, plain_database):
    replay(plain_database, toys)
    site["other"] = Other()
    transaction.commit()
    report = replay(plain_database, toys)
    assert (report.transactions, report.records) == (1, 0)


def test_replay_a_second_time_changes_nothing(site, toys, plain_database):
    change(site, "toy001")
    replay(plain_database, toys)
    with toys.begin() as connection:
        set_checkpoint(connection, "toys", p64(1), backwards=True)
    report = replay(plain_database, toys)
    assert report.records > 0
    assert report.written == 0
    assert rows(toys) == {"toy001": 1}


@pytest.mark.usefixtures("no_rows_after_commit")
def test_a_replay_that_fails_ticks_nothing_off(site, toys, plain_database, monkeypatch):
    change(site, "toy001")
    with monkeypatch.context() as patch:
        patch.setattr("toys.ToyProjection.upsert", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            replay(plain_database, toys)
    assert checkpoint(toys, "toys") == b"\0" * 8
    replay(plain_database, toys)
    assert rows(toys) == {"toy001": 1}


def test_one_unreadable_object_does_not_stop_the_others(
    site, toys, plain_database, monkeypatch
):
    import toys as module

    original = module.ToyProjection.row

    def row(self, obj):
        if obj.code == "toy001":
            raise ValueError("unreadable")
        return original(self, obj)

    monkeypatch.setattr("toys.ToyProjection.row", row)
    monkeypatch.setattr(projections, "_write_all", lambda *args: None)
    change(site, "toy001")
    change(site, "toy002")
    report = replay(plain_database, toys)
    assert rows(toys) == {"toy002": 1}
    assert set(report.failed) == {site["toys"]["toy001"]._p_oid.hex()}


def test_lost_jobs_are_queued_again(site, toys, plain_database):
    site["toys"]["job900"] = Toy("job900")
    change(site, "job900")
    with jobs.jobs_engine().begin() as connection:
        connection.execute(jobs.table.delete())
    assert rebuild(site, toys).queued == 1
    assert jobs.status("toy", "job900").state == jobs.QUEUED


@pytest.mark.usefixtures("no_rows_after_commit")
def test_a_job_skipped_by_a_crash_is_queued_by_the_replay(site, toys, plain_database):
    site["toys"]["job900"] = Toy("job900")
    change(site, "job900")
    assert jobs.status("toy", "job900") is None
    assert replay(plain_database, toys).queued == 1
    assert jobs.status("toy", "job900").data == {"code": "job900"}


def test_an_older_database_is_noticed(site, toys, plain_database):
    change(site, "toy001")
    ahead = p64(u64(plain_database.storage.lastTransaction()) + 1000)
    with toys.begin() as connection:
        set_checkpoint(connection, "toys", ahead)
    with pytest.raises(TruthWasRestored, match="rebuild"):
        replay(plain_database, toys)
    rebuild(site, toys)
    assert replay(plain_database, toys).failed == []


# Verification and rebuilding


def test_verify_counts_and_finds_nothing_wrong(site, toys):
    for code in ("toy001", "toy002", "toy003"):
        change(site, code)
    found = verify(site, toys)
    assert found.compared == {"toys": 3}
    assert found.differences == []


def spoil(engine):
    """Delete a row, alter two (one of them ahead of the truth), invent one."""
    with engine.begin() as connection:
        connection.execute(TOYS.delete().where(TOYS.c.code == "toy001"))
        altered = TOYS.update().where(TOYS.c.code == "toy002")
        connection.execute(altered.values(head=b"forged"))
        ahead = TOYS.update().where(TOYS.c.code == "toy003")
        connection.execute(ahead.values(length=99))
        connection.execute(TOYS.insert().values(code="toy777", length=1, head=b""))


WRONG = [
    "toys: altered toy002 (head)",
    "toys: altered toy003 (length)",
    "toys: extra toy777",
    "toys: missing toy001",
]


def test_verify_finds_each_row_that_was_deleted_altered_or_invented(site, toys):
    for code in ("toy001", "toy002", "toy003", "toy004"):
        change(site, code)
    spoil(toys)
    found = verify(site, toys)
    assert sorted(map(str, found.differences)) == WRONG
    assert found.total == 5
    assert rows(toys)["toy003"] == 99


def test_rebuild_mends_exactly_those(site, toys):
    for code in ("toy001", "toy002", "toy003", "toy004"):
        change(site, code)
    spoil(toys)
    assert sorted(map(str, rebuild(site, toys).differences)) == WRONG
    assert verify(site, toys).differences == []
    assert rebuild(site, toys).differences == []
    assert rows(toys) == {"toy001": 1, "toy002": 1, "toy003": 1, "toy004": 1}


def test_rebuild_raises_counters_above_the_numbers_in_use(site, toys):
    change(site, "toy004")
    assert rebuild(site, toys).raised == [("toys", "2026", 4)]
    assert numbers.allocate("toys", "2026") == 5
    assert rebuild(site, toys).raised == []


def test_a_row_written_while_verify_runs_is_no_difference(
    site, toys, plain_database, monkeypatch
):
    change(site, "toy001")
    import toys as module

    original = module.ToyProjection.stored
    other = plain_database.open(transaction.TransactionManager())

    def stored(self, connection):
        found = list(original(self, connection))
        # Somebody else commits between our reading of SQL and of the truth.
        if other.root()["toys"]["toy002"].length == 0:
            toy = other.root()["toys"]["toy002"]
            toy.length = 1
            other.transaction_manager.commit()
            with toys.begin() as writing:
                self.upsert(writing, self.row(toy))
        return iter(found)

    monkeypatch.setattr("toys.ToyProjection.stored", stored)
    found = verify(site, toys)
    other.transaction_manager.abort()
    other.close()
    assert found.compared == {"toys": 2}
    assert found.differences == []


def _projection():
    import toys

    return toys.ToyProjection()
