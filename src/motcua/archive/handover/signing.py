"""Minutes of hand-over (biên bản giao nhận): drawn up, and signed by both sides.

The archive draws them up when no file waits any more: they close the inventory. Who
hands over and who receives are two persons, unless the agency has waived that.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.handover import accepting
from motcua.archive.handover import listing
from motcua.archive.handover import lists
from motcua.archive.handover.errors import OwnInventory
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.retention import tables
from motcua.base.vietnam import VIETNAM
from motcua.organisation import waivers
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.handover.lists import InventoryView
    from motcua.archive.handover.store import Inventory
    from motcua.archive.holdings.files import FileView
    from motcua.dossiers.ledger import Event


def draw_up(
    site: Any,
    one: Inventory,
    metres: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Draw the minutes up; the archive does it when every file was decided on.

    ``metres`` are those that were measured, "" for what the sheets come to. Raises
    ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``, ``Missing``, ``OwnInventory``.
    """
    found, group, facts = accepting.receiving(site, one, actor, now)
    rights.check_seen(one, seen)
    waiting = len(found.at(lists.WAITS))
    if waiting:
        raise Impossible(
            _("${number} files wait still; accept or return them first."),
            number=str(waiting),
        )
    if found.resting:
        raise Impossible(_("The files are still being taken over; wait a moment."))
    measured = metres.strip().replace(",", ".")
    try:
        wrong = bool(measured) and not 0 <= float(measured) < 100_000
    except ValueError:
        wrong = True
    if wrong:
        raise Missing(_("Give the metres of shelf as a number."))
    rows = [row_of(site, files.view(accepting.file_of(site, c))) for c in found.items]
    over = frozenset(found.at(lists.ACCEPTED))
    sheets = sum(row["sheets"] for row in rows if row["code"] in over)
    told = {
        "accepted": len(found.at(lists.ACCEPTED)),
        "returned": len(found.at(lists.RETURNED)),
        "sheets": sheets,
        "metres": measured or reckoned(site, found, sheets, now),
        **facts,
    }
    # What both sides sign stays as it is, whatever becomes of the files.
    return rights.append(one, "draw_up", actor, group, now, told, {"rows": rows})


def row_of(site: Any, told: FileView) -> dict[str, Any]:
    """Return what papers of hand-over say of a file, as it stands.

    ``begin`` and ``end`` are as they are kept, ``retention`` is a key.
    """
    names = ("paper_code", "begin", "end", "retention", "note")
    return {
        "code": told.code,
        "title": told.title,
        **{name: told.fields.get(name, "") for name in names},
        "sheets": int(told.fields.get("sheets", 0)),
        "documents": told.count,
        "pages": files.pages_of(site, told),
    }


def reckoned(site: Any, found: InventoryView, sheets: int, now: datetime) -> str:
    """Return the metres that sheets take by the measure of the agency, as written."""
    day = now.astimezone(VIETNAM).date()
    measure = tables.measure_of(site, listing.keeper_of(site, found), day)
    return f"{sheets / measure.sheets:.2f}" if sheets else "0"


def sign(
    site: Any,
    one: Inventory,
    side: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write down that a side has signed both copies of the minutes."""
    listing.get(site, one.code, actor, now)
    found = lists.view(one)
    keeper = listing.keeper_of(site, found)
    if side == lists.ARCHIVE:
        group = rights.keeps(site, keeper, actor, now)
    else:
        group = rights.works(found.department, actor, now)
    rights.check(group)
    rights.check_seen(one, seen)
    listing.check_state(found, lists.DRAWN)
    if side not in (lists.MAKER, lists.ARCHIVE) or side in found.signed:
        raise Missing(_("This side has signed already."))
    facts: dict[str, Any] = {"side": side}
    if any(who == actor for who, _at in found.signed.values()):
        day = now.astimezone(VIETNAM).date()
        if not waivers.holds(keeper, waivers.OWN_INVENTORY, day, site):
            raise OwnInventory
        facts["waived"] = waivers.OWN_INVENTORY
    return rights.append(one, "sign", actor, group, now, facts)
