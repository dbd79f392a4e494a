"""What a door tells the frame about itself, in words."""

from __future__ import annotations

from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class INavigationEntry(Interface):
    """One entry of the navigation that stands above every screen of the staff.

    A named utility, registered in the ZCML of the door that it leads to; the
    name only keeps entries apart. A door that is not installed has no entry. The
    entry shows the way and opens nothing: the door asks for rights itself.
    """

    title = Attribute("What the entry says, translatable")
    path = Attribute("Where it leads, below the site, without a leading slash")
    order = Attribute("Number by which the entries are sorted")
    duties = Attribute("Duties of which one is needed; empty with no permission: all")
    permission = Attribute("Title of a permission that opens the entry as well, or ''")
    key = Attribute("Access key, or ''")


class IConfines(Interface):
    """Whoever lets some logins see a few addresses alone; a utility with a name.

    Asked for every address of the staff, also where there is nothing.
    """

    def shuts(site: Any, person: str, path: str, names: tuple[str, ...]) -> bool:
        """Say whether an address is missing for the person.

        ``path`` is the name of the door, ``names`` what is below it.
        """

    def begins(site: Any, person: str) -> str:
        """Return where the person begins, as a path below the site.

        "" for who is not confined.
        """
