"""``du-an/<code>/giao-nhan``: papers are counted out and back, with minutes."""

from __future__ import annotations

from motcua import _
from motcua.archive.backlog import counting
from motcua.archive.backlog import papers
from motcua.archive.backlog import projects
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.workbench.backlog.frame import OneProjectScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.backlog.counting import Difference
    from motcua.archive.backlog.projects import Movement


_PERSONS: Final = (("giver", _("Hands over")), ("receiver", _("Takes over")))


class CountsScreen(OneProjectScreen):
    """All movements with their differences, and forms for the next ones."""

    body = ViewPageTemplateFile("templates/counts.pt")
    STAGES = projects.STAGES
    WORDS = counting.WORDS
    TORN = _("Torn sheets")
    SENT = (*_PERSONS, ("note", _("Note")))
    CAME = (*_PERSONS, ("reason", _("Reason")))

    def acts(self) -> dict[str, Callable[[], Any]]:
        """Return what buttons do."""
        return {"send": self.count_out, "back": self.count_back}

    def count_out(self) -> None:
        """Count papers out."""
        words = {name: self.text(name) for name in ("which", "note", *dict(_PERSONS))}
        self.do(
            counting.send, self.text("stage"), self.counts, words, torn=self.of("torn")
        )

    def count_back(self) -> None:
        """Count papers back."""
        words = {name: self.text(name) for name in ("reason", *dict(_PERSONS))}
        self.do(
            counting.back,
            self.of("of"),
            self.counts,
            words,
            torn=self.of("torn"),
            arranged=bool(self.text("arranged")),
            last=bool(self.text("last")),
        )

    def of(self, name: str) -> int:
        """Return a number that was typed, 0 for none."""
        return self.number(name, default=0, largest=counting.MOST + 1)

    @property
    def counts(self) -> dict[str, int]:
        """Boxes, files and sheets that were typed."""
        return {name: self.of(name) for name in projects.COUNTED}

    @property
    def outside(self) -> list[Movement]:
        """Papers that are not all back."""
        return projects.outside(self.found)

    @property
    def may_count(self) -> bool:
        """Whether papers move now."""
        return self.may_keep and self.found.state == projects.RUNNING

    def differences(self, one: Movement) -> list[tuple[str, Difference]]:
        """Return what differs at a movement: (words, difference)."""
        found = counting.of_movement(self.found, one)
        return [(self.say(counting.WORDS[each.name]), each) for each in found]


class MinutesAnswer(CountsScreen):
    """``giao-nhan/<number>``: the minutes of a movement as a PDF, in two copies."""

    def answer(self) -> Any:
        """Return the PDF."""
        if self.posted:
            raise Missing
        self.find()
        number = self.names[3]
        one = next(
            (each for each in self.found.movements if str(each.number) == number), None
        )
        if one is None:
            raise Missing
        try:
            made = papers.minutes(self.context, self.found, one)
        except SlipFailed as error:
            self.problem, self.status = error.message, 503
            return super().answer()
        self.secure()
        name = f"bien-ban-{self.found.code}-{number}.pdf"
        head(self.request.response, PDF, name, len(made))
        return made
