"""``nop/<code>``: one inventory, what is next, its files, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua.archive.handover import accepting
from motcua.archive.handover import listing
from motcua.archive.handover import lists
from motcua.archive.handover import resting
from motcua.archive.handover import signing
from motcua.archive.handover import terms
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.storage import jobs
from motcua.workbench import dated
from motcua.workbench.handover import words
from motcua.workbench.holdings.frame import Happened
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from motcua.archive.handover.lists import InventoryView
    from motcua.archive.handover.store import Inventory
    from motcua.archive.holdings.files import FileView
    from motcua.dossiers.ledger import Event

#: Files on one screen.
PAGE: Final = 50


@dataclass(frozen=True)
class Row:
    """A file of the inventory in words; of one that is not seen, its code alone."""

    code: str
    title: str = ""
    begin: str = ""
    end: str = ""
    term: str = ""
    sheets: str = ""
    documents: int = 0
    due: date | None = None
    state: str = ""
    words: str = ""
    said: str = ""
    open: bool = False


class InventoryScreen(HoldingsScreen):
    """An inventory for its department, the archive and the head."""

    tab = "nop"
    body = ViewPageTemplateFile("templates/one.pt")
    STATES = lists.STATES
    ITEMS = lists.ITEMS
    WHY = lists.WHY

    def prepare(self) -> None:
        """Find the inventory for this person; act when something was sent."""
        self.one = self.get()
        self.page = self.number("page")
        if self.posted:
            self.send()

    def get(self) -> Inventory:
        """Return the inventory, for this person only."""
        try:
            return listing.get(self.context, self.names[1], self.person, self.now)
        except Unknown as error:
            raise Missing from error

    def send(self) -> None:
        """Do what was asked, and show the inventory again."""
        act = self.acts.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go(*self.names)

    @property
    def acts(self) -> dict[str, Any]:
        """What a form can ask for."""
        told, who = (self.context, self.one), (self.person, self.now)
        seen, reason, ticked = self.seen, self.text("reason"), self.texts("file")
        return {
            "due": lambda: listing.take_due(*told, *who, seen),
            "take": lambda: listing.take(*told, self.text("code"), *who, seen),
            "strike": lambda: listing.strike(*told, ticked, reason, *who, seen),
            "submit": lambda: listing.submit(*told, *who, seen),
            "withdraw": lambda: listing.withdraw(*told, reason, *who, seen),
            "give_up": lambda: listing.give_up(*told, reason, *who, seen),
            "again": lambda: listing.again(*told, ticked, *who, seen),
            "accept": lambda: accepting.accept(*told, ticked, *who),
            "return": lambda: accepting.return_(
                *told, ticked, self.text("why"), reason, *who
            ),
            "rest": lambda: resting.accept_rest(*told, *who, seen),
            "draw_up": lambda: signing.draw_up(*told, self.text("metres"), *who, seen),
            "sign": lambda: signing.sign(*told, self.text("side"), *who, seen),
        }

    @cached_property
    def found(self) -> InventoryView:
        """The inventory as it stands."""
        return lists.view(self.one)

    @property
    def heading(self) -> str:
        """Its code."""
        return self.found.code

    @cached_property
    def hands(self) -> bool:
        """Whether the person acts for the department."""
        told = (self.context, self.found, self.person, self.now)
        return bool(listing.hands(*told))

    @cached_property
    def keeps_it(self) -> bool:
        """Whether the person keeps the archive."""
        return self.keeps_fonds(listing.keeper_of(self.context, self.found))

    @property
    def receives(self) -> bool:
        """Whether the person takes files of it over."""
        submitted = self.found.state == lists.SUBMITTED
        return submitted and self.keeps_it

    @property
    def sides(self) -> list[str]:
        """The sides for which this person has still to sign."""
        if self.found.state != lists.DRAWN:
            return []
        found = self.found
        works = rights.works(found.department, self.person, self.now)
        mine = {lists.MAKER: bool(works), lists.ARCHIVE: self.keeps_it}
        return [side for side, may in mine.items() if may and side not in found.signed]

    @property
    def number_of(self) -> dict[str, int]:
        """How many files stand at each of ``ITEMS``."""
        return {state: len(self.found.at(state)) for state in lists.ITEMS}

    @property
    def answer_by(self) -> str:
        """The last day on which the archive answers."""
        return self.day(self.found.answer_by)

    @property
    def late(self) -> bool:
        """Whether that day is over."""
        last = self.found.answer_by
        submitted = self.found.state == lists.SUBMITTED
        today = self.now.astimezone(VIETNAM).date()
        return submitted and last is not None and today > last

    @property
    def progress(self) -> str:
        """How far the job is: what it said last."""
        for number in self.found.resting:
            state = jobs.status(resting.KIND, f"{self.found.code}:{number}")
            if state and state.total:
                return f"{state.done} / {state.total}"
        return ""

    @cached_property
    def rows(self) -> list[Row]:
        """The files of this page: those that wait first, once they are submitted."""
        return [self.row(code) for code in self.shown[self.begin : self.begin + PAGE]]

    @property
    def begin(self) -> int:
        """The place of the first file of this page, from 0."""
        return (self.page - 1) * PAGE

    @property
    def shown(self) -> tuple[str, ...]:
        """Codes of all files in the order in which they are listed."""
        return tuple(self.found.items)

    @property
    def more(self) -> bool:
        """Whether there are files or events behind this page."""
        longest = max(len(self.shown), len(self.found.events))
        return longest > self.page * PAGE

    def row(self, code: str) -> Row:
        """Return a file in words."""
        told = self.file(code)
        state = self.found.items[code]
        back = self.found.returned.get(code) if state == lists.RETURNED else None
        said = [self.say(lists.REASONS[back.why]), back.words] if back else []
        if not self.sees(told):
            return Row(code, state=state, words=self.say(lists.ITEMS[state]))
        return Row(
            code=code,
            title=told.title,
            begin=dated.shown(told.fields.get("begin", "")),
            end=dated.shown(told.fields.get("end", "")),
            term=self.retention_title(told.fields.get("retention", "")),
            sheets=told.fields.get("sheets", ""),
            documents=told.count,
            due=terms.due(told),
            state=state,
            words=self.say(lists.ITEMS[state]),
            said=". ".join(filter(None, said)),
            open=True,
        )

    def file(self, code: str) -> FileView:
        """Return a file of the inventory as it stands."""
        one = holdings.file(self.context, code)
        assert one is not None
        return files.view(one)

    def sees(self, told: FileView) -> bool:
        """Whether the person may look at a file."""
        return files.may_see(self.context, told, self.person, self.now)

    @property
    def ticks(self) -> bool:
        """Whether files are ticked on this page."""
        draft = self.found.state == lists.DRAFT and self.hands
        again = self.found.state == lists.SUBMITTED and bool(self.number_of["returned"])
        return draft or self.receives or (again and self.hands)

    def day(self, day: date | None) -> str:
        """Return a day as people write it."""
        return f"{day:%d/%m/%Y}" if day is not None else ""

    def happened(self) -> list[Happened]:
        """Return what happened, the newest first, as much as stands on a page.

        Why files went back that the person does not see is not told.
        """
        newest = self.found.events[::-1][self.begin : self.begin + PAGE]
        return [
            Happened(
                at=self.moment(event.at),
                who=self.name_of(event.actor),
                what=self.say(words.EVENTS.get(event.type, event.type)),
                words=self.told(event) if self.shows(event) else "",
            )
            for event in newest
        ]

    def shows(self, event: Event) -> bool:
        """Whether the person sees all files that the words of an event are about."""
        named = event.facts.get("files", ()) if event.type == "return" else ()
        return all(self.sees(self.file(code)) for code in named)

    def turn(self, page: int) -> str:
        """Return the address of another page."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address(*self.names, **asked)
