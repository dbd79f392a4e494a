"""What waits for an officer, sorted by how the due date stands to now.

Every number and the list that it leads to ask one and the same condition: ``Wanted``
says what is chosen, ``BAND`` how a row stands. A page begins behind the last row of
the one before, so that no page costs more than the first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from functools import lru_cache
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import inbox
from motcua.dossiers.inbox import KEPT
from motcua.dossiers.inbox import Row
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import ENTRUSTED
from motcua.dossiers.register import TASKS
from motcua.organisation.calendars import calendar_for
from motcua.organisation.duties import parse_group
from motcua.organisation.errors import UnknownUnit
from motcua.storage.engines import register_engine
from motcua.storage.settings import settings
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

#: How the due date of what waits stands to now; each row is in one of them. "paused":
#: the clock stands, others have to act; "done": the result is there, to be returned.
BANDS: Final = ("late", "today", "soon", "in_time", "paused", "done")
#: Rows of the longest list: all that is chosen at once.
MOST: Final = 1000
#: Columns in which a list is narrowed down to some values.
NARROWED: Final = {
    "states": "state",
    "procedures": "procedure",
    "departments": "holder",
    "channels": "channel",
    "finance": "finance",
    "delivery": "delivery",
    "priorities": "priority",
}
#: Among the priorities that are wanted: whatever goes first, on any ground.
FIRST: Final = "any"


@dataclass(frozen=True)
class Day:
    """The moments by which the bands are told apart.

    ``tomorrow`` begins the next day in Vietnam; before ``soon`` a due date is near.
    """

    now: datetime
    tomorrow: datetime
    soon: datetime


def day_of(site: Any, groups: Iterable[str], now: datetime) -> Day:
    """Return what today and soon mean for who holds the groups.

    Soon reaches to the end of the n-th working day after today, by the calendars of
    the departments: where they differ, by the one that reaches furthest.
    """
    today = now.astimezone(VIETNAM).date()
    days = settings().soon_days
    places = {code for code, _duty in filter(None, map(parse_group, groups))} or {""}
    soon = today
    for code in places:
        try:
            calendar = calendar_for(code, today, site)
        except UnknownUnit:
            continue
        day = today
        for _turn in range(days):
            day = calendar.next_working_day(day + _A_DAY)
        soon = max(soon, day)
    return Day(now, _midnight(today + timedelta(days=1)), _midnight(soon) + _A_DAY)


def band(
    due: datetime | None, finished: datetime | None, paused: bool, day: Day
) -> str:
    """Return how a due date stands: one of ``BANDS``. As ``BAND`` says it in SQL."""
    if finished is not None:
        return "done"
    if paused:
        return "paused"
    if due is None or due >= day.soon:
        return "in_time"
    if due < day.now:
        return "late"
    return "today" if due < day.tomorrow else "soon"


@dataclass(frozen=True)
class Wanted:
    """Which of the dossiers are wanted; what is empty limits nothing.

    ``handler`` is a login to whom the dossier or an open step was given by name,
    ``mine`` asks for those of the person themself and of whom the person acts for.
    ``kinds`` are those of open tasks of the person's departments. ``priorities`` are
    grounds to go first, or ``FIRST`` for any. Days are included.
    ``everything`` means all that may be viewed, closed ones too, the newest first.
    """

    band: str = ""
    states: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    finance: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    handler: str = ""
    mine: bool = False
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    everything: bool = False


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind the row with this moment and code.

    The moment is the due date, or that of receipt in the list of everything; None
    behind a row without any.
    """

    at: datetime | None
    code: str


_MOMENT = DOSSIERS.c.due_at.type
_NOW = sa.bindparam("now", type_=_MOMENT)
_TOMORROW = sa.bindparam("tomorrow", type_=_MOMENT)
_SOON = sa.bindparam("soon", type_=_MOMENT)
_AT = sa.bindparam("at", type_=_MOMENT)
_CODE = sa.bindparam("code", type_=DOSSIERS.c.code.type)
_LIMIT = sa.bindparam("limit", type_=sa.Integer)
_A_DAY: Final = timedelta(days=1)
_COLUMNS = [DOSSIERS.c[name] for name in Row.__dataclass_fields__]
_NAMES = {name: sa.literal_column(f"'{name}'", sa.String) for name in BANDS}
_TOLD_BY: Final = ("due_at", "finished_at", "paused")


def _band_of(row: Any) -> Any:
    """Return SQL that says what ``band`` says; the order of the cases is its own."""
    return sa.case(
        (row.finished_at.is_not(None), _NAMES["done"]),
        (row.paused, _NAMES["paused"]),
        (row.due_at < _NOW, _NAMES["late"]),
        (row.due_at < _TOMORROW, _NAMES["today"]),
        (row.due_at < _SOON, _NAMES["soon"]),
        else_=_NAMES["in_time"],
    )


BAND: Final = _band_of(DOSSIERS.c)


def listed(
    groups: Iterable[str],
    wanted: Wanted,
    day: Day,
    *,
    after: Place | None = None,
    limit: int = 25,
) -> list[Row]:
    """Return a page of what is wanted, the earliest due date first.

    At most ``MOST`` rows, from behind ``after`` on.
    """
    behind = "" if after is None else "moment" if after.at else "none"
    build = _everything if wanted.everything else _waiting
    statement = build(frozenset(groups), wanted, behind)
    if statement is None:
        return []
    asked = {**_moments(day), "limit": max(0, min(limit, MOST))}
    if after is not None:
        asked |= {"code": after.code, "at": after.at}
    with register_engine().connect() as connection:
        return [Row(*row) for row in connection.execute(statement, asked).all()]


