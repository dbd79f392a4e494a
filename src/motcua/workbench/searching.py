"""Search in the words of every page that the person may find."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.capture import documents
from motcua.archive.capture import store
from motcua.archive.finding import readings
from motcua.archive.finding.search import Found
from motcua.archive.finding.search import Results
from motcua.dossiers.folder import find
from motcua.workbench.asking import ACCESS
from motcua.workbench.asking import AskingScreen
from motcua.workbench.asking import FIRST_YEAR
from motcua.workbench.asking import LAST_PAGE
from motcua.workbench.asking import NAMES
from motcua.workbench.asking import PAGE
from motcua.workbench.asking import ROLES
from motcua.workbench.held import title_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class SearchScreen(AskingScreen):
    """One box; below it pages with the words marked."""

    title = _("Search the archive")
    body = ViewPageTemplateFile("templates/search.pt")
    styles = ("sheets.css",)
    result = _("Result of the procedure")

    def prepare(self) -> None:
        """Search for what was typed, if anything was."""
        self.page = self.number("page", largest=LAST_PAGE)
        self.found = Results("", 0, False, ())
        self.near, self.near_more = 0, False
        if self.query:
            self.found = self.look(self.misread, PAGE, (self.page - 1) * PAGE)
            # Where enough was found nobody looks for what was misread.
            if not (self.misread or self.found.more) and self.page == 1:
                near = self.look(misread=True, limit=PAGE)
                self.near, self.near_more = near.total, near.more
                if near.total and not self.found.total:
                    self.misread, self.near, self.found = True, 0, near

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that can be asked for."""
        return FIRST_YEAR, self.now.year

    @property
    def roles(self) -> list[tuple[str, str]]:
        """Kinds of pages to choose from: (role, words)."""
        return [(role, self.say(words)) for role, words in ROLES.items()]

    @property
    def levels(self) -> list[tuple[str, str]]:
        """Levels of access to choose from: (level, words)."""
        return [(level, self.say(words)) for level, words in ACCESS.items()]

    @cached_property
    def narrowed(self) -> list[tuple[str, str, str]]:
        """What the list is narrowed to: (what, value in words, address without it)."""
        words = {
            "don-vi": dict(self.places),
            "loai": dict(self.roles),
            "tiep-can": dict(self.levels),
        }
        return [
            (
                self.say(title),
                words.get(name, {}).get(value, value),
                self.address(**{**self.asked, name: ""}),
            )
            for name, title in NAMES.items()
            if (value := self.asked[name])
        ]

    @property
    def bare_address(self) -> str:
        """Return the address of the same words without any filter."""
        return self.address(q=self.query, gan=self.asked["gan"])

    @property
    def more(self) -> bool:
        """Whether there is a page after this one."""
        return self.found.more and self.page < LAST_PAGE

    def under_watch(self, found: Found) -> bool:
        """Say whether opening the page is written down: its words are not shown."""
        if found.catalogued:
            one = store.document(self.context, found.code)
            return one is None or readings.watches_document(documents.view(one))
        dossier = find(self.context, found.code)
        file = dossier and readings.holding(self.context, dossier, found.sha256)
        return bool(dossier and file and readings.watched(dossier, file))

    def title_of(self, found: Found) -> str:
        """Return what the page is of: a paper, or kind and number of a document."""
        one = store.document(self.context, found.code) if found.catalogued else None
        if one is not None:
            return title_of(documents.view(one))
        return found.title or self.say(self.result)

    def home_of(self, found: Found) -> str:
        """Return the address of the dossier or document that holds the page."""
        below = "tai-lieu" if found.catalogued else "so-hoa"
        return self.address(below, found.code)

    def turn(self, page: int) -> str:
        """Return the address of another page of the same hits."""
        return self.address(**self.asked, page=str(page) if page > 1 else "")

    def count(self, total: int, more: bool) -> str:
        """Return how many pages there are, as far as anybody counted."""
        if not more:
            return str(total)
        return self.say(_("more than ${number}", mapping={"number": str(total)}))

    @property
    def counted(self) -> str:
        """How many pages were found."""
        return self.count(self.found.total, self.found.more)

    @property
    def near_counted(self) -> str:
        """On how many pages a word may be misread."""
        return self.count(self.near, self.near_more)

    @property
    def near_address(self) -> str:
        """Return the address of pages on which a word may be misread."""
        return self.address(**{**self.asked, "gan": "1"})

    @property
    def exact_address(self) -> str:
        """Return the address of pages that hold the words as they are."""
        return self.address(**{**self.asked, "gan": ""})
