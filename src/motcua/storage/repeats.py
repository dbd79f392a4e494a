"""Requests that may be sent again: a key, and what was asked with it the first time.

The row says only what a key is for. Whether the request was carried out, the truth
says: what was written for it carries the key in the same transaction. So a row is
never ahead of the truth nor behind it, and two processes that carry out one request
at once meet in the database of content, where one of them conflicts and looks again.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Final


#: How long a key is known.
KEPT: Final = timedelta(days=7)

#: key: keyed digest of person and key; fingerprint: keyed digest of the request;
#: length: events of the dossier when the key was first seen.
KEYS = sa.Table(
    "request_keys",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("at", UTCDateTime, nullable=False),
    sa.Index("ix_request_keys_at", "at"),
)


class KeyReused(Exception):
    """The key was used for another request."""


def note(key: str, fingerprint: str, length: int, now: datetime) -> int:
    """Note what a key is for; return the length that was noted the first time.

    Commits at once, whatever becomes of the request. Raises ``KeyReused``.
    """
    values = {"key": key, "fingerprint": fingerprint, "length": length, "at": now}
    with register_engine().begin() as connection:
        insert = insert_for(connection, KEYS).values(values)
        connection.execute(insert.on_conflict_do_nothing())
        known = connection.execute(sa.select(KEYS).where(KEYS.c.key == key)).one()
    if known.fingerprint != fingerprint:
        raise KeyReused
    return int(known.length)


def forget(now: datetime) -> int:
    """Drop keys that are over their time; return how many."""
    with register_engine().begin() as connection:
        old = KEYS.c.at < now - KEPT
        return int(connection.execute(sa.delete(KEYS).where(old)).rowcount)
