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


def proposals(
    site: Any, chosen: Selection, actor: str, now: datetime
) -> list[orders.Planned]:
    """Return whom changed calendars would move: old and new date, explained."""
    found = []
    for dossier in running(site, chosen, "recalendar", actor, now):
        dates = recounting.moved(site, dossier, now)
        if dates is not None:
            before, after = dates
            found.append(
                orders.Planned(
                    dossier.code,
                    dossier.head.hex(),
                    before.due,
                    after.due,
                    after.explanation,
                )
            )
    return found


def accept(planned: list[orders.Planned], actor: str, reason: str) -> str:
    """Order the new dates of what was proposed and return the order's key."""
    if not planned:
        raise MissingData(_("Choose the dossiers whose new date you accept."))
    if not reason.strip():
        raise MissingData(_("Give the reason in words."))
    return orders.give("recalendar", actor, planned, {"reason": reason})
