"""``nop/<code>/xet``: the files that wait, one after the other, by keys."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.handover import accepting
from motcua.archive.handover import lists
from motcua.archive.holdings import fields
from motcua.shell.screen import Missing
from motcua.workbench.handover.one import InventoryScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView
    from motcua.workbench.holdings.frame import Box


class ReviewScreen(InventoryScreen):
    """One file in hand: its data, and a key for each thing to do with it."""

    body = ViewPageTemplateFile("templates/review.pt")

    def prepare(self) -> None:
        """Find the file in hand; act when something was sent."""
        super().prepare()
        if not self.receives and not self.posted:
            raise Missing

    @property
    def heading(self) -> str:
        """What the page is."""
        told = {"list": self.found.code}
        return self.say(_("Files of ${list} one by one", mapping=told))

    def send(self) -> None:
        """Do what was asked, and go on to the next file that waits."""
        act = self.acts.get(self.text("do"))
        if act is None or not self.keeps_it:
            raise Missing
        nth = self.nth
        if not self.attempt(act):
            return
        if self.text("do") == "correct":
            self.go(*self.names, **{"ho-so": self.text("file")})
            return
        left = lists.view(self.one).at(lists.WAITS)
        if not left:
            self.go("nop", self.names[1])
            return
        self.go(*self.names, **{"ho-so": left[min(nth, len(left) - 1)]})

    @property
    def acts(self) -> dict[str, Any]:
        """What a form can ask for of the file in hand."""
        told, who = (self.context, self.one), (self.person, self.now)
        in_hand = self.text("file")
        given = self.typed(fields.FILE, accepting.CORRECTED)
        return {
            "accept": lambda: accepting.accept(*told, [in_hand], *who),
            "return": lambda: accepting.return_(
                *told, [in_hand], self.text("why"), self.text("reason"), *who
            ),
            "correct": lambda: accepting.correct(
                *told, in_hand, given, *who, self.seen
            ),
        }

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """The files that wait, when the page was asked for."""
        return self.found.at(lists.WAITS)

    @property
    def code(self) -> str:
        """The file in hand: the one that was asked for, else the first that waits."""
        asked = self.text("file") or self.text("ho-so")
        if asked in self.found.items:
            return asked
        return self.waiting[0] if self.waiting else ""

    @property
    def nth(self) -> int:
        """The place of the file in hand among those that wait, from 0."""
        return self.waiting.index(self.code) if self.code in self.waiting else 0

    @cached_property
    def in_hand(self) -> FileView | None:
        """The file in hand, None when none waits."""
        return self.file(self.code) if self.code else None

    @property
    def told_of_it(self) -> list[tuple[str, str]]:
        """Its data: (title, value in words); none of one that is not seen."""
        if self.in_hand is None or not self.sees(self.in_hand):
            return []
        return self.facts(fields.FILE, self.in_hand.fields)

    @property
    def corrected(self) -> list[Box]:
        """Fields that the archive corrects by itself."""
        told = self.in_hand.fields if self.in_hand else {}
        return self.boxes(fields.FILE, accepting.CORRECTED, told, ("title",))

    @property
    def undecided(self) -> bool:
        """Whether the file in hand waits."""
        return self.found.items.get(self.code) == lists.WAITS

    def beside(self, step: int) -> str:
        """Return the address of the next file that waits, or the one before, or ""."""
        nth = self.nth + step
        if not 0 <= nth < len(self.waiting):
            return ""
        return self.address(*self.names, **{"ho-so": self.waiting[nth]})
