"""One act on many dossiers of a list: assign, forward, complete, approve, return.

All that were chosen are in the order, those too for which it is not possible: each
row tells its own result, and nothing is left out in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.desk.many.frame import ManyScreen
from motcua.desk.mywork import question
from motcua.desk.mywork.line import Titles
from motcua.desk.steps import targets
from motcua.dossiers import actions
from motcua.dossiers import bulk
from motcua.dossiers import entrusting
from motcua.dossiers import signing
from motcua.dossiers import worklist
from motcua.dossiers.clocks import orders
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import MissingData
from motcua.dossiers.folder import find
from motcua.shell.screen import Missing
from motcua.shell.wording import OPERATIONS
from motcua.shell.wording import STATES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


#: Which of the list are chosen.
TICKED: Final = "danh-dau"
PAGE_OF_LIST: Final = "trang"
ALL: Final = "tat-ca"
#: Rows of a page of the list, see ``mywork.screen``.
LIST_PAGE: Final = 25
#: Values that are typed for each operation.
TYPED: Final[dict[str, tuple[str, ...]]] = {
    "assign": ("person", "note"),
    "forward": ("to", "note"),
    "complete": ("note",),
    "approve": ("note",),
    "return_result": ("note",),
}


@dataclass(frozen=True)
class Row:
    """A dossier that was chosen; ``why_not`` is empty where the act is possible."""

    code: str
    procedure: str
    state: str
    why_not: str


class ActScreen(ManyScreen):
    """``nhieu-ho-so/lam?lam=<operation>``: look at them, then act."""

    section = "desk"
    body = ViewPageTemplateFile("templates/acting.pt")

    @cached_property
    def operation(self) -> str:  # type: ignore[override]
        """What is to be done; ``Missing`` for what is not done with many."""
        asked = self.text("lam")
        if asked not in bulk.offered(self.groups):
            raise Missing
        return asked

    @property
    def heading(self) -> str:
        """What is done, and with how many."""
        said = _(
            "${what}: ${number} dossiers",
            mapping={
                "what": self.say(OPERATIONS[self.operation]),
                "number": str(len(self.dossiers)),
            },
        )
        return self.say(said)

    # The choice

    @cached_property
    def wanted(self) -> worklist.Wanted:
        """The list that was looked at."""
        return question.read(self.text, self.texts)

    @cached_property
    def codes(self) -> list[str]:
        """The codes that are chosen, each once."""
        if self.again:
            return list(self.left_out)
        if self.text("chon") not in (ALL, PAGE_OF_LIST):
            return list(self.several("hs"))[: bulk.MOST]
        whole = self.text("chon") == ALL
        rows = worklist.listed(
            self.groups,
            self.wanted,
            worklist.day_of(self.context, self.groups, self.now),
            after=None if whole else question.place(self.text("moc")),
            limit=bulk.MOST if whole else LIST_PAGE,
        )
        return [row.code for row in rows]

    @cached_property
    def dossiers(self) -> list[Dossier]:
        """The chosen dossiers that this person may see, by code."""
        found = (find(self.context, code) for code in sorted(self.codes))
        return [
            each
            for each in found
            if each is not None and actions.permitted(each, self.person, self.now)
        ]

    @property
    def large(self) -> bool:
        """Never: a list of many is cut to what one act may hold."""
        return False

    @property
    def total(self) -> int:  # type: ignore[override]
        """How many are chosen."""
        return len(self.dossiers)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The choice as fields of a form."""
        single = ("lam", "chon", "moc", "lai", "phan")
        return [
            *((name, self.text(name)) for name in single if self.text(name)),
            *question.pairs(self.wanted),
            *(("hs", code) for code in self.several("hs")),
        ]

    # What is shown

    @cached_property
    def titles(self) -> Titles:
        """Titles of procedures by code."""
        return Titles(self.context["procedures"])

    @cached_property
    def rows(self) -> list[Row]:
        """The dossiers of this page: what stands in the way is told before."""
        return [
            Row(
                each.code,
                self.titles[each.standing.procedure],
                self.say(STATES[each.state]),
                self._why_not(each),
            )
            for each in self.shown
        ]

    def _why_not(self, dossier: Dossier) -> str:
        try:
            bulk.possible(dossier, self.operation, self.person, self.now)
        except DossierError as error:
            return self.say(error.message)
        return ""

    @property
    def possible(self) -> int:
        """For how many it is possible now."""
        return sum(not self._why_not(each) for each in self.dossiers)

    @property
    def on_paper(self) -> bool:
        """Whether what is approved is signed on paper: nothing signs here."""
        return self.operation == "approve" and signing.signer() is None

    @cached_property
    def departments(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Where dossiers may be forwarded: (agency, [(code, name)])."""
        return targets("", self.context) if self.operation == "forward" else []

    @cached_property
    def persons(self) -> list[tuple[str, str]]:
        """Who may be given any of them by name: (login, name)."""
        if self.operation != "assign":
            return []
        logins = {
            login for each in self.dossiers for login in entrusting.candidates(each)
        }
        return sorted(
            ((login, self.name_of(login)) for login in logins), key=lambda one: one[1]
        )

    # What is decided

    def decide(self) -> str:
        """Give the order."""
        if not self.planned:
            raise MissingData(bulk.NOTHING_CHOSEN)
        values = {name: self.text(name) for name in TYPED[self.operation]}
        given = {name: text for name, text in values.items() if text}
        return orders.give(self.operation, self.person, self.planned, given)

    @property
    def fields(self) -> tuple[str, ...]:
        """What is typed for this operation."""
        return TYPED[self.operation]

    def typed(self, name: str) -> str:
        """Return what stood in a field that was refused."""
        return self.text(name)
