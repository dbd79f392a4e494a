"""What catalogued documents can be narrowed by: values that stand in one's own."""

from __future__ import annotations

from motcua.archive.capture.register import DOCUMENTS as CATALOGUED
from motcua.archive.finding.scope import kept_units
from motcua.base.folding import fold
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

#: Values of one unit, and values in all, that are offered.
_OF_UNIT: Final = 60
MOST: Final = 200


def values(groups: Iterable[str], name: str) -> list[str]:
    """Return values of ``type`` or ``agency`` in the documents that may be found.

    ``groups`` are the person's groups today: nobody learns what stands elsewhere. In
    the order of the alphabet, without marks; of many the first of each unit.
    """
    found: set[str] = set()
    with register_engine().connect() as connection:
        for unit in kept_units(tuple(groups)):
            found.update(connection.execute(_leaps(name), {"unit": unit}).scalars())
            if len(found) >= MOST:
                break
    return sorted(found, key=lambda value: (fold(value), value))[:MOST]


def _leaps(name: str) -> sa.Select[Any]:
    """Return a query that leaps from value to value in the index by unit.

    It reads one row for each value, however many documents have it.
    """
    column = CATALOGUED.c[name]
    unit: sa.BindParameter[str] = sa.bindparam("unit")
    least = sa.select(sa.func.min(column).label("value")).where(
        CATALOGUED.c.unit == unit, column > ""
    )
    leaps = least.cte("leaps", recursive=True)
    following = (
        sa.select(sa.func.min(column))
        .where(CATALOGUED.c.unit == unit, column > leaps.c.value)
        .scalar_subquery()
    )
    leaps = leaps.union_all(sa.select(following).where(leaps.c.value.is_not(None)))
    return sa.select(leaps.c.value).where(leaps.c.value.is_not(None)).limit(_OF_UNIT)
