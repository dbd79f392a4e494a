"""Where people land after logging in."""

from __future__ import annotations

from motcua.base import vietnam
from motcua.desk import day
from motcua.dossiers import rights
from motcua.organisation import duties
from motcua.shell import confining
from motcua.shell import navigation
from motcua.storage.interfaces import IMotcuaLayer
from plone import api
from plone.base.interfaces import IPloneSiteRoot
import re
from typing import Any
from zope.component import adapter


#: Duties whose holders work at the desk; editors of the catalogue do not.
AT_DESK = frozenset(
    {
        "reception",
        "service",
        "processing",
        "approval",
        "archive",
        "supervision",
        "cashier",
        "treasury",
    }
)


@adapter(IPloneSiteRoot, IMotcuaLayer)
class DeskAfterLogin:
    """Leads people to where they work, unless they were on their way somewhere.

    Officers come to their desk, all-rounders of a small office to its day, everybody
    else to the first door that is theirs alone: administrators find theirs although
    no page of citizens names it.
    """

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request

    def __call__(
        self, came_from: str | None = None, is_initial_login: bool = False
    ) -> str | None:
        """Return the address to go to; None leaves it to the platform.

        Whatever a link or form names as the way, nobody is led to another site.
        """
        home = self.context.absolute_url()
        if came_from and not own(came_from, home):
            came_from = None
        on_the_way = came_from and came_from.rstrip("/") not in (
            home,
            f"{home}/vi",
            f"{home}/en",
        )
        place = "" if on_the_way else self.place()
        return f"{home}/{place}" if place else came_from

    def place(self) -> str:
        """Return the path of the door behind which the person works, "" for none."""
        person = str(api.user.get_current().getId() or "")
        only = confining.begins(self.context, person)
        if only:
            return only
        groups = rights.groups_of(person, vietnam.today())
        held = filter(None, map(duties.parse_group, groups))
        if any(duty in AT_DESK for _department, duty in held):
            return day.SECTION if day.is_for(person, self.context) else "desk"
        found = navigation.entries(groups, self.context)
        return next((each.path for each in found if each.duties or each.permission), "")


def own(address: str, home: str) -> bool:
    """Say whether an address lies on this site, read as strictly as browsers do not.

    ``home`` is the address of the site. Either the address starts with it, or it is
    a path. Backslashes, blanks and control characters belong in neither.
    """
    if re.search(r"[\\\s\x00-\x20\x7f]", address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    return address == home or address.startswith((f"{home}/", f"{home}?"))
