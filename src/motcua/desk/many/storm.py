"""Suspending many dossiers because of a disaster, and letting them go on."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from functools import cached_property
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.desk.many.frame import ManyScreen
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks import suspension
from motcua.dossiers.errors import MissingData
from motcua.dossiers.reasons import REASONS
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class StormScreen(ManyScreen):
    """``nhieu-ho-so/tam-dung``: whose clocks would stop, until when."""

    title = _("Suspend many dossiers")
    body = ViewPageTemplateFile("templates/storm.pt")
    operation = "suspend"
    reasons = REASONS["suspend"]

    def read(self) -> None:
        """Refuse an assumed end that cannot be meant."""
        if self.looking and not self.posted and self.wrong_end:
            self.problem = self.wrong_end
            self.status = 400

    @cached_property
    def wrong_end(self) -> Any:
        """Why the assumed end cannot be meant, None when it can."""
        try:
            suspension.check_end(self.now, self.end)
        except MissingData as error:
            return error.message
        return None

    @cached_property
    def end(self) -> datetime:
        """The end that the preview assumes: three days from now where none is given."""
        given = self.instant("het")
        return given or self.suggested

    @property
    def suggested(self) -> datetime:
        """The end of the third day from now."""
        day = self.now.astimezone(VIETNAM) + timedelta(days=3)
        return day.replace(hour=17, minute=0, second=0, microsecond=0)

    @property
    def rows(self) -> list[orders.Planned]:
        """The dossiers of this page, with their dates before and after."""
        if self.wrong_end:
            return []
        return [
            suspension.stopped(self.context, each, self.now, self.end)
            for each in self.shown
        ]

    def decide(self) -> str:
        """Give the order."""
        given = (self.text("reason_code"), self.text("reason"), self.text("deed"))
        if self.large:
            return suspension.suspend_all(
                self.chosen, self.person, *given, self.form_token
            )
        return suspension.suspend(self.planned, self.person, *given)


class ResumeScreen(ManyScreen):
    """``nhieu-ho-so/tiep-tuc``: the suspension ends; the applicants are told."""

    title = _("End the suspension of many dossiers")
    body = ViewPageTemplateFile("templates/storm.pt")
    operation = "unsuspend"
    reasons: dict[str, Any] = {}

    @property
    def rows(self) -> list[orders.Planned]:
        """The dossiers of this page, with their dates if they went on now."""
        return [suspension.gone_on(self.context, each, self.now) for each in self.shown]

    def decide(self) -> str:
        """Give the order."""
        note = self.text("reason")
        if self.large:
            return suspension.resume_all(
                self.chosen, self.person, note, self.form_token
            )
        return suspension.resume(self.planned, self.person, note)
