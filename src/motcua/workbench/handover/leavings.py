"""``nop/ban-giao``: files that persons who leave hand to their successors."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.custody import looking
from motcua.archive.handover import leaving
from motcua.archive.handover import lists
from motcua.archive.handover import papers
from motcua.archive.handover import register
from motcua.archive.handover import store
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Unknown
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.workbench.handover.paging import PAGE
from motcua.workbench.handover.paging import PagedScreen
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.handover.leaving import LeavingView

#: Files on one screen.
FILES: Final = 100


class LeavingsScreen(PagedScreen):
    """All such lists, and a form for the next one."""

    tab = "nop"
    kind = register.LEAVING
    title = _("Files of persons who leave")
    body = ViewPageTemplateFile("templates/leavings.pt")
    STATES = leaving.STATES

    def prepare(self) -> None:
        """Draw up the list that was asked for, or show all of them."""
        self.fonds = [one.code for one in self.fonds_of_mine()]
        self.mine = [one.code for one in self.my_units]
        if not self.fonds and not self.mine:
            raise Missing
        self.attempted = self.posted and self.attempt(self.draw_up)

    def draw_up(self) -> None:
        """Draw a list up and lead to it."""
        one = leaving.draw_up(
            self.context,
            self.text("person").strip(),
            self.text("department"),
            self.text("successor").strip(),
            self.text("deed"),
            self.person,
            self.now,
        )
        self.go("nop", "ban-giao", one.code)

    @cached_property
    def rows(self) -> list[LeavingView]:
        """The lists."""
        held = (store.leaving(self.context, row["code"]) for row in self.listed[:PAGE])
        return [leaving.view(one) for one in held if one is not None]

    @property
    def departments(self) -> list[tuple[str, str]]:
        """Departments for which the person may draw a list up: (code, name)."""
        return list(filing.departments(self.context, self.person, self.now).items())


class LeavingScreen(HoldingsScreen):
    """``nop/ban-giao/<code>``: one list, accepted file by file."""

    tab = "nop"
    body = ViewPageTemplateFile("templates/leaving.pt")
    STATES = leaving.STATES
    ITEMS = lists.ITEMS

    def prepare(self) -> None:
        """Find the list for this person; act when something was sent."""
        self.one = self.get()
        self.page = self.number("page")
        if not self.posted:
            return
        told, who = (self.context, self.one), (self.person, self.now)
        ticked, reason = self.texts("file"), self.text("reason")
        acts: dict[str, Any] = {
            "accept": lambda: leaving.accept(*told, ticked, *who),
            "return": lambda: leaving.return_(*told, ticked, reason, *who),
        }
        act = acts.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go(*self.names)

    def get(self) -> store.Leaving:
        """Return the list, for this person only."""
        try:
            return leaving.get(self.context, self.names[2], self.person, self.now)
        except Unknown as error:
            raise Missing from error

    @cached_property
    def found(self) -> LeavingView:
        """The list as it stands."""
        return leaving.view(self.one)

    @property
    def heading(self) -> str:
        """Its code."""
        return self.found.code

    @property
    def accepts(self) -> bool:
        """Whether files wait for this person."""
        return self.found.state == "waits" and self.person == self.found.successor

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Files of this page: (code, title, state of the file, state on the list)."""
        begin = (self.page - 1) * FILES
        told = []
        for code in tuple(self.found.items)[begin : begin + FILES]:
            file = holdings.file(self.context, code)
            assert file is not None
            view = files.view(file)
            sees = files.may_see(self.context, view, self.person, self.now)
            title = view.title if sees else ""
            state = self.say(files.STATES[view.state])
            told.append((code, title, state, self.found.items[code]))
        return told

    @cached_property
    def borrowed(self) -> list[str]:
        """Codes of files whose paper the leaving person still has, as far as seen."""
        codes = [row["code"] for row in looking.borrowed(self.found.person)]
        kept = [(code, holdings.file(self.context, code)) for code in codes]
        return [
            code
            for code, one in kept
            if one is not None
            and files.may_see(self.context, files.view(one), self.person, self.now)
        ]

    @property
    def more(self) -> bool:
        """Whether there are files behind this page."""
        return len(self.found.items) > self.page * FILES

    def turn(self, page: int) -> str:
        """Return the address of another page."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address(*self.names, **asked)


class LeavingPaperAnswer(LeavingScreen):
    """The minutes as a PDF, in two copies."""

    def answer(self) -> Any:
        """Return the PDF."""
        if self.posted:
            raise Missing
        self.one, self.page = self.get(), 1
        try:
            made = papers.leaving_pdf(
                self.context,
                self.found,
                lambda told: files.may_see(self.context, told, self.person, self.now),
            )
        except SlipFailed as error:
            self.problem, self.status = error.message, 503
            return super().answer()
        self.secure()
        name = f"bien-ban-ban-giao-{self.found.code}.pdf"
        head(self.request.response, PDF, name, len(made))
        return made
