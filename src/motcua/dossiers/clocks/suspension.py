"""Suspending many dossiers at once, for a storm or another disaster.

First a preview, then an order that a person with supervision duty in the unit gives
on the ground of a deciding document; when it is over, another one lets the clocks
go on.
"""

from __future__ import annotations

from datetime import datetime
from motcua import _
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks.happenings import Happening
from motcua.dossiers.clocks.selecting import running
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.errors import MissingData
from typing import Any


def preview(
    site: Any, chosen: Selection, actor: str, now: datetime, end: datetime
) -> list[orders.Planned]:
    """Return the dossiers that a suspension now would stop until an assumed ``end``.

    Raises ``MissingData`` for an end that is not later than now.
    """
    if end <= now:
        raise MissingData(_("The assumed end has to lie in the future."))
    found = []
    for dossier in running(site, chosen, "suspend", actor, now):
        state = {"state": dossier.state}
        found.append(
            orders.plan(
                site,
                dossier,
                Happening("suspend", now, state),
                Happening("unsuspend", end, state),
            )
        )
    return found


def resumption(
    site: Any, chosen: Selection, actor: str, now: datetime
) -> list[orders.Planned]:
    """Return the suspended dossiers, with their dates if they went on now."""
    return [
        orders.plan(site, each, Happening("unsuspend", now, {"state": each.state}))
        for each in running(site, chosen, "unsuspend", actor, now)
    ]


def suspend(
    planned: list[orders.Planned], actor: str, code: str, reason: str, deed: str
) -> str:
    """Order the suspension of what a preview showed and return the order's key.

    Raises ``MissingData`` without dossiers, reason or deciding document.
    """
    _check(planned, reason)
    if not deed.strip():
        raise MissingData(_("Name the deciding document: number and date."))
    values = {"reason_code": code, "reason": reason, "deed": deed}
    return orders.give("suspend", actor, planned, values)


def resume(planned: list[orders.Planned], actor: str, note: str) -> str:
    """Order that suspended dossiers go on and return the order's key."""
    _check(planned, note)
    return orders.give("unsuspend", actor, planned, {"note": note})


def _check(planned: list[orders.Planned], reason: str) -> None:
    if not planned:
        raise MissingData(_("There is no dossier for which you may do this."))
    if not reason.strip():
        raise MissingData(_("Give the reason in words."))
