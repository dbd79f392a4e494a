"""Closed files whose term is over: what an appraisal begins with.

Nothing is destroyed because of a date: these lists are for people who look at each
file (Law on Archives 33/2024/QH15; Circular 05/2025/TT-BNV articles 48 to 50).
"""

from __future__ import annotations

from motcua.archive.holdings.register import FILES
from motcua.archive.terms.counting import closed
from motcua.archive.terms.register import TERMS
from motcua.archive.terms.simulation import Sum
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

#: The longest page that is read at once.
LARGEST_PAGE: Final = 10_000


def _conditions(
    fonds: Collection[str], on: date, groups: Collection[str] | None
) -> list[Any]:
    # What has no last day, because it waits or is kept for ever, is never less.
    return [*closed(fonds, groups), TERMS.c.until < on]


def expired(
    fonds: Collection[str],
    on: date,
    groups: Collection[str] | None = None,
    *,
    limit: int = 25,
    after: tuple[date, str] | None = None,
    offset: int = 0,
) -> list[Any]:
    """Return rows of closed files whose last day of keeping is before ``on``.

    Those that ended first come first, then by code; ``after`` is (until, code) of the
    last row that is known. Rows have code, title, fonds, department, class, until,
    medium, documents, sheets, bytes, begins, ends, record. With ``groups`` files of
    dossiers that are restricted to others are left out; None is for work that shows
    nothing to anybody. Checks no rights.
    """
    columns = ("code", "fonds", "department", "class", "until", "medium", "record")
    numbers = ("documents", "sheets", "bytes", "by", "rule")
    query = (
        sa.select(
            *(TERMS.c[name] for name in (*columns, *numbers)),
            FILES.c.title,
            FILES.c.begins,
            FILES.c.ends,
        )
        .join(FILES, FILES.c.code == TERMS.c.code)
        .where(*_conditions(fonds, on, groups))
        .order_by(TERMS.c.until, TERMS.c.code)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    if after is not None:
        until, code = after
        later = sa.and_(TERMS.c.until == until, TERMS.c.code > code)
        query = query.where(sa.or_(TERMS.c.until > until, later))
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def expired_sum(
    fonds: Collection[str], on: date, groups: Collection[str] | None = None
) -> Sum:
    """Return how many files, documents, sheets and bytes ``expired`` has in all."""
    numbers = [TERMS.c[name] for name in ("documents", "sheets", "bytes")]
    query = sa.select(sa.func.count(), *map(sa.func.sum, numbers)).where(
        *_conditions(fonds, on, groups)
    )
    with register_engine().connect() as connection:
        return Sum(*(int(each or 0) for each in connection.execute(query).one()))
