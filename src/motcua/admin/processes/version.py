"""One version to look at: picture, list, trials, who decided."""

from __future__ import annotations

from functools import cached_property
from motcua.admin.processes.frame import ProcessScreen
from motcua.dossiers.processes import book
from motcua.dossiers.processes.definitions import Process
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class VersionScreen(ProcessScreen):
    """``/quy-trinh/<code>/ban/<digest>``."""

    body = ViewPageTemplateFile("templates/version.pt")

    def prepare(self) -> None:
        """Find the version; ``Missing`` when it never came into force here."""
        self.found = [
            row
            for row in book.rows(self.context, self.code)
            if row.digest == self.names[2]
        ]
        if not self.found:
            raise Missing

    @cached_property
    def process(self) -> Process:
        """The process of the version."""
        return book.get(self.context, self.names[2])

    @property
    def heading(self) -> str:
        """Name of the process."""
        return self.process.title

    @property
    def moving(self) -> str:
        """The address where dossiers are moved to it; "" before it is in force."""
        in_force = any(row.status(self.today) == "in-force" for row in self.found)
        supervises = any(group.endswith(":supervision") for group in self.groups)
        if not (in_force and supervises):
            return ""
        return f"{self.root}/desk/nhieu-ho-so/chuyen/{self.code}/{self.names[2]}"
