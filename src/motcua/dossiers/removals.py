"""Moving many running dossiers to another process: who would land where, and the order.

Where a dossier stands follows from what it has done; see ``processes.moving``. The
overall date was promised and stays; the dates of its open steps are new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua import _
from motcua.dossiers import actions
from motcua.dossiers import positions
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import MissingData
from motcua.dossiers.tasks import Task
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.processes.definitions import Process

OPERATION: Final = "change_process"


@dataclass(frozen=True)
class Landing:
    """One dossier: its open tasks as they are and as they would be, or why it stays."""

    code: str
    before: tuple[Task, ...]
    after: tuple[Task, ...]
    why_not: Any = None


def landing(
    site: Any, dossier: Dossier, process: Process, actor: str, now: datetime
) -> Landing:
    """Return where a dossier would land; nothing is written."""
    before = dossier.tasks
    found = positions.move(site, dossier, process)
    if not found.possible:
        why = positions.why_not(site, dossier, process, found)
        return Landing(dossier.code, before, (), why)
    data = {"process": process.digest, "reason": "?"}
    try:
        facts = actions.foresee(dossier, OPERATION, actor, data=data, now=now)
    except DossierError as error:
        return Landing(dossier.code, before, (), error.message)
    after = tuple(Task.from_json(each) for each in facts["tasks"])
    return Landing(dossier.code, before, after)


def order(
    planned: list[orders.Planned], actor: str, process: Process, reason: str, deed: str
) -> str:
    """Order that dossiers move and return the order's key.

    Raises ``MissingData`` without dossiers, reason or deciding document.
    """
    if not planned:
        raise MissingData(_("There is no dossier for which you may do this."))
    return orders.give(OPERATION, actor, planned, _values(process, reason, deed))


def order_all(
    chosen: Selection,
    actor: str,
    process: Process,
    reason: str,
    deed: str,
    token: str,
) -> str:
    """Order that all of a selection move, as far as they may; see ``give_all``."""
    values = _values(process, reason, deed)
    return orders.give_all(OPERATION, actor, chosen, values, token)


def _values(process: Process, reason: str, deed: str) -> dict[str, str]:
    if not reason.strip():
        raise MissingData(_("Give the reason in words."))
    if not deed.strip():
        raise MissingData(_("Name the deciding document: number and date."))
    return {"process": process.digest, "reason": reason, "deed": deed}
