"""Filling an inventory and submitting it: what a department hands over.

Whoever works in the department does it, or the archive of the agency for it. A file is
on one open inventory only: that is written on the file's own chain. All acts take
``seen`` and raise ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
"""

from __future__ import annotations

from datetime import timedelta
from motcua import _
from motcua.archive.handover import lists
from motcua.archive.handover import register
from motcua.archive.handover import store
from motcua.archive.handover import terms
from motcua.archive.handover.store import Inventory
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import handed
from motcua.archive.holdings import lying
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import HoldingsError
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.organisation import units
from motcua.organisation.small import agency_of
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.handover.lists import InventoryView
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

#: Files taken by one act, and files of an inventory.
MOST: Final = 500
MOST_OF_A_LIST: Final = 5000
#: What numbers of inventories are counted by.
SEQUENCE: Final = "inventory"


def draft(site: Any, department: str, actor: str, now: datetime) -> Inventory:
    """Begin an inventory of a department and return it."""
    unit = _unit(site, department)
    fonds = holdings.fonds_of(site, agency_of(unit, site))
    keeper = fonds_module.view(fonds).keeper if fonds is not None else ""
    group = rights.works(unit, actor, now) or (
        rights.keeps(site, keeper, actor, now) if keeper else ""
    )
    rights.check(group, visible=False)
    if fonds is None:
        raise Missing(
            _("“${agency}” has no fonds yet; open one under Archive → Fonds."),
            agency=units.get(agency_of(unit, site), site).name,
        )
    shelf, year = store.made(site), now.astimezone(VIETNAM).year
    code = ""
    while not code or code in shelf.inventories:
        number = numbers.allocate(f"{SEQUENCE}:{fonds.name}", str(year))
        code = store.code("NL", fonds.name, year, number)
    made = Inventory(code)
    facts = {"fonds": fonds.name, "department": unit, "year": year, "number": number}
    rights.append(made, "draft", actor, group, now, facts)
    shelf.inventories[code] = made
    return made


def _unit(site: Any, code: str) -> str:
    try:
        return str(units.get(code, site).code)
    except KeyError:
        raise Unknown from None


def take_due(
    site: Any, one: Inventory, actor: str, now: datetime, seen: int | None = None
) -> int:
    """Put on it closed files of the department that are due soonest, 500 at most.

    Also those that are not due yet. Returns how many; ``Missing`` when there is none.
    """
    found, group = allowed(site, one, actor, now, seen, lists.DRAFT)
    taken = []
    today = now.astimezone(VIETNAM).date()
    told = (found.fonds, found.department, MOST, today)
    for code in register.ready(*told, rights.groups(actor, now)):
        file = holdings.file(site, code)
        if file is not None and _ready(site, found, files.view(file), actor, now):
            taken.append(file)
    if not taken:
        raise Missing(_("No closed file of this department waits to be handed over."))
    _take(one, found, taken, actor, group, now)
    return len(taken)


