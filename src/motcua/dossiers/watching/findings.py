"""What is stuck (hồ sơ bị ách tắc): read from the register and the open lists, now.

Nothing is kept about a finding: what moves is not found any more. ``since`` names the
occasion, so that the same dossier stuck anew is another finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from motcua.base.deadlines import local
from motcua.base.vietnam import VIETNAM
from motcua.base.worktime import Meter
from motcua.dossiers.handovers import store
from motcua.dossiers.handovers.view import view
from motcua.dossiers.inbox import visible
from motcua.dossiers.openings import OPENINGS
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import TASKS
from motcua.dossiers.tasks import AD_HOC
from motcua.dossiers.watching.limits import Limits
from motcua.organisation.calendars import calendar_for
from motcua.organisation.errors import UnknownUnit
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Iterator

#: Nobody opened it; a step is past its budget; a list is not acknowledged; an opinion
#: is not given by its date; the time to accept runs out.
KINDS: Final = ("unopened", "step", "handover", "opinion", "acceptance")
#: States in which an officer has to do something.
WORKED: Final = ("received", "processing", "proposed", "approved")
#: How long before the end of the time to accept a day of rest may lie.
AHEAD: Final = timedelta(days=10)


@dataclass(frozen=True)
class Finding:
    """Something that does not move.

    ``subject`` is the code of a dossier, or of a list; ``step`` the key of the task or
    "". ``over`` is the worked time, in hours, by which it is too late; zero for what
    still can be met.
    """

    kind: str
    subject: str
    step: str
    since: datetime
    department: str
    unit: str
    person: str
    over: Fraction


def find(
    site: Any,
    now: datetime,
    limits: Limits,
    kinds: Collection[str] = KINDS,
    groups: Collection[str] | None = None,
    most: int | None = None,
    codes: Collection[str] | None = None,
) -> list[Finding]:
    """Return what is stuck, by kind, what has lain longest first.

    ``groups`` limits it to dossiers that they may view and lists of their units;
    ``most`` the number of each kind, ``codes`` it to these dossiers and to no list.
    """
    worked = _clock(site, now)
    found: list[Finding] = []
    for kind in kinds:
        if kind != "handover":
            rows: Iterable[Finding] = _rows(kind, now, limits, groups, most, codes)
        else:
            rows = _lists(site, now, groups) if codes is None else ()
        grace = limits.grace(kind)
        for row in rows:
            over = worked(row.department, row.since) - grace
            if kind == "acceptance":
                left = worked(row.department, now, row.since)
                if left > limits.acceptance:
                    continue
            elif over < 0:
                continue
            found.append(_with(row, max(over, Fraction())))
    return found


def _with(row: Finding, over: Fraction) -> Finding:
    return Finding(**{**vars(row), "over": over})


def _rows(
    kind: str,
    now: datetime,
    limits: Limits,
    groups: Collection[str] | None,
    most: int | None,
    codes: Collection[str] | None,
) -> list[Finding]:
    query = _QUERIES[kind](now, limits)
    if groups is not None:
        query = query.where(visible(groups))
    if codes is not None:
        query = query.where(DOSSIERS.c.code.in_(codes))
    with register_engine().connect() as connection:
        rows = connection.execute(query if most is None else query.limit(most)).all()
    return [
        Finding(kind, code, step, since, department, unit, person, Fraction())
        for code, step, since, department, unit, person in rows
    ]


def _unopened(now: datetime, limits: Limits) -> Any:
    d = DOSSIERS.c
    opened = sa.exists().where(
        OPENINGS.c.code == d.code,
        OPENINGS.c.department == d.holder,
        OPENINGS.c.at >= d.arrived_at,
    )
    nobody = sa.literal("")
    return (
        sa.select(d.code, nobody, d.arrived_at, d.holder, d.unit, nobody)
        .where(
            d.open,
            d.finished_at.is_(None),
            d.state.in_(WORKED),
            sa.not_(d.paused),
            # Worked time is never longer than time.
            d.arrived_at < now - timedelta(hours=float(limits.unopened)),
            sa.not_(opened),
        )
        .order_by(d.arrived_at, d.code)
    )


def _tasks(now: datetime, asked: bool) -> Any:
    d, t = DOSSIERS.c, TASKS.c
    ad_hoc = t.step.startswith(AD_HOC, autoescape=True)
    return (
        sa.select(t.code, t.step, t.due_at, t.department, d.unit, t.person)
        .join_from(TASKS, DOSSIERS)
        .where(d.open, t.due_at < now, ad_hoc if asked else sa.not_(ad_hoc))
        .order_by(t.due_at, t.code, t.step)
    )


def _acceptance(now: datetime, limits: Limits) -> Any:
    d, nobody = DOSSIERS.c, sa.literal("")
    return (
        sa.select(d.code, nobody, d.due_at, d.unit, d.unit, nobody)
        .where(d.open, d.state == "submitted", d.due_at < now + AHEAD)
        .order_by(d.due_at, d.code)
    )


_QUERIES: Final[dict[str, Callable[[datetime, Limits], Any]]] = {
    "unopened": _unopened,
    "step": lambda now, _limits: _tasks(now, asked=False),
    "opinion": lambda now, _limits: _tasks(now, asked=True),
    "acceptance": _acceptance,
}


def _lists(
    site: Any, now: datetime, groups: Collection[str] | None
) -> Iterator[Finding]:
    """Yield lists that nobody acknowledged; one for the post waits for its giver."""
    shelf = store.shelf(site)
    own = None if groups is None else {group.partition(":")[0] for group in groups}
    for code in shelf.open if shelf is not None else ():
        one = view(shelf.lists[code])  # type: ignore[union-attr]
        to = one.to or one.unit
        if one.status == "open" and (own is None or own & {one.unit, to}):
            yield Finding("handover", code, "", one.at, to, one.unit, "", Fraction())


def _clock(site: Any, now: datetime) -> Callable[..., Fraction]:
    """Return what measures worked hours of a department from a moment on."""

    @lru_cache(maxsize=1024)
    def meter(department: str) -> Meter:
        day = now.astimezone(VIETNAM).date()
        try:
            calendar = calendar_for(department, day, site)
        except UnknownUnit:
            calendar = calendar_for("", day, site)
        return Meter(calendar, "working_hours")

    def worked(
        department: str, start: datetime, end: datetime | None = None
    ) -> Fraction:
        return meter(department).measure(local(start), local(end or now))

    return worked
