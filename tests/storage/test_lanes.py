"""Two lanes: nobody at the counter waits for what nobody waits for, and all is done."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
import errno
from motcua.storage import claims
from motcua.storage import engines
from motcua.storage import jobs
from motcua.storage import room
from motcua.storage import worker
from motcua.storage.confined import TaskFailed
from motcua.storage.interfaces import IJob
from motcua.storage.jobs import Urgency
import pytest
import sqlalchemy as sa
import threading
import time
from zope.component import getGlobalSiteManager


PATIENCE = 20.0


@pytest.fixture
def house_of_lanes(house, monkeypatch):
    """A worker that runs in a thread until the test is over."""
    monkeypatch.setattr(worker, "IDLE", 0.02)
    monkeypatch.setattr(worker, "AWAY", 0.05)
    registry = getGlobalSiteManager()
    known, running = [], []

    class House:
        stop = threading.Event()
        ticks: list[float] = []

        def kind(self, name, function):
            registry.registerUtility(function, IJob, name)
            known.append((name, function))

        def start(self, every=0.05):
            def tick():
                self.ticks.append(time.monotonic())

            def run():
                worker.work(self.stop, tick=tick, every=every)

            thread = threading.Thread(target=run)
            thread.start()
            running.append(thread)

        def until(self, condition):
            ends = time.monotonic() + PATIENCE
            while not condition():
                assert time.monotonic() < ends, "it took too long"
                time.sleep(0.01)

    made = House()
    made.ticks = []
    made.stop = threading.Event()
    yield made
    made.stop.set()
    for thread in running:
        thread.join(PATIENCE)
    for name, function in known:
        registry.unregisterUtility(function, IJob, name)


@pytest.fixture
def reading(house_of_lanes):
    """A long job of the background that is under way, and what ends it."""
    began, over = threading.Event(), threading.Event()

    def read(key, data, progress):
        began.set()
        while not over.wait(0.02):
            progress(1, 60)

    house_of_lanes.kind("read", read)
    jobs.enqueue_now("read", "a", {}, Urgency.BACKGROUND)
    house_of_lanes.start()
    assert began.wait(PATIENCE)
    yield over
    over.set()


def test_who_waits_is_served_while_a_long_job_runs(house_of_lanes, reading):
    house_of_lanes.kind("look", lambda key, data, progress: None)
    jobs.enqueue_now("look", "a", {}, Urgency.WAITED)
    house_of_lanes.until(lambda: jobs.status("look", "a").state == jobs.DONE)
    assert jobs.status("read", "a").state == jobs.RUNNING


def test_the_house_is_tended_while_both_lanes_are_busy(house_of_lanes, reading):
    over = threading.Event()

    def look(key, data, progress):
        over.wait(PATIENCE)

    house_of_lanes.kind("look", look)
    jobs.enqueue_now("look", "a", {}, Urgency.WAITED)
    house_of_lanes.until(lambda: jobs.status("look", "a").state == jobs.RUNNING)
    before = len(house_of_lanes.ticks)
    house_of_lanes.until(lambda: len(house_of_lanes.ticks) > before + 3)
    over.set()


def test_a_job_of_the_prompt_lane_gives_way_and_is_done_later(house_of_lanes, reading):
    turns, over = [], threading.Event()

    def stack(key, data, progress):
        turns.append(key)
        while not over.wait(0.02):
            progress(1, 300)

    house_of_lanes.kind("stack", stack)
    house_of_lanes.kind("look", lambda key, data, progress: None)
    jobs.enqueue_now("stack", "archive", {}, Urgency.SOON)
    house_of_lanes.until(lambda: turns)
    jobs.enqueue_now("look", "counter", {}, Urgency.WAITED)
    house_of_lanes.until(lambda: jobs.status("look", "counter").state == jobs.DONE)
    house_of_lanes.until(lambda: len(turns) == 2)
    over.set()
    house_of_lanes.until(lambda: jobs.status("stack", "archive").state == jobs.DONE)
    assert jobs.status("stack", "archive").attempts == 1, "giving way is no failure"


def test_the_background_is_never_on_the_prompt_lane(house_of_lanes, reading):
    jobs.enqueue_now("read", "b", {}, Urgency.BACKGROUND)
    time.sleep(0.3)
    assert jobs.status("read", "b").state == jobs.QUEUED
    assert jobs.status("read", "a").state == jobs.RUNNING


def as_if_asked(key, ago):
    """Move a job back in time."""
    with jobs.jobs_engine().begin() as connection:
        mine = jobs.table.c.key == key
        row = connection.execute(sa.select(jobs.table).where(mine)).one()
        due = row.due_at - ago
        connection.execute(
            jobs.table.update()
            .where(mine)
            .values(due_at=due, turn_at=jobs.turn_at(due, Urgency(row.urgency)))
        )


def order():
    return [key for _kind, key in claims.due(limit=10)]


def test_jobs_come_in_the_order_of_who_waits(house):
    for key, urgency in (
        ("scan", Urgency.BACKGROUND),
        ("stack", Urgency.SOON),
        ("counter", Urgency.WAITED),
    ):
        jobs.enqueue_now("note", key, {}, urgency)
    assert order() == ["counter", "stack", "scan"]
    assert [key for _kind, key in claims.due(Urgency.SOON, 10)] == ["counter", "stack"]
    assert [key for _kind, key in claims.due(Urgency.WAITED, 10)] == ["counter"]


def test_nothing_waits_for_ever(house):
    jobs.enqueue_now("note", "scan", {}, Urgency.BACKGROUND)
    patience = jobs.PATIENCE[Urgency.BACKGROUND]
    as_if_asked("scan", patience + timedelta(seconds=1))
    for number in range(3):
        jobs.enqueue_now("note", f"counter-{number}", {}, Urgency.WAITED)
    assert order()[0] == "scan", "whoever asks later comes behind it"


def test_what_gives_way_keeps_its_turn(house_of_lanes, house):
    house_of_lanes.kind("stack", lambda key, data, progress: progress(1, 300))
    jobs.enqueue_now("stack", "archive", {}, Urgency.SOON)
    as_if_asked("archive", timedelta(minutes=30))
    jobs.enqueue_now("stack", "later", {}, Urgency.SOON)
    for number in range(3):
        jobs.enqueue_now("look", f"counter-{number}", {}, Urgency.WAITED)
        claim = claims.take("stack", "archive")
        worker.do(claim, interrupted=lambda: True)
        assert jobs.status("stack", "archive").state == jobs.QUEUED
        assert order()[0] == "archive", "however often that happens"
    # It would be taken up at once, were the prompt lane not to look for who waits.
    assert worker._next(Urgency.SOON).key == "counter-0"
    assert worker._next(Urgency.BACKGROUND).key == "archive"


def test_behind_its_last_step_no_job_is_put_aside(house_of_lanes, house):
    house_of_lanes.kind("stack", lambda key, data, progress: progress(300, 300))
    jobs.enqueue_now("stack", "archive", {}, Urgency.SOON)
    worker.do(claims.take("stack", "archive"), interrupted=lambda: True)
    assert jobs.status("stack", "archive").state == jobs.DONE


class Full(Exception):
    reason = "no-room"


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        TaskFailed("no-room", "the disk is full"),
        Full(),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_job_without_room_waits_however_long_that_takes(
    house, house_of_lanes, error, wrapped
):
    full = [True]

    def convert(key, data, progress):
        if not full:
            return
        if wrapped:
            raise jobs.JobFailed("input") from error
        raise error

    house_of_lanes.kind("convert", convert)
    jobs.enqueue_now("convert", "a", {}, Urgency.BACKGROUND)
    for _each in range(claims.ATTEMPTS + 2):
        assert worker.drain() == 1
        found = jobs.status("convert", "a")
        assert (found.state, found.attempts) == (jobs.QUEUED, 0)
        assert found.message == room.WAITS
        assert found.due_at > datetime.now(UTC)
        as_if_asked("a", worker.CROWDED * 2)
    full.clear()
    worker.drain()
    assert jobs.status("convert", "a").state == jobs.DONE


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_full_database_says_that_there_is_no_room(house):
    with engines.jobs_engine().connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(sa.exc.OperationalError) as full:
            connection.exec_driver_sql("CREATE TABLE t AS SELECT zeroblob(100000)")
    assert room.is_short(full.value)
    assert not room.is_short(ValueError("something else"))


def test_a_lane_outlives_a_database_that_is_away(house_of_lanes, monkeypatch, caplog):
    away = [3]
    take_next = claims.take_next

    def unsteady(least):
        if away[0]:
            away[0] -= 1
            raise sa.exc.OperationalError("select", {}, Exception("Nguyễn Văn A"))
        return take_next(least)

    monkeypatch.setattr(claims, "take_next", unsteady)
    house_of_lanes.kind("note", lambda key, data, progress: None)
    jobs.enqueue_now("note", "a", {})
    house_of_lanes.start()
    house_of_lanes.until(lambda: jobs.status("note", "a").state == jobs.DONE)
    assert "Nguyễn" not in caplog.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_minute_that_ends_the_thread_ends_the_worker(house, monkeypatch):
    """The supervisor starts a whole one again; half a worker would go unnoticed."""
    stop = threading.Event()

    def broken():
        raise SystemExit

    worker.work(stop, tick=broken)
    assert stop.is_set()


def test_two_workers_share_many_jobs_and_do_each_once(house_of_lanes):
    done, lock = [], threading.Lock()

    def note(key, data, progress):
        progress(0, 1)
        with lock:
            done.append(key)

    house_of_lanes.kind("note", note)
    for number in range(120):
        jobs.enqueue_now("note", f"{number}", {}, Urgency(number % 3))
    house_of_lanes.start()
    house_of_lanes.start()
    house_of_lanes.until(lambda: jobs.counts() == {jobs.DONE: 120})
    assert sorted(done, key=int) == [str(number) for number in range(120)]
