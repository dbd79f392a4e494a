"""The one who does the jobs: one at a time, each at least once.

A worker claims a row of the jobs' table and holds it by a lease that a heartbeat
renews. When a worker is killed, its lease runs out (or its process is seen to
be gone) and the job is taken again. What fails is tried again with growing
pauses, up to ``ATTEMPTS`` times.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import logging
from motcua.storage import queue
from motcua.storage.engines import jobs_engine
from motcua.storage.interfaces import IJob
from motcua.storage.jobs import CANCELLED
from motcua.storage.jobs import DONE
from motcua.storage.jobs import FAILED
from motcua.storage.jobs import JobCancelled
from motcua.storage.jobs import JobFailed
from motcua.storage.jobs import QUEUED
from motcua.storage.jobs import RUNNING
from motcua.storage.jobs import table
import os
import socket
import sqlalchemy as sa
import threading
import time
import transaction
from transaction.interfaces import TransientError
from typing import Any
from zope.component import queryUtility


logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
HEARTBEAT = 15.0
"""Seconds between two renewals of a lease."""

ATTEMPTS = 5
BACKOFF = timedelta(seconds=30)
"""Pause after the first failure; four times as long after each further one."""

CONFLICTS = 3
"""How often a transaction that met another one is run again at once."""

IDLE = 0.5
"""Seconds between two looks into an empty queue."""

MINUTE = 60.0

Opened = Callable[[], AbstractContextManager[Any]]


class JobInterrupted(JobCancelled):
    """The worker is stopping; the job goes back into the queue."""


@dataclass(frozen=True)
class Claim:
    """A job that this worker holds."""

    kind: str
    key: str
    data: Any
    attempts: int
    worker: str

    @property
    def mine(self) -> sa.ColumnElement[bool]:
        """The condition for changing the row: it is still ours."""
        return sa.and_(
            table.c.kind == self.kind,
            table.c.key == self.key,
            table.c.state == RUNNING,
            table.c.worker == self.worker,
            table.c.attempts == self.attempts,
        )


def work(
    stop: threading.Event,
    opened: Opened = nullcontext,
    tick: Callable[[], None] | None = None,
    every: float = MINUTE,
) -> None:
    """Do jobs until `stop` is set.

    `opened()` gives each job a site on a database connection of its own; the
    worker commits after the job. `tick` is called at the start and `every` so
    many seconds between jobs (the replay); what it raises is logged.
    """
    next_tick = 0.0
    while not stop.is_set():
        if time.monotonic() >= next_tick:
            next_tick = time.monotonic() + every
            _tend(tick)
        message = queue.receive()
        if message is None:
            stop.wait(IDLE)
            continue
        perform(*message, opened=opened, stop=stop)


def drain(opened: Opened = nullcontext) -> int:
    """Do every job that is due now, and return how many were looked at."""
    sweep()
    looked = 0
    while (message := queue.receive()) is not None:
        perform(*message, opened=opened)
        looked += 1
    return looked


def perform(
    kind: str,
    key: str,
    opened: Opened = nullcontext,
    stop: threading.Event | None = None,
) -> bool:
    """Claim one job and do it; return whether it was claimed."""
    claim = _claim(kind, key)
    if claim is None:
        return False
    try:
        with _heartbeat(claim):
            _run(claim, opened, Progress(claim, stop))
    except JobInterrupted:
        now = datetime.now(UTC)
        _set(claim, state=QUEUED, due_at=now, attempts=claim.attempts - 1)
    except JobCancelled:
        _set(claim, state=CANCELLED, finished_at=datetime.now(UTC))
    except JobFailed as error:
        _failed(claim, error, final=True)
    except Exception as error:  # noqa: BLE001
        # Whatever a job does wrong, the worker goes on to the next one.
        _failed(claim, error, final=claim.attempts >= ATTEMPTS)
    else:
        _set(claim, state=DONE, finished_at=datetime.now(UTC))
    return True


def sweep() -> int:
    """Send messages for jobs that have none, and return for how many.

    Jobs wait without a message when the queue was lost or a worker was killed.
    One that killed its worker again and again is given up.
    """
    if not queue.is_empty():
        return 0
    now = datetime.now(UTC)
    _release_dead(now)
    expired = sa.and_(table.c.state == RUNNING, table.c.lease_until < now)
    with jobs_engine().begin() as connection:
        connection.execute(
            table.update()
            .where(expired, table.c.attempts >= ATTEMPTS)
            .values(
                state=FAILED,
                message="Tiến trình xử lý bị dừng nhiều lần. / "
                "The worker died at this job again and again.",
                finished_at=now,
            )
        )
        waiting = connection.execute(
            sa.select(table.c.kind, table.c.key)
            .where(
                sa.or_(
                    expired,
                    sa.and_(table.c.state == QUEUED, table.c.due_at <= now),
                )
            )
            .order_by(table.c.due_at)
            .limit(1000)
        ).all()
    for kind, key in waiting:
        queue.send(kind, key)
    return len(waiting)


class Progress:
    """What a job calls to say how far it is, and learns whether to go on."""

    def __init__(self, claim: Claim, stop: threading.Event | None) -> None:
        self.claim = claim
        self.stop = stop

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Record `done` of `total` steps; see ``IJob``."""
        statement = (
            table.update()
            .where(self.claim.mine)
            .values(done=done, total=total, message=message)
            .returning(table.c.cancelled)
        )
        with jobs_engine().begin() as connection:
            found = connection.execute(statement).first()
        if found is None:
            raise JobCancelled("another worker has taken this job over")
        if found.cancelled:
            raise JobCancelled(f"{self.claim.kind} {self.claim.key} was cancelled")
        if self.stop is not None and self.stop.is_set():
            raise JobInterrupted("the worker is stopping")


