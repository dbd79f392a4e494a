"""``ho-so/moi``: a form that opens a file of documents or paper."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.holdings import fields
from motcua.archive.holdings import filelists
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import store
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.workbench.holdings.frame import Box

#: Data of Decree 30/2020, article 29(1), then what stands beside them.
FIRST: Final = ("title", "notation", "retention", "begin", "medium", "access")
OTHERS: Final = ("language", "end", "sheets", "paper_code", "note")
_FIRST_VALUES: Final = {"medium": "paper", "access": "conditional", "language": "01"}


class OpenFileScreen(HoldingsScreen):
    """Choose fonds and year, then an entry of that year's list or none."""

    tab = "ho-so"
    title = _("Open a file")
    body = ViewPageTemplateFile("templates/opening.pt")

    def prepare(self) -> None:
        """Open the file that was asked for, and lead to it."""
        self.makers = filing.departments(self.context, self.person, self.now)
        if not self.makers or not self.fonds:
            raise Missing
        if self.posted:
            self.attempt(self.open)

    def open(self) -> None:
        """Open the file."""
        one = filing.open_file(
            self.context,
            self.chosen,
            self.year,
            self.person,
            self.now,
            heading=self.text("heading"),
            department=self.text("department"),
            given=self.typed(fields.FILE, (*FIRST, *OTHERS)),
            number=self.number("number", default=0, largest=10_000_000),
        )
        self.tell(_("File ${code} is open.", mapping={"code": one.code}))
        self.go("ho-so", one.code)

    @cached_property
    def fonds(self) -> list[tuple[str, str]]:
        """The fonds in which the person opens files: (code, name)."""
        mine = {one.code: one.title for one in self.fonds_of_mine()}
        for unit in self.my_units:
            one = store.fonds_of(self.context, unit.served_agency or unit.agency)
            if one is not None:
                mine.setdefault(one.name, fonds_module.view(one).title)
        return sorted(mine.items())

    @property
    def chosen(self) -> str:
        """The fonds of the form."""
        codes = [code for code, _title in self.fonds]
        return self.text("phong") if self.text("phong") in codes else codes[0]

    @property
    def year(self) -> int:
        """The year of the form: the present one when nothing is asked."""
        return self.number(
            "nam", default=self.now.astimezone(VIETNAM).year, largest=9999
        )

    @cached_property
    def entries(self) -> list[tuple[str, str]]:
        """The entries of the list in force: (key, words)."""
        plan = filelists.in_force(self.context, self.chosen, self.year)
        if plan is None or plan.state != "issued":
            return []
        return [
            (one.key, f"{'— ' * depth}{one.number} {one.title}".strip())
            for depth, one in plan.rows
        ]

    @property
    def first(self) -> list[Box]:
        """The fields that stand first."""
        return self.boxes(fields.FILE, FIRST, _FIRST_VALUES)

    @property
    def others(self) -> list[Box]:
        """The fields that are folded."""
        return self.boxes(fields.FILE, OTHERS, _FIRST_VALUES)