def counts(groups: Iterable[str], wanted: Wanted, day: Day) -> Counter[tuple[str, str]]:
    """Return how many wait: (state, band) -> number, whatever of these is wanted.

    All else that is wanted narrows the numbers as it does the list.
    """
    base = replace(wanted, band="", states=(), everything=False)
    statement = _counted(frozenset(groups), base)
    found: Counter[tuple[str, str]] = Counter()
    if statement is not None:
        with register_engine().connect() as connection:
            for state, name, number in connection.execute(statement, _moments(day)):
                found[state, name] += number
    return found


def persons(codes: Iterable[str]) -> dict[str, list[str]]:
    """Return to whom open steps of the dossiers are given by name: code -> logins."""
    query = (
        sa.select(TASKS.c.code, TASKS.c.person)
        .where(TASKS.c.code.in_(list(codes)), TASKS.c.person != "")
        .order_by(TASKS.c.code, TASKS.c.step)
    )
    found: dict[str, list[str]] = {}
    with register_engine().connect() as connection:
        for code, person in connection.execute(query):
            found.setdefault(code, []).append(person)
    return found


def place_of(row: Row, wanted: Wanted) -> Place:
    """Return where the page behind a row begins."""
    return Place(row.received_at if wanted.everything else row.due_at, row.code)


@lru_cache(maxsize=KEPT)
def _waiting(groups: frozenset[str], wanted: Wanted, behind: str) -> Any:
    """Return the statement for a page of what waits; None where nothing can.

    Each place gives at most as many rows as are shown, in the order of its index.
    """
    terms = tuple(_terms(groups, wanted))
    parts = []
    for place in inbox.waiting_for(groups):
        if place.column != "task" and wanted.states and place.name not in wanted.states:
            continue
        for dated, begun in _stretches(behind):
            part = sa.select(*_COLUMNS).where(place.term, dated, *begun, *terms)
            part = part.order_by(DOSSIERS.c.due_at, DOSSIERS.c.code).limit(_LIMIT)
            parts.append(part.subquery().select())
    if not parts:
        return None
    # One dossier may wait for its unit and for its holder: not UNION ALL.
    found = sa.union(*parts).subquery()
    order = (found.c.due_at.is_(None), found.c.due_at, found.c.code)
    return sa.select(found).order_by(*order).limit(_LIMIT)


def _stretches(behind: str) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield rows with a due date, then those without: as far as they come behind."""
    due, code = DOSSIERS.c.due_at, DOSSIERS.c.code
    if behind != "none":
        begun = (sa.tuple_(due, code) > sa.tuple_(_AT, _CODE),) if behind else ()
        yield due.is_not(None), begun
    yield due.is_(None), ((code > _CODE,) if behind == "none" else ())


@lru_cache(maxsize=KEPT)
def _everything(groups: frozenset[str], wanted: Wanted, behind: str) -> Any:
    """Return the statement for a page of all that may be viewed, the newest first."""
    at, code = DOSSIERS.c.received_at, DOSSIERS.c.code
    query = sa.select(*_COLUMNS).where(inbox.visible(groups), *_terms(groups, wanted))
    if behind:
        query = query.where(sa.or_(at < _AT, sa.and_(at == _AT, code > _CODE)))
    return query.order_by(at.desc(), code).limit(_LIMIT)


@lru_cache(maxsize=KEPT)
def _counted(groups: frozenset[str], wanted: Wanted) -> Any:
    """Return the statement for the numbers: (state, band, how many)."""
    terms = tuple(_terms(groups, wanted))
    columns = [DOSSIERS.c[name] for name in ("state", *_TOLD_BY)]
    parts = [
        sa.select(*columns).where(place, *terms)
        for place in inbox.each_once(inbox.waiting_for(groups))
    ]
    if not parts:
        return None
    # The moments are asked once, not once in each place.
    found = sa.union_all(*parts).subquery()
    told = sa.select(found.c.state, _band_of(found.c).label("band")).subquery()
    return sa.select(told.c.state, told.c.band, sa.func.count()).group_by(
        told.c.state, told.c.band
    )


def _terms(groups: frozenset[str], wanted: Wanted) -> Iterator[Any]:
    """Yield the SQL conditions of what is wanted."""
    if wanted.band:
        yield _NAMES[wanted.band] == BAND
    for field, name in NARROWED.items():
        values = getattr(wanted, field)
        if FIRST in values:
            yield DOSSIERS.c[name] != ""
        elif values:
            yield DOSSIERS.c[name].in_(values)
    for column, first, last in (
        (DOSSIERS.c.received_at, wanted.received_from, wanted.received_to),
        (DOSSIERS.c.due_at, wanted.due_from, wanted.due_to),
    ):
        if first:
            yield column >= _midnight(first)
        if last and last < date.max:
            yield column < _midnight(last + _A_DAY)
    if wanted.handler:
        yield _given_to((wanted.handler,))
    if wanted.mine:
        yield _given_to(tuple(sorted(names_in(groups))))
    if wanted.kinds:
        place = TASKS.c.department + ":" + TASKS.c.duty
        tasks = sa.select(TASKS.c.code).where(
            TASKS.c.kind.in_(wanted.kinds), place.in_(sorted(groups))
        )
        yield DOSSIERS.c.code.in_(tasks)


def names_in(groups: Iterable[str]) -> frozenset[str]:
    """Return the logins in whose name the holder of the groups acts."""
    return frozenset(each.partition("@")[2] for each in groups if "@" in each)


def _given_to(names: tuple[str, ...]) -> Any:
    by_name = sa.union(
        *(
            sa.select(side.c.code).where(side.c.person.in_(names))
            for side in (TASKS, ENTRUSTED)
        )
    )
    return DOSSIERS.c.code.in_(by_name)


def _moments(day: Day) -> dict[str, Any]:
    return {"now": day.now, "tomorrow": day.tomorrow, "soon": day.soon}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
