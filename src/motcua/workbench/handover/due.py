"""``nop``: what is due for hand-over, by department, and the inventories."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from motcua import _
from motcua.archive.handover import listing
from motcua.archive.handover import lists
from motcua.archive.handover import register
from motcua.archive.handover import terms
from motcua.archive.holdings import filing
from motcua.archive.holdings import store as holdings
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.workbench.handover.paging import PAGE
from motcua.workbench.handover.paging import PagedScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from motcua.archive.handover.terms import Terms


class DueScreen(PagedScreen):
    """What each department is to hand over, and all inventories."""

    tab = "nop"
    kind = register.INVENTORY
    title = _("Hand-over")
    body = ViewPageTemplateFile("templates/due.pt")
    STATES = lists.STATES

    def prepare(self) -> None:
        """Begin the inventory that was asked for, or show what is due."""
        self.fonds = [one.code for one in self.fonds_of_mine()]
        self.mine = [one.code for one in self.my_units]
        if not self.fonds and not self.mine:
            raise Missing
        self.attempted = self.posted and self.attempt(self.draft)

    def draft(self) -> None:
        """Begin an inventory and lead to it."""
        one = listing.draft(
            self.context, self.text("department"), self.person, self.now
        )
        self.go("nop", one.code)

    @cached_property
    def counted(self) -> list[Any]:
        """Rows of departments with what waits there."""
        every = (*self.of_mine, *self.of_fonds)
        return list({(row["fonds"], row["department"]): row for row in every}.values())

    @property
    def of_fonds(self) -> list[Any]:
        """Rows of the fonds that the person keeps or heads."""
        return self.count(self.fonds, None)

    @property
    def of_mine(self) -> list[Any]:
        """Rows of the departments in which the person works."""
        every = [one.name for one in holdings.every_fonds(self.context)]
        return self.count(every, self.mine)

    def count(self, fonds: list[str], departments: list[str] | None) -> list[Any]:
        """Return what waits in these fonds and departments."""
        if not fonds or departments == []:
            return []
        soon = self.today + timedelta(days=self.rule.remind_days)
        return register.counts(fonds, departments, self.groups, self.today, soon)

    @property
    def today(self) -> date:
        """This day."""
        return self.now.astimezone(VIETNAM).date()

    @property
    def rule(self) -> Terms:
        """The terms in force."""
        return terms.on(self.today)

    @cached_property
    def rows(self) -> list[Any]:
        """The inventories."""
        return self.listed[:PAGE]

    @property
    def departments(self) -> list[tuple[str, str]]:
        """Departments for which the person hands over: (code, name)."""
        return list(filing.departments(self.context, self.person, self.now).items())

    def day(self, day: date | None) -> str:
        """Return a day as people write it."""
        return f"{day:%d/%m/%Y}" if day is not None else ""

    def late(self, row: Any) -> bool:
        """Say whether the archive should have answered."""
        waits = row["state"] == lists.SUBMITTED and row["due"] is not None
        return bool(waits and row["due"] < self.today)
