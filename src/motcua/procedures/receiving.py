"""Which one-stop units receive dossiers of a procedure (nơi tiếp nhận)."""

from __future__ import annotations

from motcua.organisation import units
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from motcua.organisation.units import Unit
    from motcua.procedures.definitions import Version


def levels_of(version: Version) -> tuple[str, ...]:
    """Return the levels whose units receive it: as stated, else that which decides."""
    return version.receipt or ((version.level,) if version.level else ())


def units_for(version: Version, on: date, site: Any = None) -> list[Unit]:
    """Return the units that receive it on a day, largest first, then by code.

    A procedure that names units is received by those alone. `browse.offered` answers
    the same question from the side of the unit.
    """
    found = units.all("one-stop-unit", on, site)
    if version.units:
        found = [unit for unit in found if unit.code in version.units]
    else:
        levels = levels_of(version)
        found = [unit for unit in found if unit.level in levels]
    ranks = {level: rank for rank, level in enumerate(units.LEVELS)}
    return sorted(found, key=lambda unit: (ranks.get(unit.level, 9), unit.code))
