"""Small offices: one person does what elsewhere several do.

An office is small for a person who holds several duties in one agency today, those of
its one-stop unit and departments taken together. From how many on is a setting of the
house (``MOTCUA_DAY_DUTIES``).
"""

from __future__ import annotations

from motcua.organisation import units
from motcua.organisation.duties import parse_group
from motcua.organisation.errors import UnknownUnit
from motcua.storage.settings import settings
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable


def agency_of(department: str, site: Any = None) -> str:
    """Return the code of the agency that a unit belongs to or works for, "" for none.

    A one-stop unit that serves another agency is counted there.
    """
    try:
        unit = units.get(department, site)
    except UnknownUnit:
        return ""
    return unit.served_agency or unit.agency


def combined(groups: Iterable[str], site: Any = None) -> dict[str, frozenset[str]]:
    """Return the duties that are held in each agency, by its code."""
    found: dict[str, set[str]] = {}
    for department, duty in filter(None, map(parse_group, groups)):
        agency = agency_of(department, site)
        if agency:
            found.setdefault(agency, set()).add(duty)
    return {agency: frozenset(held) for agency, held in found.items()}


def all_rounder(groups: Iterable[str], site: Any = None) -> bool:
    """Say whether one agency has the holder of these groups do nearly everything."""
    most = max((len(held) for held in combined(groups, site).values()), default=0)
    return most >= settings().day_duties
