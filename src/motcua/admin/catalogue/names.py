"""Names: what became of agencies, fields and legal acts."""

from __future__ import annotations

from motcua import _
from motcua.admin.catalogue.keeping import KeepingScreen
from motcua.admin.catalogue.keeping import NAMES
from motcua.base.folding import fold
from motcua.procedures.naming import names
from motcua.procedures.naming.successors import KINDS
from motcua.procedures.naming.successors import Row
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


KIND_TITLES: Final[dict[str, Any]] = {
    "agency": _("Agencies"),
    "field": _("Fields"),
    "act": _("Legal acts"),
}


class NamesScreen(KeepingScreen):
    """``/danh-muc/ten-goi``: the table in use, and a form for one more row."""

    title = _("Names")
    tab = NAMES
    body = ViewPageTemplateFile("templates/names.pt")

    @property
    def kind(self) -> str:
        """The kind of names that is shown."""
        asked = self.text("loai")
        return asked if asked in KINDS else KINDS[0]

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """The kinds: (address, title, is it this one)."""
        return [
            (self.address(NAMES, loai=kind), self.say(title), kind == self.kind)
            for kind, title in KIND_TITLES.items()
        ]

    @property
    def query(self) -> str:
        """What was typed to narrow the table down."""
        return self.text("q")[:200]

    @property
    def may_enter(self) -> bool:
        """Whether the person may enter a row."""
        return self.tops("control")

    def rows(self) -> list[Row]:
        """Return the rows in use, those that hold what was typed."""
        kind = next(one for one in KINDS if one == self.kind)
        wanted = fold(self.query)
        return [
            row
            for row in names.book(self.context).listed(kind)
            if wanted in fold(f"{row.old} {row.new}")
        ]

    def history(self) -> list[names.Entered]:
        """Return what this site entered of the kind, newest first."""
        found = names.history(self.context)
        return [one for one in reversed(found) if one.row.kind == self.kind]

    def act(self) -> None:
        """Enter a row; it is used at once."""
        self.need_top("control")
        names.enter(
            self.kind,
            self.text("old"),
            self.text("new"),
            self.day("since", required=False),
            self.text("source"),
            self.person,
            self.today,
            self.context,
        )
        self.tell(_("The name was entered and is used from now on."))
        self.lead_to(NAMES, loai=self.kind)
