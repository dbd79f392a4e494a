"""Where lists are kept: on the root of all dossiers, which has no address on the web.

A list has a ledger of its own, chained as those of dossiers are. What it lists are
codes and the events up to which each dossier was read; names stay in the dossiers.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from motcua.dossiers import folder
from motcua.dossiers.ledger import Event
from motcua.dossiers.ledger import GENESIS
from persistent import Persistent
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTE: Final = "handovers"


class HandoverList(Persistent):
    """One list; ``code`` is its number: "H99.01-2026/12-BG"."""

    head: bytes = GENESIS
    length: int = 0
    first: Event | None = None
    last: Event | None = None

    def __init__(self, code: str) -> None:
        self.code = code


class Shelf(Persistent):
    """All lists by code; ``open`` are codes of those that are not settled.

    ``places`` holds (unit, moment of issue, code) for giver and receiver.
    """

    def __init__(self) -> None:
        self.lists = OOBTree()
        self.open = OOTreeSet()
        self.places = OOTreeSet()

    def taken(self) -> OOBTree:
        """Return which list each dossier is on that nobody has acknowledged.

        (kind of list, code of the dossier) -> code of the list, so that a scan costs
        one look-up. A shelf that was made before it was kept begins it here.
        """
        kept = getattr(self, "_taken", None)
        if kept is None:
            kept = self._taken = OOBTree(dict(_taken(self)))
        return kept


def _taken(kept: Shelf) -> Iterator[tuple[tuple[str, str], str]]:
    # Here, for a list is folded only for shelves of an older house.
    from motcua.dossiers.handovers.view import view

    for code in kept.open:
        found = view(kept.lists[code])
        if found.status == "open":
            for dossier, _number in found.rows:
                yield (found.form.kind, dossier), code


def on_list(site: Any, kind: str, dossier: str) -> str:
    """Return the open list of a kind that a dossier is on, "" for none."""
    kept = shelf(site)
    if kept is None:
        return ""
    taken = getattr(kept, "_taken", None)
    known = dict(_taken(kept)) if taken is None else taken
    return str(known.get((kind, dossier), ""))


def find(site: Any, code: str) -> HandoverList | None:
    """Return the list with this code, None when there is none. Checks no rights."""
    kept = shelf(site)
    found: HandoverList | None = kept.lists.get(code) if kept is not None else None
    return found


def every(site: Any) -> Iterator[HandoverList]:
    """Yield every list there is."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.lists.values()


def of_unit(site: Any, unit: str, most: int) -> list[HandoverList]:
    """Return the last lists that a unit gave or got, the newest first."""
    kept = shelf(site)
    if kept is None:
        return []
    found = list(kept.places.keys((unit, "", ""), (f"{unit}\0", "", "")))
    return [kept.lists[code] for _unit, _at, code in reversed(found[-most:])]


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first list."""
    return folder.kept(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made(site, _ATTRIBUTE, Shelf)
