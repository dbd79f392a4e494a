"""Lists of dossiers for officers: SQL, filtered by the person's departments.

An inbox holds what a person's departments hold now and is read from an index
over open dossiers, so that it does not depend on how many are closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import PARTICIPANTS
from motcua.dossiers.register import TASKS
from motcua.dossiers.rights import IDLE
from motcua.dossiers.rights import table
from motcua.organisation.duties import parse_group
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

#: The longest page that is ever read at once.
LARGEST_PAGE = 200


@dataclass(frozen=True)
class Row:
    """A line of a list."""

    code: str
    procedure: str
    unit: str
    holder: str
    state: str
    public_status: int
    channel: str
    received_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None

    def late(self, now: datetime) -> bool:
        """Say whether processing ended, or still runs, past the due date."""
        return self.due_at is not None and (self.finished_at or now) > self.due_at


_COLUMNS = [DOSSIERS.c[name] for name in Row.__dataclass_fields__]


def acting(groups: Iterable[str]) -> Any:
    """Return the SQL condition: here a step of the groups is waited for.

    The condition is the table of rights read the other way round: for each
    state, the departments whose duty permits a step.
    """
    wanted: dict[tuple[str, str], set[str]] = {}
    held = tuple(groups)
    for department, duty in filter(None, map(parse_group, held)):
        for grant in table():
            if grant.relation == "task":
                continue
            if grant.duty == duty and grant.operations - IDLE:
                wanted.setdefault((grant.state, grant.relation), set()).add(department)
    terms = []
    for (state, relation), departments in sorted(wanted.items()):
        column = DOSSIERS.c.unit if relation == "unit" else DOSSIERS.c.holder
        terms.append(
            sa.and_(DOSSIERS.c.state == state, column.in_(sorted(departments)))
        )
    return sa.and_(DOSSIERS.c.open, sa.or_(sa.false(), *terms, tasked(held)))


def tasked(groups: Iterable[str]) -> Any:
    """Return the SQL condition: a task of the groups is open."""
    duties: dict[str, set[str]] = {}
    for department, duty in filter(None, map(parse_group, groups)):
        duties.setdefault(duty, set()).add(department)
    terms = [
        sa.and_(TASKS.c.duty == duty, TASKS.c.department.in_(sorted(departments)))
        for duty, departments in sorted(duties.items())
    ]
    if not terms:
        return sa.false()
    return DOSSIERS.c.code.in_(sa.select(TASKS.c.code).where(sa.or_(*terms)))


def visible(groups: Iterable[str]) -> Any:
    """Return the SQL condition: dossiers that the groups may view."""
    terms = []
    seen: dict[tuple[str, str], set[str]] = {}
    for department, duty in filter(None, map(parse_group, groups)):
        for grant in table():
            # Who has a task takes part: the relation adds nobody to a list.
            if grant.relation == "task":
                continue
            if grant.duty == duty and "view" in grant.operations:
                seen.setdefault((grant.state, grant.relation), set()).add(department)
    for (state, relation), departments in sorted(seen.items()):
        names = sorted(departments)
        if relation == "participant":
            part: Any = sa.exists().where(
                PARTICIPANTS.c.code == DOSSIERS.c.code,
                PARTICIPANTS.c.department.in_(names),
            )
        else:
            part = DOSSIERS.c[relation].in_(names)
        terms.append(sa.and_(DOSSIERS.c.state == state, part))
    return sa.or_(sa.false(), *terms)


def _past(now: datetime) -> Any:
    """Return the SQL condition that ``Row.late`` is: never true without a due date.

    What is finished and waits to be collected does not become late.
    """
    ended = sa.func.coalesce(DOSSIERS.c.finished_at, now)
    return sa.func.coalesce(DOSSIERS.c.due_at < ended, sa.false())


def inbox(
    groups: Iterable[str],
    *,
    state: str | None = None,
    late: bool | None = None,
    now: datetime | None = None,
    everything: bool = False,
    limit: int = 25,
    offset: int = 0,
) -> list[Row]:
    """Return open dossiers the groups can act on, the earliest due date first.

    ``everything`` lists all that the groups may view, closed ones too, the
    newest first. ``late`` keeps only those past (or not past) their due date.
    """
    groups = tuple(groups)
    now = now or datetime.now(UTC)
    query = sa.select(*_COLUMNS).where(
        visible(groups) if everything else acting(groups)
    )
    if state is not None:
        query = query.where(DOSSIERS.c.state == state)
    if late is not None:
        past = _past(now)
        query = query.where(past if late else sa.not_(past))
    order = (
        (DOSSIERS.c.received_at.desc(), DOSSIERS.c.code)
        if everything
        else (DOSSIERS.c.due_at.is_(None), DOSSIERS.c.due_at, DOSSIERS.c.code)
    )
    page = query.order_by(*order).limit(min(limit, LARGEST_PAGE)).offset(max(offset, 0))
    with register_engine().connect() as connection:
        return [Row(*found) for found in connection.execute(page)]


def counts(groups: Iterable[str], now: datetime | None = None) -> dict[str, int]:
    """Return how many dossiers wait in each state; ``late`` counts across them."""
    now = now or datetime.now(UTC)
    late = sa.func.sum(sa.case((_past(now), 1), else_=0))
    query = (
        sa.select(DOSSIERS.c.state, sa.func.count(), late)
        .where(acting(tuple(groups)))
        .group_by(DOSSIERS.c.state)
    )
    found: dict[str, int] = {"late": 0, "all": 0}
    with register_engine().connect() as connection:
        for state, number, overdue in connection.execute(query):
            found[state] = number
            found["all"] += number
            found["late"] += int(overdue or 0)
    return found
