"""``giu``: files that are held, and a form for holding more."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.appraisal import holds
from motcua.archive.appraisal import register
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.appraised import Hold
from motcua.archive.holdings.files import FileView
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import re
from typing import Any
from typing import Final


PAGE: Final = 25
_LINES: Final = re.compile(r"[\s,;]+")
_NAMES: Final = ("owner", "reason", "deed")


@dataclass(frozen=True)
class Row:
    """A hold and the file on which it lies."""

    file: FileView
    hold: Hold
    kind: str


class HoldsScreen(HoldingsScreen):
    """Held files of the person's fonds."""

    tab = "giu"
    title = _("Legal holds")
    body = ViewPageTemplateFile("templates/holds.pt")
    KINDS = holds.KINDS

    def prepare(self) -> None:
        """Hold or release what was sent, and show what is held."""
        self.fonds = self.fonds_of_mine()
        if not self.fonds:
            raise Missing
        self.page = self.number("page")
        if self.posted:
            self.send()

    def send(self) -> None:
        """Do what was asked, and show the holds again."""
        act = {"place": self.hold, "release": self.release}.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go("giu")

    def hold(self) -> None:
        """Hold the files that were named."""
        codes = [one for one in _LINES.split(self.text("codes")) if one]
        told = {name: self.text(name) for name in _NAMES}
        kind = self.text("kind")
        holds.place_all(self.context, codes, kind, told, self.person, self.now)

    def release(self) -> None:
        """Release one hold."""
        one = holdings.file(self.context, self.text("file"))
        if one is None:
            raise Missing
        number = self.number("hold", default=0, largest=10_000)
        told = (self.text("why"), self.person, self.now, self.seen)
        holds.release(self.context, one, number, *told)

    @property
    def rows(self) -> list[Row]:
        """The holds of this page, by file."""
        mine = [one.code for one in self.fonds]
        begin = (self.page - 1) * PAGE
        found = []
        for code in register.held(mine, limit=PAGE, offset=begin):
            one = holdings.file(self.context, code)
            told = files.view(one) if one is not None else None
            if told and files.may_see(self.context, told, self.person, self.now):
                found += [
                    Row(told, each, self.say(holds.KINDS[each.kind]))
                    for each in told.holds
                ]
        return found

    def turn(self, page: int) -> str:
        """Return the address of another page."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address("giu", **asked)

    def kept(self, name: str) -> Any:
        """Return what was typed, when it was refused."""
        return self.text(name) if self.problem else ""
