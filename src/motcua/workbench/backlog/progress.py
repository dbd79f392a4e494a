"""``du-an/<code>/tien-do``: who did how much, when it will be done, what it costs."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.backlog import pace
from motcua.archive.backlog import register
from motcua.base.vietnam import VIETNAM
from motcua.organisation.calendars import calendar_for
from motcua.shell import tables
from motcua.workbench.backlog.frame import OneProjectScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.backlog.pace import Line
    from motcua.archive.backlog.pace import Plan

#: Lines on one page; the file has them all.
PAGE: Final = 60
HEADS: Final = (
    _("Day"),
    _("Operator"),
    _("Pages scanned"),
    _("Documents filed"),
    _("Errors found"),
    _("Hand-ins sent back"),
    _("Cost, in VND"),
)


class PaceScreen(OneProjectScreen):
    """The plan against what was done."""

    body = ViewPageTemplateFile("templates/progress.pt")
    HEADS = HEADS
    DAYS = pace.DAYS

    def answer(self) -> Any:
        """Return the page, or all lines as CSV."""
        if self.text("csv") != "1" or self.posted:
            return super().answer()
        self.find()
        self.secure()
        rows = [[self.say(head) for head in HEADS], *map(self.cells, self.lines)]
        name = f"tien-do-{self.found.code}"
        return tables.answer(self.request.response, name, rows)

    @cached_property
    def lines(self) -> list[Line]:
        """What was done, the newest day first."""
        return pace.lines(register.work(self.found.code))

    @property
    def shown(self) -> list[list[str]]:
        """The lines of the page."""
        return [self.cells(one) for one in self.lines[:PAGE]]

    def cells(self, one: Line) -> list[str]:
        """Return a line in words."""
        told = (one.pages, one.documents, one.faults, one.back)
        cost = str(one.pages * self.found.amount("price"))
        who = self.name_of(one.operator)
        return [f"{one.day:%d/%m/%Y}", who, *map(str, told), cost]

    @cached_property
    def amounts(self) -> dict[str, int]:
        """What the project holds."""
        return register.amounts(self.found.code)

    @cached_property
    def plan(self) -> Plan:
        """What is left, and until when."""
        today = self.now.astimezone(VIETNAM).date()
        return pace.plan(
            self.lines,
            self.amounts,
            calendar_for(self.keeper, today, self.context),
            today,
            price=self.found.amount("price"),
            spent=self.found.spent,
        )

    @property
    def late(self) -> bool:
        """Whether it will be done after the day of the plan."""
        last, finish = self.found.last_day, self.plan.finish
        return bool(last and finish and self.plan.remaining and finish > last)

    @property
    def dear(self) -> bool:
        """Whether it will cost more than there is."""
        budget = self.found.amount("budget")
        return bool(budget and self.plan.total > budget)
