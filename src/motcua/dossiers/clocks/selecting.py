"""Which running dossiers a decision about time is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.dossiers import actions
from motcua.dossiers.folder import find
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.dossiers.dossier import Dossier

#: Dossiers that one decision is for; more are taken in several.
LIMIT: Final = 1000


@dataclass(frozen=True)
class Selection:
    """Units that received, departments that hold, procedures; empty limits nothing."""

    units: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()


def running(
    site: Any, chosen: Selection, operation: str, actor: str, now: datetime
) -> Iterator[Dossier]:
    """Yield the running dossiers for which the person may do ``operation`` now."""
    query = (
        sa.select(DOSSIERS.c.code)
        .where(
            DOSSIERS.c.open,
            DOSSIERS.c.accepted_at.is_not(None),
            DOSSIERS.c.finished_at.is_(None),
        )
        .order_by(DOSSIERS.c.code)
        .limit(LIMIT)
    )
    for column, values in (
        (DOSSIERS.c.unit, chosen.units),
        (DOSSIERS.c.holder, chosen.departments),
        (DOSSIERS.c.procedure, chosen.procedures),
    ):
        if values:
            query = query.where(column.in_(values))
    with register_engine().connect() as connection:
        codes = list(connection.execute(query).scalars())
    for code in codes:
        dossier = find(site, code)
        if dossier and operation in actions.permitted(dossier, actor, now):
            yield dossier
