"""``kho/muon/<file>``: where the paper of a file lies, and who has it."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.custody import lending
from motcua.archive.custody import paper
from motcua.archive.holdings import files
from motcua.archive.holdings import lying
from motcua.archive.holdings.errors import Unknown
from motcua.shell.screen import Missing
from motcua.workbench.custody.frame import CustodyScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event


class LoanScreen(CustodyScreen):
    """The paper of one file."""

    body = ViewPageTemplateFile("templates/loan.pt")
    CONDITIONS = lying.CONDITIONS

    def find(self) -> None:
        """Find the file of an archive that the person keeps."""
        try:
            self.one: File = files.get(
                self.context, self.names[2], self.person, self.now
            )
        except Unknown as error:
            raise Missing from error
        self.keeper = files.keeper_of(self.context, self.found.fonds)
        if self.keeper not in self.agencies or not self.found.on_paper:
            raise Missing

    @property
    def found(self) -> FileView:
        """The file as it stands."""
        return files.view(self.one)

    @property
    def heading(self) -> str:
        """Its code."""
        return self.one.code

    @property
    def gone(self) -> bool:
        """Whether its paper is not here to be put or lent."""
        found = self.found
        return found.destroyed is not None or found.keeping == "historical"

    def acts(self) -> dict[str, Any]:
        """Return what buttons do."""
        return {
            "put": lambda: self.do(paper.put, self.text("box")),
            "lend": self.lend,
            "extend": lambda: self.do(paper.extend, self.day("until")),
            "remind": lambda: self.do(paper.remind, self.text("how")),
            "give_back": lambda: self.do(
                paper.give_back,
                shape=self.text("shape"),
                condition=self.text("condition"),
            ),
            "undo": self.undo,
        }

    def do(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do an act of this person on the file, as the form saw it."""
        told = (self.context, self.one, *given, self.person, self.now)
        return act(*told, self.seen, **named)

    def lend(self) -> None:
        """Lend it."""
        self.do(
            paper.lend,
            self.text("to"),
            self.text("purpose"),
            self.day("until"),
            department=self.text("department")[:40],
            login=self.text("login")[:64],
        )

    def undo(self) -> None:
        """Take back what was written last."""
        number = self.number("number", default=0, largest=1_000_000)
        paper.undo(self.context, self.one, number, self.person, self.now)

    @cached_property
    def rule(self) -> lending.Rule:
        """The rule on loans that holds today."""
        return lending.on(self.context, self.keeper, self.today)

    @property
    def due(self) -> str:
        """The last day of a loan, or of an extension, that begins today."""
        return self.shown(self.rule.last(self.today))

    @property
    def late(self) -> int:
        """Days since it should have been back, 0 for none."""
        loan = self.found.lying.loan
        return max((self.today - loan.until).days, 0) if loan is not None else 0

    @property
    def extends(self) -> bool:
        """Whether the loan can be extended."""
        loan = self.found.lying.loan
        return loan is not None and loan.extended < self.rule.extensions

    @property
    def events(self) -> list[Event]:
        """What happened to its paper."""
        return [one for one in self.found.events if one.type in lying.TYPES]

    def told(self, event: Event) -> str:
        """Return the words of an event."""
        facts, data = event.facts, event.data
        found = [facts.get("box", ""), str(data.get("to", ""))]
        if "until" in facts:
            until = "/".join(reversed(facts["until"].split("-")))
            found.append(self.say(_("until ${day}", mapping={"day": until})))
        if "shape" in facts:
            found.append(self.say(lying.CONDITIONS[facts["shape"]]))
        found += [str(data.get(name, "")) for name in ("purpose", "how", "condition")]
        return ". ".join(filter(None, found))
