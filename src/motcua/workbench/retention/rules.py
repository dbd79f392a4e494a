"""``thoi-han``: the rules of an agency, those that wait, those that were; a new one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import rights
from motcua.archive.retention import tables
from motcua.archive.terms import deciding
from motcua.archive.terms.deciding import Wanted
from motcua.dossiers import ledger
from motcua.shell.screen import Missing
from motcua.workbench import dated
from motcua.workbench.retention.frame import TermsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.retention.rules import RetentionRule
    from motcua.archive.retention.tables import Line
    from motcua.archive.retention.tables import TableView

#: The largest number of sheets that can be typed.
_SHEETS: Final = 1_000_000
#: Rules that stand on one page of a table.
PAGE: Final = 100


@dataclass(frozen=True)
class Shown:
    """A rule in words; ``of`` is whose it is, ``own`` whether of this agency."""

    rule: RetentionRule
    subject: str
    term: str
    start: str
    since: str
    until: str
    decided_by: str
    of: str
    own: bool
    to_come: bool


class RulesScreen(TermsScreen):
    """Rules in force, waiting and former ones, and the form of a new one."""

    title = _("Terms of keeping")
    body = ViewPageTemplateFile("templates/rules.pt")
    SUBJECTS = deciding.SUBJECTS
    DAY = _("day/month/year")
    STATES = tables.STATES

    def prepare(self) -> None:
        """Find the table of the agency; act when something was sent."""
        self.one = tables.table(self.context, self.agency)
        self.page = self.number("page")
        if self.posted:
            self.send()

    def send(self) -> None:
        """Do what was asked, and show the table again."""
        act = self.acts.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go("thoi-han", cq=self.agency)
        else:
            self.one = tables.table(self.context, self.agency)

    @property
    def acts(self) -> dict[str, Any]:
        """What a form can ask for."""
        found: dict[str, Any] = {"propose": self.propose, "measure": self.measure}
        if self.one is not None:
            told = (self.context, self.one, self.text("key"))
            who = (self.person, self.now)
            seen = self.seen
            found |= {
                "approve": lambda: deciding.approve(*told, *who, seen),
                "refuse": lambda: deciding.refuse(
                    *told, self.text("reason"), *who, seen
                ),
                "withdraw": lambda: deciding.withdraw(*told, *who, seen),
            }
        return found

    @property
    def seen(self) -> int:
        """How many events the form had seen; none where there is no table yet."""
        return super().seen if self.text("seen") not in ("", "0") else 0

    def propose(self) -> None:
        """Write a rule down for the head."""
        subject = self.text("subject")
        value = self.text("entry" if subject == "heading" else "value")
        wanted = Wanted(
            subject=subject,
            value=value,
            class_=self.text("class"),
            start=self.text("start") or retention.END,
            valid_from=self.day_typed("valid_from"),
            deed=self.text("deed"),
            deed_on=self.day_typed("deed_on"),
            note=self.text("note")[:1000],
        )
        deciding.propose(
            self.context, self.agency, wanted, self.person, self.now, self.seen
        )
        self.tell(_("The rule waits for the head."))

    def measure(self) -> None:
        """Write how many sheets a metre of shelf has."""
        deciding.measure(
            self.context,
            self.agency,
            self.number("sheets", default=0, largest=_SHEETS),
            self.day_typed("measured_from"),
            self.text("source"),
            self.person,
            self.now,
            self.seen,
        )

    # What is shown

    @cached_property
    def found(self) -> TableView | None:
        """The table as it stands, None where the agency has none."""
        return tables.view(self.one) if self.one is not None else None

    @property
    def length(self) -> int:
        """How many events the table has."""
        return self.one.length if self.one is not None else 0

    @cached_property
    def entries(self) -> dict[str, str]:
        """The entries of the agency's newest file list: key -> number and title."""
        return deciding.entries(self.context, self.agency)

    @cached_property
    def rules(self) -> list[RetentionRule]:
        """Every rule that holds or held for the agency, the nearest first."""
        found = retention.rules_of(self.context, self.agency)
        kinds = list(deciding.SUBJECTS)
        return sorted(
            found,
            key=lambda one: (
                kinds.index(one.subject[0]),
                one.subject[1],
                -one.near,
                -one.valid_from.toordinal(),
            ),
        )

    @cached_property
    def held(self) -> list[Shown]:
        """The rules that hold today or will."""
        return [
            self.shown(one)
            for one in self.rules
            if one.valid_to is None or one.valid_to >= self.today
        ]

    @cached_property
    def former(self) -> list[Shown]:
        """The rules that held once."""
        return [
            self.shown(one)
            for one in self.rules
            if one.valid_to is not None and one.valid_to < self.today
        ]

    @property
    def page_of_held(self) -> list[Shown]:
        """The rules of this page."""
        begin = (self.page - 1) * PAGE
        return self.held[begin : begin + PAGE]

    @property
    def more(self) -> bool:
        """Whether there are rules behind this page."""
        return len(self.held) > self.page * PAGE

    def turn(self, page: int) -> str:
        """Return the address of another page of the rules."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address("thoi-han", cq=self.agency, **asked)

    @property
    def waiting(self) -> list[tuple[Line, Shown]]:
        """The rules that wait for the head."""
        lines = self.found.lines.values() if self.found is not None else ()
        return [
            (one, self.shown(one.rule)) for one in lines if one.state == tables.PROPOSED
        ]

    @property
    def refused(self) -> list[tuple[Line, Shown]]:
        """The rules that were refused or withdrawn, the newest first."""
        lines = self.found.lines.values() if self.found is not None else ()
        return [
            (one, self.shown(one.rule))
            for one in reversed(list(lines))
            if one.state in ("returned", "withdrawn")
        ]

    def shown(self, rule: RetentionRule) -> Shown:
        """Return a rule in words."""
        of = rule.table.removeprefix("TH-")
        return Shown(
            rule=rule,
            subject=self.subject_words(rule, self.entries),
            term=self.retention_title(rule.class_)
            or self.say(_("no rule of its own any more")),
            start=self.start_words(rule.start),
            since=self.day(rule.valid_from),
            until=self.day(rule.valid_to),
            decided_by=rule.decided_by,
            of=self.unit_name(of) if of else "",
            own=of == self.agency,
            to_come=rule.valid_from > self.today,
        )

    @property
    def measured(self) -> tables.Measure:
        """How many sheets a metre of shelf has today."""
        return tables.measure_of(self.context, self.agency, self.today)

    @cached_property
    def may_propose(self) -> bool:
        """Whether the person keeps the archive of the agency."""
        return bool(rights.keeps(self.context, self.agency, self.person, self.now))

    @cached_property
    def may_decide(self) -> bool:
        """Whether the person is its head."""
        return deciding.may_decide(self.context, self.agency, self.person, self.now)

    @property
    def starts(self) -> list[tuple[str, str]]:
        """What can start a term: (key, words)."""
        return [(key, self.say(words)) for key, words in retention.STARTS.items()]

    @property
    def events(self) -> list[Any]:
        """What happened to the table, the newest first."""
        found = ledger.events(self.one) if self.one is not None else ()
        return self.history(found)

    def typed_or(self, name: str, otherwise: str = "") -> str:
        """Return what was typed into the form of a rule, else a default."""
        return self.text(name) if self.posted else otherwise

    @property
    def today_words(self) -> str:
        """Today, as it stands in a box."""
        return dated.shown(self.today.isoformat())
