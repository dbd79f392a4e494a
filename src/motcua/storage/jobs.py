"""Long work: a table that says what is to be done and how far it is.

The table is the truth about every job. Jobs are derived from committed content, so a
lost database of jobs loses nothing: the replay queues them again.

A job's turn is the moment at which it was due, later by what its class can wait. So
what somebody waits for comes first, and nothing waits for ever: who asks after that
moment comes behind it, however urgent.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from enum import IntEnum
import logging
from motcua.storage.engines import jobs_engine
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
import transaction
from typing import Any
from typing import Final
from typing import NamedTuple


logger = logging.getLogger(__name__)

QUEUED = "queued"
RUNNING = "running"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"
#: Ended for good without being done.
STOPPED = (FAILED, CANCELLED)

Progress = Callable[..., None]


class Urgency(IntEnum):
    """Who waits for a job."""

    WAITED = 0
    """A person stands at the counter until it is done."""

    SOON = 1
    """Somebody will ask for it today."""

    BACKGROUND = 2
    """Long work that nobody waits for: reading scans, checking files."""


PATIENCE: Final = {
    Urgency.WAITED: timedelta(),
    Urgency.SOON: timedelta(minutes=10),
    Urgency.BACKGROUND: timedelta(hours=2),
}
"""How much later than they are due jobs of a class have their turn."""


def turn_at(due: datetime, urgency: Urgency) -> datetime:
    """Return the moment by which jobs are ordered."""
    return due + PATIENCE[urgency]


class Wanted(NamedTuple):
    """A job that an object calls for."""

    kind: str
    key: str
    data: Mapping[str, Any]
    urgency: Urgency = Urgency.SOON


Asked = Wanted | tuple[str, str, Mapping[str, Any]]
"""How objects call for jobs: kind, key, data; the class where it is not ``SOON``."""


table = sa.Table(
    "jobs",
    metadata,
    sa.Column("kind", sa.String(50), primary_key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("done", sa.Integer, nullable=False, default=0),
    sa.Column("total", sa.Integer, nullable=False, default=0),
    sa.Column("message", sa.Text, nullable=False, default=""),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("cancelled", sa.Boolean, nullable=False, default=False),
    sa.Column("worker", sa.String(100), nullable=False, default=""),
    sa.Column("queued_at", UTCDateTime, nullable=False),
    sa.Column("due_at", UTCDateTime, nullable=False),
    sa.Column("started_at", UTCDateTime),
    sa.Column("lease_until", UTCDateTime),
    sa.Column("finished_at", UTCDateTime),
    sa.Column("urgency", sa.Integer, nullable=False, default=int(Urgency.SOON)),
    sa.Column("turn_at", UTCDateTime, nullable=False),
    sa.Index("ix_jobs_state_turn_at", "state", "turn_at"),
    sa.Index("ix_jobs_state_urgency", "state", "urgency", "turn_at"),
    info={"database": "jobs"},
)


class JobCancelled(Exception):
    """The job is no longer wanted, or another worker has taken it over."""


class JobFailed(Exception):
    """Raised by a job that would fail again; its text is shown to people."""


@dataclass(frozen=True)
class JobState:
    """What is known about one job."""

    kind: str
    key: str
    data: Mapping[str, Any]
    state: str
    """``queued``, ``running``, ``done``, ``failed`` or ``cancelled``."""

    done: int
    total: int
    """Steps; 0 as long as nobody knows how many there are."""

    message: str
    """What the job said last; for a failed one, why."""

    attempts: int
    """How often it has been started."""

    cancelled: bool
    """Whether somebody asked for its end."""

    queued_at: datetime
    due_at: datetime
    """Not to be started before this moment."""

    started_at: datetime | None
    finished_at: datetime | None
    urgency: int
    """A value of ``Urgency``."""

    @property
    def progress(self) -> float:
        """How much is done, from 0 to 1."""
        if self.state == DONE:
            return 1.0
        return min(1.0, self.done / self.total) if self.total else 0.0


def enqueue(
    kind: str,
    key: str,
    data: Mapping[str, Any],
    urgency: Urgency = Urgency.SOON,
) -> bool:
    """Ask for a job when the current transaction commits.

    A job is known by kind and key: asking twice changes nothing, whatever its
    state. Returns whether the job is new. `data` is kept as JSON: ids, no
    objects and nothing personal.
    """
    if status(kind, key) is not None:
        return False
    wanted = Wanted(kind, key, dict(data), urgency)
    transaction.get().addAfterCommitHook(_enqueue_hook, (wanted,))
    return True


def enqueue_now(
    kind: str,
    key: str,
    data: Mapping[str, Any],
    urgency: Urgency = Urgency.SOON,
) -> bool:
    """Ask for a job at once, from outside any transaction (replay, command line)."""
    now = datetime.now(UTC)
    engine = jobs_engine()
    insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(table)
        .values(
            kind=kind,
            key=key,
            data=dict(data),
            state=QUEUED,
            queued_at=now,
            due_at=now,
            urgency=urgency,
            turn_at=turn_at(now, urgency),
        )
        .on_conflict_do_nothing()
        .returning(table.c.key)
    )
    with engine.begin() as connection:
        return connection.execute(statement).first() is not None


def status(kind: str, key: str) -> JobState | None:
    """Return what is known about a job, or None if it was never asked for."""
    statement = sa.select(*_shown).where(table.c.kind == kind, table.c.key == key)
    with jobs_engine().connect() as connection:
        found = connection.execute(statement).mappings().first()
    return None if found is None else JobState(**found)


def stopped(kind: str, key: str) -> bool:
    """Say whether a job has ended for good without being done."""
    job = status(kind, key)
    return job is not None and job.state in STOPPED


def listed(
    kind: str | None = None,
    state: str | None = None,
    limit: int = 100,
    begins: str = "",
) -> list[JobState]:
    """Return jobs, the newest first; ``begins`` is what their keys begin with."""
    statement = sa.select(*_shown).order_by(table.c.queued_at.desc()).limit(limit)
    if kind is not None:
        statement = statement.where(table.c.kind == kind)
    if state is not None:
        statement = statement.where(table.c.state == state)
    if begins:
        statement = statement.where(table.c.key.startswith(begins, autoescape=True))
    with jobs_engine().connect() as connection:
        return [JobState(**row) for row in connection.execute(statement).mappings()]


def counts() -> dict[str, int]:
    """Return how many jobs there are in each state."""
    statement = sa.select(table.c.state, sa.func.count()).group_by(table.c.state)
    with jobs_engine().connect() as connection:
        return {row[0]: row[1] for row in connection.execute(statement)}


def cancel(kind: str, key: str) -> bool:
    """Ask for the end of a job; return whether there was one to end.

    A queued job ends here; a running one at its next report of progress, and
    keeps what it has done until then.
    """
    now = datetime.now(UTC)
    mine = sa.and_(table.c.kind == kind, table.c.key == key)
    with jobs_engine().begin() as connection:
        queued = connection.execute(
            table.update()
            .where(mine, table.c.state == QUEUED)
            .values(state=CANCELLED, cancelled=True, finished_at=now)
        )
        running = connection.execute(
            table.update().where(mine, table.c.state == RUNNING).values(cancelled=True)
        )
    return bool(queued.rowcount or running.rowcount)


def retry(kind: str, key: str) -> bool:
    """Queue a failed or cancelled job again, as if it were new.

    Somebody asked for it by hand, so its turn is now.
    """
    now = datetime.now(UTC)
    statement = (
        table.update()
        .where(
            table.c.kind == kind,
            table.c.key == key,
            table.c.state.in_(STOPPED),
        )
        .values(
            state=QUEUED,
            attempts=0,
            cancelled=False,
            due_at=now,
            turn_at=now,
            message="",
        )
    )
    with jobs_engine().begin() as connection:
        return bool(connection.execute(statement).rowcount)


def drop(kind: str, key: str) -> bool:
    """Drop one job that does not run, whatever became of it; say whether it was there.

    For what was destroyed: should the same come again, it is asked for anew.
    """
    statement = table.delete().where(
        table.c.kind == kind, table.c.key == key, table.c.state != RUNNING
    )
    with jobs_engine().begin() as connection:
        return bool(connection.execute(statement).rowcount)


def forget(older_than: timedelta) -> int:
    """Drop jobs that were done longer ago; return how many.

    The replay never asks for them again, for its checkpoint is past them; a
    rebuild does, and the jobs find their work done.
    """
    limit = datetime.now(UTC) - older_than
    statement = table.delete().where(table.c.state == DONE, table.c.finished_at < limit)
    with jobs_engine().begin() as connection:
        return int(connection.execute(statement).rowcount)


_shown = [
    table.c[name]
    for name in (
        "kind",
        "key",
        "data",
        "state",
        "done",
        "total",
        "message",
        "attempts",
        "cancelled",
        "queued_at",
        "due_at",
        "started_at",
        "finished_at",
        "urgency",
    )
]


def _enqueue_hook(committed: bool, wanted: Wanted) -> None:
    if not committed:
        return
    try:
        enqueue_now(*wanted)
    except Exception as error:  # noqa: BLE001
        # The commit stands; the replay asks for the job again.
        logger.error("Job %s was not queued (%s).", wanted.kind, type(error).__name__)
