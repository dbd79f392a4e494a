"""Where places are kept: on the root of all records, which has no address on the web.

A store, a shelf or a box has a ledger of its own, named ``VT-<barcode>``. In which box
the paper of a file lies is written on the chain of the file itself and nowhere else.
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

_ATTRIBUTE: Final = "custody"
_PLACE: Final = "VT-"


class Place(Apart):
    """A store (kho), a shelf (giá) or a box (hộp); its ledger is ``VT-<barcode>``."""

    @property
    def barcode(self) -> str:
        """The code that is printed on it."""
        return self.code.removeprefix(_PLACE)


class Shelf(Persistent):
    """All places by barcode: one code is never on two of them."""

    def __init__(self) -> None:
        self.places = OOBTree()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first place."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def ledger_code(barcode: str) -> str:
    """Return the name of the ledger of a place."""
    return f"{_PLACE}{barcode}"


def place(site: Any, barcode: str) -> Place | None:
    """Return the place with this barcode, None for none. Checks no rights."""
    kept = shelf(site)
    found: Place | None = kept.places.get(barcode) if kept is not None else None
    return found


def every(site: Any) -> Iterator[Place]:
    """Yield every place, see ``IKeepsLedgers``."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.places.values()


def find(site: Any, code: str) -> Apart | None:
    """Return what has this ledger, see ``IKeepsLedgers``."""
    named = code.startswith(_PLACE)
    return place(site, code.removeprefix(_PLACE)) if named else None
