"""What a door tells the frame about itself, in words."""

from __future__ import annotations

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
