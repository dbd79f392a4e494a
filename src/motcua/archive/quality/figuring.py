"""Figures of the line: what batches came to, put together in three ways.

They are summed where the rows of batches are, so that a year costs as much as a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.capture.register import BATCHES
from motcua.archive.capture.register import LARGEST_PAGE
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

#: How lines are put together, and the column that tells them apart.
BY: Final = {
    "lo": BATCHES.c.code,
    "nguoi": BATCHES.c.operator,
    "may": BATCHES.c.scanner,
}
_SUMS: Final = (
    ("pages", BATCHES.c.arrived),
    ("documents", BATCHES.c["items"]),
    ("rejected", BATCHES.c.rejected),
    ("examined", BATCHES.c.examined),
    ("defective", BATCHES.c.defective),
    ("accepted", BATCHES.c.accepted),
    ("refused", BATCHES.c.refused),
)


@dataclass(frozen=True)
class Count:
    """Sums over batches; ``examined`` and ``defective`` are documents of samples."""

    batches: int
    pages: int
    documents: int
    rejected: int
    examined: int
    defective: int
    accepted: int
    refused: int


def counted(
    units: Collection[str],
    by: str,
    since: datetime,
    until: datetime,
    *,
    limit: int = LARGEST_PAGE,
    offset: int = 0,
) -> list[tuple[str, Count]]:
    """Return counts of batches that were opened from ``since`` on and before ``until``.

    ``by`` is a key of ``BY``: the batch (the newest first), who handed it in (who
    opened it, before that), or its scanner. ``limit`` is cut at ``LARGEST_PAGE``.
    """
    key = BY[by]
    sums = [sa.func.sum(column).label(name) for name, column in _SUMS]
    query = (
        sa.select(key.label("key"), sa.func.count().label("batches"), *sums)
        .where(
            BATCHES.c.unit.in_(tuple(units)),
            BATCHES.c.opened_at >= since,
            BATCHES.c.opened_at < until,
        )
        .group_by(key)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    newest = sa.func.max(BATCHES.c.opened_at).desc()
    query = query.order_by(newest, key.desc()) if by == "lo" else query.order_by(key)
    with register_engine().connect() as connection:
        rows = connection.execute(query).mappings()
        return [_line(dict(row)) for row in rows]


def total(units: Collection[str], since: datetime, until: datetime) -> Count:
    """Return the same sums over all batches of the days."""
    sums = [
        sa.func.coalesce(sa.func.sum(column), 0).label(name) for name, column in _SUMS
    ]
    query = sa.select(sa.func.count().label("batches"), *sums).where(
        BATCHES.c.unit.in_(tuple(units)),
        BATCHES.c.opened_at >= since,
        BATCHES.c.opened_at < until,
    )
    with register_engine().connect() as connection:
        return Count(**connection.execute(query).mappings().one())


def _line(row: dict[str, int]) -> tuple[str, Count]:
    key = str(row.pop("key"))
    return key, Count(**{name: int(value) for name, value in row.items()})
