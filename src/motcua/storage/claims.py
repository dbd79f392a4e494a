"""Claims on jobs: who takes which one next, and for how long it is theirs.

A worker claims a row of the jobs' table and holds it by a lease that a heartbeat
renews. When a worker is killed, its lease runs out (or its process is seen to be gone)
and the job is taken again. Two workers may look at one row; one of them gets it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import logging
from motcua.storage.engines import jobs_engine
from motcua.storage.jobs import FAILED
from motcua.storage.jobs import QUEUED
from motcua.storage.jobs import RUNNING
from motcua.storage.jobs import table
from motcua.storage.jobs import Urgency
import os
import socket
import sqlalchemy as sa
import threading
from typing import Any


logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
HEARTBEAT = 15.0
"""Seconds between two renewals of a lease."""

ATTEMPTS = 5


@dataclass(frozen=True)
class Claim:
    """A job that this worker holds."""

    kind: str
    key: str
    data: Any
    attempts: int
    worker: str
    urgency: Urgency
    turn_at: datetime
    """What it keeps when it is given back before its end."""

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

    def settle(self, **values: Any) -> None:
        """Write how the job ended, and give the claim up."""
        with jobs_engine().begin() as connection:
            connection.execute(
                table.update().where(self.mine).values(lease_until=None, **values)
            )


def due(least: Urgency = Urgency.BACKGROUND, limit: int = 1) -> list[tuple[str, str]]:
    """Return kind and key of the jobs whose turn it is, the first one first.

    ``least`` is the least urgent class that is looked at.
    """
    statement = (
        sa.select(table.c.kind, table.c.key)
        .where(
            table.c.state == QUEUED,
            # Named one by one, so that an index serves the few that are urgent.
            table.c.urgency.in_([each for each in Urgency if each <= least]),
            table.c.due_at <= datetime.now(UTC),
        )
        .order_by(table.c.turn_at)
        .limit(limit)
    )
    with jobs_engine().connect() as connection:
        return [(row.kind, row.key) for row in connection.execute(statement)]


def take_next(least: Urgency = Urgency.BACKGROUND) -> Claim | None:
    """Claim the job whose turn it is, None when there is none."""
    while found := due(least):
        claim = take(*found[0])
        if claim is not None:
            return claim
    return None


def take(kind: str, key: str) -> Claim | None:
    """Claim one job; None when it is not due, or somebody else has it."""
    now = datetime.now(UTC)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    statement = (
        table.update()
        .where(
            table.c.kind == kind,
            table.c.key == key,
            table.c.state == QUEUED,
            table.c.due_at <= now,
        )
        .values(
            state=RUNNING,
            worker=worker,
            attempts=table.c.attempts + 1,
            started_at=now,
            lease_until=now + LEASE,
            finished_at=None,
        )
        .returning(table.c.data, table.c.attempts, table.c.urgency, table.c.turn_at)
    )
    with jobs_engine().begin() as connection:
        found = connection.execute(statement).first()
    if found is None:
        return None
    urgency = Urgency(found.urgency)
    return Claim(kind, key, found.data, found.attempts, worker, urgency, found.turn_at)


def release_lost() -> int:
    """Queue jobs again whose worker is gone; return how many.

    One that killed its worker again and again is given up.
    """
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
        again = connection.execute(
            table.update().where(expired).values(state=QUEUED, lease_until=None)
        )
    return int(again.rowcount)


@contextmanager
def heartbeat(claim: Claim) -> Iterator[None]:
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
