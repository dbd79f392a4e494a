"""What the dossiers of a load go through: an endless sequence, the same for a seed.

A few units and procedures are busy and most are not; some three in a hundred
dossiers are still open. The first ``objects`` of the sequence become real dossiers,
and half of those fall on one day of the busiest unit, as many as its serials of four
digits allow.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from itertools import accumulate
from motcua.base.calendars import vietnam
from motcua.base.codes import format_dossier_code
from motcua.setup.load.province import CENTRE
from motcua.setup.load.province import CHANNELS
from motcua.setup.load.province import COMMUNES
from motcua.setup.load.province import DEPARTMENTS
from motcua.setup.load.province import PROCEDURES
import random
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

DAYS: Final = 750
"""Working days back to the first receipt: three years."""

BEGINS: Final = date(2025, 7, 1)
"""Since when there are communes of two levels and retention rules for what is closed:
no real dossier is older."""

FULL_DAY: Final = 9_999
"""Serials of four digits that a unit has on a day."""

FULL_DAY_AGO: Final = 40
"""Working days before the last one on which the busiest unit had its full day."""

OPEN: Final = 0.03
AT_CENTRE: Final = 0.25
"""Share of the provincial centre; the communes share the rest."""

_WALK = ("forward", "propose", "approve", "attach_result", "finish")
#: What ends in "close", and how often of a hundred.
CLOSED: Final = {
    (*_WALK, "return_result", "close"): 80,
    ("forward", "pause", "resume", *_WALK[1:], "return_result", "close"): 8,
    ("forward", "propose", "refuse", "close"): 4,
    ("forward", "withdraw", "close"): 5,
    ("forward", "pause", "stop", "close"): 3,
}
#: How far the open ones have come.
UNDER_WAY: Final = {
    (): 10,
    ("forward",): 42,
    ("forward", "propose"): 10,
    ("forward", "propose", "approve"): 4,
    ("forward", "pause"): 10,
    ("forward", "pause", "resume"): 3,
    _WALK: 13,
    (*_WALK, "return_result"): 6,
    ("forward", "propose", "refuse"): 2,
}
#: How many of the last working days open dossiers come from, and how often.
_RECENT = {3: 30, 8: 35, 20: 25, 60: 10}

Road = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """One dossier from its receipt to where it stands."""

    number: int
    unit: str
    department: str
    day: date
    serial: int
    procedure: int
    channel: str
    road: Road
    pace: float
    """How much of its term it takes up to its last step."""

    @property
    def code(self) -> str:
        """Return the dossier code."""
        return format_dossier_code(self.unit, self.day, self.serial)


class _Draw:
    """One of several values, each as often as its weight."""

    def __init__(self, weights: Mapping[Any, float]) -> None:
        self.values = list(weights)
        self.steps = list(accumulate(weights.values()))

    def __call__(self, chance: random.Random) -> Any:
        return self.values[bisect(self.steps, chance.random() * self.steps[-1])]


def _tail(values: Sequence[Any], steepness: float) -> dict[Any, float]:
    """Return weights that fall like 1 / rank ** steepness."""
    return {value: rank**-steepness for rank, value in enumerate(values, start=1)}


def working_days(until: date) -> list[date]:
    """Return the ``DAYS`` working days that end with ``until`` or before it."""
    calendar = vietnam()
    days: list[date] = []
    day = until
    while len(days) < DAYS:
        if calendar.is_working_day(day):
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]


def lives(seed: int, until: date, objects: int) -> Iterator[Life]:
    """Yield the lives of a seed, for ever; the first ``objects`` are real ones."""
    chance = random.Random(seed)
    days = working_days(until)
    units = _Draw(
        {
            CENTRE: AT_CENTRE,
            **{
                f"{commune}.01": weight
                for commune, weight in _shares(COMMUNES, 1 - AT_CENTRE).items()
            },
        }
    )
    departments = _Draw(_tail(DEPARTMENTS, 0.9))
    procedures = _Draw(_tail(range(len(PROCEDURES)), 1.0))
    channels = _Draw(dict(CHANNELS))
    closed, under_way, recent = _Draw(CLOSED), _Draw(UNDER_WAY), _Draw(_RECENT)
    serials: Counter[tuple[str, date]] = Counter()
    full = min(FULL_DAY, objects // 2)
    since = sum(day >= BEGINS for day in days)
    number = 0
    while True:
        is_open = chance.random() < OPEN
        span = recent(chance) if is_open else since if number < objects else DAYS
        day = days[-1 - int(chance.random() * span)]
        unit = units(chance)
        if number < full:
            unit, day = CENTRE, days[-1 - FULL_DAY_AGO]
        at_centre = unit == CENTRE
        where = departments(chance) if at_centre else f"{str(unit)[:-3]}.02"
        serials[unit, day] += 1
        yield Life(
            number=number,
            unit=str(unit),
            department=str(where),
            day=day,
            serial=serials[unit, day],
            procedure=int(procedures(chance)),
            channel=str(channels(chance)),
            road=(under_way if is_open else closed)(chance),
            pace=0.2 + chance.random(),
        )
        number += 1


def _shares(values: Sequence[str], total: float) -> dict[str, float]:
    weights = _tail(values, 0.8)
    whole = sum(weights.values())
    return {str(value): total * each / whole for value, each in weights.items()}
