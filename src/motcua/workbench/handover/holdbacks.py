"""``nop/giu-lai``: files that makers keep, with consent and a limit."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from motcua import _
from motcua.archive.handover import holdback
from motcua.archive.handover import register
from motcua.archive.handover import store
from motcua.archive.handover import terms
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Missing as Lacking
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.workbench import dated
from motcua.workbench.handover.paging import PAGE
from motcua.workbench.handover.paging import PagedScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.handover.holdback import HoldBackView
    from motcua.archive.handover.terms import Terms


class HoldBacksScreen(PagedScreen):
    """Requests to keep files: asked, granted, refused, ended."""

    tab = "nop"
    kind = register.HOLD_BACK
    title = _("Files kept back with consent")
    body = ViewPageTemplateFile("templates/holdbacks.pt")
    STATES = holdback.STATES

    def prepare(self) -> None:
        """Do what was asked, or show the requests."""
        self.fonds = [one.code for one in self.fonds_of_mine()]
        self.mine = [one.code for one in self.my_units]
        if not self.fonds and not self.mine:
            raise Missing
        if self.posted:
            act = self.acts.get(self.text("do"))
            if act is None:
                raise Missing
            if self.attempt(act):
                self.go("nop", "giu-lai")

    @property
    def acts(self) -> dict[str, Any]:
        """What a form can ask for."""
        who = (self.person, self.now)
        return {
            "ask": self.ask,
            "grant": lambda: holdback.grant(self.context, self.sent, *who, self.seen),
            "refuse": lambda: holdback.refuse(
                self.context, self.sent, self.text("reason"), *who, self.seen
            ),
            "end": lambda: holdback.end(self.context, self.sent, *who, self.seen),
        }

    @property
    def sent(self) -> store.HoldBack:
        """The request that a form names; ``Unknown`` for every other."""
        one = store.holdback(self.context, self.text("request"))
        if one is None:
            raise Unknown
        return one

    def ask(self) -> None:
        """Ask to keep the files that were typed."""
        typed = dated.written(self.text("until"))
        try:
            until = date.fromisoformat(typed)
        except ValueError:
            raise Lacking(_("Write the last day as 31/12/2027.")) from None
        codes = self.text("files").split()
        holdback.ask(
            self.context, codes, until, self.text("reason"), self.person, self.now
        )

    @cached_property
    def requests(self) -> list[HoldBackView]:
        """The requests: open ones first."""
        rows = self.listed[:PAGE]
        held = (store.holdback(self.context, row["code"]) for row in rows)
        return [holdback.view(one) for one in held if one is not None]

    @property
    def today(self) -> date:
        """This day."""
        return self.now.astimezone(VIETNAM).date()

    @property
    def rule(self) -> Terms:
        """The terms in force."""
        return terms.on(self.today)

    def reminds(self, one: HoldBackView) -> bool:
        """Say whether it ends soon, or is over."""
        return holdback.ends_soon(one, self.today)

    def decides(self, one: HoldBackView) -> bool:
        """Say whether it waits for the consent of this person."""
        may = holdback.may_decide(self.context, one, self.person, self.now)
        return one.state == holdback.ASKED and bool(may)

    def ends(self, one: HoldBackView) -> bool:
        """Say whether this person can end it."""
        works = rights.works(one.department, self.person, self.now)
        return one.state in (holdback.ASKED, holdback.GRANTED) and bool(works)

    def day(self, day: date) -> str:
        """Return a day as people write it."""
        return f"{day:%d/%m/%Y}"
