"""Places that are emptied and given up, and taken into use again.

A barcode is never given to anything else: who finds the label later learns what it was.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.custody import looking
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.custody.store import Place
    from motcua.dossiers.ledger import Event


def retire(
    site: Any,
    one: Place,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Take an empty place out of use, with the reason.

    Raises ``Unknown``, ``Stale``, ``Missing``, ``Impossible`` as long as something is
    in it, be it on loan.
    """
    found, group = places.allowed(site, one, actor, now, seen)
    if found.retired:
        raise Impossible(_("${code} is out of use already."), code=found.barcode)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    if number := looking.inside(found.barcode):
        raise Impossible(
            _("${code} is not empty: ${number} things belong in it. Move them first."),
            code=found.barcode,
            number=str(number),
        )
    data = {"reason": reason.strip()[:500]}
    return rights.append(one, "retire", actor, group, now, {}, data)


def restore(
    site: Any, one: Place, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Take a place into use again; raises as ``retire`` does."""
    found, group = places.allowed(site, one, actor, now, seen)
    if not found.retired:
        raise Impossible(_("${code} is in use."), code=found.barcode)
    outer = store.place(site, found.inside)
    if outer is not None:
        places.check_used(outer, places.view(outer))
    return rights.append(one, "restore", actor, group, now, {})
