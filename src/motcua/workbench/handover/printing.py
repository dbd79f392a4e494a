"""``nop/<code>/<paper>``: inventory and minutes as PDFs, in two copies."""

from __future__ import annotations

from motcua.archive.handover import papers
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.workbench.handover.one import InventoryScreen
from typing import Any
from typing import Final


#: Names in addresses -> kinds of papers.
PAPERS: Final = {"muc-luc": papers.INVENTORY, "bien-ban": papers.MINUTES}


class InventoryPaperAnswer(InventoryScreen):
    """A paper; the page of the inventory says why when it cannot be printed."""

    def answer(self) -> Any:
        """Return the PDF."""
        if self.posted:
            raise Missing
        self.one, self.page = self.get(), 1
        kind = PAPERS[self.names[2]]
        try:
            made = papers.pdf(self.context, self.found, kind, self.now, self.sees)
        except SlipFailed as error:
            self.problem, self.status = error.message, 503
            return super().answer()
        self.secure()
        name = f"{papers.KINDS[kind]}-{self.found.code}.pdf"
        head(self.request.response, PDF, name, len(made))
        return made
