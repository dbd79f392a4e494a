"""Search in the words of every scan that the person may see."""

from __future__ import annotations

from motcua import _
from motcua.archive import readings
from motcua.archive.search import Found
from motcua.archive.search import Results
from motcua.archive.search import search
from motcua.dossiers.folder import find
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


PAGE: Final = 20
LAST_PAGE: Final = 500
#: Nobody remembers a longer passage word by word.
LONGEST_QUERY: Final = 200


class SearchScreen(WorkbenchScreen):
    """One box; below it pages with the words marked."""

    title = _("Search the archive")
    body = ViewPageTemplateFile("templates/search.pt")
    result = _("Result of the procedure")

    def prepare(self) -> None:
        """Search for what was typed, if anything was."""
        self.query = self.text("q")[:LONGEST_QUERY]
        self.page = self.number("page", largest=LAST_PAGE)
        self.found = Results("", 0, ())
        if self.query:
            offset = (self.page - 1) * PAGE
            self.found = search(self.groups, self.query, limit=PAGE, offset=offset)

    @property
    def more(self) -> bool:
        """Whether there is a page after this one."""
        return self.found.total > self.page * PAGE and self.page < LAST_PAGE

    def under_watch(self, found: Found) -> bool:
        """Say whether opening the page is written down: its words are not shown."""
        dossier = find(self.context, found.code)
        file = dossier and readings.holding(self.context, dossier, found.sha256)
        return bool(dossier and file and readings.watched(dossier, file))

    def place_of(self, found: Found) -> str:
        """Return the address of the page of the archival copy."""
        file = self.address("so-hoa", found.code, "tep", found.archival)
        return f"{file}#page={found.page}"

    def turn(self, page: int) -> str:
        """Return the address of another page of the same hits."""
        return self.address(q=self.query, page=str(page) if page > 1 else "")
