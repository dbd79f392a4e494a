"""``tiep-nhan-ho``: what we received for others, and what others received for us."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.base.money import format_vnd
from motcua.dossiers import intake
from motcua.dossiers.arrivals import elsewhere
from motcua.organisation import units
from motcua.organisation.duties import parse_group
from motcua.procedures import versions
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


#: Rows of each list; the oldest come first.
SHOWN = 50


class ElsewhereScreen(Screen):
    """Two lists of dossiers that are decided elsewhere than they were received."""

    section = "desk/tiep-nhan"
    title = _("Received for other agencies")
    body = ViewPageTemplateFile("templates/elsewhere.pt")
    states = STATES

    @cached_property
    def ours(self) -> list[elsewhere.Held]:
        """What the units of this person received for others."""
        codes = [
            unit.code for unit in self.units_with(*intake.RECEIVING, "supervision")
        ]
        return elsewhere.for_others(self.context, codes, self.groups, SHOWN)

    @cached_property
    def agencies(self) -> list[str]:
        """The departments of this person and the agencies they belong to."""
        parsed = filter(None, map(parse_group, self.groups))
        own = {department for department, _duty in parsed}
        above = {one.code for each in own for one in units.ancestors(each)}
        return sorted(own | above)

    @cached_property
    def theirs(self) -> list[elsewhere.Held]:
        """What others received for the agencies of this person."""
        return elsewhere.by_others(self.context, self.agencies, self.groups, SHOWN)

    @cached_property
    def coming(self) -> int:
        """How many more are still where they were received."""
        return elsewhere.coming(self.agencies, self.groups)

    def procedure(self, code: str) -> str:
        """Return the title of a procedure, its code where it is none today."""
        try:
            return versions.current(code, site=self.context).title
        except KeyError:
            return code

    def money(self, amount: int) -> str:
        """Return an amount in figures."""
        return format_vnd(amount)
