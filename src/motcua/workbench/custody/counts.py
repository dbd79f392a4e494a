"""``kho/kiem-ke``: stocktakings, and one of them with its field and its report."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.custody import counting
from motcua.archive.custody import counts
from motcua.archive.custody import looking
from motcua.archive.custody.errors import Nothing
from motcua.archive.holdings.errors import Unknown
from motcua.shell.screen import Missing
from motcua.workbench.custody import words
from motcua.workbench.custody.frame import CustodyScreen
from motcua.workbench.custody.frame import PAGE
from motcua.workbench.holdings.frame import Happened
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.custody.counting import Report
    from motcua.archive.custody.counts import CountView
    from motcua.archive.custody.counts import Finding
    from motcua.archive.custody.store import Count


class CountsScreen(CustodyScreen):
    """Stocktakings, the newest first."""

    title = _("Stocktaking")
    body = ViewPageTemplateFile("templates/counts.pt")
    STATES = counts.STATES

    def acts(self) -> dict[str, Any]:
        """Return what buttons do."""
        return {"begin": self.start}

    def send(self) -> None:
        """Begin one and lead to it."""
        if self.text("do") != "begin":
            raise Missing
        self.attempt(self.start)

    def start(self) -> None:
        """Begin one; a place that is unknown or foreign is told by its code."""
        code = self.text("place")
        try:
            made = counting.begin(self.context, code, self.person, self.now)
        except Unknown as error:
            raise Nothing(code=code) from error
        self.go("kho", "kiem-ke", made.code)

    @cached_property
    def listed(self) -> list[Any]:
        """Rows of this page, and one more where there is another page."""
        return looking.counts(self.agencies, limit=PAGE + 1, offset=self.begin)

    @property
    def rows(self) -> list[Any]:
        """The rows of this page."""
        return self.listed[:PAGE]

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        return len(self.listed) > PAGE


class CountScreen(CustodyScreen):
    """A stocktaking: scan, see what differs, close."""

    body = ViewPageTemplateFile("templates/count.pt")
    STATES = counts.STATES
    FOUND = counts.KINDS
    LOST = words.LOST
    scanned = ""

    def find(self) -> None:
        """Find the stocktaking."""
        try:
            self.one: Count = counting.get(
                self.context, self.names[2], self.person, self.now
            )
        except Unknown as error:
            raise Missing from error

    def send(self) -> None:
        """Scan at once; everything else leads back to the page."""
        if self.text("do") in ("", "scan"):
            self.attempt(self.scan)
        else:
            super().send()

    def scan(self) -> None:
        """Write down what was scanned."""
        typed = self.text("code").split()
        counting.scan(self.context, self.one, typed, self.person, self.now)
        self.scanned = " ".join(typed)

    def acts(self) -> dict[str, Any]:
        """Return what buttons do."""
        told, who = (self.context, self.one), (self.person, self.now)
        return {
            "unscan": lambda: counting.unscan(*told, self.text("code"), *who),
            "settle": lambda: counting.settle(*told, self.texts("finding"), *who),
            "close": lambda: counting.close(
                *told, self.text("members"), self.text("note"), *who, self.seen
            ),
            "give_up": lambda: counting.give_up(*told, self.text("reason"), *who),
        }

    @property
    def found(self) -> CountView:
        """The stocktaking as it stands."""
        return counts.view(self.one)

    @property
    def heading(self) -> str:
        """Its code."""
        return self.one.code

    @property
    def open(self) -> bool:
        """Whether it goes on."""
        return self.found.state == counts.OPEN

    @cached_property
    def report(self) -> Report:
        """What differs."""
        return counting.report(self.context, self.found)

    @property
    def any_settles(self) -> bool:
        """Whether one of the findings is settled so."""
        return any(map(self.settles, self.report.findings))

    @property
    def strange(self) -> bool:
        """Whether what was scanned is of nothing that is kept."""
        return self.scanned in self.found.others

    def settles(self, one: Finding) -> bool:
        """Whether a finding is settled by writing down where it lies."""
        return self.open and one.kind in counting.SETTLED

    def happened(self) -> list[Happened]:
        """Return what happened, the newest first; scans are told by their number."""
        found = []
        for event in reversed(self.found.events):
            if event.type in ("scan", "unscan"):
                continue
            found.append(
                Happened(
                    at=self.moment(event.at),
                    who=self.name_of(event.actor),
                    what=self.say(words.EVENTS_OF_COUNTS[event.type]),
                    words=str(event.data.get("reason", "")),
                )
            )
        return found
