"""The archive takes files over, or returns them with the reason, item by item.

What was decided on stays decided: of two archivists at one inventory the second is told
(``Decided``), whatever each had before them. Who submitted an inventory does not take
its files over, nor who laid a returned one before the archive again, unless the agency
has waived that (rule ``own-inventory``). A file of a restricted dossier is taken over
by its code by whoever keeps the archive, or it could wait for ever; it is returned and
corrected by those alone who may view that dossier. Acts raise
``Unknown``, ``NotYours``, ``Impossible``, ``Missing``, ``Decided``, ``OwnInventory``.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.handover import listing
from motcua.archive.handover import lists
from motcua.archive.handover import store
from motcua.archive.handover.errors import Decided
from motcua.archive.handover.errors import OwnInventory
from motcua.archive.holdings import fields
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import lying
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.organisation import waivers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.handover.lists import InventoryView
    from motcua.archive.handover.store import Inventory
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

#: Files that are decided on by one act; more of them are a job, see ``resting``.
MOST: Final = 100
#: What the archive corrects by itself (Circular 05/2025/TT-BNV article 19(2)(b)).
CORRECTED: Final = ("title", "access", "language", "keywords", "condition", "note")


def accept(
    site: Any, one: Inventory, codes: Sequence[str], actor: str, now: datetime
) -> Event:
    """Take files over: written on the inventory and on each file, in one act."""
    _found, group, wanted, facts = _chosen(site, one, codes, actor, now)
    event = rights.append(one, "accept", actor, group, now, {"files": wanted, **facts})
    for code in wanted:
        rights.append(
            file_of(site, code), "hand_over", actor, group, now, {"list": one.code}
        )
    return event


def return_(
    site: Any,
    one: Inventory,
    codes: Sequence[str],
    why: str,
    reason: str,
    actor: str,
    now: datetime,
) -> Event:
    """Return files to their maker; they are open again, with the reason.

    Corrected and closed they come again, on this inventory or on another.
    """
    _found, group, wanted, facts = _chosen(site, one, codes, actor, now)
    for code in wanted:
        _check_seen_file(site, code, actor, now)
    if why not in lists.WHY or not reason.strip():
        raise Missing(_("Say why the files go back, and what is to be done."))
    data = {"reason": reason.strip()[:500]}
    for code in wanted:
        told = {"reason": f"{one.code}: {data['reason']}"}
        rights.append(file_of(site, code), "reopen", actor, group, now, {}, told)
    facts = {"files": wanted, "why": why, **facts}
    return rights.append(one, "return", actor, group, now, facts, data)


def _chosen(
    site: Any, one: Inventory, codes: Sequence[str], actor: str, now: datetime
) -> tuple[InventoryView, str, list[str], dict[str, Any]]:
    found, group, facts = receiving(site, one, actor, now)
    wanted = list(dict.fromkeys(codes))
    facts = {**facts, **check_own(site, found, wanted, actor, now)}
    if not 0 < len(wanted) <= MOST or set(wanted) - set(found.items):
        raise Missing(_("Choose 1 to 100 files of this inventory."))
    for code in wanted:
        if found.items[code] != lists.WAITS:
            raise Decided(code=code)
        check_free(found, code, site)
    return found, group, wanted, facts


def check_free(found: InventoryView, code: str, site: Any) -> None:
    """Raise unless a file is as it was when it was put on the inventory."""
    told = files.view(file_of(site, code))
    if told.inventory != found.code or told.state != files.CLOSED:
        raise Impossible(
            _("File ${code} is not as it was when it was put on the inventory."),
            code=code,
        )
    lying.check_at_hand(told)


def check_own(
    site: Any,
    found: InventoryView,
    codes: Sequence[str],
    actor: str,
    now: datetime,
) -> dict[str, Any]:
    """Return facts; raise ``OwnInventory`` for who laid one of the files before it."""
    if actor not in {found.laid_by.get(code) for code in codes}:
        return {}
    return _waived(site, found, now)


def _waived(site: Any, found: InventoryView, now: datetime) -> dict[str, Any]:
    day, keeper = now.astimezone(VIETNAM).date(), listing.keeper_of(site, found)
    if not waivers.holds(keeper, waivers.OWN_INVENTORY, day, site):
        raise OwnInventory
    return {"waived": waivers.OWN_INVENTORY}


def _check_seen_file(site: Any, code: str, actor: str, now: datetime) -> None:
    """Raise ``Unknown`` for a file that the person may not look at."""
    if not files.may_see(site, files.view(file_of(site, code)), actor, now):
        raise Unknown


def file_of(site: Any, code: str) -> File:
    """Return a file of an inventory."""
    one = holdings.file(site, code)
    assert one is not None
    return one


def receiving(
    site: Any, one: Inventory, actor: str, now: datetime
) -> tuple[InventoryView, str, dict[str, Any]]:
    """Return the inventory, the group in which the archive receives, and facts."""
    listing.get(site, one.code, actor, now)
    found = lists.view(one)
    keeper = listing.keeper_of(site, found)
    group = rights.check(rights.keeps(site, keeper, actor, now))
    listing.check_state(found, lists.SUBMITTED)
    if actor != found.submitted_by:
        return found, group, {}
    return found, group, _waived(site, found, now)


def correct(
    site: Any,
    one: Inventory,
    code: str,
    given: Mapping[str, str],
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Correct data of a file that waits, as far as they differ; nothing is reopened.

    ``seen`` is the length of the file that the person saw, see ``Stale``.
    """
    found, group, _facts = receiving(site, one, actor, now)
    if found.items.get(code) != lists.WAITS:
        raise Decided(code=code[:80])
    _check_seen_file(site, code, actor, now)
    file = file_of(site, code)
    rights.check_seen(file, seen)
    told = files.view(file)
    wanted = {name: text for name, text in given.items() if name in CORRECTED}
    changed = fields.altered(told.fields, fields.checked(fields.FILE, wanted))
    if not fields.merged(told.fields, changed).get("title"):
        raise Missing(_("Give the file a title."))
    data = {"fields": changed}
    return rights.append(file, "describe", actor, group, now, {"list": one.code}, data)


def give_back(
    site: Any,
    file: File,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Give a file that was taken over back to its maker, with the reason.

    Its inventory must be through: what both sides sign says what the archive has.
    """
    found, _group = files.allowed(site, file, actor, now, seen)
    keeper = files.keeper_of(site, found.fonds)
    group = rights.check(rights.keeps(site, keeper, actor, now))
    if found.keeping != handed.ARCHIVE:
        raise Impossible(_("This file was not handed over."))
    inventory = store.inventory(site, found.handed_by)
    if inventory is not None and lists.view(inventory).state != lists.DONE:
        raise Impossible(
            _("The minutes of ${list} are not signed yet by both sides."),
            list=found.handed_by,
        )
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    facts, data = {"list": found.handed_by}, {"reason": reason.strip()[:500]}
    return rights.append(file, "take_back", actor, group, now, facts, data)
