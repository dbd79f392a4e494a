"""Dates that a changed calendar would move: looked at, and agreed to or left."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from motcua import _
from motcua.desk.many.frame import ManyScreen
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks import proposals
from motcua.dossiers.dossier import Dossier
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


#: Dossiers that are looked through for one page.
LOOKED_AT: Final = 300


class CalendarsScreen(ManyScreen):
    """``nhieu-ho-so/lich``: nothing changes before somebody agrees."""

    title = _("Dates by changed calendars")
    body = ViewPageTemplateFile("templates/calendars.pt")
    operation = "recalendar"

    @property
    def looking(self) -> bool:
        """Whether the dates are looked for: always, there is nothing to choose."""
        return True

    @cached_property
    def dossiers(self) -> list[Dossier]:
        """The dossiers that this page looks through, and the one after them."""
        return list(islice(self.running(self.after), LOOKED_AT + 1))

    @cached_property
    def planned(self) -> list[orders.Planned]:
        """Those whose date would move."""
        looked = self.dossiers[:LOOKED_AT]
        found = (proposals.proposed_for(self.context, d, self.now) for d in looked)
        return [each for each in found if each is not None]

    @cached_property
    def seen(self) -> str:
        """The name of the proposals of this page."""
        return orders.seen(self.planned)

    @property
    def more(self) -> str:
        """The address of the next page; "" on the last one."""
        if len(self.dossiers) <= LOOKED_AT:
            return ""
        return self.turned(self.dossiers[LOOKED_AT - 1].code)

    @property
    def looked_at(self) -> int:
        """How many dossiers this page looked through."""
        return min(len(self.dossiers), LOOKED_AT)

    def is_ticked(self, code: str) -> bool:
        """Say whether a row is agreed to: each, until somebody unticks it."""
        return not self.posted or code in self.several("hs")

    def lines(self, row: orders.Planned) -> list[tuple[str, str]]:
        """Return the account of a new date: (sentence, legal ground)."""
        return [
            (line.text(self.language), line.ground_text(self.language))
            for line in row.explanation
        ]

    def decide(self) -> str:
        """Give the order for the rows that are ticked."""
        ticked = self.several("hs")
        agreed = [each for each in self.planned if each.code in ticked]
        return proposals.accept(agreed, self.person, self.text("reason"))
