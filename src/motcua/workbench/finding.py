"""Begin with a code: typed, or scanned from the slip or a cover."""

from __future__ import annotations

from motcua import _
from motcua.shell.finding import code_in
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class FindingScreen(WorkbenchScreen):
    """A box for the code; leads to the papers of its dossier."""

    tab = "so-hoa"
    title = _("Digitise")
    body = ViewPageTemplateFile("templates/finding.pt")

    def prepare(self) -> None:
        """Go on to the dossier; there it is decided whether the person may see it."""
        if self.text("ma"):
            self.go("so-hoa", code_in(self.text("ma")))
