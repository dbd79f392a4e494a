"""Suspending many dossiers at once, for a storm or another disaster.

First a preview, then an order that a person with supervision duty in the unit gives
on the ground of a deciding document; when it is over, another one lets the clocks
go on.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks.happenings import Happening
from motcua.dossiers.clocks.selecting import running
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.errors import MissingData
from motcua.dossiers.reasons import REASONS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: How far ahead a preview assumes the end: dates are counted day by day.
FARTHEST: Final = timedelta(days=366)


def preview(
    site: Any, chosen: Selection, actor: str, now: datetime, end: datetime
) -> list[orders.Planned]:
    """Return the dossiers that a suspension now would stop until an assumed ``end``.

    Raises ``MissingData`` for an end that cannot be meant.
    """
    check_end(now, end)
    return [
        stopped(site, dossier, now, end)
        for dossier in running(site, chosen, "suspend", actor, now)
    ]


def check_end(now: datetime, end: datetime) -> None:
    """Raise ``MissingData`` for an assumed end that is over, or ``FARTHEST`` away."""
    if end <= now:
        raise MissingData(_("The assumed end has to lie in the future."))
    if end > now + FARTHEST:
        raise MissingData(_("The assumed end lies at most a year ahead."))


def stopped(
    site: Any, dossier: Dossier, now: datetime, end: datetime
) -> orders.Planned:
    """Return the dates of a dossier if it stood still from now until ``end``."""
    state = {"state": dossier.state}
    stop, go_on = Happening("suspend", now, state), Happening("unsuspend", end, state)
    return orders.plan(site, dossier, stop, go_on)


def gone_on(site: Any, dossier: Dossier, now: datetime) -> orders.Planned:
    """Return the dates of a suspended dossier if it went on now."""
    return orders.plan(
        site, dossier, Happening("unsuspend", now, {"state": dossier.state})
    )


def resumption(
    site: Any, chosen: Selection, actor: str, now: datetime
) -> list[orders.Planned]:
    """Return the suspended dossiers, with their dates if they went on now."""
    return [
        gone_on(site, each, now)
        for each in running(site, chosen, "unsuspend", actor, now)
    ]


def suspend(
    planned: list[orders.Planned], actor: str, code: str, reason: str, deed: str
) -> str:
    """Order the suspension of what a preview showed and return the order's key.

    Raises ``MissingData`` without dossiers, reason or deciding document.
    """
    _check(planned)
    return orders.give("suspend", actor, planned, _storm(code, reason, deed))


def suspend_all(
    chosen: Selection, actor: str, code: str, reason: str, deed: str, token: str
) -> str:
    """Order the suspension of all that a selection holds; see ``orders.give_all``."""
    values = _storm(code, reason, deed)
    return orders.give_all("suspend", actor, chosen, values, token)


def resume(planned: list[orders.Planned], actor: str, note: str) -> str:
    """Order that suspended dossiers go on and return the order's key."""
    _check(planned)
    return orders.give("unsuspend", actor, planned, _end(note))


def resume_all(chosen: Selection, actor: str, note: str, token: str) -> str:
    """Order that all suspended dossiers of a selection go on."""
    return orders.give_all("unsuspend", actor, chosen, _end(note), token)


def _storm(code: str, reason: str, deed: str) -> dict[str, str]:
    if code not in REASONS["suspend"]:
        raise MissingData(_("Choose the kind of reason."))
    _check_reason(reason)
    if not deed.strip():
        raise MissingData(_("Name the deciding document: number and date."))
    return {"reason_code": code, "reason": reason, "deed": deed}


def _end(note: str) -> dict[str, str]:
    _check_reason(note)
    return {"note": note}


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise MissingData(_("Give the reason in words."))


def _check(planned: list[orders.Planned]) -> None:
    if not planned:
        raise MissingData(_("There is no dossier for which you may do this."))
