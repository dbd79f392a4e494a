"""Lists of dossiers for officers: SQL, filtered by the person's departments.

An inbox holds what a person's departments hold now and is read from an index
over open dossiers, so that it does not depend on how many are closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from functools import lru_cache
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import ENTRUSTED
from motcua.dossiers.register import PARTICIPANTS
from motcua.dossiers.register import TASKS
from motcua.dossiers.rights import IDLE
from motcua.dossiers.rights import table
from motcua.organisation.delegations import behalf
from motcua.organisation.duties import parse_group
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.rights import Grant

#: The longest page that is ever read at once.
LARGEST_PAGE = 200
#: Sets of groups whose statements are kept: officers who work at the same time.
KEPT = 1024


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
    paused: bool
    """Whether the clock stands still: there is no due date then."""
    urged: int
    answered_at: datetime | None

    finance: str
    delivery: str
    priority: str
    """On which ground it goes first, "" for none."""

    def late(self, now: datetime) -> bool:
        """Say whether processing ended, or still runs, past the due date."""
        return self.due_at is not None and (self.finished_at or now) > self.due_at


#: Column for a relation that acts; participants only look on.
_COLUMN_OF = {"unit": "unit", "holder": "holder", "participant": "holder"}
_COLUMNS = [DOSSIERS.c[name] for name in Row.__dataclass_fields__]


#: Logins that let a person to restricted dossiers; None where the duty is enough.
Names = tuple[str, ...] | None


def _open_to(names: Names) -> tuple[Any, ...]:
    """Return the SQL condition for restricted dossiers, none where all are let in."""
    if names is None:
        return ()
    ordinary = sa.not_(DOSSIERS.c.restricted)
    if not names:
        return (ordinary,)
    given = sa.select(ENTRUSTED.c.code).where(ENTRUSTED.c.person.in_(names))
    return (sa.or_(ordinary, DOSSIERS.c.code.in_(given)),)


def _lets_in(grant: Grant, department: str, groups: frozenset[str]) -> Names:
    """Return the names by which a ground opens restricted dossiers to the groups."""
    if grant.admits == "all":
        return None
    if grant.admits == "nobody":
        return ()
    mark = behalf(f"{department}:{grant.duty}", "")
    marks = (group for group in groups if group.startswith(mark))
    return tuple(sorted(each.removeprefix(mark) for each in marks))


@dataclass(frozen=True)
class Waiting:
    """Where a step is waited for: in a state for a department, or as a task."""

    column: str
    """Column of ``DOSSIERS`` that names the department; "task" for open tasks."""

    name: str
    """The state, or the duty of the task."""

    department: str
    lets_in: Names
    """Who of them sees restricted ones, see ``_open_to``."""

    def joined(self, other: Waiting | None) -> Waiting:
        """Return the same place, open to whom either of two duties lets in."""
        if other is None or self.lets_in is None:
            return self
        if other.lets_in is None:
            return other
        return replace(self, lets_in=tuple({*self.lets_in, *other.lets_in}))

    @property
    def term(self) -> Any:
        """The SQL condition, answered by one stretch of an index."""
        return sa.and_(self._place, *_open_to(self.lets_in))

    @property
    def _place(self) -> Any:
        if self.column == "task":
            tasks = sa.select(TASKS.c.code).where(
                TASKS.c.department == self.department, TASKS.c.duty == self.name
            )
            return sa.and_(DOSSIERS.c.open, DOSSIERS.c.code.in_(tasks))
        return sa.and_(
            DOSSIERS.c.open,
            DOSSIERS.c[self.column] == self.department,
            DOSSIERS.c.state == self.name,
        )


@lru_cache(maxsize=KEPT)
def waiting_for(groups: frozenset[str]) -> tuple[Waiting, ...]:
    """Return the table of rights read the other way round, and the tasks.

    For each state, the departments whose duty permits a step.
    """
    found: dict[tuple[str, str, str], Waiting] = {}
    for department, duty in filter(None, map(parse_group, groups)):
        for grant in table():
            if grant.duty != duty:
                continue
            names = _lets_in(grant, department, groups)
            if grant.relation == "task":
                waiting = Waiting("task", duty, department, names)
            elif grant.operations - IDLE:
                column = _COLUMN_OF[grant.relation]
                waiting = Waiting(column, grant.state, department, names)
            else:
                continue
            key = (waiting.column, waiting.name, waiting.department)
            # Where two duties wait at one place, each lets in whom it does.
            found[key] = waiting.joined(found.get(key))
    return tuple(found[key] for key in sorted(found))


def acting(groups: Iterable[str]) -> Any:
    """Return the SQL condition: here a step of the groups is waited for."""
    terms = [waiting.term for waiting in waiting_for(frozenset(groups))]
    return sa.or_(sa.false(), *terms)


def visible(groups: Iterable[str]) -> Any:
    """Return the SQL condition: dossiers that the groups may view."""
    terms = []
    held = frozenset(groups)
    seen: dict[tuple[str, str, Names], set[str]] = {}
    for department, duty in filter(None, map(parse_group, held)):
        for grant in table():
            # Who has a task takes part: the relation adds nobody to a list.
            if grant.relation == "task":
                continue
            if grant.duty == duty and "view" in grant.operations:
                names = _lets_in(grant, department, held)
                key = (grant.state, grant.relation, names)
                seen.setdefault(key, set()).add(department)
    for (state, relation, lets_in), places in sorted(seen.items(), key=repr):
        departments = sorted(places)
        if relation == "participant":
            part: Any = sa.exists().where(
                PARTICIPANTS.c.code == DOSSIERS.c.code,
                PARTICIPANTS.c.department.in_(departments),
            )
        else:
            part = DOSSIERS.c[relation].in_(departments)
        terms.append(sa.and_(DOSSIERS.c.state == state, part, *_open_to(lets_in)))
    return sa.or_(sa.false(), *terms)


def counted(groups: Iterable[str]) -> Any:
    """Return the SQL condition: what a report to the groups may count.

    Ordinary dossiers, for a report names departments, and the restricted ones that
    the groups may view. What lives in another system is reported by that one.
    """
    shown = sa.or_(sa.not_(DOSSIERS.c.restricted), visible(groups))
    return sa.and_(DOSSIERS.c.foreign_code == "", shown)


def procedures(codes: Iterable[str], groups: Iterable[str]) -> dict[str, str]:
    """Return the codes of the procedures of dossiers: of those that may be counted."""
    query = sa.select(DOSSIERS.c.code, DOSSIERS.c.procedure).where(
        DOSSIERS.c.code.in_(list(codes)), counted(groups)
    )
    with register_engine().connect() as connection:
        return dict(connection.execute(query).tuples().all())


#: Bound when a statement is executed, so that it is built and compiled once.
_NOW = sa.bindparam("now", type_=DOSSIERS.c.due_at.type)
_MOST = sa.bindparam("most", type_=sa.Integer)
_LIMIT = sa.bindparam("limit", type_=sa.Integer)
_OFFSET = sa.bindparam("offset", type_=sa.Integer)


def _past() -> Any:
    """Return the SQL condition that ``Row.late`` is: never true without a due date.

    What is finished and waits to be collected does not become late.
    """
    ended = sa.func.coalesce(DOSSIERS.c.finished_at, _NOW)
    return sa.func.coalesce(DOSSIERS.c.due_at < ended, sa.false())


def _filtered(query: Any, state: str | None, late: bool | None) -> Any:
    if state is not None:
        query = query.where(DOSSIERS.c.state == state)
    if late is not None:
        query = query.where(_past() if late else sa.not_(_past()))
    return query


@lru_cache(maxsize=KEPT)
def _listed(
    groups: frozenset[str],
    state: str | None,
    late: bool | None,
    within: frozenset[str] | None = None,
) -> Any:
    """Return the statement for a page of what waits, the earliest due date first.

    Each place gives at most as many rows as are shown, in the order of its index,
    so that a page costs the same whether ten or ten thousand dossiers wait.
    """
    parts = []
    for waiting in waiting_for(groups):
        if waiting.column != "task" and state not in (None, waiting.name):
            continue
        for due in (DOSSIERS.c.due_at.is_not(None), DOSSIERS.c.due_at.is_(None)):
            part = sa.select(*_COLUMNS).where(waiting.term, due)
            part = _filtered(part, state if waiting.column == "task" else None, late)
            if within is not None:
                part = part.where(visible(within))
            part = part.order_by(DOSSIERS.c.due_at, DOSSIERS.c.code).limit(_MOST)
            parts.append(part.subquery().select())
    if not parts:
        return None
    # One dossier may wait for its unit and for its holder: not UNION ALL.
    found = sa.union(*parts).subquery()
    return (
        sa.select(found)
        .order_by(found.c.due_at.is_(None), found.c.due_at, found.c.code)
        .limit(_LIMIT)
        .offset(_OFFSET)
    )


@lru_cache(maxsize=KEPT)
def _everything(
    groups: frozenset[str],
    state: str | None,
    late: bool | None,
    within: frozenset[str] | None = None,
) -> Any:
    """Return the statement for a page of all that may be viewed, the newest first."""
    query = _filtered(sa.select(*_COLUMNS).where(visible(groups)), state, late)
    if within is not None:
        query = query.where(visible(within))
    return (
        query.order_by(DOSSIERS.c.received_at.desc(), DOSSIERS.c.code)
        .limit(_LIMIT)
        .offset(_OFFSET)
    )


def inbox(
    groups: Iterable[str],
    *,
    state: str | None = None,
    late: bool | None = None,
    now: datetime | None = None,
    everything: bool = False,
    within: Iterable[str] | None = None,
    limit: int = 25,
    offset: int = 0,
) -> list[Row]:
    """Return open dossiers the groups can act on, the earliest due date first.

    ``everything`` lists all that the groups may view, closed ones too, the
    newest first. ``late`` keeps only those past (or not past) their due date,
    ``within`` only those that these other groups may view as well.
    """
    seen = None if within is None else frozenset(within)
    listing = _everything if everything else _listed
    statement = listing(frozenset(groups), state, late, seen)
    if statement is None:
        return []
    limit, offset = min(limit, LARGEST_PAGE), max(offset, 0)
    asked = {"limit": limit, "offset": offset, "now": now or datetime.now(UTC)}
    with register_engine().connect() as connection:
        found = connection.execute(statement, {**asked, "most": limit + offset})
        return [Row(*row) for row in found.all()]


def each_once(known: Iterable[Waiting]) -> list[Any]:
    """Return SQL conditions of places such that a dossier is in one of them at most.

    What waits in two places is counted in the first. Open tasks come last, each kind
    by itself: joined by OR, PostgreSQL would look at every dossier there is.
    """
    order = ("holder", "unit", "task")
    places = sorted(known, key=lambda each: order.index(each.column))
    terms = []
    for number, place in enumerate(places):
        # One state alone cannot wait twice for one column.
        before = [
            other.term
            for other in places[:number]
            if place.column == "task"
            or (other.name == place.name and other.column != place.column)
        ]
        terms.append(sa.and_(place.term, *map(sa.not_, before)))
    return terms


@lru_cache(maxsize=KEPT)
def _counted(groups: frozenset[str]) -> Any:
    """Return the statement for the numbers: (state, how many, how many late)."""
    late = sa.func.coalesce(sa.func.sum(sa.case((_past(), 1), else_=0)), 0)
    terms = each_once(waiting_for(groups))
    parts = [
        sa.select(DOSSIERS.c.state, sa.func.count(), late)
        .where(term)
        .group_by(DOSSIERS.c.state)
        for term in terms
    ]
    return sa.union_all(*parts) if parts else None


def counts(groups: Iterable[str], now: datetime | None = None) -> dict[str, int]:
    """Return how many dossiers wait in each state; ``late`` counts across them."""
    statement = _counted(frozenset(groups))
    found: dict[str, int] = {"late": 0, "all": 0}
    if statement is None:
        return found
    with register_engine().connect() as connection:
        rows = connection.execute(statement, {"now": now or datetime.now(UTC)})
        for state, number, overdue in rows:
            if number:
                found[state] = found.get(state, 0) + number
                found["all"] += number
                found["late"] += int(overdue)
    return found
