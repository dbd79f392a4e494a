"""The head of a slip: which office it comes from, and who takes complaints."""

from __future__ import annotations

from motcua.organisation import units
from typing import Any
from typing import Final


#: Words before the name of an area.
LEVELS: Final = ("xã ", "phường ", "đặc khu ", "huyện ", "thành phố ", "tỉnh ")


def office(site: Any, code: str) -> dict[str, str]:
    """Return the head of slips of a unit, as the unit is on record today."""
    unit = units.get(code, site)
    agency, superior = _above(unit, site)
    return of_units(unit, agency, superior)


def of_units(
    unit: units.Unit, agency: units.Unit | None, superior: units.Unit | None
) -> dict[str, str]:
    """Return the head for a unit, its agency and the agency above that one."""
    return {
        "superior": superior.name if superior else "",
        "agency": agency.name if agency else "",
        "unit": unit.name,
        "place": _place(agency),
        "address": unit.address,
        "phone": unit.phone,
        "complaints": _complaints(unit, agency),
    }


def _above(unit: units.Unit, site: Any) -> tuple[units.Unit | None, units.Unit | None]:
    """Return the unit's agency and the agency above that one."""
    line = [one for one in units.ancestors(unit.code, site) if one.kind == "agency"]
    line = [one for one in line if one.code != unit.code]
    return (line[0] if line else None), (line[1] if len(line) > 1 else None)


def _place(agency: units.Unit | None) -> str:
    """Return the place of the date line: the name of the area without its level."""
    name = agency.name if agency else ""
    found = [
        name[at + len(level) :]
        for level in LEVELS
        if (at := name.lower().find(level)) >= 0
    ]
    return found[0] if found else ""


def _complaints(unit: units.Unit, agency: units.Unit | None) -> str:
    """Return who takes complaints: the unit's agency, with address and phone."""
    who = agency or unit
    place = who.address or unit.address
    phone = who.phone or unit.phone
    return ", ".join(filter(None, [who.name, place, phone and f"điện thoại {phone}"]))
