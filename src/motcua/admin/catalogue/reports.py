"""``/danh-muc/gop-y``: what readers report about pages, and what became of it."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.admin.catalogue.keeping import KeepingScreen
from motcua.admin.catalogue.keeping import REPORTS
from motcua.admin.frame import Refused
from motcua.procedures import feedback
from motcua.procedures.feedback import Report
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Reports on one screen.
SHOWN: Final = 100
#: Who may see how to reach the writer: those who answer.
ANSWERERS: Final = ("catalogue", "control")


class ReportsScreen(KeepingScreen):
    """Reports by state, the latest first; each is given a state and a note."""

    title = _("Reports of readers")
    tab = REPORTS
    body = ViewPageTemplateFile("templates/reports.pt")
    states = feedback.STATES

    def act(self) -> None:
        """Give a report its state and note; closing one deletes its contact."""
        if not self.may_answer:
            raise Refused(self.say(_("That needs another duty than you hold today.")))
        try:
            report = feedback.settle(
                self.asked,
                self.text("state"),
                self.text("note"),
                self.person,
                self.now,
            )
        except (KeyError, ValueError) as error:
            raise Refused(
                self.say(_("There is no such report, or no such state."))
            ) from error
        self.tell(_("The report is noted."))
        self.lead_to("gop-y", state=report.state)

    @property
    def asked(self) -> int:
        """The number of the report that was posted, 0 for none."""
        text = self.text("number")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many reports are in each state."""
        return feedback.counts()

    @property
    def state(self) -> str:
        """The state that is looked at; new reports first."""
        asked = self.text("state")
        return asked if asked in feedback.STATES else "new"

    @cached_property
    def reports(self) -> list[Report]:
        """The reports in this state."""
        return feedback.listed(self.state, SHOWN, self.now)

    @property
    def may_answer(self) -> bool:
        """Whether this person sees contacts and settles reports."""
        return any(self.holds(duty) for duty in ANSWERERS)

    def kind(self, report: Report) -> str:
        """Return what the report is about, in words."""
        return self.say(feedback.KINDS[report.kind])

    def about(self, report: Report) -> tuple[str, str]:
        """Return name and address of what was reported; no address for a page."""
        if report.procedure:
            return report.procedure, self.address(report.procedure)
        return report.page, ""

    def state_name(self, state: str) -> Any:
        """Return a state in words."""
        return self.say(feedback.STATES[state])
