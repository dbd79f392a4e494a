"""Whether lists and files agree on what was handed over, and what is kept back.

A file that says that it stands on an inventory is waited for there, and the other way
round; what an inventory took over says so, as long as no job is about to write it.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive.handover import holdback
from motcua.archive.handover import lists
from motcua.archive.handover import store
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.handover.holdback import HoldBackView
    from motcua.archive.handover.lists import InventoryView


@dataclass
class Verified:
    """What was found; ``faults`` are (code, what is wrong)."""

    inventories: int = 0
    waiting: int = 0
    handed_over: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def verify(site: Any) -> Verified:
    """Fold everything and compare it."""
    told = Verified()
    waited: dict[str, str] = {}
    for one in store.every_inventory(site):
        found = lists.view(one)
        told.inventories += 1
        if found.open:
            waited |= dict.fromkeys(found.at(lists.WAITS), found.code)
        told.faults += _taken(site, found)
    told.waiting = len(waited)
    for file in holdings.every_file(site):
        view = files.view(file)
        told.handed_over += bool(view.handed_by)
        listed = waited.get(view.code, "")
        if listed != view.inventory and not _resting(site, view.inventory):
            what = f"mục lục / inventory: {view.inventory or '-'}, {listed or '-'}"
            told.faults.append((view.code, what))
        told.faults += _kept_back(site, view)
    for request in store.every_holdback(site):
        told.faults += _granted(site, holdback.view(request))
    return told


def _kept_back(site: Any, view: files.FileView) -> Iterator[tuple[str, str]]:
    """Yield a file that says it is kept back by a request that does not say so."""
    if not view.held_by:
        return
    one = store.holdback(site, view.held_by)
    found = holdback.view(one) if one is not None else None
    granted = found is not None and found.state == holdback.GRANTED
    if found is None or not granted or view.code not in found.files:
        yield view.code, f"không được giữ lại / not kept back by {view.held_by}"
    elif found.until != view.held_until:
        yield view.code, f"ngày khác / another day: {view.held_until}, {found.until}"


def _granted(site: Any, found: HoldBackView) -> Iterator[tuple[str, str]]:
    """Yield files of a request with consent that do not know of it."""
    if found.state != holdback.GRANTED:
        return
    for code in found.files:
        file = holdings.file(site, code)
        events = files.view(file).events if file is not None else ()
        told = (one.facts["list"] for one in events if one.type == "keep_on")
        if found.code not in told:
            yield code, f"chưa ghi giữ lại / does not know of {found.code}"


def _resting(site: Any, code: str) -> bool:
    one = store.inventory(site, code) if code else None
    return one is not None and bool(lists.view(one).resting)


def _taken(site: Any, found: InventoryView) -> Iterator[tuple[str, str]]:
    """Yield files that an inventory took over and that do not know of it."""
    if found.resting:
        return
    for code in found.at(lists.ACCEPTED):
        file = holdings.file(site, code)
        events = files.view(file).events if file is not None else ()
        told = (one for one in events if one.type == "hand_over")
        if not any(one.facts["list"] == found.code for one in told):
            yield code, f"chưa ghi giao nhận / does not know of {found.code}"
