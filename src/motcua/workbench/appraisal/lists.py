"""``huy``: the disposal lists, and councils in which the person sits."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.appraisal import councils
from motcua.archive.appraisal import listing
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import register
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.appraisal.lists import ListView
    from motcua.archive.holdings.fonds import FondsView

#: How many files whose term is over are counted at most.
MOST: Final = 1000


class DisposalsScreen(HoldingsScreen):
    """All disposal lists of the person's fonds, and a form for the next one."""

    tab = "huy"
    title = _("Disposal lists")
    body = ViewPageTemplateFile("templates/lists.pt")
    STATES = lists.STATES

    def prepare(self) -> None:
        """Begin the list that was asked for, or show all of them."""
        self.fonds = self.fonds_of_mine()
        if not self.fonds and not self.keeps and not self.sits:
            raise Missing
        if self.posted and self.attempt(self.draft):
            return
        self.rows = register.of_fonds([one.code for one in self.fonds])

    @cached_property
    def sits(self) -> list[ListView]:
        """Lists before councils in which the person sits."""
        return councils.mine(self.context, self.person)

    def draft(self) -> None:
        """Begin a list and lead to it."""
        submits = self.text("submits") == "yes"
        one = listing.draft(
            self.context, self.text("phong"), self.person, self.now, submits=submits
        )
        self.go("huy", one.code)

    @property
    def kept(self) -> list[FondsView]:
        """The fonds that the person keeps."""
        return [one for one in self.fonds if self.keeps_fonds(one.keeper)]

    def expired(self, fonds: str) -> str:
        """Return how many files have a term that is over, "1000+" for more."""
        day = self.now.astimezone(VIETNAM).date()
        count = len(register.expired(fonds, day, MOST, self.groups))
        return f"{count}+" if count == MOST else str(count)

    def fonds_title(self, code: str) -> str:
        """Return the name of a fonds of the person."""
        return next((one.title for one in self.fonds if one.code == code), code)
