"""Jobs are done at least once, one at a time, whoever dies meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.storage import claims
from motcua.storage import engines
from motcua.storage import jobs
from motcua.storage import worker
from motcua.storage.interfaces import IJob
import os
import pytest
import signal
import subprocess
import sys
import threading
import transaction
from ZODB.POSException import ConflictError
from zope.component import getGlobalSiteManager


@pytest.fixture
def kind(house):
    """Register a function as the job of a kind for one test."""
    registered = []
    registry = getGlobalSiteManager()

    def register(name, function):
        registry.registerUtility(function, IJob, name)
        registered.append((name, function))

    yield register
    for name, function in registered:
        registry.unregisterUtility(function, IJob, name)


@pytest.fixture
def done(kind):
    """The keys of the jobs of the kind ``note`` that were done."""
    found = []
    kind("note", lambda key, data, progress: found.append((key, data)))
    return found


def due_now(kind, key):
    """As if the pause after a failure were over."""
    with jobs.jobs_engine().begin() as connection:
        connection.execute(jobs.table.update().values(due_at=datetime.now(UTC)))


def test_a_job_is_queued_with_the_commit_and_not_before(done):
    assert jobs.enqueue("note", "a", {"n": 1})
    assert jobs.status("note", "a") is None
    transaction.commit()
    assert jobs.status("note", "a").state == jobs.QUEUED
    worker.drain()
    assert done == [("a", {"n": 1})]
    assert jobs.status("note", "a").state == jobs.DONE
    assert jobs.status("note", "a").progress == 1.0


def test_a_failed_transaction_queues_nothing(done):
    jobs.enqueue("note", "a", {})
    transaction.abort()
    transaction.commit()
    assert jobs.status("note", "a") is None


def test_asking_twice_is_asking_once(done):
    assert jobs.enqueue_now("note", "a", {})
    assert not jobs.enqueue_now("note", "a", {})
    worker.drain()
    assert not jobs.enqueue("note", "a", {})
    transaction.commit()
    worker.drain()
    assert len(done) == 1


def test_of_two_who_see_a_job_one_gets_it(done):
    jobs.enqueue_now("note", "a", {})
    assert claims.due() == [("note", "a")]
    assert claims.take("note", "a") is not None
    assert claims.take("note", "a") is None
    assert claims.due() == []


def test_progress_is_seen_by_others(kind):
    seen = []

    def job(key, data, progress):
        progress(3, 12, "trang 3")
        seen.append(jobs.status("pages", key))

    kind("pages", job)
    jobs.enqueue_now("pages", "a", {})
    worker.drain()
    (during,) = seen
    assert (during.state, during.progress) == (jobs.RUNNING, 0.25)
    assert during.message == "trang 3"


def test_a_failing_job_is_tried_five_times_with_growing_pauses(kind):
    def job(key, data, progress):
        raise OSError("no such device")

    kind("full", job)
    jobs.enqueue_now("full", "a", {})
    pauses = []
    for _ in range(claims.ATTEMPTS):
        worker.drain()
        found = jobs.status("full", "a")
        if found.state == jobs.QUEUED:
            pauses.append(round((found.due_at - found.started_at).total_seconds()))
        due_now("full", "a")
    assert pauses == [30, 120, 480, 1920]
    assert (found.state, found.attempts) == (jobs.FAILED, 5)
    assert found.message == "OSError: no such device"
    worker.drain()
    assert jobs.status("full", "a").attempts == 5


def test_a_job_is_not_tried_before_its_pause_is_over(kind):
    attempts = []

    def job(key, data, progress):
        attempts.append(key)
        raise OSError

    kind("full", job)
    jobs.enqueue_now("full", "a", {})
    for _ in range(3):
        worker.drain()
    assert len(attempts) == 1


def test_what_cannot_succeed_fails_at_once_with_its_reason(kind):
    def job(key, data, progress):
        raise jobs.JobFailed("Tệp bị khóa bằng mật khẩu")

    kind("locked", job)
    jobs.enqueue_now("locked", "a", {})
    worker.drain()
    found = jobs.status("locked", "a")
    assert (found.state, found.attempts) == (jobs.FAILED, 1)
    assert found.message == "Tệp bị khóa bằng mật khẩu"


def test_a_failed_job_may_be_asked_for_again(kind):
    works = []

    def job(key, data, progress):
        if not works:
            raise jobs.JobFailed("not yet")

    kind("later", job)
    jobs.enqueue_now("later", "a", {})
    worker.drain()
    works.append(True)
    assert jobs.retry("later", "a")
    worker.drain()
    assert jobs.status("later", "a").state == jobs.DONE
    assert not jobs.retry("later", "a")


def test_the_log_names_the_kind_but_not_what_the_error_says(kind, caplog):
    def job(key, data, progress):
        raise ValueError("Nguyễn Văn A")

    kind("private", job)
    jobs.enqueue_now("private", "a", {})
    worker.drain()
    assert "private" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_a_job_of_an_unknown_kind_fails(house):
    jobs.enqueue_now("nobody knows", "a", {})
    worker.drain()
    assert jobs.status("nobody knows", "a").state == jobs.FAILED


def test_a_queued_job_is_cancelled_at_once(done):
    jobs.enqueue_now("note", "a", {})
    assert jobs.cancel("note", "a")
    worker.drain()
    assert done == []
    assert jobs.status("note", "a").state == jobs.CANCELLED
    assert not jobs.cancel("note", "a")


def test_a_running_job_is_cancelled_at_its_next_step(kind):
    steps = []

    def job(key, data, progress):
        for step in range(10):
            progress(step, 10)
            steps.append(step)
            if step == 2:
                jobs.cancel("long", key)

    kind("long", job)
    jobs.enqueue_now("long", "a", {})
    worker.drain()
    found = jobs.status("long", "a")
    assert steps == [0, 1, 2]
    assert (found.state, found.done) == (jobs.CANCELLED, 3)


def test_a_conflict_runs_the_job_again_at_once(kind):
    turns = []

    def job(key, data, progress):
        turns.append(key)
        if len(turns) < 3:
            raise ConflictError

    kind("contended", job)
    jobs.enqueue_now("contended", "a", {})
    worker.drain()
    assert len(turns) == 3
    assert jobs.status("contended", "a").attempts == 1


def test_each_job_has_a_site_of_its_own_and_its_changes_are_committed(done):
    events = []

    @contextmanager
    def opened():
        events.append("open")
        hook = lambda ok: events.append("commit" if ok else "abort")  # noqa: E731
        transaction.get().addAfterCommitHook(hook)
        yield
        events.append("close")

    jobs.enqueue_now("note", "a", {})
    jobs.enqueue_now("note", "b", {})
    worker.drain(opened)
    assert events == ["open", "commit", "close"] * 2


def test_a_stopping_worker_puts_its_job_back(kind):
    stop = threading.Event()
    turns = []

    def job(key, data, progress):
        turns.append(key)
        if len(turns) == 1:
            stop.set()
        progress(1, 2)

    kind("long", job)
    jobs.enqueue_now("long", "a", {})
    worker.work(stop)
    found = jobs.status("long", "a")
    assert (found.state, found.attempts) == (jobs.QUEUED, 0)
    worker.drain()
    assert jobs.status("long", "a").state == jobs.DONE


def test_the_worker_ticks_at_its_start_and_survives_a_bad_minute(house, caplog):
    stop = threading.Event()
    ticks = []

    def tick():
        ticks.append(1)
        if len(ticks) == 2:
            stop.set()
        raise OSError("database away")

    worker.work(stop, tick=tick, every=0.01)
    assert len(ticks) == 2
    assert "database away" not in caplog.text


def test_a_living_worker_keeps_its_job(kind, monkeypatch):
    monkeypatch.setattr(claims, "LEASE", timedelta(seconds=0.5))
    monkeypatch.setattr(claims, "HEARTBEAT", 0.1)
    claimed_meanwhile = []

    def job(key, data, progress):
        # Longer than the lease, without a word.
        threading.Event().wait(1.2)
        claimed_meanwhile.append(worker.perform("silent", key))

    kind("silent", job)
    jobs.enqueue_now("silent", "a", {})
    worker.drain()
    assert claimed_meanwhile == [False]
    assert jobs.status("silent", "a").state == jobs.DONE


DYING = """
import sys, time
from motcua.storage import jobs, worker
from motcua.storage.interfaces import IJob
from zope.component import provideUtility
def job(key, data, progress):
    print("started", flush=True)
    time.sleep(60)
