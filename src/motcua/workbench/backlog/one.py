"""``du-an/<code>``: a project, what is next, what it holds, what happened."""

from __future__ import annotations

from functools import cached_property
from motcua.archive.backlog import fields
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.backlog import register
from motcua.workbench.backlog.frame import OneProjectScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.workbench.holdings.frame import Box

#: The largest amount that is typed, in đồng.
_MONEY = 1_000_000_000


class ProjectScreen(OneProjectScreen):
    """A project for who keeps the fonds, and for the head."""

    body = ViewPageTemplateFile("templates/project.pt")

    def acts(self) -> dict[str, Callable[[], Any]]:
        """Return what buttons do."""
        return {
            "describe": lambda: self.do(planning.describe, self.plan_typed()),
            "approve": lambda: self.do(planning.approve, self.text("deed")),
            "start": lambda: self.do(planning.start),
            "end": lambda: self.do(planning.end, self.text("reason")),
            "spend": lambda: self.do(planning.spend, self.amount, self.text("what")),
        }

    @property
    def amount(self) -> int:
        """The money that was typed, 0 for none."""
        return self.number("amount", default=0, largest=_MONEY)

    @cached_property
    def amounts(self) -> dict[str, int]:
        """What it holds, see ``register.amounts``."""
        return register.amounts(self.found.code)

    @property
    def plan(self) -> list[tuple[str, str]]:
        """The plan in words, amounts with dots: (title, value)."""
        told = {
            name: self.many(int(text)) if name in fields.AMOUNTS else text
            for name, text in self.found.plan.items()
        }
        return self.facts(fields.PLAN, told)

    @property
    def lacks(self) -> list[str]:
        """What the plan lacks to be approved."""
        if self.found.state != projects.PLANNED:
            return []
        return [self.say(title) for title in projects.lacks(self.found)]

    @property
    def fields(self) -> list[Box]:
        """The fields of the plan."""
        return self.plan_boxes(self.found.plan)
