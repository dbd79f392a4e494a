"""What a changed calendar would move, and nothing moved until somebody accepts it.

A dossier keeps the calendars of its receipt. When an office calendar is another one
today, the date by the new calendar is proposed; who supervises the unit accepts it
for one dossier or for many, and the applicant is told.
"""

from __future__ import annotations

from datetime import datetime
from motcua import _
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks import recounting
from motcua.dossiers.clocks.selecting import running
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.errors import MissingData
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier


def proposals(
    site: Any, chosen: Selection, actor: str, now: datetime
) -> list[orders.Planned]:
    """Return whom changed calendars would move: old and new date, explained."""
    looked = running(site, chosen, "recalendar", actor, now)
    proposed = (proposed_for(site, dossier, now) for dossier in looked)
    return [each for each in proposed if each is not None]


def proposed_for(site: Any, dossier: Dossier, now: datetime) -> orders.Planned | None:
    """Return what is proposed for a dossier; None when its date stays."""
    dates = recounting.moved(site, dossier, now)
    if dates is None:
        return None
    before, after = dates
    return orders.Planned(
        dossier.code, dossier.head.hex(), before.due, after.due, after.explanation
    )


def accept(planned: list[orders.Planned], actor: str, reason: str) -> str:
    """Order the new dates of what was proposed and return the order's key."""
    if not planned:
        raise MissingData(_("Choose the dossiers whose new date you accept."))
    if not reason.strip():
        raise MissingData(_("Give the reason in words."))
    return orders.give("recalendar", actor, planned, {"reason": reason})
