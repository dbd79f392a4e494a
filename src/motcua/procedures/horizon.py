"""Which procedures are about to change by themselves, from SQL alone."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.procedures.finding.browse import PUBLISHED
from motcua.procedures.tables import ENTRIES
from motcua.procedures.tables import PROCEDURES
import sqlalchemy as sa
from typing import Any
from typing import Final


#: Days ahead in which an end is near enough to act.
SOON: Final = 60
_NEVER: Final = date(9999, 12, 31)


def _last_day() -> Any:
    return sa.func.max(sa.func.coalesce(ENTRIES.c.ends, _NEVER))


def _ending(connection: sa.Connection, having: list[Any]) -> list[Any]:
    last = _last_day()
    ends = (
        sa.select(ENTRIES.c.code, last.label("last"))
        .join(PROCEDURES, PROCEDURES.c.code == ENTRIES.c.code)
        .where(PROCEDURES.c.state == PUBLISHED)
        .group_by(ENTRIES.c.code)
        .having(sa.and_(*having))
        .subquery()
    )
    query = (
        sa.select(ENTRIES.c.code, ENTRIES.c.title, ends.c.last.label("day"))
        .join(ends, ends.c.code == ENTRIES.c.code)
        .where(ENTRIES.c.ends == ends.c.last)
        .order_by(ends.c.last, ENTRIES.c.code)
    )
    return list(connection.execute(query).all())


def expiring(connection: sa.Connection, on: date, days: int = SOON) -> list[Any]:
    """Return (code, title, day) of what ends within `days` and nothing follows."""
    last = _last_day()
    return _ending(connection, [last >= on, last <= on + timedelta(days=days)])


def ended(connection: sa.Connection, on: date) -> list[Any]:
    """Return (code, title, day) of what has ended, the last day first in order."""
    return _ending(connection, [_last_day() < on])


def planned(connection: sa.Connection, on: date) -> list[Any]:
    """Return (code, title, day) of versions whose first day is still to come."""
    query = (
        sa.select(ENTRIES.c.code, ENTRIES.c.title, ENTRIES.c.begins.label("day"))
        .join(PROCEDURES, PROCEDURES.c.code == ENTRIES.c.code)
        .where(PROCEDURES.c.state == PUBLISHED, ENTRIES.c.begins > on)
        .order_by(ENTRIES.c.begins, ENTRIES.c.code)
    )
    return list(connection.execute(query).all())
