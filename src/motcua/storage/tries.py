"""Counting tries, so that secrets cannot be guessed by asking often.

Failures are counted per key and window of time (15 minutes unless said otherwise),
in SQL: a wrong try never writes into the database of content. A key is a keyed
digest of an address, a login or a code, never the thing itself, and is counted in
one window only.
"""

from __future__ import annotations

from datetime import datetime
import hashlib
import hmac
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.settings import secret
import sqlalchemy as sa
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

#: Seconds in which tries are counted.
WINDOW = 900
DAY = 86_400

TRIES = sa.Table(
    "tracking_tries",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("period", sa.BigInteger, primary_key=True),
    sa.Column("n", sa.Integer, nullable=False),
)


class TooManyTries(Exception):
    """Too many failed tries; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many tries; again in {retry_after} s")
        self.retry_after = retry_after


def key(kind: str, value: str) -> str:
    """Return what stands for ``value`` among the counted; it tells nothing."""
    text = f"{kind}:{value}".encode("utf-8", "replace")
    return hmac.new(secret().encode(), text, hashlib.sha256).hexdigest()


def check(limits: Mapping[str, int], now: datetime, window: int = WINDOW) -> None:
    """Raise ``TooManyTries`` when a key (see ``key``) has failed its limit of times."""
    query = sa.select(TRIES.c.key, TRIES.c.n).where(
        TRIES.c.key.in_(limits), TRIES.c.period == _begin(now, window)
    )
    with register_engine().connect() as connection:
        used = dict(connection.execute(query).tuples().all())
    if any(used.get(one, 0) >= limit for one, limit in limits.items()):
        raise TooManyTries(window - int(now.timestamp()) % window)


def count(keys: Iterable[str], now: datetime, window: int = WINDOW) -> None:
    """Count one failure for each key; commits at once, whatever the request does."""
    period = _begin(now, window)
    with register_engine().begin() as connection:
        for one in sorted(keys):
            insert = insert_for(connection, TRIES).values(key=one, period=period, n=1)
            connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[TRIES.c.key, TRIES.c.period],
                    set_={"n": TRIES.c.n + 1},
                )
            )
        old = TRIES.c.period < _begin(now, DAY) - DAY
        connection.execute(sa.delete(TRIES).where(old))


def _begin(now: datetime, window: int) -> int:
    """Return when the window began, in seconds since 1970."""
    return int(now.timestamp()) // window * window
