"""The dossier as content: Dexterity under DCWorkflow, outside the catalogue."""

from __future__ import annotations

from dataclasses import replace
from motcua.dossiers.interfaces import IDossier
from motcua.dossiers.ledger import events
from motcua.dossiers.ledger import GENESIS
from motcua.dossiers.standing import FORMAT
from motcua.dossiers.standing import told
from plone.dexterity.content import Item
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.standing import Standing
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
    first: Event | None = None
    kept: Standing | None = None
    """The standing as the last step left it; ``standing`` says when it holds."""

    def __init__(self, code: str) -> None:
        self.id = code

    @property
    def code(self) -> str:
        """The dossier code; it is the id as well."""
        return str(self.id)

    @property
    def standing(self) -> Standing:
        """How it stands after the last event.

        What is kept holds while it is of this head and length and of the present
        format; else it is told from the ledger, and the next step keeps it again.
        """
        for known in (self.kept, getattr(self, "_v_standing", None)):
            if known is not None and self._holds(known):
                return known
        found = told(events(self))
        self._v_standing = replace(found, head=self.head.hex(), length=self.length)
        return found

    def _holds(self, known: Standing) -> bool:
        return (known.format, known.length, known.head) == (
            FORMAT,
            self.length,
            self.head.hex(),
        )

    @property
    def state(self) -> str:
        """See ``IDossier``, as for all that follows."""
        return self.standing.state

    @property
    def unit(self) -> str:
        """The unit that received it."""
        return self.standing.unit

    @property
    def holder(self) -> str:
        """The unit or department that has it now."""
        return self.standing.holder

    @property
    def participants(self) -> tuple[str, ...]:
        """The departments that take or took part."""
        return self.standing.participants

    @property
    def public_status(self) -> int:
        """The status 1..10 of the national portal."""
        return self.standing.public_status

    @property
    def process(self) -> str:
        """The digest of its process, empty on the free road."""
        return self.standing.process

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is open, and where."""
        return self.standing.tasks

    @property
    def done(self) -> tuple[str, ...]:
        """The steps that are done."""
        return self.standing.done

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """What the conditions of the process ask."""
        return self.standing.answers

    @property
    def supplements(self) -> int:
        """How often a supplement was asked for."""
        return self.standing.supplements

    @property
    def suspended(self) -> bool:
        """Whether the clock stands because of a disaster."""
        return self.standing.suspended

    @property
    def restricted(self) -> bool:
        """Whether only leaders and persons by name may see it."""
        return self.standing.restricted

    @property
    def entrusted(self) -> tuple[str, ...]:
        """Who has it by name, once it is restricted."""
        return self.standing.entrusted

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
