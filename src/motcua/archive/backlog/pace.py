"""How fast a project goes, when it will be done at that pace, and what it costs.

The pace is the median of pages a working day over the last ten working days before
today since scanning began, by the calendar of the agency: days on which nothing was
scanned count, a single long day does not move it. Money is in đồng.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
import math
from motcua.archive.backlog import tally
from statistics import median
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence
    from motcua.base.calendars import WorkingCalendar

#: Working days of which the median is taken.
DAYS: Final = 10
#: Pages of a sheet as long as nothing was scanned: both sides.
SIDES: Final = 2.0
#: Further than this nothing is foreseen, in working days.
_FURTHEST: Final = 5000


@dataclass(frozen=True)
class Line:
    """What an operator did on a day; ``back`` are hand-ins that were sent back."""

    day: date
    operator: str
    pages: int = 0
    documents: int = 0
    faults: int = 0
    back: int = 0


@dataclass(frozen=True)
class Plan:
    """What is left, and until when; ``finish`` is None without a pace.

    ``remaining`` are pages, reckoned from sheets of files without scans; ``measured``
    working days stand behind ``pace``. ``cost`` is what it came to so far, ``total``
    what it will come to.
    """

    pages: int
    remaining: int
    sheet_pages: float
    pace: float
    measured: int
    days: int
    finish: date | None
    cost: int
    total: int


def lines(rows: Iterable[Sequence[str | int]]) -> list[Line]:
    """Return what was done by day and operator, the newest day first."""
    found: dict[tuple[str, str], list[int]] = {}
    for day, operator, *numbers in rows:
        kept = found.setdefault((str(day), str(operator)), [0] * len(tally.COUNTED))
        for place, number in enumerate(numbers):
            kept[place] += int(number)
    told = [
        Line(date.fromisoformat(day), who, *numbers)
        for (day, who), numbers in found.items()
    ]
    return sorted(told, key=lambda one: (-one.day.toordinal(), one.operator))


def plan(
    done: Sequence[Line],
    amounts: Mapping[str, int],
    calendar: WorkingCalendar,
    today: date,
    *,
    price: int = 0,
    spent: int = 0,
) -> Plan:
    """Return what is left; ``amounts`` are those of ``register.amounts``."""
    pages = sum(one.pages for one in done)
    left, a_sheet = remaining(amounts)
    speed, measured = pace(done, calendar, today)
    days = math.ceil(left / speed) if speed else 0
    finish = None
    # Of files whose sheets nobody counted nothing is known.
    unknown = not left and amounts["files"] > amounts["done"]
    if not unknown and (not left or 0 < days <= _FURTHEST):
        finish = _after(calendar, today, days)
    paid = pages * price + spent
    return Plan(
        pages=pages,
        remaining=left,
        sheet_pages=a_sheet,
        pace=speed,
        measured=measured,
        days=days,
        finish=finish,
        cost=paid,
        total=paid + left * price,
    )


def remaining(amounts: Mapping[str, int]) -> tuple[int, float]:
    """Return pages that are left, and pages of a sheet.

    A file whose sheets nobody counted has as many as the others have on average.
    """
    a_sheet = SIDES
    if amounts["done_sheets"] and amounts["pages"]:
        a_sheet = amounts["pages"] / amounts["done_sheets"]
    counted = amounts["files"] - amounts["unsheeted"]
    average = amounts["sheets"] / counted if counted else 0.0
    sheets = amounts["sheets"] - amounts["done_sheets"]
    unknown = amounts["unsheeted"] - amounts["done_unsheeted"]
    return math.ceil((sheets + unknown * average) * a_sheet), a_sheet


def pace(
    done: Sequence[Line], calendar: WorkingCalendar, today: date
) -> tuple[float, int]:
    """Return pages a working day, and of how many days that is the median."""
    by_day: dict[date, int] = {}
    for one in done:
        by_day[one.day] = by_day.get(one.day, 0) + one.pages
    worked = [day for day, pages in by_day.items() if pages]
    if not worked:
        return 0.0, 0
    day, first = today - timedelta(days=1), min(worked)
    found: list[int] = []
    while day >= first and len(found) < DAYS:
        # Who works on a day off is counted as well.
        if calendar.is_working_day(day) or by_day.get(day):
            found.append(by_day.get(day, 0))
        day -= timedelta(days=1)
    # On the first day there is nothing but that day.
    found = found or [by_day[today]]
    return float(median(found)), len(found)


def _after(calendar: WorkingCalendar, today: date, days: int) -> date:
    """Return the working day on which so many are done, the next one first."""
    found = today
    for _day in range(days):
        found = calendar.next_working_day(found + timedelta(days=1))
    return found
