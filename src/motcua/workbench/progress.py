"""Watching the reading of a dossier's files."""

from __future__ import annotations

from motcua import _
from motcua.workbench import standing
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


#: Seconds after which the page looks again.
INTERVAL: Final = 5


class ProgressScreen(WorkbenchScreen):
    """One line per file; looks again by itself while something is on its way.

    A page of its own, so that no file chosen in a form is lost by looking again.
    Whoever is disturbed by a page that changes can stop it.
    """

    tab = "so-hoa"
    body = ViewPageTemplateFile("templates/progress.pt")

    def prepare(self) -> None:
        """Read how far every file is; ask the browser to come back."""
        self.dossier = self.may_see(self.names[1])
        self.files = standing.all_of(self.context, self.dossier)
        self.still = bool(self.text("dung"))
        if self.moving and not self.still:
            self.request.response.setHeader("Refresh", str(INTERVAL))

    @property
    def heading(self) -> str:
        """The code, and what is shown of it."""
        return self.say(_("${code}: progress", mapping={"code": self.dossier.code}))

    @property
    def moving(self) -> bool:
        """Whether some file is still being read."""
        return any(each.moving for each in self.files)

    @property
    def interval(self) -> int:
        """Seconds after which the page looks again."""
        return INTERVAL
