"""Where books, shifts and lists are kept: on the root of all dossiers, see ``folder``.

Each has a ledger of its own, chained as those of dossiers are.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from motcua.dossiers import folder
from motcua.dossiers.ledger.apart import Apart
from persistent import Persistent
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTE: Final = "cash"


class ReceiptBook(Apart):
    """One book of receipts (quyển biên lai).

    ``used`` maps a number, as it is printed, to (code of the dossier, number of the
    event): two cashiers who take the same number at the same moment meet here. A spoilt
    one has no dossier.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.used = OOBTree()


class Shift(Apart):
    """One closed shift of a cashier; its ledger says what was in the drawer."""


class TreasuryList(Apart):
    """One list of shifts whose money goes to the treasury."""


class Shelf(Persistent):
    """All of them by code.

    ``closed`` maps (code of a dossier, number of an event) to the shift that the
    money stands in: no payment is in two. ``books``, ``of_unit`` and ``of_drawer``
    hold the codes in their order. ``reached`` maps (unit, cashier) to the moment of the
    last payment of the last shift: all before it stands in shifts.
    """

    #: Shelves from before it have none, see ``shifts.drawer``.
    reached: OOBTree | None = None

    def __init__(self) -> None:
        self.books = OOBTree()
        self.book_places = OOTreeSet()
        self.shifts = OOBTree()
        self.shift_places = OOTreeSet()
        self.lists = OOBTree()
        self.list_places = OOTreeSet()
        self.closed = OOBTree()
        #: Shift -> list that it stands on.
        self.listed = OOBTree()
        self.reached = OOBTree()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before anything is kept."""
    return folder.kept(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made(site, _ATTRIBUTE, Shelf)


def find(site: Any, code: str) -> Apart | None:
    """Return the book, shift or list with this code. Checks no rights."""
    kept = shelf(site)
    if kept is None:
        return None
    found: Apart | None = (
        kept.shifts.get(code) or kept.lists.get(code) or kept.books.get(code)
    )
    return found


def every(site: Any) -> Iterator[Apart]:
    """Yield all there is."""
    kept = shelf(site)
    if kept is not None:
        for tree in (kept.books, kept.shifts, kept.lists):
            yield from tree.values()


def books_of(site: Any, unit: str) -> list[ReceiptBook]:
    """Return the books of a unit in the order in which they were registered."""
    kept = shelf(site)
    if kept is None:
        return []
    return [
        kept.books[code]
        for _unit, _at, code in kept.book_places.keys((unit, "", ""), (f"{unit}\0",))
    ]


def shifts_of(site: Any, unit: str, most: int) -> list[Shift]:
    """Return the last shifts of a unit, the newest first."""
    kept = shelf(site)
    if kept is None:
        return []
    found = list(kept.shift_places.keys((unit, "", ""), (f"{unit}\0",)))
    return [kept.shifts[code] for _unit, _at, code in reversed(found[-most:])]


def lists_of(site: Any, unit: str, most: int) -> list[TreasuryList]:
    """Return the last lists that a unit gave or got, the newest first."""
    kept = shelf(site)
    if kept is None:
        return []
    found = list(kept.list_places.keys((unit, "", ""), (f"{unit}\0",)))
    return [kept.lists[code] for _unit, _at, code in reversed(found[-most:])]
