"""The units of the house as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.organisation import duties
from motcua.organisation import units
from motcua.organisation.vocabularies import LEVEL_TITLES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

KIND_TITLES: Final = {
    "agency": _("Agency"),
    "department": _("Department"),
    "one-stop-unit": _("One-stop unit"),
    "counter": _("Counter"),
}


@dataclass(frozen=True)
class Node:
    """A unit in the tree; ``depth`` counts from 0 at the top."""

    unit: units.Unit
    depth: int
    address: str
    kind: str
    level: str
    ended: bool
    persons: int
    """How many persons hold a duty in it today."""


class UnitsScreen(AdminScreen):
    """``/quan-tri``: all units, abolished ones too."""

    title = _("Units")
    body = ViewPageTemplateFile("templates/units.pt")

    def nodes(self) -> list[Node]:
        """Return all units, each followed by those inside."""
        return list(self._below("", 0))

    @property
    def folder(self) -> str:
        """Address of the folder in which units are added and edited."""
        return f"{self.root}/{units.FOLDER}"

    def _below(self, code: str, depth: int) -> Iterator[Node]:
        for unit in units.children(code, site=self.context):
            yield self._node(unit, depth)
            yield from self._below(unit.code, depth + 1)

    def _node(self, unit: units.Unit, depth: int) -> Node:
        holders = {
            person
            for duty in duties.DUTIES
            for person in duties.holders(unit.code, duty, self.today, self.context)
        }
        own_level = unit.level if unit.kind == "agency" else ""
        return Node(
            unit=unit,
            depth=depth,
            address=f"{self.folder}/{unit.path}",
            kind=self.say(KIND_TITLES[unit.kind]),
            level=self.say(LEVEL_TITLES[own_level]) if own_level else "",
            ended=not unit.in_force(self.today),
            persons=len(holders),
        )
