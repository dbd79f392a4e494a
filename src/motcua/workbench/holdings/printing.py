"""``ho-so/<code>/bia``, ``.../muc-luc``, ``.../chung-tu``: papers of a file as PDFs."""

from __future__ import annotations

from motcua.archive.finding import readings
from motcua.archive.holdings import papers
from motcua.dossiers.folder import find
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.workbench.holdings.file import FileScreen
from typing import Any
from typing import Final


#: Names in addresses -> kinds of papers.
PAPERS: Final = {
    "bia": papers.COVER,
    "muc-luc": papers.LIST,
    "chung-tu": papers.CERTIFICATE,
}


class PaperAnswer(FileScreen):
    """A paper of a file; the page of the file says why when it cannot be printed."""

    def answer(self) -> Any:
        """Return the PDF."""
        if self.posted:
            raise Missing
        self.one = self.get()
        kind = PAPERS[self.names[2]]
        try:
            made = papers.pdf(self.context, self.found, kind)
        except SlipFailed as error:
            self.problem, self.status = error.message, 503
            return super().answer()
        self.note()
        self.secure()
        name = f"{papers.KINDS[kind]}-{self.found.code}.pdf"
        head(self.request.response, PDF, name, len(made))
        return made

    def note(self) -> None:
        """Write down that what is printed of a restricted dossier is opened."""
        dossier = find(self.context, self.found.record) if self.found.record else None
        if dossier is not None:
            readings.note_print(dossier, self.found.code, self.person, self.now)
