"""Where batches are kept: on the root of all records, which has no address on the web.

A batch has a ledger of its own, chained as those of dossiers are.
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
    from motcua.archive.capture.documents import ArchiveDocument

moduleProvides(IKeepsLedgers)

_ATTRIBUTE: Final = "capture"


class Batch(Apart):
    """One batch (lô); ``code`` is its name for ever: "H99.01-2026-L0012"."""


class Shelf(Persistent):
    """All batches and what they made, by code.

    ``places`` holds (unit, moment of opening, code), ``open`` the codes of those that
    are not closed, ``documents`` what was filed of plain papers.
    """

    def __init__(self) -> None:
        self.batches = OOBTree()
        self.places = OOTreeSet()
        self.open = OOTreeSet()
        self.documents = OOBTree()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first batch."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def batch(site: Any, code: str) -> Batch | None:
    """Return the batch with this code, None when there is none. Checks no rights."""
    kept = shelf(site)
    found: Batch | None = kept.batches.get(code) if kept is not None else None
    return found


def batches(site: Any) -> Iterator[Batch]:
    """Yield every batch there is."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.batches.values()


def find(site: Any, code: str) -> Apart | None:
    """Return the batch or document with this code, see ``IKeepsLedgers``."""
    return batch(site, code) or document(site, code)


def every(site: Any) -> Iterator[Apart]:
    """Yield every batch and document, see ``IKeepsLedgers``."""
    yield from batches(site)
    yield from documents(site)


def of_unit(site: Any, unit: str, most: int) -> list[Batch]:
    """Return the last batches of a unit, the newest first."""
    kept = shelf(site)
    if kept is None:
        return []
    found = list(kept.places.keys((unit, "", ""), (f"{unit}\0",)))
    return [kept.batches[code] for _unit, _at, code in reversed(found[-most:])]


def open_ones(site: Any) -> list[Batch]:
    """Return the batches that are not closed, in the order of their codes."""
    kept = shelf(site)
    return [] if kept is None else [kept.batches[code] for code in kept.open]


def document(site: Any, code: str) -> ArchiveDocument | None:
    """Return the filed document with this code, None when there is none."""
    kept = shelf(site)
    found: ArchiveDocument | None
    found = kept.documents.get(code) if kept is not None else None
    return found


def documents(site: Any) -> Iterator[ArchiveDocument]:
    """Yield every document that was filed from batches of plain papers."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.documents.values()