provideUtility(job, IJob, "note")
worker.drain()
"""


def killed_worker():
    process = subprocess.Popen(
        [sys.executable, "-c", DYING], stdout=subprocess.PIPE, env=dict(os.environ)
    )
    assert process.stdout.readline() == b"started\n"
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_the_job_of_a_killed_worker_is_taken_again(done):
    jobs.enqueue_now("note", "a", {})
    engines.dispose()
    killed_worker()
    assert jobs.status("note", "a").state == jobs.RUNNING
    worker.drain()
    found = jobs.status("note", "a")
    assert (found.state, found.attempts) == (jobs.DONE, 2)
    assert len(done) == 1


def test_a_job_that_kills_every_worker_is_given_up(done):
    jobs.enqueue_now("note", "a", {})
    with jobs.jobs_engine().begin() as connection:
        connection.execute(
            jobs.table.update().values(
                state=jobs.RUNNING,
                attempts=claims.ATTEMPTS,
                worker="another-machine:1",
                lease_until=datetime.now(UTC) - timedelta(seconds=1),
            )
        )
    worker.drain()
    assert jobs.status("note", "a").state == jobs.FAILED
    assert done == []


def test_jobs_are_listed_and_counted(done):
    jobs.enqueue_now("note", "a", {})
    jobs.enqueue_now("note", "b", {})
    jobs.cancel("note", "b")
    assert jobs.counts() == {"queued": 1, "cancelled": 1}
    assert [job.key for job in jobs.listed("note", jobs.QUEUED)] == ["a"]


def test_old_jobs_are_forgotten_when_done(done):
    jobs.enqueue_now("note", "a", {})
    worker.drain()
    assert jobs.forget(timedelta(days=30)) == 0
    assert jobs.forget(timedelta(seconds=-1)) == 1
