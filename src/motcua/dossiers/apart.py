"""All that has a ledger beside the dossiers: their heads are kept and proved alike."""

from __future__ import annotations

from itertools import chain
from motcua.dossiers.cash import store as cash
from motcua.dossiers.handovers import store as handovers
from motcua.dossiers.outage import store as outage
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

_STORES = (handovers, cash, outage)


def every(site: Any) -> Iterator[Any]:
    """Yield every list, book, shift there is."""
    return chain.from_iterable(store.every(site) for store in _STORES)


def find(site: Any, code: str) -> Any:
    """Return the one with this code, None when there is none. Checks no rights."""
    found = (store.find(site, code) for store in _STORES)
    return next((one for one in found if one is not None), None)
