"""Four eyes: who prepared a result does not approve it (bốn mắt).

Asked when a step is taken, from the ledger, because a duty of approval may have come by
delegation. A commune with too few people records a waiver (``organisation.waivers``).
"""

from __future__ import annotations

from datetime import datetime
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import progress
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.processes.definitions import steps_of
from motcua.organisation import waivers
from motcua.organisation.small import agency_of
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

OWN = _(
    "You prepared this result yourself, so somebody else has to approve it: ask who "
    "holds the duty of approval, or have a decision on combined duties recorded under "
    "Administration → Combined duties."
)


def check(
    site: Any, dossier: Dossier, operation: str, actor: str, unit: str, now: datetime
) -> None:
    """Raise ``NotAllowed`` for the approval of an own result without a waiver.

    ``unit`` is the department in whose duty is approved.
    """
    if operation != "approve" or actor != _prepared_by(site, dossier):
        return
    day = now.astimezone(VIETNAM).date()
    if not waivers.holds(agency_of(unit, site), waivers.OWN_RESULT, day, site):
        raise NotAllowed(OWN)


def _prepared_by(site: Any, dossier: Dossier) -> str:
    """Return who proposed the result, or did the last handling step, "" for nobody."""
    handling: set[str] = set()
    if dossier.process:
        way = progress.process_of(site, dossier).way
        handling = {one.key for one in steps_of(way) if one.kind == "handle"}
    event = dossier.last
    while event is not None:
        handled = event.type == "complete" and event.facts.get("step") in handling
        if handled or event.type == "propose":
            return str(event.actor)
        event = event.previous
    return ""
