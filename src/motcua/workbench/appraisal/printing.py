"""``huy/<code>/<paper>``: papers of a disposal list as PDFs."""

from __future__ import annotations

from motcua.archive.appraisal import papers
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.workbench.appraisal.one import DisposalScreen
from typing import Any
from typing import Final


#: Names in addresses -> kinds of papers.
PAPERS: Final = {
    "danh-muc": papers.LIST,
    "bien-ban-hop": papers.COUNCIL,
    "de-nghi": papers.REQUEST,
    "quyet-dinh": papers.DECISION,
    "bien-ban-huy": papers.DESTRUCTION,
}


class DisposalPaperAnswer(DisposalScreen):
    """A paper of a list; the page of the list says why when it cannot be printed."""

    def answer(self) -> Any:
        """Return the PDF."""
        if self.posted:
            raise Missing
        self.one = self.get()
        kind = PAPERS[self.names[2]]
        try:
            made = papers.pdf(self.context, self.found, kind, self.sees)
        except SlipFailed as error:
            self.problem, self.status = error.message, 503
            return super().answer()
        self.secure()
        name = f"{papers.KINDS[kind]}-{self.found.code}.pdf"
        head(self.request.response, PDF, name, len(made))
        return made
