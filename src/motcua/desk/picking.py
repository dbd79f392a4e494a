"""Picking the procedure: the first step of an intake."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.desk.keeping import Keeping
from motcua.dossiers.intake import RECEIVING
from motcua.procedures import versions
from motcua.procedures.finding.search import search
from motcua.shell.screen import Missing
from motcua.storage import habits
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


SHOWN: Final = 30
#: Procedures of an officer that stand first; each has a digit.
RECENT: Final = 9


@dataclass(frozen=True)
class Recent:
    """A procedure that was received lately, and the usual way, empty without one."""

    code: str
    title: str
    way: dict[str, str]


class PickingScreen(Keeping):
    """A search box and a list of links; works by keyboard alone.

    What this officer received last stands first, each with its digit; a digit, a code
    and words that one procedure alone fits lead straight to the form.
    """

    section = "desk/tiep-nhan"
    title = _("Receive a dossier")
    body = ViewPageTemplateFile("templates/picking.pt")

    def prepare(self) -> None:
        """Search; a code of the catalogue comes first."""
        if not self.units_with(*RECEIVING):
            raise Missing
        self.query = self.text("q")
        self.drafts = self.offers()
        self.usual = self.recent()
        if self.query.isascii() and self.query.isdigit() and len(self.query) == 1:
            chosen = int(self.query) - 1
            if 0 <= chosen < len(self.usual):
                self.go("tiep-nhan", self.usual[chosen].code, **self.usual[chosen].way)
                return
        self.found = search(self.query, limit=SHOWN, site=self.context)
        only = self.only()
        if only:
            self.go("tiep-nhan", only)

    def only(self) -> str:
        """Return the code of what was meant without a doubt, else ""."""
        results = self.found.results if self.query else ()
        if not results:
            return ""
        first = results[0].code
        alone = self.found.total == 1 and self.found.certain
        return first if alone or first == self.query.upper() else ""

    def recent(self) -> list[Recent]:
        """Return what this officer received last and may still be received."""
        found = []
        for habit in habits.of(self.person, RECENT):
            try:
                version = versions.current(habit.matter, site=self.context)
            except KeyError:
                continue
            case, _break, channel = habit.way.partition("\n")
            way = {"case": case, "channel": channel}
            found.append(Recent(habit.matter, str(version.title), way))
        return found

    def draft_title(self, code: str) -> str:
        """Return the title of the procedure of a draft; its code when it is gone."""
        found = self.context["procedures"].get(code)
        return code if found is None else str(found.title)

    @property
    def links(self) -> list[tuple[str, str, str, str]]:
        """Return (address, code, title, field) of what was found."""
        return [
            (self.address("tiep-nhan", each.code), each.code, each.title, each.field)
            for each in self.found.results
        ]
