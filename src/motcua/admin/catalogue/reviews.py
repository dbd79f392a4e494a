"""Periodic review: what is due, proposals, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cached_property
from motcua import _
from motcua.admin.catalogue.keeping import KeepingScreen
from motcua.admin.catalogue.keeping import REVIEWS
from motcua.admin.catalogue.keeping import SIZE
from motcua.admin.frame import Refused
from motcua.procedures.checking import reviews
from motcua.procedures.checking.reviews import Review
from motcua.procedures.drafting import officials
from motcua.procedures.folder import folder
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


OUTCOMES: Final[dict[str, Any]] = {
    "keep": _("Keep as it is"),
    "amend": _("Amend"),
    "drop": _("Drop"),
}


@dataclass(frozen=True)
class Due:
    """A procedure whose review is near or overdue, or waits for a decision."""

    code: str
    title: str
    day: date | None
    late: bool
    proposal: Review | None


class ReviewsScreen(KeepingScreen):
    """``/danh-muc/ra-soat``: what waits for a decision, what is due."""

    title = _("Reviews")
    tab = REVIEWS
    body = ViewPageTemplateFile("templates/reviews.pt")

    @cached_property
    def dues(self) -> list[Due]:
        """All procedures to look at, proposals first, then by day."""
        last = self.today + timedelta(days=reviews.REMINDED)
        found = []
        for content in folder(self.context).objectValues():
            rows = reviews.listed(content)
            proposal = rows[-1] if rows and rows[-1].open else None
            day = reviews.due(content, self.context)
            if proposal is not None or (day is not None and day <= last):
                late = day is not None and day < self.today
                found.append(Due(content.id, content.title, day, late, proposal))
        return sorted(
            found,
            key=lambda one: (one.proposal is None, one.day or date.max, one.code),
        )

    @property
    def shown(self) -> list[Due]:
        """The rows of this page."""
        first = (self.page - 1) * SIZE
        return self.dues[first : first + SIZE]

    @property
    def paging(self) -> list[tuple[str, str]]:
        """Links to the pages before and after."""
        return self.pages(len(self.dues), REVIEWS)

    @property
    def late(self) -> int:
        """How many reviews are overdue."""
        return sum(one.late for one in self.dues)

    @property
    def months(self) -> int:
        """The rhythm of the site."""
        return int(folder(self.context).review_months)

    @property
    def may_set(self) -> bool:
        """Whether the person may change the rhythm."""
        return self.tops("control")

    def act(self) -> None:
        """Change the rhythm of the site."""
        self.need_top("control")
        reviews.set_default(self.number("months", 0, 999), self.context)
        self.tell(_("The rhythm was changed."))
        self.lead_to(REVIEWS)

    def outcome(self, name: str) -> str:
        """Return an outcome in words."""
        return self.say(OUTCOMES[name])


class ReviewedScreen(KeepingScreen):
    """``/danh-muc/ra-soat/<code>``: the reviews of one procedure."""

    tab = REVIEWS
    body = ViewPageTemplateFile("templates/reviewed.pt")
    OUTCOMES = OUTCOMES

    @property
    def code(self) -> str:
        """The code in the path."""
        return self.names[1]

    @property
    def heading(self) -> str:
        """Title of the procedure."""
        return str(self.content.title)

    def prepare(self) -> None:
        """Find the procedure, then do what was posted."""
        if self.content is None:
            raise Missing
        super().prepare()

    @property
    def rows(self) -> list[Review]:
        """Its reviews, the newest first."""
        return list(reversed(reviews.listed(self.content)))

    @property
    def open(self) -> Review | None:
        """The proposal that waits."""
        rows = reviews.listed(self.content)
        return rows[-1] if rows and rows[-1].open else None

    @property
    def due(self) -> str:
        """The day on which the next review is due."""
        return self.written(reviews.due(self.content, self.context))

    @property
    def months(self) -> int:
        """Months between two reviews."""
        return reviews.rhythm(self.content, self.context)

    @property
    def may_decide(self) -> bool:
        """Whether the person may decide on the proposal."""
        found = self.open
        return (
            found is not None
            and found.by != self.person
            and officials.may_decide(
                self.code, self.person, "publication", self.today, self.context
            )
        )

    def outcome(self, name: str) -> str:
        """Return an outcome in words."""
        return self.say(OUTCOMES[name])

    def act(self) -> None:
        """Propose or decide."""
        done = {"propose": self.propose, "decide": self.decide}.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        self.tell(done())
        self.lead_to(REVIEWS, self.code)

    def propose(self) -> Any:
        """Enter the proposal of the form."""
        reviews.propose(
            self.code,
            self.text("outcome"),
            self.text("reason"),
            self.person,
            self.today,
            self.context,
        )
        return _("The proposal waits for a decision.")

    def decide(self) -> Any:
        """Enter the decision of the form."""
        officials.check_decides(
            self.code, self.person, "publication", self.today, self.context
        )
        reviews.decide(
            self.code,
            self.text("outcome"),
            self.text("deed"),
            self.person,
            self.today,
            self.context,
        )
        return _("The decision was kept; the rhythm begins anew.")
