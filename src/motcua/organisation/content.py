"""The classes behind the content types of the organisation."""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from motcua.organisation.interfaces import IAgency
from motcua.organisation.interfaces import IAgencyCalendar
from motcua.organisation.interfaces import ICounter
from motcua.organisation.interfaces import IDepartment
from motcua.organisation.interfaces import IOneStopUnit
from motcua.organisation.interfaces import IOrganisation
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from typing import Any
from zope.interface import implementer


@implementer(IOrganisation)
class Organisation(Container):
    """The folder ``/organisation``; its indexes are private to this package."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start with empty indexes and an empty duty book."""
        from motcua.organisation.duties import DutyBook

        super().__init__(*args, **kwargs)
        self._units = OOBTree()  # code -> dict of one unit
        self._aliases = OOBTree()  # old or former code -> code
        self._children = OOBTree()  # code, "" for the top -> OOTreeSet of codes
        self._predecessors = OOBTree()  # successor -> OOTreeSet of codes
        self._calendars = OOBTree()  # code, "" for the top -> tuple of calendar rows
        self._duties = DutyBook()


class Impersonal:
    """Public content that does not tell who entered it, in catalogue or REST either."""

    def Creator(self) -> str:
        """Return no name: units are the work of the administration."""
        return ""

    def listCreators(self) -> tuple[str, ...]:
        """Return no names, see ``Creator``."""
        return ()


@implementer(IAgency)
class Agency(Impersonal, Container):
    """See ``IAgency``."""


@implementer(IDepartment)
class Department(Impersonal, Container):
    """See ``IDepartment``."""


@implementer(IOneStopUnit)
class OneStopUnit(Impersonal, Container):
    """See ``IOneStopUnit``."""


@implementer(ICounter)
class Counter(Impersonal, Item):
    """See ``ICounter``."""


@implementer(IAgencyCalendar)
class AgencyCalendar(Impersonal, Item):
    """See ``IAgencyCalendar``."""