def take(
    site: Any,
    one: Inventory,
    code: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Put one closed file on it."""
    found, group = allowed(site, one, actor, now, seen, lists.DRAFT)
    file = holdings.file(site, code.strip())
    if file is None or not files.may_see(site, files.view(file), actor, now):
        raise Missing(_("There is no file with code ${code}."), code=code[:80])
    check_ready(found, files.view(file))
    return _take(one, found, [file], actor, group, now)


def check_ready(found: InventoryView, told: FileView) -> None:
    """Raise unless a file can go on the inventory: closed, with its maker, free."""
    files.check_there(told)
    lying.check_at_hand(told)
    if (told.fonds, told.department) != (found.fonds, found.department):
        raise Impossible(
            _("File ${code} was made by another department."), code=told.code
        )
    if told.state != files.CLOSED:
        raise Impossible(_("File ${code} is open; close it first."), code=told.code)
    if told.keeping != handed.MAKER:
        raise Impossible(_("File ${code} was handed over already."), code=told.code)


def _ready(
    site: Any, found: InventoryView, told: FileView, actor: str, now: datetime
) -> bool:
    try:
        check_ready(found, told)
    except HoldingsError:
        return False
    return files.may_see(site, told, actor, now)


def _take(
    one: Inventory,
    found: InventoryView,
    taken: Sequence[File],
    actor: str,
    group: str,
    now: datetime,
) -> Event:
    if len(found.items) + len(taken) > MOST_OF_A_LIST:
        raise Missing(_("An inventory has 5000 files at most; begin another one."))
    enter(taken, one.code, actor, group, now)
    facts = {"files": [file.code for file in taken]}
    return rights.append(one, "take", actor, group, now, facts)


def enter(
    taken: Sequence[File], list_: str, actor: str, group: str, now: datetime
) -> None:
    """Write on files that they stand on an inventory, "" that they do no more."""
    for file in taken:
        rights.append(file, "inventory", actor, group, now, {"list": list_})


def strike(
    site: Any,
    one: Inventory,
    codes: Sequence[str],
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Take files off a draft; they stay as they are."""
    found, group = allowed(site, one, actor, now, seen, lists.DRAFT)
    wanted = list(dict.fromkeys(codes))
    if not wanted or set(wanted) - set(found.items):
        raise Missing(_("Choose files of this inventory."))
    let_go(site, wanted, one.code, actor, group, now)
    data = {"reason": reason.strip()[:500]}
    return rights.append(one, "strike", actor, group, now, {"files": wanted}, data)


def let_go(
    site: Any,
    codes: Sequence[str],
    list_: str,
    actor: str,
    group: str,
    now: datetime,
) -> None:
    """Write on the files that stand on the inventory that they do no more."""
    held = filter(None, (holdings.file(site, code) for code in codes))
    enter(
        [file for file in held if files.view(file).inventory == list_],
        "",
        actor,
        group,
        now,
    )


def submit(
    site: Any, one: Inventory, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Hand the inventory in; the archive answers within the term of the law."""
    found, group = allowed(site, one, actor, now, seen, lists.DRAFT)
    if not found.items:
        raise Missing(_("Put files on the inventory first."))
    facts = {"answer_by": _answer_by(now), "files": len(found.items)}
    return rights.append(one, "submit", actor, group, now, facts)


def _answer_by(now: datetime) -> str:
    """Return the last day on which the archive answers what is laid before it now."""
    day = now.astimezone(VIETNAM).date()
    return (day + timedelta(days=terms.on(day).answer_days)).isoformat()


def withdraw(
    site: Any,
    one: Inventory,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Take the inventory back as long as the archive has said nothing of any file."""
    found, group = allowed(site, one, actor, now, seen, lists.SUBMITTED)
    if len(found.at(lists.WAITS)) < len(found.items):
        raise Impossible(
            _(
                "The archive has begun with this inventory. Ask it to return the files "
                "that you need."
            )
        )
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    data = {"reason": reason.strip()[:500]}
    return rights.append(one, "withdraw", actor, group, now, {}, data)


def give_up(
    site: Any,
    one: Inventory,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Give a draft up; its files stay as they are."""
    found, group = allowed(site, one, actor, now, seen, lists.DRAFT)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    let_go(site, found.at(lists.WAITS), one.code, actor, group, now)
    data = {"reason": reason.strip()[:500]}
    return rights.append(one, "give_up", actor, group, now, {}, data)


def again(
    site: Any,
    one: Inventory,
    codes: Sequence[str],
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Lay returned files before the archive again, after they were corrected.

    The archive answers within the term of the law from then on.
    """
    found, group = allowed(site, one, actor, now, seen, lists.SUBMITTED)
    wanted = list(dict.fromkeys(codes))
    if not wanted or set(wanted) - set(found.at(lists.RETURNED)):
        raise Missing(_("Choose files that were returned."))
    held = []
    for code in wanted:
        file = holdings.file(site, code)
        assert file is not None
        check_ready(found, files.view(file))
        held.append(file)
    enter(held, one.code, actor, group, now)
    facts = {"files": wanted, "answer_by": _answer_by(now)}
    return rights.append(one, "again", actor, group, now, facts)


def keeper_of(site: Any, found: InventoryView) -> str:
    """Return the agency that keeps the fonds of an inventory."""
    return files.keeper_of(site, found.fonds)


def hands(site: Any, found: InventoryView, person: str, now: datetime) -> str:
    """Return the group in which a person acts for the side that hands over, or ""."""
    works = rights.works(found.department, person, now)
    return works or rights.keeps(site, keeper_of(site, found), person, now)


def get(site: Any, code: str, person: str, now: datetime) -> Inventory:
    """Return an inventory for its department, the archive and the head."""
    one = store.inventory(site, code)
    if one is None:
        raise Unknown
    found = lists.view(one)
    heads = rights.heads(site, keeper_of(site, found), person, now)
    if not hands(site, found, person, now) and not heads:
        raise Unknown
    return one


def allowed(
    site: Any,
    one: Inventory,
    actor: str,
    now: datetime,
    seen: int | None,
    *states: str,
) -> tuple[InventoryView, str]:
    """Return the inventory and the group in which a person hands over."""
    get(site, one.code, actor, now)
    found = lists.view(one)
    group = rights.check(hands(site, found, actor, now))
    rights.check_seen(one, seen)
    check_state(found, *states)
    return found, group


def check_state(found: InventoryView, *states: str) -> None:
    """Raise ``Impossible`` unless the inventory stands at one of the states."""
    if found.state not in states:
        raise Impossible(
            _("This is not possible while the inventory stands at “${state}”."),
            state=lists.STATES[found.state],
        )
