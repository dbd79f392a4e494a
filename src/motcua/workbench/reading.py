"""The words that were read from a file, page by page."""

from __future__ import annotations

from motcua import _
from motcua.archive import renditions
from motcua.archive.finding import readings
from motcua.archive.incoming.attachments import attachments
from motcua.shell.screen import Missing
from motcua.storage import files
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class ReadingScreen(WorkbenchScreen):
    """Plain text to read, to copy and to compare with the picture."""

    tab = "so-hoa"
    body = ViewPageTemplateFile("templates/reading.pt")

    def prepare(self) -> None:
        """Find the text of a file that this dossier holds."""
        self.dossier = self.may_see(self.names[1])
        digest = self.names[3]
        held = [each for each in attachments(self.dossier) if each.sha256 == digest]
        rendition = renditions.get(digest, self.context) if held else None
        if rendition is None or not files.exists(rendition.text):
            raise Missing
        self.file = held[0]
        readings.note(self.dossier, self.file, self.person, self.now)
        self.archival = rendition.archival
        self.pages = rendition.texts()

    @property
    def heading(self) -> str:
        """The paper and the code; names that people gave to files stay inside."""
        mapping = {"paper": self.file.title or "-", "code": self.dossier.code}
        return self.say(_("Text of “${paper}”, ${code}", mapping=mapping))

    def place_of(self, page: int) -> str:
        """Return the address of a page of the archival copy."""
        file = self.address("so-hoa", self.dossier.code, "tep", self.archival)
        return f"{file}#page={page}"
