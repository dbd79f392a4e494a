"""Which dossiers the departments of a person have anything to do with."""

from __future__ import annotations

from motcua.dossiers.inbox import visible
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import PARTICIPANTS
from motcua.organisation.duties import parse_group
import sqlalchemy as sa
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable


def few_visible(
    connection: sa.Connection,
    groups: Iterable[str],
    most: int,
    *conditions: sa.ColumnElement[bool],
) -> list[str] | None:
    """Return the codes of all dossiers that the groups may view, None for many.

    ``conditions`` on rows of the register narrow them. Whoever may view a dossier
    belongs to the unit that received it, to its holder, or to a department that took
    part, so that short stretches of indexes lead to it. With more than ``most`` in one
    of these nobody goes on counting: the work is bounded, whatever is there.
    """
    held = tuple(groups)
    parsed = filter(None, map(parse_group, held))
    departments = sorted({department for department, _duty in parsed})
    if not departments:
        return []
    near = [
        sa.select(DOSSIERS.c.code).where(DOSSIERS.c.unit.in_(departments), *conditions),
        sa.select(DOSSIERS.c.code).where(
            DOSSIERS.c.open, DOSSIERS.c.holder.in_(departments)
        ),
        sa.select(PARTICIPANTS.c.code).where(
            PARTICIPANTS.c.department.in_(departments)
        ),
    ]
    stretches = [one.limit(most + 1).subquery() for one in near]
    for stretch in stretches:
        count = sa.select(sa.func.count()).select_from(stretch)
        if int(connection.execute(count).scalar_one()) > most:
            return None
    codes = sa.union(*(sa.select(stretch.c.code) for stretch in stretches))
    found = sa.select(DOSSIERS.c.code).where(
        DOSSIERS.c.code.in_(codes), visible(held), *conditions
    )
    return list(connection.execute(found).scalars())
