"""The navigation of the staff: entries that the doors have registered."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.organisation.duties import parse_group
from motcua.shell.interfaces import INavigationEntry
from plone import api
from typing import Any
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable


@implementer(INavigationEntry)
@dataclass(frozen=True)
class Entry:
    """See ``INavigationEntry``."""

    title: Any
    path: str
    order: int
    duties: frozenset[str] = field(default=frozenset())
    permission: str = ""
    key: str = ""

    def open_to(self, held: frozenset[str], site: Any) -> bool:
        """Say whether a person with these duties, who is logged in, sees it."""
        if not self.duties and not self.permission:
            return True
        if self.duties & held:
            return True
        # api.user.has_permission asks for the person of this request.
        return bool(self.permission) and bool(
            api.user.has_permission(self.permission, obj=site)
        )


def entries(groups: Iterable[str], site: Any) -> list[Entry]:
    """Return the entries for a person's groups of today ("department:duty")."""
    held = frozenset(duty for _unit, duty in filter(None, map(parse_group, groups)))
    found = [entry for _name, entry in getUtilitiesFor(INavigationEntry)]
    return sorted(
        (entry for entry in found if entry.open_to(held, site)),
        key=lambda entry: (entry.order, entry.path),
    )
