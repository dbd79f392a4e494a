"""Numbers that are given out once: codes of dossiers, slips, tickets.

Counters are no projections of anything. They live outside the transaction of
Zope: a number that was drawn stays drawn, whatever becomes of the transaction.
Gaps are fine; the same number twice is impossible.
"""

from __future__ import annotations

from motcua.storage.engines import numbers_engine
from motcua.storage.schema import metadata
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite


counters = sa.Table(
    "counters",
    metadata,
    sa.Column("sequence", sa.String(100), primary_key=True),
    sa.Column("period", sa.String(20), primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
    info={"database": "numbers"},
)


def allocate(sequence: str, period: str, count: int = 1) -> int:
    """Return the next number of a sequence in a period, from 1 on.

    With `count` that many are given out at once; the last of them is returned.

    `sequence` names what is counted ("dossier H38.12"), `period` when counting
    starts anew ("260915", "2026" or "").
    """
    engine = numbers_engine()
    insert = _insert(engine).values(sequence=sequence, period=period, n=count)
    statement = insert.on_conflict_do_update(
        index_elements=[counters.c.sequence, counters.c.period],
        set_={"n": counters.c.n + count},
    ).returning(counters.c.n)
    with engine.connect() as connection:
        return int(connection.execute(statement).scalar_one())


def raise_above(sequence: str, period: str, at_least: int) -> bool:
    """Make sure that the next number is larger than `at_least`.

    For after a restore, when counters may be behind the numbers in use. Returns
    whether the counter had to be raised; it is never lowered.
    """
    engine = numbers_engine()
    insert = _insert(engine).values(sequence=sequence, period=period, n=at_least)
    statement = insert.on_conflict_do_update(
        index_elements=[counters.c.sequence, counters.c.period],
        set_={"n": insert.excluded.n},
        where=counters.c.n < insert.excluded.n,
    ).returning(counters.c.n)
    with engine.connect() as connection:
        return connection.execute(statement).first() is not None


def last(sequence: str, period: str) -> int:
    """Return the last number given out; 0 when there is none."""
    statement = sa.select(counters.c.n).where(
        counters.c.sequence == sequence,
        counters.c.period == period,
    )
    with numbers_engine().connect() as connection:
        return int(connection.execute(statement).scalar() or 0)


def _insert(engine: sa.Engine) -> sqlite.Insert | postgresql.Insert:
    if engine.dialect.name == "sqlite":
        return sqlite.insert(counters)
    return postgresql.insert(counters)
