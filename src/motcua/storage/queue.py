"""The message queue of the jobs: it says when to look, and nothing more.

huey carries the messages, in a SQLite file beside the others or in a schema of
its own on PostgreSQL. A message names a job. Losing one costs a minute (the
worker looks into the table when the queue is empty), getting one twice costs a
look: only the worker that claims the row of the table does the work.
"""

from __future__ import annotations

from huey import SqliteHuey
from huey.contrib.sql_huey import SqlHuey
from huey.serializer import SignedSerializer
import logging
from motcua.storage.settings import secret
from motcua.storage.settings import settings
import os
from peewee import PostgresqlDatabase
import sqlalchemy as sa
import threading
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from huey import Huey


logger = logging.getLogger(__name__)

SCHEMA = "motcua_queue"
"""PostgreSQL schema of huey's tables, whose names are very general."""

_queues: dict[str, tuple[Huey, Any]] = {}
_lock = threading.Lock()


def send(kind: str, key: str, delay: float = 0) -> None:
    """Have a worker look at a job, `delay` seconds from now."""
    huey, look = _queue()
    if delay > 0:
        look.schedule((kind, key), delay=delay)
    else:
        huey.enqueue(look.s(kind, key))


def receive() -> tuple[str, str] | None:
    """Take the next message: kind and key of a job; None when there is none."""
    huey, _ = _queue()
    for task in huey.read_schedule():
        huey.enqueue(task)
    try:
        task = huey.dequeue()
    except ValueError:
        # Signed with another secret: not ours, or the secret has been changed.
        # The message is gone; the table still knows the job.
        logger.warning("A message with a wrong signature was dropped.")
        return None
    if task is None:
        return None
    kind, key = task.args
    return str(kind), str(key)


def is_empty() -> bool:
    """Return whether no message waits to be received now."""
    return _queue()[0].pending_count() == 0


def dispose() -> None:
    """Close the queue; the next use opens it from the settings."""
    with _lock:
        for huey, _ in _queues.values():
            huey.storage.close()
        _queues.clear()


def _queue() -> tuple[Huey, Any]:
    url = settings().url("queue")
    found = _queues.get(url)
    if found is None:
        with _lock:
            found = _queues.get(url)
            if found is None:
                found = _queues[url] = _open(url)
    return found


def _open(url: str) -> tuple[Huey, Any]:
    # Messages are pickles: only those that this house signed are opened.
    options = {"results": False, "serializer": SignedSerializer(secret())}
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        folder = settings().var / "sql"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        huey = SqliteHuey("motcua", filename=str(address.database), **options)
    else:
        huey = SqlHuey("motcua", database=_postgresql(address), **options)

    return huey, huey.task(name="look")(_look)


def _look(kind: str, key: str) -> None:
    """Stand for a message; workers read its arguments and never run it."""


def _postgresql(address: sa.URL) -> PostgresqlDatabase:
    database = PostgresqlDatabase(
        address.database,
        user=address.username,
        password=address.password,
        host=address.host,
        port=address.port,
        options=f"-c search_path={SCHEMA}",
        **dict[str, Any](address.query),
    )
    database.execute_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    return database


def _forget() -> None:
    _queues.clear()


os.register_at_fork(after_in_child=_forget)
