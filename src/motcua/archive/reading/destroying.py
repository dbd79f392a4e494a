"""Copies for readers, and covered copies, go with the file that they are of."""

from __future__ import annotations

from motcua.archive.holdings.interfaces import ICarriesCopies
from motcua.archive.reading import register
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading import twins
from motcua.dossiers import ledger
from motcua.storage.projections import after_commit
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from motcua.archive.holdings.files import FileView
    from motcua.archive.reading.requests import Asked


@implementer(ICarriesCopies)
class Copies:
    """See ``ICarriesCopies``."""

    def destroy(
        self, site: Any, found: FileView, actor: str, unit: str, now: datetime
    ) -> set[str]:
        """See ``ICarriesCopies``; what readers wrote in their requests stays."""
        gone: set[str] = set()
        named = {found.code, *found.documents}
        for code in register.of_item(named):
            one = store.request(site, code)
            if one is not None:
                gone |= _wiped(one, named, actor, unit, now)
        shelf = store.shelf(site)
        for document in list(_covered(site, found)):
            assert shelf is not None
            told = twins.view(shelf.twins[document])
            gone |= {told.sha256, *told.older} - {""}
            for event in told.events:
                event.payload = None
            ledger.append(
                shelf.twins[document],
                "drop",
                actor=actor,
                unit=unit,
                now=now,
                facts={"file": found.code},
                data={},
            )
            after_commit(shelf.twins[document])
        return gone


def _wiped(
    one: store.Request, named: set[str], actor: str, unit: str, now: datetime
) -> set[str]:
    told = requests.view(one)
    over = [
        item
        for item in told.items.values()
        if item.copies and item.state != requests.WIPED and _of(item, named)
    ]
    digests = {
        digest for item in over for copy in item.copies for digest in copy.digests
    }
    if not over:
        return set()
    # The titles of what is destroyed stand in the events that made the copies.
    for event in told.events:
        if event.type == "made" and event.facts["item"] in {one.code for one in over}:
            event.payload = None
    facts = {"items": [item.code for item in over], "digests": sorted(digests)}
    ledger.append(one, "wipe", actor=actor, unit=unit, now=now, facts=facts, data={})
    after_commit(one)
    return digests


def _of(item: Asked, named: set[str]) -> bool:
    """Say whether an item, or a document copied with it, is one of these.

    A document may have come into the file since, out of the one that was asked for.
    """
    return item.code in named or any(copy.code in named for copy in item.copies)


def _covered(site: Any, found: FileView) -> Iterator[str]:
    """Yield the documents of a file that have covered copies."""
    for document in found.documents:
        if store.twin(site, document) is not None:
            yield document
    shelf = store.shelf(site)
    if shelf is not None:
        begin, end = f"{found.code}:", f"{found.code};"
        yield from list(shelf.twins.keys(begin, end))
