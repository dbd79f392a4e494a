"""A question to the archive as it stands in an address: words, filters, which hit."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.capture.fields import FIELDS
from motcua.archive.finding import choices
from motcua.archive.finding.scope import DOCUMENT
from motcua.archive.finding.scope import Filters
from motcua.archive.finding.search import Found
from motcua.archive.finding.search import Results
from motcua.archive.finding.search import search
from motcua.base.vietnam import VIETNAM
from motcua.organisation import units
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Hits of one page of the list, and the last page.
PAGE: Final = 20
LAST_PAGE: Final = 500
#: Nobody remembers a longer passage word by word.
LONGEST_QUERY: Final = 200
#: No paper of the present state is older.
FIRST_YEAR: Final = 1945
ONE_STOP: Final = "one-stop-unit"
#: Where a page begins that was found: at the first word marked on its picture.
FIRST_MARK: Final = "#tu-1"
ROLES: Final = {
    "original": _("Papers that were handed in"),
    "result": _("Result of the procedure"),
    DOCUMENT: _("Catalogued document"),
}
#: Names of filters in addresses -> what they are called.
NAMES: Final[dict[str, Any]] = {
    "nam": _("Year"),
    "don-vi": _("Unit"),
    "loai": _("Kind of page"),
    "loai-vb": FIELDS["type"].title,
    "co-quan": FIELDS["agency"].title,
    "tiep-can": FIELDS["access"].title,
}
ACCESS: Final = dict(FIELDS["access"].choices)


class AskingScreen(WorkbenchScreen):
    """A screen whose address carries a question."""

    turns = ViewPageTemplateFile("templates/turns.pt")

    @cached_property
    def query(self) -> str:
        """The words asked for, "" for none."""
        return self.text("q")[:LONGEST_QUERY]

    @cached_property
    def misread(self) -> bool:
        """Whether one of them may be misread."""
        return self.text("gan") == "1"

    @cached_property
    def filters(self) -> Filters:
        """What hits are narrowed to."""
        return Filters(
            year=self.year,
            unit=self.unit,
            role=self.role,
            type=self.text("loai-vb")[: FIELDS["type"].longest] if self.keeps else "",
            agency=self.text("co-quan")[: FIELDS["agency"].longest]
            if self.keeps
            else "",
            access=self.access if self.keeps else "",
        )

    @cached_property
    def year(self) -> int | None:
        """The year asked for, None for any or for one that nothing can be of."""
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
    def access(self) -> str:
        """The level of access asked for, "" for any or an unknown one."""
        asked = self.text("tiep-can")
        return asked if asked in ACCESS else ""

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """One-stop units to choose from: (code, name)."""
        found = units.all(on=self.now.astimezone(VIETNAM).date(), site=self.context)
        return [(each.code, each.name) for each in found if each.kind == ONE_STOP]

    @property
    def asked(self) -> dict[str, str]:
        """What an address of the same question carries."""
        asked = self.filters
        return {
            "q": self.query,
            "nam": str(asked.year or ""),
            "don-vi": asked.unit,
            "loai": asked.role,
            "loai-vb": asked.type,
            "co-quan": asked.agency,
            "tiep-can": asked.access,
            "gan": "1" if self.misread else "",
        }

    def offered(self, name: str, chosen: str) -> list[str]:
        """Return values of ``type`` or ``agency``, the chosen one among them."""
        found = choices.values(self.groups, name)
        return found if chosen in ("", *found) else [chosen, *found]

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

    # From hit to hit

    def place_of(self, found: Found) -> str:
        """Return the address where a hit is seen: on its page, or on its card.

        A page is opened at the first word that is marked on its picture.
        """
        asked = {**self.asked, "ket-qua": str(found.place)}
        if found.catalogued:
            if not found.page:
                return self.address("tai-lieu", found.code, **asked)
            names: tuple[str, ...] = ("tai-lieu", found.code, "trang", str(found.page))
            return self.address(*names, **asked) + FIRST_MARK
        names = ("so-hoa", found.code, "trang", found.sha256, str(found.page))
        return self.address(*names, **asked) + FIRST_MARK

    @cached_property
    def hit(self) -> int:
        """Which hit of the question this is, from 1; 0 for none."""
        return self.number("ket-qua", default=0, largest=PAGE * LAST_PAGE)

    @cached_property
    def around(self) -> tuple[str, str]:
        """Addresses of the hits before and after this one, "" for none."""
        if not (self.query and self.hit):
            return "", ""
        begin = max(self.hit - 2, 0)
        found = {
            row.place: row for row in reversed(self.look(self.misread, 3, begin).rows)
        }
        ways = (found.get(self.hit - 1), found.get(self.hit + 1))
        before, after = (self.place_of(row) if row else "" for row in ways)
        return before, after

    @property
    def hits_address(self) -> str:
        """Return the address of the list on which the hit stands."""
        page = max(self.hit - 1, 0) // PAGE + 1
        return self.address(**self.asked, page=str(page) if page > 1 else "")
