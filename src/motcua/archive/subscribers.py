"""What the archive does when something happens to a dossier."""

from __future__ import annotations

from motcua.archive import records
from plone import api
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.events import DossierActed


def dossier_acted(event: DossierActed) -> None:
    """Make a record of a dossier that was closed."""
    if event.event.type == "close":
        records.close(api.portal.get(), event.object, event.event)
