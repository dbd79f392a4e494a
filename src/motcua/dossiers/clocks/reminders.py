"""What somebody has to think of in time: waits that are over, apologies to make.

Both are read from the register and only propose; the steps are taken by people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from motcua.dossiers.inbox import counted
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection

#: An apology (xin lỗi) is in time when it is told so long before the due date.
BEFOREHAND: Final = timedelta(days=1)
#: How long before the due date an apology is proposed.
AHEAD: Final = timedelta(days=3)
#: Dossiers that are read at once.
LIMIT: Final = 500


@dataclass(frozen=True)
class WaitOver:
    """A dossier that waited long enough; stopping it is proposed."""

    code: str
    unit: str
    holder: str
    state: str
    until: datetime


@dataclass(frozen=True)
class Apology:
    """A dossier that is due soon, or overdue, and was not extended.

    Who approves in ``department`` apologises and names a new date, by ``tell_by``
    so that it is told in time; ``late`` when that has passed.
    """

    code: str
    unit: str
    department: str
    due: datetime
    tell_by: datetime
    late: bool


def waits_over(
    now: datetime,
    departments: Collection[str] | None = None,
    limit: int = LIMIT,
    groups: Collection[str] = (),
) -> list[WaitOver]:
    """Return the dossiers whose wait is over, the longest waited first.

    ``departments`` limits them to those that these received or hold; restricted ones
    are told to the ``groups`` that may view them.
    """
    columns = ("code", "unit", "holder", "state", "wait_until")
    query = (
        sa.select(*(DOSSIERS.c[name] for name in columns))
        .where(
            DOSSIERS.c.wait_until < now,
            DOSSIERS.c.open,
            _theirs(departments),
            counted(groups),
        )
        .order_by(DOSSIERS.c.wait_until, DOSSIERS.c.code)
        .limit(limit)
    )
    return [WaitOver(*row) for row in _rows(query)]


def apologies(
    now: datetime,
    departments: Collection[str] | None = None,
    ahead: timedelta = AHEAD,
    limit: int = LIMIT,
    groups: Collection[str] = (),
) -> list[Apology]:
    """Return who should apologise for what and by when, the most urgent first.

    Not for what was not accepted yet, is ready, or was put off once already.
    """
    columns = ("code", "unit", "holder", "due_at")
    query = (
        sa.select(*(DOSSIERS.c[name] for name in columns))
        .where(
            DOSSIERS.c.due_at < now + ahead,
            DOSSIERS.c.accepted_at.is_not(None),
            DOSSIERS.c.finished_at.is_(None),
            DOSSIERS.c.kept_at.is_(None),
            DOSSIERS.c.open,
            _theirs(departments),
            counted(groups),
        )
        .order_by(DOSSIERS.c.due_at, DOSSIERS.c.code)
        .limit(limit)
    )
    found = []
    for code, unit, holder, due in _rows(query):
        tell_by = due - BEFOREHAND
        found.append(Apology(code, unit, holder, due, tell_by, now > tell_by))
    return found


def _theirs(departments: Collection[str] | None) -> Any:
    if departments is None:
        return sa.true()
    return sa.or_(DOSSIERS.c.unit.in_(departments), DOSSIERS.c.holder.in_(departments))


def _rows(query: Any) -> list[Any]:
    with register_engine().connect() as connection:
        return list(connection.execute(query))
