"""SQLAlchemy engines of this process, made at first use and kept.

Numbers have an engine of their own, so that a number can be drawn while a
transaction on the register is open; on SQLite also a file of their own, for one
file has one writer.
"""

from __future__ import annotations

from contextlib import contextmanager
import fcntl
from motcua.storage import schema
from motcua.storage.settings import settings
import os
from pathlib import Path
import sqlalchemy as sa
import threading
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another one before it gives up."""

_engines: dict[tuple[str, str], sa.Engine] = {}
_lock = threading.RLock()


def register_engine() -> sa.Engine:
    """Return the engine of the register and all other projections."""
    return _engine("register")


def numbers_engine() -> sa.Engine:
    """Return the engine of the counters; every statement commits itself."""
    return _engine("numbers")


def jobs_engine() -> sa.Engine:
    """Return the engine of the jobs."""
    return _engine("jobs")


def dispose() -> None:
    """Close all engines; the next use makes new ones from the settings."""
    with _lock:
        for engine in _engines.values():
            engine.dispose()
        _engines.clear()


def dispose_others() -> None:
    """Close the engines that the present settings do not name any more."""
    named = {settings().url(each) for each in ("register", "numbers", "jobs")}
    with _lock:
        for key in [key for key in _engines if key[1] not in named]:
            _engines.pop(key).dispose()


def _engine(database: str) -> sa.Engine:
    url = settings().url(database)
    found = _engines.get((database, url))
    if found is not None:
        return found
    with _lock:
        found = _engines.get((database, url))
        if found is None:
            found = _make(database, url)
            _engines[database, url] = found
    return found


def _make(database: str, url: str) -> sa.Engine:
    if sa.make_url(url).get_backend_name() == "sqlite":
        path = Path(str(sa.make_url(url).database))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(path.parent / ".lock"):
            engine = _sqlite(database, url)
            schema.upgrade(database, engine)
    else:
        engine = _postgresql(url)
        schema.upgrade(database, engine)
    if database == "numbers":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock file: turning a new file to WAL bears no company."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sqlite(database: str, url: str) -> sa.Engine:
    engine = sa.create_engine(
        url,
        connect_args={"timeout": BUSY_MILLISECONDS / 1000},
        # Errors quote statements, and parameters hold names of people.
        hide_parameters=True,
    )
    # A counter that lost its last step in a power cut would give a number out
    # twice; everything else is derived again from the truth.
    synchronous = "FULL" if database == "numbers" else "NORMAL"

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


def _postgresql(url: str) -> sa.Engine:
    # The server may quote a value in the text of an error all the same: where
    # errors of SQL are logged, log their class.
    return sa.create_engine(
        url,
        pool_pre_ping=True,
        connect_args={
            "options": (
                f"-c lock_timeout={BUSY_MILLISECONDS}"
                " -c idle_in_transaction_session_timeout=60000"
            )
        },
        hide_parameters=True,
    )


def _forget() -> None:
    """Leave the parent's connections alone after a fork."""
    for engine in _engines.values():
        engine.dispose(close=False)
    _engines.clear()


os.register_at_fork(after_in_child=_forget)
