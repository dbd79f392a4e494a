"""Where hand-over is kept: on the root of all records, which has no address on the web.

Inventories and requests have ledgers of their own. On which open inventory a file
stands is written on the chain of the file itself: it is never on two.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from motcua.archive import folder
from motcua.dossiers.interfaces import IKeepsLedgers
from motcua.dossiers.ledger.apart import Apart
from persistent import Persistent
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import moduleProvides


if TYPE_CHECKING:
    from collections.abc import Iterator

moduleProvides(IKeepsLedgers)

_ATTRIBUTE: Final = "handover"


class Inventory(Apart):
    """Files handed over to the archive of the agency: ``NL-H99-2026-1``.

    Mục lục hồ sơ, tài liệu nộp lưu; not the file list of a year (danh mục hồ sơ).
    """


class HoldBack(Apart):
    """A request to keep files that are due: ``GL-H99-2026-1``."""


class Leaving(Apart):
    """Files that a person who leaves hands to a successor: ``BG-H99-2026-1``."""


class Shelf(Persistent):
    """Inventories, requests and minutes of persons by code."""

    def __init__(self) -> None:
        self.inventories = OOBTree()
        self.holdbacks = OOBTree()
        self.leavings = OOBTree()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first use."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def code(kind: str, fonds: str, year: int, number: int) -> str:
    """Return the name of a list; ``kind`` is "NL" or "GL"."""
    return f"{kind}-{fonds}-{year}-{number}"


def inventory(site: Any, code: str) -> Inventory | None:
    """Return the inventory with this code, None for none. Checks no rights."""
    kept = shelf(site)
    found: Inventory | None = kept.inventories.get(code) if kept is not None else None
    return found


def holdback(site: Any, code: str) -> HoldBack | None:
    """Return the request with this code, None for none. Checks no rights."""
    kept = shelf(site)
    found: HoldBack | None = kept.holdbacks.get(code) if kept is not None else None
    return found


def every_inventory(site: Any) -> Iterator[Inventory]:
    """Yield every inventory."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.inventories.values()


def leaving(site: Any, code: str) -> Leaving | None:
    """Return what a person hands on, None for none. Checks no rights."""
    kept = shelf(site)
    found: Leaving | None = kept.leavings.get(code) if kept is not None else None
    return found


def every_leaving(site: Any) -> Iterator[Leaving]:
    """Yield everything that persons hand on."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.leavings.values()


def every_holdback(site: Any) -> Iterator[HoldBack]:
    """Yield every request to keep files."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.holdbacks.values()


def every(site: Any) -> Iterator[Apart]:
    """Yield everything with a ledger, see ``IKeepsLedgers``."""
    yield from every_inventory(site)
    yield from every_holdback(site)
    yield from every_leaving(site)


def find(site: Any, code: str) -> Apart | None:
    """Return what has this ledger, see ``IKeepsLedgers``."""
    return inventory(site, code) or holdback(site, code) or leaving(site, code)
