"""The list of what waits: on which ground, since when, and what follows."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.base.explanations import amount_text
from motcua.desk.mywork.line import Titles
from motcua.dossiers.clocks import paused
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


PAGE: Final = 50
GROUNDS: Final[dict[str, Any]] = {
    "supplement": _("Waiting for a supplement"),
    "finance": _("Waiting for payment"),
    "suspension": _("Suspended because of a disaster"),
    "opinion": _("Waiting for an opinion"),
}


class PausedScreen(Screen):
    """``tam-dung``: one ground at a time, by bookmarkable addresses."""

    section = "desk/tam-dung"
    title = _("What waits")
    body = ViewPageTemplateFile("templates/pausing.pt")
    GROUNDS = GROUNDS
    STATES = STATES

    def prepare(self) -> None:
        """Read ground and page from the address, and one page of the list."""
        asked = self.text("ly-do")
        first = next((g for g, n in self.counts.items() if n), "supplement")
        self.ground = asked if asked in GROUNDS else first
        self.page = self.number("page")
        rows = paused.listed(
            self.context,
            self.groups,
            self.ground,
            self.now,
            PAGE + 1,
            (self.page - 1) * PAGE,
        )
        codes = list(dict.fromkeys(row.code for row in rows))
        self.more = len(codes) > PAGE
        self.rows = [row for row in rows if row.code in codes[:PAGE]]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many wait on each ground."""
        return paused.counts(self.groups)

    def turn(self, page: int = 1, ground: str = "") -> str:
        """Return the address of another page, or of another ground."""
        asked = {"ly-do": ground or self.ground, "page": str(page) if page > 1 else ""}
        return self.address("tam-dung", **asked)

    @cached_property
    def titles(self) -> Titles:
        """Titles of procedures by code."""
        return Titles(self.context["procedures"])

    @property
    def by_state(self) -> bool:
        """Whether the ground leaves open in which state a dossier is."""
        return self.ground in ("suspension", "opinion")

    def days(self, row: paused.Paused) -> str:
        """Return how long it has waited, in working days."""
        return amount_text(row.days, "working_days", self.language, 1)

    def after(self, row: paused.Paused) -> tuple[str, str, str]:
        """Return what follows the longest wait: (words, operation, its words)."""
        if row.ground == "opinion":
            said = _("Urge who is asked; decide without it where the law lets you.")
            return self.say(said), "urge", self.say(_("Urge"))
        if row.until is None:
            return "", "", ""
        if row.over:
            said = _("The longest wait is over: stopping is proposed.")
            return self.say(said), "stop", self.say(_("Propose to stop"))
        return self.say(_("After it, stopping is proposed.")), "", ""

    def form(self, code: str, operation: str) -> str:
        """Return the address of the form of a step, open and begun."""
        return f"{self.address('ho-so', code, mo=operation)}#step-{operation}"
