"""``doc``: requests of readers, and asking for one."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.errors import ArchiveError
from motcua.archive.holdings import rights
from motcua.archive.reading import asking
from motcua.archive.reading import register
from motcua.archive.reading import requests
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


PAGE: Final = 25


class RequestsScreen(HoldingsScreen):
    """The requests that the person answers, decides on, or made."""

    tab = "doc"
    title = _("Reading room")
    body = ViewPageTemplateFile("templates/requests.pt")
    READERS = requests.READERS
    USES = requests.USES
    STATES = requests.STATES

    def prepare(self) -> None:
        """Enter a request, or show those there are."""
        if self.posted:
            if self.text("do") != "ask":
                raise Missing
            self.attempt(self.ask)
        self.page = self.number("page")
        rows = register.page(
            self.agencies,
            self.person,
            waiting=self.waiting,
            limit=PAGE + 1,
            offset=(self.page - 1) * PAGE,
        )
        self.more = len(rows) > PAGE
        self.rows = rows[:PAGE]

    def ask(self) -> None:
        """Enter what was typed and go to it."""
        told = {name: self.text(name) for name in ("name", "identity")}
        told |= {name: self.text(name) for name in ("contact", "purpose")}
        reader = self.text("reader") if self.counter else requests.OFFICER
        try:
            one = asking.ask(
                self.context,
                reader,
                self.text("use"),
                self.text("items").split(),
                told,
                self.person,
                self.now,
            )
        except ArchiveError:
            raise
        self.go("doc", one.code)

    @cached_property
    def agencies(self) -> set[str]:
        """The agencies whose requests are shown."""
        return asking.agencies(self.context, self.person, self.now)

    @cached_property
    def counter(self) -> bool:
        """Whether the person enters requests of citizens."""
        held = rights.agencies(self.context, self.groups, rights.ARCHIVE, now=self.now)
        return bool(held)

    @property
    def waiting(self) -> bool:
        """Whether only what waits for an answer is shown."""
        return self.text("cho") == "1"

    def turn(self, page: int) -> str:
        """Return the address of another page of the list."""
        asked = {"cho": "1" if self.waiting else ""}
        return self.address("doc", page=str(page) if page > 1 else "", **asked)

    def day(self, day: Any) -> str:
        """Return a day as people write it, "" for none."""
        return f"{day:%d/%m/%Y}" if day else ""


class CopiesScreen(HoldingsScreen):
    """``doc/so-ban-sao``: the register of copies that were given."""

    tab = "doc"
    title = _("Register of copies")
    body = ViewPageTemplateFile("templates/copies.pt")
    USES = requests.USES

    def prepare(self) -> None:
        """Read the register of a year, for the archive and the head."""
        agencies = asking.agencies(self.context, self.person, self.now)
        if not agencies:
            raise Missing
        this_year = self.now.astimezone(VIETNAM).year
        self.year = self.number("nam", default=this_year, largest=9998)
        self.years = [this_year - back for back in range(3)]
        self.rows = register.given(agencies, self.year)
