"""The navigation of the staff: entries that the doors have registered."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.organisation.duties import parse_group
from motcua.shell.interfaces import INavigationEntry
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable

#: As many entries fit into one row of a window of 1,280 pixels.
NEAR: Final = 7


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


def near_and_far(
    found: list[Entry], section: str, near: int = NEAR
) -> tuple[list[Entry], list[Entry]]:
    """Return what stands in the row above a screen, and what "More" opens.

    The entry of the present ``section`` always stands in the row. One entry alone is
    not hidden: its word takes no more room than "More".
    """
    if len(found) <= near + 1:
        return found, []
    here = [entry for entry in found[near:] if entry.path == section]
    return found[:near] + here, [entry for entry in found[near:] if entry not in here]
