"""Search in the words of every scan that the person may see."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive import readings
from motcua.archive.search import Filters
from motcua.archive.search import Found
from motcua.archive.search import Results
from motcua.archive.search import search
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.folder import find
from motcua.organisation import units
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


PAGE: Final = 20
LAST_PAGE: Final = 500
#: Nobody remembers a longer passage word by word.
LONGEST_QUERY: Final = 200
#: Before this year no dossier was received here.
FIRST_YEAR: Final = 2000
#: Years that are offered.
YEARS: Final = 20
ONE_STOP: Final = "one-stop-unit"
ROLES: Final = {
    "original": _("Papers that were handed in"),
    "result": _("Result of the procedure"),
}


class SearchScreen(WorkbenchScreen):
    """One box; below it pages with the words marked."""

    title = _("Search the archive")
    body = ViewPageTemplateFile("templates/search.pt")
    result = _("Result of the procedure")

    def prepare(self) -> None:
        """Search for what was typed, if anything was."""
        self.query = self.text("q")[:LONGEST_QUERY]
        self.page = self.number("page", largest=LAST_PAGE)
        self.misread = self.text("gan") == "1"
        self.filters = Filters(self.year, self.unit, self.role)
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

    def look(self, misread: bool, limit: int, offset: int = 0) -> Results:
        """Return what is found; with ``misread`` the pages with one word misread."""
        return search(
            self.groups,
            self.query,
            filters=self.filters,
            misread=misread,
            limit=limit,
            offset=offset,
        )

    @cached_property
    def year(self) -> int | None:
        """The year asked for, None for any or for one that no dossier can be of."""
        asked = self.number("nam", default=0, largest=9999)
        return asked if FIRST_YEAR <= asked <= self.now.year else None

    @property
    def unit(self) -> str:
        """The unit asked for, "" for any or an unknown one."""
        asked = self.text("don-vi")
        return asked if any(asked == code for code, _name in self.places) else ""

    @property
    def role(self) -> str:
        """What the page must be of, "" for anything."""
        asked = self.text("loai")
        return asked if asked in ROLES else ""

    @property
    def years(self) -> list[int]:
        """The years to choose from, the newest first."""
        return list(range(self.now.year, max(FIRST_YEAR, self.now.year - YEARS), -1))

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """One-stop units to choose from: (code, name)."""
        found = units.all(on=self.now.astimezone(VIETNAM).date(), site=self.context)
        return [(each.code, each.name) for each in found if each.kind == ONE_STOP]

    @property
    def roles(self) -> list[tuple[str, str]]:
        """Kinds of pages to choose from: (role, words)."""
        return [(role, self.say(words)) for role, words in ROLES.items()]

    @property
    def asked(self) -> dict[str, str]:
        """What an address of the same question carries."""
        return {
            "q": self.query,
            "nam": str(self.year or ""),
            "don-vi": self.unit,
            "loai": self.role,
            "gan": "1" if self.misread else "",
        }

    @property
    def more(self) -> bool:
        """Whether there is a page after this one."""
        return self.found.more and self.page < LAST_PAGE

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
