"""Picking the procedure: the first step of an intake."""

from __future__ import annotations

from motcua import _
from motcua.dossiers.intake import RECEIVING
from motcua.procedures.finding.search import search
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


SHOWN: Final = 30


class PickingScreen(Screen):
    """A search box and a list of links; works by keyboard alone."""

    section = "desk/tiep-nhan"
    title = _("Receive a dossier")
    body = ViewPageTemplateFile("templates/picking.pt")

    def prepare(self) -> None:
        """Search; a code of the catalogue comes first."""
        if not self.units_with(*RECEIVING):
            raise Missing
        self.query = self.text("q")
        self.found = search(self.query, limit=SHOWN, site=self.context)

    @property
    def links(self) -> list[tuple[str, str, str, str]]:
        """Return (address, code, title, field) of what was found."""
        return [
            (self.address("tiep-nhan", each.code), each.code, each.title, each.field)
            for each in self.found.results
        ]
