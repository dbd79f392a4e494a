"""What the screens of keeping the catalogue right have in common."""

from __future__ import annotations

from collections.abc import Iterable
from motcua import _
from motcua.admin.catalogue.frame import CatalogueScreen
from motcua.admin.frame import Refused
from motcua.base import csvtext
from motcua.procedures.checking.reviews import ReviewRefused
from motcua.procedures.drafting import officials
from motcua.procedures.naming.names import NameRefused
from motcua.procedures.naming.scope import ScopeRefused
from motcua.shell.wording import in_one_language
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


CHECKS: Final = "kiem-tra"
IMPORTS: Final = "nhap"
NAMES: Final = "ten-goi"
REVIEWS: Final = "ra-soat"
SCOPE: Final = "pham-vi"
REPORTS: Final = "gop-y"
#: Tabs: (name below the door, title). No code of a procedure is a name without digits.
TABS: Final[tuple[tuple[str, Any], ...]] = (
    ("", _("Drafts and lists")),
    (CHECKS, _("Findings")),
    (IMPORTS, _("Import and export")),
    (NAMES, _("Names")),
    (REVIEWS, _("Reviews")),
    (SCOPE, _("Fields received")),
    (REPORTS, _("Reports of readers")),
)
#: Rows on one page of a list.
SIZE: Final = 50


class KeepingScreen(CatalogueScreen):
    """A screen with the tabs of the catalogue."""

    tab: str = ""
    keeping = ViewPageTemplateFile("templates/keeping.pt")

    @property
    def tab_links(self) -> list[tuple[str, str, bool]]:
        """The tabs: (address, title, is it this one)."""
        return [
            (self.address(*filter(None, [name])), self.say(title), name == self.tab)
            for name, title in TABS
        ]

    def prepare(self) -> None:
        """Do what was posted; keep the reason when it is refused."""
        try:
            super().prepare()
        except (NameRefused, ReviewRefused, ScopeRefused) as refused:
            self.problem = in_one_language(str(refused), self.language)
            self.status = 400

    def need(self, duty: str) -> None:
        """Refuse whoever does not hold a duty of the catalogue."""
        if not self.holds(duty):
            raise Refused(self.say(_("That needs another duty than you hold today.")))

    def need_top(self, duty: str) -> None:
        """Refuse whoever does not hold a duty in one of the highest agencies."""
        if not self.tops(duty):
            raise Refused(self.say(_("That needs another duty than you hold today.")))

    def tops(self, duty: str) -> bool:
        """Say whether the person holds a duty in one of the highest agencies."""
        held = officials.held(self.person, self.today, self.context)
        return any(
            one == duty and len(officials.agencies(unit, self.context)) == 1
            for unit, one in held
        )

    @property
    def page(self) -> int:
        """The page of a long list, from 1."""
        return self.number("trang")

    def pages(self, total: int, *names: str, **asked: str) -> list[tuple[str, str]]:
        """Return (words, address) of the pages before and after this one."""
        found = []
        if self.page > 1:
            there = self.address(*names, trang=str(self.page - 1), **asked)
            found.append((self.say(_("Previous page")), there))
        if self.page * SIZE < total:
            there = self.address(*names, trang=str(self.page + 1), **asked)
            found.append((self.say(_("Next page")), there))
        return found

    def as_csv(self, name: str, rows: Iterable[tuple[str, ...]]) -> str:
        """Return a table as the body of an answer."""
        return str(
            self.file(f"{name}.csv", "text/csv; charset=utf-8", csvtext.text(rows))
        )

    def file(self, name: str, media: str, body: Any) -> Any:
        """Return a file as the body of an answer; ``name`` is ASCII."""
        self.secure()
        response = self.request.response
        response.setHeader("Content-Type", media)
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        return body
