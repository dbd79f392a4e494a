"""The shelf: records that a person may see, the newest first, read from SQL.

Every closed dossier has a record, so the register of dossiers is the list of
records as well; the table of rights filters it in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.inbox import visible
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

#: The longest page that is ever read at once.
LARGEST_PAGE = 200


@dataclass(frozen=True)
class Shelved:
    """A line of the list: which record, of which procedure and unit, from when."""

    code: str
    procedure: str
    unit: str
    received_at: datetime
    finished_at: datetime | None


_COLUMNS = [DOSSIERS.c[name] for name in Shelved.__dataclass_fields__]


def _closed(groups: Iterable[str]) -> Any:
    return sa.and_(DOSSIERS.c.state == "closed", visible(tuple(groups)))


def years(groups: Iterable[str]) -> list[int]:
    """Return the years, of Vietnam, from the newest to the oldest record."""
    ends = sa.select(
        sa.func.min(DOSSIERS.c.received_at), sa.func.max(DOSSIERS.c.received_at)
    ).where(_closed(groups))
    with register_engine().connect() as connection:
        first, last = connection.execute(ends).one()
    if first is None:
        return []
    span = range(first.astimezone(VIETNAM).year, last.astimezone(VIETNAM).year + 1)
    return list(reversed(span))


def records(
    groups: Iterable[str],
    *,
    year: int | None = None,
    limit: int = 25,
    offset: int = 0,
) -> list[Shelved]:
    """Return one page of the records that the groups may view.

    ``year`` is that in which the dossier was received, as its code tells; years
    outside 1 to 9998 hold nothing.
    """
    query = sa.select(*_COLUMNS).where(_closed(groups))
    if year is not None:
        if not 1 < year < 9999:
            return []
        since, until = (
            datetime(each, 1, 1, tzinfo=VIETNAM) for each in (year, year + 1)
        )
        query = query.where(
            DOSSIERS.c.received_at >= since, DOSSIERS.c.received_at < until
        )
    page = (
        query.order_by(DOSSIERS.c.received_at.desc(), DOSSIERS.c.code)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return [Shelved(*found) for found in connection.execute(page)]