def _claim(kind: str, key: str) -> Claim | None:
    now = datetime.now(UTC)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    ready = sa.or_(
        sa.and_(table.c.state == QUEUED, table.c.due_at <= now),
        sa.and_(table.c.state == RUNNING, table.c.lease_until < now),
    )
    statement = (
        table.update()
        .where(table.c.kind == kind, table.c.key == key, ready)
        .values(
            state=RUNNING,
            worker=worker,
            attempts=table.c.attempts + 1,
            started_at=now,
            lease_until=now + LEASE,
            finished_at=None,
        )
        .returning(table.c.data, table.c.attempts)
    )
    with jobs_engine().begin() as connection:
        found = connection.execute(statement).first()
    if found is None:
        return None
    return Claim(kind, key, found.data, found.attempts, worker)


def _run(claim: Claim, opened: Opened, progress: Progress) -> None:
    job = queryUtility(IJob, name=claim.kind)
    if job is None:
        raise JobFailed(f"no job of the kind {claim.kind!r} is known here")
    for turn in range(CONFLICTS):
        try:
            with opened():
                try:
                    job(claim.key, claim.data, progress)
                    transaction.commit()
                except BaseException:
                    transaction.abort()
                    raise
        except TransientError:
            if turn == CONFLICTS - 1:
                raise
        else:
            return


def _failed(claim: Claim, error: Exception, final: bool) -> None:
    # The text may quote people's data: it goes into the table, not into the log.
    logger.error("Job %s failed (%s).", claim.kind, type(error).__name__)
    text = str(error) if isinstance(error, JobFailed) else _described(error)
    now = datetime.now(UTC)
    if final:
        _set(claim, state=FAILED, message=text, finished_at=now)
        return
    pause = BACKOFF * 4 ** (claim.attempts - 1)
    _set(claim, state=QUEUED, message=text, due_at=now + pause)
    queue.send(claim.kind, claim.key, delay=pause.total_seconds())


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]


def _set(claim: Claim, **values: Any) -> None:
    with jobs_engine().begin() as connection:
        connection.execute(
            table.update().where(claim.mine).values(lease_until=None, **values)
        )


@contextmanager
def _heartbeat(claim: Claim) -> Iterator[None]:
    """Renew the lease from a thread of its own while the job works."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT):
            renewed = datetime.now(UTC) + LEASE
            try:
                with jobs_engine().begin() as connection:
                    connection.execute(
                        table.update().where(claim.mine).values(lease_until=renewed)
                    )
            except sa.exc.SQLAlchemyError as error:
                # The next beat comes before the lease runs out.
                logger.warning("A heartbeat failed (%s).", type(error).__name__)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _tend(tick: Callable[[], None] | None) -> None:
    try:
        if tick is not None:
            tick()
        sweep()
    except Exception as error:  # noqa: BLE001
        # A database that is away for a minute must not end the worker.
        logger.error("The worker's minute failed (%s).", type(error).__name__)


def _release_dead(now: datetime) -> None:
    """End the leases of processes of this machine that are no more."""
    host = socket.gethostname()
    with jobs_engine().begin() as connection:
        running = connection.execute(
            sa.select(table.c.worker).where(table.c.state == RUNNING).distinct()
        ).scalars()
        for worker in list(running):
            name, _, pid = worker.rpartition(":")
            if name == host and int(pid) != os.getpid() and not _is_alive(int(pid)):
                connection.execute(
                    table.update()
                    .where(table.c.state == RUNNING, table.c.worker == worker)
                    .values(lease_until=now - LEASE)
                )


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
