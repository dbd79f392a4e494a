"""Where packages that came and that were sent are kept: on the root of all records.

Each has a chain of events of its own; the packages themselves are stored files.
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

_ATTRIBUTE: Final = "packages"
ACCESSION: Final = "GN"
DELIVERY: Final = "GG"


class Accession(Apart):
    """A package from elsewhere (gói nhận): ``GN-<year>-<number>``."""


class Delivery(Apart):
    """A package that was sent (gói gửi): ``GG-<year>-<number>``."""


class Shelf(Persistent):
    """All of them by code; ``sent`` by the package's SHA-256.

    ``received`` is by ``arrival_key``: what comes to one agency is nothing to another.
    The same package that came twice has two accessions; it names the last one.
    """

    def __init__(self) -> None:
        self.accessions = OOBTree()
        self.deliveries = OOBTree()
        self.received = OOBTree()
        self.sent = OOBTree()


def arrival_key(agency: str, sha256: str) -> str:
    """Return by what a package that came to an agency is known."""
    return f"{agency}:{sha256}"


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first package."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def accession(site: Any, code: str) -> Accession | None:
    """Return what came with this code, None for nothing. Checks no rights."""
    kept = shelf(site)
    found: Accession | None = kept.accessions.get(code) if kept is not None else None
    return found


def delivery(site: Any, code: str) -> Delivery | None:
    """Return what was sent with this code, None for nothing. Checks no rights."""
    kept = shelf(site)
    found: Delivery | None = kept.deliveries.get(code) if kept is not None else None
    return found


def every_accession(site: Any) -> Iterator[Accession]:
    """Yield everything that came."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.accessions.values()


def every_delivery(site: Any) -> Iterator[Delivery]:
    """Yield everything that was sent."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.deliveries.values()


def every(site: Any) -> Iterator[Apart]:
    """Yield everything with a ledger, see ``IKeepsLedgers``."""
    yield from every_accession(site)
    yield from every_delivery(site)


def find(site: Any, code: str) -> Apart | None:
    """Return what has this ledger, see ``IKeepsLedgers``."""
    return accession(site, code) or delivery(site, code)
