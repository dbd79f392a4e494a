"""The one who does the jobs: two lanes of one process, each job at least once.

The patient lane takes every job in its turn and works it off to the end. The prompt
lane takes what is not for the background alone, so that a person at the counter does
not wait for hours of reading; it gives a job back at its next step when somebody waits.
Beside them, every minute, whatever the lanes are at, the house is tended (replay,
folders of scanners).

What fails is tried again with growing pauses, up to ``claims.ATTEMPTS`` times. Where
the disk is full a job waits until there is room, however long that takes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextlib import nullcontext
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import partial
import logging
from motcua.storage import claims
from motcua.storage import room
from motcua.storage.claims import ATTEMPTS
from motcua.storage.claims import Claim
from motcua.storage.engines import jobs_engine
from motcua.storage.interfaces import IJob
from motcua.storage.jobs import CANCELLED
from motcua.storage.jobs import DONE
from motcua.storage.jobs import FAILED
from motcua.storage.jobs import JobCancelled
from motcua.storage.jobs import JobFailed
from motcua.storage.jobs import QUEUED
from motcua.storage.jobs import table
from motcua.storage.jobs import turn_at
from motcua.storage.jobs import Urgency
import threading
import time
import transaction
from transaction.interfaces import TransientError
from typing import Any
from zope.component import queryUtility


logger = logging.getLogger(__name__)

BACKOFF = timedelta(seconds=30)
"""Pause after the first failure; four times as long after each further one."""

CROWDED = timedelta(seconds=60)
"""Pause of a job that found no room on the disk."""

CONFLICTS = 3
"""How often a transaction that met another one is run again at once."""

IDLE = 0.5
"""Seconds between two looks into an empty table."""

AWAY = 5.0
"""Seconds until a lane that could not reach its table looks again."""

MINUTE = 60.0

Opened = Callable[[], AbstractContextManager[Any]]


class JobInterrupted(JobCancelled):
    """The worker is stopping, or somebody waits; the job goes back into the queue."""


def work(
    stop: threading.Event,
    opened: Opened = nullcontext,
    tick: Callable[[], None] | None = None,
    every: float = MINUTE,
) -> None:
    """Do jobs until `stop` is set.

    `opened()` gives each job a site on a database connection of its own; the
    worker commits after the job. `tick` is called at the start and `every` so
    many seconds, in a thread of its own; what it raises is logged.
    """
    others = [
        _thread("minute", stop, lambda: _tend(stop, tick, every)),
        _thread("prompt", stop, lambda: _lane(stop, opened, Urgency.SOON)),
    ]
    try:
        _lane(stop, opened, Urgency.BACKGROUND)
    finally:
        stop.set()
        for each in others:
            each.join()


def drain(opened: Opened = nullcontext) -> int:
    """Do every job that is due now, in turn, and return how many were done."""
    claims.release_lost()
    done = 0
    while (claim := claims.take_next()) is not None:
        do(claim, opened)
        done += 1
    return done


def perform(kind: str, key: str, opened: Opened = nullcontext) -> bool:
    """Claim one job and do it; return whether it was claimed."""
    claim = claims.take(kind, key)
    if claim is not None:
        do(claim, opened)
    return claim is not None


def do(
    claim: Claim, opened: Opened = nullcontext, interrupted: Callable[[], bool] = bool
) -> None:
    """Do a job that was claimed, and write down how it ended.

    `interrupted` is asked at each step; once it is true, the job goes back.
    """
    try:
        with claims.heartbeat(claim):
            _run(claim, opened, Progress(claim, interrupted))
    except JobInterrupted:
        # It keeps its turn: who is interrupted again and again is not forgotten.
        claim.settle(state=QUEUED, attempts=claim.attempts - 1)
    except JobCancelled:
        claim.settle(state=CANCELLED, finished_at=datetime.now(UTC))
    except Exception as error:  # noqa: BLE001
        # Whatever a job does wrong, the worker goes on to the next one.
        _ended(claim, error)
    else:
        claim.settle(state=DONE, finished_at=datetime.now(UTC))


class Progress:
    """What a job calls to say how far it is, and learns whether to go on."""

    def __init__(self, claim: Claim, interrupted: Callable[[], bool] = bool) -> None:
        self.claim = claim
        self.interrupted = interrupted

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
        # Behind its last step a job ends by itself; all of it would be done again.
        if not 0 < total <= done and self.interrupted():
            raise JobInterrupted("the worker is stopping, or somebody waits")


def _thread(name: str, stop: threading.Event, target: Callable[[], None]) -> Any:
    """Start a thread; where it ends by a fault, the whole worker does."""

    def run() -> None:
        try:
            target()
        finally:
            stop.set()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread


def _lane(stop: threading.Event, opened: Opened, least: Urgency) -> None:
    """Do jobs up to this class, one at a time, until `stop` is set."""
    while not stop.is_set():
        try:
            claim = _next(least)
            if claim is not None:
                do(claim, opened, partial(_is_over, stop, claim, least))
                continue
        except Exception as error:  # noqa: BLE001
            # The jobs' database is away or its disk is full. What was claimed is
            # released when its lease is over.
            logger.error("A lane cannot reach its jobs (%s).", type(error).__name__)
            stop.wait(AWAY)
        stop.wait(IDLE)


def _next(least: Urgency) -> Claim | None:
    """Claim what a lane does next; the prompt one looks first for who waits.

    What has given way keeps its turn, and would be taken up at once otherwise.
    """
    waited = None
    if least is not Urgency.BACKGROUND:
        waited = claims.take_next(Urgency.WAITED)
    return waited or claims.take_next(least)


def _is_over(stop: threading.Event, claim: Claim, least: Urgency) -> bool:
    """Say whether the worker stops, or a job of the prompt lane has to give way."""
    if stop.is_set():
        return True
    prompt = least is not Urgency.BACKGROUND
    return (
        prompt
        and claim.urgency is not Urgency.WAITED
        and bool(claims.due(Urgency.WAITED))
    )


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


def _put_back(claim: Claim, due: datetime, **values: Any) -> None:
    turn = turn_at(due, claim.urgency)
    claim.settle(state=QUEUED, due_at=due, turn_at=turn, **values)


def _ended(claim: Claim, error: Exception) -> None:
    """Write down what became of a job that did not come to its end."""
    if room.is_short(error):
        _crowded(claim)
        return
    final = isinstance(error, JobFailed) or claim.attempts >= ATTEMPTS
    _failed(claim, error, final)


def _crowded(claim: Claim) -> None:
    """Let a job wait for room; that is no attempt."""
    logger.error("Job %s waits: there is no room on the disk.", claim.kind)
    _put_back(
        claim,
        datetime.now(UTC) + CROWDED,
        attempts=claim.attempts - 1,
        message=room.WAITS,
    )


def _failed(claim: Claim, error: Exception, final: bool) -> None:
    # The text may quote people's data: it goes into the table, not into the log.
    logger.error("Job %s failed (%s).", claim.kind, type(error).__name__)
    text = str(error) if isinstance(error, JobFailed) else _described(error)
    now = datetime.now(UTC)
    if final:
        claim.settle(state=FAILED, message=text, finished_at=now)
        return
    _put_back(claim, now + BACKOFF * 4 ** (claim.attempts - 1), message=text)


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]


def _tend(stop: threading.Event, tick: Callable[[], None] | None, every: float) -> None:
    """Tend the house at once and then each minute."""
    while not stop.is_set():
        began = time.monotonic()
        try:
            claims.release_lost()
            if tick is not None:
                tick()
        except Exception as error:  # noqa: BLE001
            # A database that is away for a minute must not end the worker.
            logger.error("The worker's minute failed (%s).", type(error).__name__)
        stop.wait(max(0.0, began + every - time.monotonic()))
