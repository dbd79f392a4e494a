"""What a payment means for the books."""

from __future__ import annotations

from motcua.dossiers.cash import books
from motcua.dossiers.cash.receipts import COLLECT
from plone import api
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.interfaces import IDossierActed


def dossier_acted(event: IDossierActed) -> None:
    """Write the receipt down in its book."""
    written = event.event
    facts = written.facts
    if written.type != COLLECT or not facts.get("number"):
        return
    books.use(
        api.portal.get(),
        written.unit,
        str(facts.get("symbol", "")),
        str(facts["number"]),
        (event.object.code, written.number),
    )
