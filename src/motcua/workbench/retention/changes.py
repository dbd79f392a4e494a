"""``thoi-han/thay-doi``: what rules would change in closed files; what waits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive.holdings import files
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Missing as Lacking
from motcua.archive.retention import tables
from motcua.archive.terms import deciding
from motcua.archive.terms import revising
from motcua.archive.terms import starting
from motcua.dossiers import ledger
from motcua.shell.screen import Missing
from motcua.workbench.retention.frame import TermsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Lines of one page of files that wait.
PAGE: Final = 25
_YES: Final = "yes"


@dataclass(frozen=True)
class Change:
    """A proposal in words; ``lines`` are (how many files, now, then)."""

    rule: str
    longer: bool
    subject: str
    says: str
    lines: list[tuple[str, str, str]]
    files: str
    sheets: str
    refused: str
    mine: bool

    @property
    def id(self) -> str:
        """The id of its form."""
        side = "longer" if self.longer else "shorter"
        return f"{self.rule.replace(':', '-').replace('.', '-')}-{side}"


class ChangesScreen(TermsScreen):
    """Closed files that today's rules would keep longer or shorter."""

    here = "thay-doi"
    title = _("Terms to be changed")
    body = ViewPageTemplateFile("templates/changes.pt")

    def prepare(self) -> None:
        """Act when something was sent, or show what waits."""
        self.page = self.number("page")
        if not self.chosen:
            return
        self.one = self.chosen[0]
        if self.posted:
            self.send()

    def send(self) -> None:
        """Do what was asked, and show the page again."""
        act = {"accept": self.decide, "refuse": self.decide, "start": self.start}.get(
            self.text("do")
        )
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go("thoi-han", "thay-doi", phong=self.one)

    def decide(self) -> None:
        """Accept or refuse what a rule would change."""
        accepted = self.text("do") == "accept"
        revising.decide(
            self.context,
            self.one,
            self.text("rule"),
            self.text("longer") == _YES,
            accepted,
            self.text("reason"),
            self.person,
            self.now,
            self.seen,
        )
        if accepted:
            self.tell(_("The terms are moved one by one; what is held back is named."))

    def start(self) -> None:
        """Write the year in which a term starts."""
        file = store.file(self.context, self.text("code"))
        who = (self.person, self.now)
        if file is None or not files.may_see(self.context, files.view(file), *who):
            raise Lacking(_("There is no file with this code among yours."))
        starting.begin(
            self.context,
            file,
            self.number("year", default=0, largest=9999),
            self.text("source"),
            self.person,
            self.now,
        )

    @cached_property
    def agency_here(self) -> str:
        """The agency whose rules hold for the fonds."""
        return inheritance.agency_for(self.context, self.one)

    @property
    def length(self) -> int:
        """How many events the table of rules has, 0 for none."""
        table = tables.table(self.context, self.agency_here)
        return table.length if table is not None else 0

    @cached_property
    def changes(self) -> list[Change]:
        """What rules would change."""
        entries = deciding.entries(self.context, self.agency_here)
        found = revising.proposals(self.context, self.one, self.groups, self.now)
        return [self.change(each, entries) for each in found]

    def change(self, one: revising.Proposal, entries: dict[str, str]) -> Change:
        """Return a proposal in words."""
        order = sorted(one.changes, key=lambda each: (each[0].order, each[1].order))
        lines = [
            (
                self.whole(one.changes[now, then].files),
                self.term_words(now),
                self.term_words(then),
            )
            for now, then in order
        ]
        who = (self.context, self.one, one.longer, self.person, self.now)
        return Change(
            rule=one.rule.id,
            longer=one.longer,
            subject=self.subject_words(one.rule, entries),
            says=f"{self.retention_title(one.rule.class_)}; {one.rule.decided_by}",
            lines=lines,
            files=self.whole(one.whole.files),
            sheets=self.whole(one.whole.sheets),
            refused=one.refused,
            mine=bool(revising.may_decide(*who)),
        )

    @cached_property
    def waiting(self) -> list[Any]:
        """The files of this page whose term waits for its event, and one more."""
        return starting.waiting(
            [self.one], self.groups, limit=PAGE + 1, offset=(self.page - 1) * PAGE
        )

    @property
    def page_of_waiting(self) -> list[tuple[str, str, str]]:
        """The files of this page: (code, term, what they wait for)."""
        return [
            (
                row["code"],
                self.retention_title(row["class"]),
                self.start_words(row["start"]),
            )
            for row in self.waiting[:PAGE]
        ]

    @property
    def more(self) -> bool:
        """Whether there are files behind this page."""
        return len(self.waiting) > PAGE

    @property
    def outcomes(self) -> list[tuple[str, str, list[str]]]:
        """What jobs did, the newest first: (when, how many moved, passed over)."""
        table = tables.table(self.context, self.agency_here)
        found = ledger.events(table) if table is not None else ()
        asked = {event.number: event.facts["fonds"] for event in found if _asks(event)}
        return [
            (
                self.moment(event.at),
                self.whole(event.facts["moved"]),
                list(event.facts["skipped"]),
            )
            for event in reversed(list(found))
            if event.type == "revised" and asked.get(event.facts["of"]) == self.one
        ][:PAGE]

    @property
    def keeps_it(self) -> bool:
        """Whether the person keeps the archive of the fonds."""
        keeper = next(one.keeper for one in self.fonds if one.code == self.one)
        return self.keeps_fonds(keeper)

    @property
    def writes(self) -> bool:
        """Whether the person writes the year of an event: the head an earlier one."""
        keeper = next(one.keeper for one in self.fonds if one.code == self.one)
        head = rights.heads(self.context, keeper, self.person, self.now)
        return self.keeps_it or bool(head)

    def turn(self, page: int) -> str:
        """Return the address of another page of what waits."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address("thoi-han", "thay-doi", phong=self.one, **asked)


def _asks(event: Any) -> bool:
    return bool(event.type == "revise")
