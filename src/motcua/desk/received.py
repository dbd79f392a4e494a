"""The page after "save and print": the receipt is printed, the next person comes."""

from __future__ import annotations

from motcua import _
from motcua.desk import covers
from motcua.dossiers.states import fold
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class ReceivedScreen(Screen):
    """``ho-so/<code>/da-nhan``: the script prints the slip that stands in a frame.

    The link to the slip has the focus: without a script Enter opens it.
    """

    section = "desk/tiep-nhan"
    title = _("Dossier received")
    body = ViewPageTemplateFile("templates/received.pt")

    def prepare(self) -> None:
        """Read the dossier; everybody who may see it may see this."""
        self.dossier = self.may_see(self.names[1])
        self.view = fold(self.dossier)

    @property
    def heading(self) -> str:
        """The code, which the applicant asks for."""
        return f"{self.say(self.title)}: {self.dossier.code}"

    @property
    def slip(self) -> str:
        """Address of the receipt slip."""
        return self.address("ho-so", self.dossier.code, "giay-tiep-nhan")

    @property
    def covers(self) -> str:
        """Address of the cover sheets, "" for who may not scan its papers."""
        if not covers.offered(self, self.dossier):
            return ""
        return self.address("ho-so", self.dossier.code, "to-bia")

    @property
    def frame(self) -> str:
        """Address of the same slip, for a frame of this page."""
        return self.address("ho-so", self.dossier.code, "giay-tiep-nhan", khung="1")
