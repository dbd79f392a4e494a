"""The dossier as content: Dexterity under DCWorkflow, outside the catalogue."""

from __future__ import annotations

from motcua.dossiers.interfaces import IDossier
from motcua.dossiers.ledger import GENESIS
from plone.dexterity.content import Item
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.tasks import Task

PORTAL_TYPE = "Dossier"


@implementer(IDossier)
class Dossier(Item):  # type: ignore[misc]
    """See ``IDossier``.

    The constructor of ``Item`` is passed over on purpose: it would write two
    dates, a language and creators that the ledger already knows better.
    """

    portal_type = PORTAL_TYPE
    head: bytes = GENESIS
    length: int = 0
    last: Event | None = None
    state: str = ""
    unit: str = ""
    holder: str = ""
    participants: tuple[str, ...] = ()
    public_status: int = 0
    process: str = ""
    tasks: tuple[Task, ...] = ()
    done: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    supplements: int = 0
    suspended: bool = False

    def __init__(self, code: str) -> None:
        self.id = code

    @property
    def code(self) -> str:
        """The dossier code; it is the id as well."""
        return str(self.id)

    def Title(self) -> str:
        """Return the code: titles travel far, so they hold nothing personal."""
        return self.code

    def Description(self) -> str:
        """Return nothing, for the same reason."""
        return ""

    def _getCatalogTool(self) -> None:
        """Return no catalogue: CMFCore's seam for content that is not indexed."""
        return

    def notifyModified(self) -> None:
        """Do nothing: modification is what the ledger records."""
