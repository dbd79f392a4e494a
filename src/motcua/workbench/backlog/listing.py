"""``du-an``: all projects of the person's fonds, and a form for the next one."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.backlog import planning
from motcua.archive.holdings import filing
from motcua.shell.screen import Missing
from motcua.workbench.backlog.frame import ProjectsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.workbench.holdings.frame import Box


class ProjectListScreen(ProjectsScreen):
    """Projects, the newest first."""

    title = _("Projects of digitisation")
    body = ViewPageTemplateFile("templates/projects.pt")

    def prepare(self) -> None:
        """Plan the project that was asked for, or list them."""
        self.fonds = self.fonds_of_mine()
        if not self.fonds:
            raise Missing
        self.planned = [one for one in self.fonds if self.keeps_fonds(one.keeper)]
        self.rows = planning.mine(self.context, self.person, self.now)
        if self.posted:
            self.attempt(self.draft)

    def draft(self) -> None:
        """Plan a project and lead to it."""
        one = planning.draft(
            self.context,
            self.text("fonds"),
            self.text("department"),
            self.plan_typed(),
            self.person,
            self.now,
        )
        self.go("du-an", one.code)

    @cached_property
    def departments(self) -> list[tuple[str, str]]:
        """Departments that may make files: (code, name)."""
        return list(filing.departments(self.context, self.person, self.now).items())

    @property
    def fields(self) -> list[Box]:
        """The fields of the form."""
        return self.plan_boxes({})
