"""The register book (sổ theo dõi hồ sơ) of a unit over a period.

Columns are those of form 07 of Circular 03/2025/TT-VPCP as far as the house knows
them. Rows and totals come from the register in SQL, all totals from one statement,
so that they add up: what was carried over and what came in is what was resolved
and what is still pending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from motcua import _
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.inbox import counted
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import PARTICIPANTS
from motcua.dossiers.rights import groups_of
from motcua.organisation import duties
from motcua.organisation import units
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final


#: Whose holders read the book of their department.
DUTIES: Final = frozenset({"reception", "supervision"})
#: The groups of a reader who is nobody in particular.
NOBODY: Final[frozenset[str]] = frozenset()
PAGE: Final = 25
#: A longer period is a matter for statistics, not for a book.
LONGEST: Final = timedelta(days=366)
#: Rows of one book at most; beyond, the reader is asked for a shorter period.
MOST_ROWS: Final = 20_000


class BookError(ValueError):
    """The book cannot be shown; ``message`` says what to choose instead."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last`` in Vietnam, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BookError(_("The period ends before it begins."))
        if self.last - self.first >= LONGEST:
            raise BookError(_("Choose a period of one year at most."))

    @property
    def begins(self) -> datetime:
        """The first moment of the period."""
        return datetime.combine(self.first, time.min, VIETNAM)

    @property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return datetime.combine(self.last, time.min, VIETNAM) + timedelta(days=1)


@dataclass(frozen=True)
class Totals:
    """Dossiers of a unit in a period, counted in one look at the register."""

    carried_over: int
    """Received before the period and not resolved when it began."""

    received: int
    resolved: int
    resolved_late: int
    pending: int
    """Not resolved when the period ended."""

    pending_late: int
    """Of those, past the due date then."""

    @property
    def balance(self) -> bool:
        """Whether what there was is what became of it."""
        return self.carried_over + self.received == self.resolved + self.pending


@dataclass(frozen=True)
class Line:
    """One row of the book; nothing personal."""

    number: int
    """1 for the first dossier of the period."""

    code: str
    procedure: str
    received_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    channel: str
    state: str
    late_entry: bool
    """Whether it was received on paper and entered after an outage."""

    late: bool
    """Whether it was resolved, or is still pending, past the due date."""


def books_of(person: str, on: date | None = None) -> list[units.Unit]:
    """Return the units whose book the person may read on the day, by code."""
    groups = groups_of(person, on or vietnam.today())
    held = filter(None, map(duties.parse_group, groups))
    codes = sorted({code for code, duty in held if duty in DUTIES})
    return [units.get(code) for code in codes]


def totals(
    unit: str, period: Period, now: datetime, groups: frozenset[str] = NOBODY
) -> Totals:
    """Count the dossiers that the unit received or took part in.

    ``groups`` are those of the reader: a restricted dossier is told to who may view it.

    What is pending past its due date is judged at the end of the period, or ``now``
    while it runs.
    """
    c = DOSSIERS.c
    begins, ends = period.begins, period.ends
    before, inside = c.received_at < begins, _between(c.received_at, period)
    resolved = _between(c.finished_at, period)
    pending = sa.and_(
        c.received_at < ends, sa.or_(c.finished_at.is_(None), c.finished_at >= ends)
    )
    carried = sa.and_(before, sa.or_(c.finished_at.is_(None), c.finished_at >= begins))
    query = sa.select(
        _count(carried),
        _count(inside),
        _count(resolved),
        _count(sa.and_(resolved, c.finished_at > c.due_at)),
        _count(pending),
        _count(sa.and_(pending, c.due_at < min(ends, now))),
    ).where(_of(unit), counted(groups), c.received_at < ends)
    with register_engine().connect() as connection:
        return Totals(*connection.execute(query).one())


def length(unit: str, period: Period, groups: frozenset[str] = NOBODY) -> int:
    """Return how many rows the book has: dossiers received in the period."""
    query = sa.select(sa.func.count()).where(*_rows(unit, period, groups))
    with register_engine().connect() as connection:
        return int(connection.execute(query).scalar_one())


def lines(
    unit: str,
    period: Period,
    now: datetime,
    groups: frozenset[str] = NOBODY,
    *,
    limit: int = PAGE,
    offset: int = 0,
) -> list[Line]:
    """Return rows of the book in the order of receipt."""
    c = DOSSIERS.c
    columns = [
        c[name] for name in Line.__dataclass_fields__ if name not in ("number", "late")
    ]
    query = (
        sa.select(*columns)
        .where(*_rows(unit, period, groups))
        .order_by(c.received_at, c.code)
        .limit(min(limit, MOST_ROWS))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        found = connection.execute(query).mappings().all()
    return [
        Line(
            number=number,
            late=bool(row["due_at"] and (row["finished_at"] or now) > row["due_at"]),
            **row,
        )
        for number, row in enumerate(found, start=offset + 1)
    ]


def _rows(unit: str, period: Period, groups: frozenset[str]) -> tuple[Any, ...]:
    return _of(unit), counted(groups), _between(DOSSIERS.c.received_at, period)


def _of(unit: str) -> Any:
    """Return the condition: the unit received the dossier or took part in it.

    A one-stop unit takes part in what it received; for a department it is what was
    forwarded to it.
    """
    return sa.exists().where(
        PARTICIPANTS.c.code == DOSSIERS.c.code, PARTICIPANTS.c.department == unit
    )


def _between(column: Any, period: Period) -> Any:
    return sa.and_(column >= period.begins, column < period.ends)


def _count(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
