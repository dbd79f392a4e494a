"""All that has a ledger beside the dossiers: their heads are kept and proved alike."""

from __future__ import annotations

from itertools import chain
from motcua.dossiers.cash import store as cash
from motcua.dossiers.handovers import store as handovers
from motcua.dossiers.interfaces import IKeepsLedgers
from motcua.dossiers.outage import store as outage
from typing import Any
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor


if TYPE_CHECKING:
    from collections.abc import Iterator

_STORES = (handovers, cash, outage)


def _stores() -> Iterator[Any]:
    """Yield those of this layer, then those of the layers above it."""
    yield from _STORES
    for _name, store in sorted(getUtilitiesFor(IKeepsLedgers)):
        yield store


def every(site: Any) -> Iterator[Any]:
    """Yield every list, book, shift, batch there is."""
    return chain.from_iterable(store.every(site) for store in _stores())


def find(site: Any, code: str) -> Any:
    """Return the one with this code, None when there is none. Checks no rights."""
    found = (store.find(site, code) for store in _stores())
    return next((one for one in found if one is not None), None)
