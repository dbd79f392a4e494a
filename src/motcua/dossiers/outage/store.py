"""Where blocks of numbers are kept: on the root of all dossiers, see ``folder``."""

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

_ATTRIBUTE: Final = "outage"


class Block(Apart):
    """One block of dossier codes; its ledger says what became of each."""


class Shelf(Persistent):
    """All blocks by code; ``codes`` maps a dossier code to the block it is in."""

    def __init__(self) -> None:
        self.blocks = OOBTree()
        self.codes = OOBTree()
        #: (login, token of the form) -> block: two clicks are one block.
        self.forms = OOBTree()
        self.places = OOTreeSet()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first block."""
    return folder.kept(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made(site, _ATTRIBUTE, Shelf)


def find(site: Any, code: str) -> Block | None:
    """Return the block with this code, None when there is none. Checks no rights."""
    kept = shelf(site)
    found: Block | None = kept.blocks.get(code) if kept is not None else None
    return found


def holding(site: Any, code: str) -> Block | None:
    """Return the block that a dossier code was kept back in, None for none."""
    kept = shelf(site)
    block = kept.codes.get(code) if kept is not None else None
    return None if kept is None or block is None else kept.blocks[block]


def every(site: Any) -> Iterator[Block]:
    """Yield every block there is."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.blocks.values()


def of_unit(site: Any, unit: str, most: int) -> list[Block]:
    """Return the last blocks of a unit, the newest first."""
    kept = shelf(site)
    if kept is None:
        return []
    found = list(kept.places.keys((unit, "", ""), (f"{unit}\0",)))
    return [kept.blocks[code] for _unit, _at, code in reversed(found[-most:])]
