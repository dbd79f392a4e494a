"""Dossiers that wait: for a supplement, money, the end of a disaster, an opinion.

Which they are is read from the register; since when and how long at most, from the
dossier itself, a page at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from motcua.base.deadlines import local
from motcua.base.vietnam import VIETNAM
from motcua.base.worktime import Meter
from motcua.dossiers.clocks import waiting
from motcua.dossiers.folder import find
from motcua.dossiers.inbox import visible
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import TASKS
from motcua.organisation.calendars import calendar_for
from motcua.organisation.errors import UnknownUnit
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from motcua.dossiers.dossier import Dossier

#: Grounds; an opinion is waited for while the clock runs.
GROUNDS: Final = ("supplement", "finance", "suspension", "opinion")


@dataclass(frozen=True)
class Paused:
    """A dossier that waits on one ground.

    ``place`` is who is to give an opinion, else who holds it. ``days`` are worked
    days since. ``until`` is the longest wait, or the date of the answer; None without.
    ``over`` says that it has passed.
    """

    code: str
    procedure: str
    ground: str
    state: str
    place: str
    since: datetime
    days: Fraction
    until: datetime | None
    over: bool


def counts(groups: Collection[str]) -> dict[str, int]:
    """Return how many dossiers that the groups may view wait on each ground."""
    by_clock = (
        sa.select(DOSSIERS.c.waits, sa.func.count())
        .where(DOSSIERS.c.waits != "", visible(groups))
        .group_by(DOSSIERS.c.waits)
    )
    by_task = sa.select(sa.func.count()).select_from(
        sa.select(DOSSIERS.c.code).where(_asked(), visible(groups)).subquery()
    )
    with register_engine().connect() as connection:
        found: dict[str, int] = dict(connection.execute(by_clock).tuples().all())
        asked = connection.execute(by_task).scalar_one()
    return {g: int(asked if g == "opinion" else found.get(g, 0)) for g in GROUNDS}


def listed(
    site: Any,
    groups: Collection[str],
    ground: str,
    now: datetime,
    limit: int,
    offset: int = 0,
) -> list[Paused]:
    """Return a page of those that wait on a ground, the one received first first."""
    here = _asked() if ground == "opinion" else DOSSIERS.c.waits == ground
    query = (
        sa.select(DOSSIERS.c.code)
        .where(here, visible(groups))
        .order_by(DOSSIERS.c.received_at, DOSSIERS.c.code)
        .limit(limit)
        .offset(offset)
    )
    with register_engine().connect() as connection:
        codes = list(connection.execute(query).scalars())
    found = (find(site, code) for code in codes)
    return [row for one in found if one for row in _rows(site, one, ground, now)]


def _asked() -> Any:
    opinions = sa.select(TASKS.c.code).where(TASKS.c.kind == "opinion")
    return sa.and_(DOSSIERS.c.open, DOSSIERS.c.code.in_(opinions))


def _rows(site: Any, one: Dossier, ground: str, now: datetime) -> list[Paused]:
    if ground == "opinion":
        waits = [
            (task.department, task.since or one.standing.received_at, task.due)
            for task in one.tasks
            if task.kind == "opinion"
        ]
    else:
        waits = [
            (one.holder, each.since, each.until)
            for each in waiting.waits(site, one)
            if each.reason == ground
        ]
    return [
        Paused(
            code=one.code,
            procedure=one.standing.procedure,
            ground=ground,
            state=one.state,
            place=place,
            since=since,
            days=_days(site, place, since, now),
            until=until,
            over=until is not None and now > until,
        )
        for place, since, until in waits
    ]


def _days(site: Any, place: str, since: datetime, now: datetime) -> Fraction:
    day = now.astimezone(VIETNAM).date()
    try:
        calendar = calendar_for(place, day, site)
    except UnknownUnit:
        calendar = calendar_for("", day, site)
    return Meter(calendar, "working_days").measure(local(since), local(now))
