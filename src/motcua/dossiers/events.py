"""The event that tells upper layers of an act on a dossier."""

from __future__ import annotations

from motcua.dossiers.interfaces import IDossierActed
from typing import TYPE_CHECKING
from zope.interface import implementer
from zope.interface.interfaces import ObjectEvent


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event


@implementer(IDossierActed)
class DossierActed(ObjectEvent):
    """See ``IDossierActed``."""

    def __init__(self, dossier: Dossier, event: Event) -> None:
        super().__init__(dossier)
        self.event = event
