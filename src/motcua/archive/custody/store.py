"""Where places are kept: on the root of all records, which has no address on the web.

A store, a shelf or a box has a ledger of its own, named ``VT-<barcode>``; so have the
rule of an agency on loans (``QM-<agency>``) and a stocktaking (``KK-...``). In which
box the paper of a file lies is written on the chain of the file and nowhere else.
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
_RULES: Final = "QM-"
COUNT: Final = "KK"


class Place(Apart):
    """A store (kho), a shelf (giá) or a box (hộp); its ledger is ``VT-<barcode>``."""

    @property
    def barcode(self) -> str:
        """The code that is printed on it."""
        return self.code.removeprefix(_PLACE)


class Rules(Apart):
    """For how long an agency lends, with dates; its ledger is ``QM-<agency>``."""


class Count(Apart):
    """A stocktaking (kiểm kê) of a shelf or a box: ``KK-<agency>-<year>-<number>``."""


class Shelf(Persistent):
    """All places by barcode: one code is never on two of them.

    ``rules`` by agency, ``counts`` by code.
    """

    def __init__(self) -> None:
        self.places = OOBTree()
        self.rules = OOBTree()
        self.counts = OOBTree()


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first place."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def ledger_code(barcode: str) -> str:
    """Return the name of the ledger of a place."""
    return f"{_PLACE}{barcode}"


def rules_code(agency: str) -> str:
    """Return the name of the ledger of an agency's rule on loans."""
    return f"{_RULES}{agency}"


def place(site: Any, barcode: str) -> Place | None:
    """Return the place with this barcode, None for none. Checks no rights."""
    kept = shelf(site)
    found: Place | None = kept.places.get(barcode) if kept is not None else None
    return found


def rules(site: Any, agency: str) -> Rules | None:
    """Return the rule of an agency, None where it has none of its own."""
    kept = shelf(site)
    found: Rules | None = kept.rules.get(agency) if kept is not None else None
    return found


def count(site: Any, code: str) -> Count | None:
    """Return the stocktaking with this code, None for none. Checks no rights."""
    kept = shelf(site)
    found: Count | None = kept.counts.get(code) if kept is not None else None
    return found


def every_place(site: Any) -> Iterator[Place]:
    """Yield every place."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.places.values()


def every_count(site: Any) -> Iterator[Count]:
    """Yield every stocktaking."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.counts.values()


def every(site: Any) -> Iterator[Apart]:
    """Yield everything with a ledger, see ``IKeepsLedgers``."""
    yield from every_place(site)
    kept = shelf(site)
    if kept is not None:
        yield from kept.rules.values()
    yield from every_count(site)


def find(site: Any, code: str) -> Apart | None:
    """Return what has this ledger, see ``IKeepsLedgers``."""
    if code.startswith(_PLACE):
        return place(site, code.removeprefix(_PLACE))
    if code.startswith(_RULES):
        return rules(site, code.removeprefix(_RULES))
    return count(site, code)
