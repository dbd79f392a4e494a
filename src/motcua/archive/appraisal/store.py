"""Where appraisal is kept: on the root of all records, which has no address on the web.

Disposal lists have ledgers of their own. Beside them stands what is still to be
removed from the file store after files were destroyed.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
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

_ATTRIBUTE: Final = "appraisal"


class DisposalList(Apart):
    """Files without value (danh mục tài liệu hết giá trị): ``HG-H99-2026-1``."""


class Shelf(Persistent):
    """Disposal lists by code, and bytes that are to go.

    ``doomed`` maps a digest to (moment of the destruction, codes of the destroyed
    files); ``awaiting`` holds (file, digest) of the same, ``counted`` how many (gone,
    shared) there were of a file so far.
    """

    def __init__(self) -> None:
        self.lists = OOBTree()
        self.doomed = OOBTree()
        self.awaiting = OOTreeSet()
        self.counted = OOBTree()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first use."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def list_code(fonds: str, year: int, number: int) -> str:
    """Return the name of a disposal list."""
    return f"HG-{fonds}-{year}-{number}"


def disposal_list(site: Any, code: str) -> DisposalList | None:
    """Return the list with this code, None when there is none. Checks no rights."""
    kept = shelf(site)
    found: DisposalList | None = kept.lists.get(code) if kept is not None else None
    return found


def every(site: Any) -> Iterator[Apart]:
    """Yield every disposal list, see ``IKeepsLedgers``."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.lists.values()


def every_list(site: Any) -> Iterator[DisposalList]:
    """Yield every disposal list."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.lists.values()


def find(site: Any, code: str) -> Apart | None:
    """Return the list with this ledger, see ``IKeepsLedgers``."""
    return disposal_list(site, code)


def awaited(site: Any, file: str) -> int:
    """Return how many files of bytes of a destroyed file are still to be looked at."""
    kept = shelf(site)
    return len(list(kept.awaiting.keys((file, ""), (f"{file}\0",)))) if kept else 0
