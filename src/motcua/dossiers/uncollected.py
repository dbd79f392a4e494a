"""Results that nobody has fetched yet: how long they lie, on which shelf.

Numbers and lists go by one condition, so each number leads to exactly its dossiers.
What an applicant is reminded of is asked for here as well (``waiting``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import inbox
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterator

#: Ages in days, both ends included; None is without an end.
AGES: Final[dict[str, tuple[int, int | None]]] = {
    "0-7": (0, 7),
    "8-30": (8, 30),
    "31-90": (31, 90),
    "91": (91, None),
}
#: Rows of a list that is printed.
MOST: Final = 1000


@dataclass(frozen=True)
class Uncollected:
    """A result that waits: since when, and where it lies ("" for nowhere said)."""

    code: str
    procedure: str
    unit: str
    finished_at: datetime
    shelf: str

    def days(self, today: date) -> int:
        """Return for how many days it has waited, by the calendar of Vietnam."""
        return (today - self.finished_at.astimezone(VIETNAM).date()).days


def listed(
    groups: Collection[str],
    units: Collection[str],
    today: date,
    *,
    age: str = "",
    shelf: str | None = None,
    limit: int = MOST,
    offset: int = 0,
) -> list[Uncollected]:
    """Return what waits in ``units`` and the groups may view, the oldest first.

    ``age`` is a key of ``AGES``; ``shelf`` "" asks for what lies nowhere.
    """
    query = (
        sa.select(*_COLUMNS)
        .where(*_waits(units), inbox.visible(groups), *_aged(age, today))
        .order_by(DOSSIERS.c.finished_at, DOSSIERS.c.code)
        .limit(min(limit, MOST))
        .offset(max(offset, 0))
    )
    if shelf is not None:
        query = query.where(DOSSIERS.c.shelf == shelf)
    with register_engine().connect() as connection:
        return [Uncollected(*row) for row in connection.execute(query)]


def counts(
    groups: Collection[str], units: Collection[str], today: date
) -> dict[tuple[str, str], int]:
    """Return how many wait for each (age, shelf), those with none left out."""
    age = sa.case(
        *((sa.and_(*_aged(key, today)), sa.literal(key)) for key in AGES), else_=""
    )
    query = (
        sa.select(age, DOSSIERS.c.shelf, sa.func.count())
        .where(*_waits(units), inbox.visible(groups))
        .group_by(age, DOSSIERS.c.shelf)
    )
    with register_engine().connect() as connection:
        return {(key, shelf): n for key, shelf, n in connection.execute(query)}


def waiting(today: date, least_days: int, after: str = "") -> Iterator[Uncollected]:
    """Yield every result of the house that has waited for so many days, by code.

    For reminders to applicants: a job that asks nobody's rights. ``after`` goes on
    behind a code.
    """
    until = _beginning(today - timedelta(days=least_days - 1))
    page = (
        sa.select(*_COLUMNS)
        .where(
            DOSSIERS.c.open,
            DOSSIERS.c.state == "finished",
            DOSSIERS.c.finished_at < until,
        )
        .order_by(DOSSIERS.c.code)
        .limit(MOST)
    )
    while True:
        with register_engine().connect() as connection:
            rows = connection.execute(page.where(DOSSIERS.c.code > after)).all()
        yield from (Uncollected(*row) for row in rows)
        if len(rows) < MOST:
            return
        after = rows[-1].code


_COLUMNS: Final = [DOSSIERS.c[name] for name in Uncollected.__dataclass_fields__]


def _waits(units: Collection[str]) -> tuple[Any, ...]:
    return (
        DOSSIERS.c.open,
        DOSSIERS.c.unit.in_(sorted(units)),
        DOSSIERS.c.state == "finished",
        DOSSIERS.c.finished_at.is_not(None),
    )


def _aged(age: str, today: date) -> list[Any]:
    """Return the conditions for an age; none for "" or a strange one."""
    if age not in AGES:
        return []
    least, most = AGES[age]
    found: list[Any] = []
    if least:
        before = _beginning(today - timedelta(days=least - 1))
        found.append(DOSSIERS.c.finished_at < before)
    if most is not None:
        found.append(DOSSIERS.c.finished_at >= _beginning(today - timedelta(days=most)))
    return found or [sa.true()]


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
