"""The outbox: what is to leave the house, what left it, and what will not.

One row per event, turn, channel and role, so that each way fails and is tried again by
itself. The row holds no address and no text: both are found anew when it is sent, and
an address that was corrected meanwhile is the one that is written to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from motcua.storage import tries
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final


WAITING: Final = "waiting"
SENT: Final = "sent"
FAILED: Final = "failed"
UNSET: Final = "unset"
OUTDATED: Final = "outdated"
STATES: Final = (WAITING, FAILED, UNSET, SENT, OUTDATED)
#: Pauses after a try that failed; after the last one it has failed for good. A server
#: that is away from Friday evening to Monday morning costs nobody a notice.
PAUSES: Final = tuple(
    timedelta(minutes=each) for each in (1, 5, 30, 120, 360, 720, 1440, 1440)
)
#: How long a letter is left to the one who has taken it; who says nothing is dead.
TAKEN: Final = timedelta(minutes=5)
#: Longest list that is read at once.
SHOWN: Final = 100

OUTBOX = sa.Table(
    "outbox",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("turn", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("role", sa.String(16), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("error", sa.String(40), nullable=False),
    sa.Column("at", UTCDateTime, nullable=False),
    sa.Column("due_at", UTCDateTime, nullable=False),
    sa.Column("done_at", UTCDateTime),
    sa.Index("ix_outbox_state_due_at", "state", "due_at"),
)
_KEY: Final = [column.name for column in OUTBOX.primary_key]


@dataclass(frozen=True)
class Letter:
    """One row: what is told to whom by which way, and how far that is."""

    code: str
    number: int
    turn: int
    """0 for the news itself, 1, 2 ... for reminders of it."""

    channel: str
    role: str
    kind: str
    state: str = WAITING
    tries: int = 0
    error: str = ""
    """Why the last try failed: a word and a number, never an address."""

    at: datetime | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def key(self) -> dict[str, Any]:
        """What the row is known by."""
        return {name: getattr(self, name) for name in _KEY}

    @property
    def identity(self) -> str:
        """What a second sending shares with the first; it tells nothing by itself."""
        said = "/".join(str(getattr(self, name)) for name in _KEY)
        return tries.key("notice", said)[:40]


def put(letters: Iterable[Letter], now: datetime) -> None:
    """Write rows that are not there yet; the others stay as they are."""
    rows = [
        {
            **letter.key,
            "kind": letter.kind,
            "state": WAITING,
            "tries": 0,
            "error": "",
            "at": now,
            "due_at": now,
        }
        for letter in letters
    ]
    if rows:
        with register_engine().begin() as connection:
            insert = insert_for(connection, OUTBOX).on_conflict_do_nothing()
            connection.execute(insert, rows)


def waiting(code: str, number: int, now: datetime) -> list[Letter]:
    """Return what is to be sent of one event now."""
    return _read(
        OUTBOX.c.code == code,
        OUTBOX.c.number == number,
        OUTBOX.c.state == WAITING,
        OUTBOX.c.due_at <= now,
    )


def due(now: datetime, limit: int = 1000) -> list[Letter]:
    """Return what is to be sent now, what waits longest first."""
    return _read(OUTBOX.c.state == WAITING, OUTBOX.c.due_at <= now, limit=limit)


def of(code: str) -> list[Letter]:
    """Return all rows of one dossier."""
    return _read(OUTBOX.c.code == code)


def listed(state: str, channel: str = "", limit: int = SHOWN) -> list[Letter]:
    """Return rows in a state, the newest first."""
    terms = [OUTBOX.c.state == state]
    if channel:
        terms.append(OUTBOX.c.channel == channel)
    return _read(*terms, order=OUTBOX.c.at.desc(), limit=limit)


def counts() -> dict[tuple[str, str], int]:
    """Return how many rows there are by channel and state."""
    query = sa.select(OUTBOX.c.channel, OUTBOX.c.state, sa.func.count()).group_by(
        OUTBOX.c.channel, OUTBOX.c.state
    )
    with register_engine().connect() as connection:
        return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def take(letter: Letter, now: datetime) -> bool:
    """Take a row that was read, to try it; False when another one was faster.

    It falls due again by itself: who took it may die before the end is noted.
    """
    mine = [OUTBOX.c[name] == value for name, value in letter.key.items()]
    as_read = (OUTBOX.c.state == WAITING, OUTBOX.c.due_at == letter.due_at)
    with register_engine().begin() as connection:
        done = connection.execute(
            OUTBOX.update().where(*mine, *as_read).values(due_at=now + TAKEN)
        )
    return bool(done.rowcount)


def ended(letter: Letter, state: str, now: datetime, error: str = "") -> None:
    """Note that a row has come to its end: sent, failed, not set up or outdated."""
    said = letter.tries + (state in (SENT, FAILED))
    _set(letter, state=state, error=error, done_at=now, tries=said)


def postponed(letter: Letter, error: str, now: datetime) -> None:
    """Note a try that failed: the next one comes later, or it was the last."""
    if letter.tries >= len(PAUSES):
        ended(letter, FAILED, now, error)
        return
    pause = PAUSES[letter.tries]
    _set(letter, tries=letter.tries + 1, error=error, due_at=now + pause)


def again(state: str, channel: str, now: datetime, key: Any = None) -> int:
    """Let what failed or had no channel be sent once more; return how many.

    ``key`` is that of one row; else all rows of the channel are meant. Only what
    ``state`` names: ``FAILED`` or ``UNSET``.
    """
    if state not in (FAILED, UNSET):
        return 0
    terms = [OUTBOX.c.state == state, OUTBOX.c.channel == channel]
    terms += [OUTBOX.c[name] == value for name, value in (key or {}).items()]
    with register_engine().begin() as connection:
        done = connection.execute(
            OUTBOX.update()
            .where(*terms)
            .values(state=WAITING, tries=0, error="", due_at=now, done_at=None)
        )
    return int(done.rowcount)


def forget(before: datetime) -> int:
    """Drop rows that came to their end before a moment; return how many."""
    with register_engine().begin() as connection:
        done = connection.execute(OUTBOX.delete().where(OUTBOX.c.done_at < before))
    return int(done.rowcount)


def _set(letter: Letter, **values: Any) -> None:
    mine = [OUTBOX.c[name] == value for name, value in letter.key.items()]
    with register_engine().begin() as connection:
        # What was sent stays sent, whatever a second worker met.
        connection.execute(
            OUTBOX.update().where(*mine, OUTBOX.c.state != SENT).values(values)
        )


def _read(*terms: Any, order: Any = None, limit: int = SHOWN) -> list[Letter]:
    query = sa.select(OUTBOX).where(*terms).limit(limit)
    query = query.order_by(OUTBOX.c.due_at if order is None else order, OUTBOX.c.code)
    with register_engine().connect() as connection:
        return [Letter(**row) for row in connection.execute(query).mappings()]
