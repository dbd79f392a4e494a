"""Who has to do with money: who takes it, who keeps books, who receives for the
treasury.
"""

from __future__ import annotations

from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import rights
from motcua.dossiers.errors import NotAllowed
from motcua.organisation import duties
from typing import Any
from typing import Final


#: Who takes money at the counter, see ``specification.md``.
COLLECTING: Final = ("cashier", "reception", "service")
#: Who receives the money of closed shifts.
TREASURY: Final = ("treasury",)
#: Who hands books out and looks after every drawer of a unit.
KEEPING: Final = ("treasury", "supervision", "approval")
EVERYBODY: Final = tuple(dict.fromkeys((*COLLECTING, *KEEPING)))


def held(
    unit: str, person: str, now: datetime, wanted: tuple[str, ...] = EVERYBODY
) -> str:
    """Return the first of the duties that the person holds in the unit, "" for none."""
    groups = rights.groups_of(person, now.astimezone(VIETNAM).date())
    return next((duty for duty in wanted if f"{unit}:{duty}" in groups), "")


def check(unit: str, person: str, now: datetime, wanted: tuple[str, ...]) -> None:
    """Raise ``NotAllowed`` for who holds none of the duties in the unit."""
    if not held(unit, person, now, wanted):
        raise NotAllowed


def behalf(
    unit: str, person: str, now: datetime, wanted: tuple[str, ...] = EVERYBODY
) -> dict[str, Any]:
    """Return the facts that say for whom the person acts, see ``rights.behalf``."""
    duty = held(unit, person, now, wanted)
    return rights.behalf(person, f"{unit}:{duty}", now) if duty else {}


def collectors(unit: str, now: datetime) -> list[str]:
    """Return the logins of those who take money in a unit today, in order."""
    day = now.astimezone(VIETNAM).date()
    found = {one for duty in COLLECTING for one in duties.holders(unit, duty, day)}
    return sorted(found)


def alone(unit: str, person: str, now: datetime, wanted: tuple[str, ...]) -> bool:
    """Say whether nobody else holds one of the duties in the unit today."""
    day = now.astimezone(VIETNAM).date()
    others = {one for duty in wanted for one in duties.holders(unit, duty, day)}
    return not others - {person}
