"""Following a dossier with its code and one thing that only its people know."""

from __future__ import annotations

from datetime import datetime
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import tracking
from motcua.dossiers.statuses import TITLES
from motcua.organisation import units
from motcua.portal.question import QuestionPage
from motcua.procedures import versions
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.tracking import Tracked

#: What the status asks of the applicant, in one sentence.
ADVICE: Final[dict[int, str]] = {
    1: _("Your application is waiting to be checked. You do not have to do anything."),
    2: _("Your dossier has been accepted. You do not have to do anything."),
    3: _("Your application was not accepted. The slip you were given says why."),
    4: _("Your dossier is being handled. You do not have to do anything."),
    5: _("Papers are missing. Your slip lists them. Bring them to the unit."),
    6: _("A payment is due. Pay it at the unit so that the handling can go on."),
    7: _("The dossier was withdrawn. You can get your papers back at the unit."),
    8: _("The handling has ended without a result. The unit tells you the reason."),
    9: _("The result is ready. Collect it and bring the receipt slip."),
    10: _("The result has been handed over. There is nothing left to do."),
}
#: Why the clock stands still, by state; elsewhere it was suspended for everybody.
STANDSTILL: Final[dict[str, str]] = {
    "supplement": _("The clock stands still until the missing papers are there."),
    "payment": _("The clock stands still until the payment is made."),
}
SUSPENDED: Final = _(
    "The clock stands still because of a disaster or a breakdown. You do not have to "
    "do anything; the unit tells you the new date."
)


class TrackingPage(QuestionPage):
    """The form, and where the dossier is."""

    name = "tracking"
    title = _("Track a dossier")
    body = ViewPageTemplateFile("templates/tracking.pt")
    pair = ("code", "factor")
    incomplete = _("Fill in both the dossier code and the second number.")
    unknown = _("No dossier fits this code and this number. Check both.")
    found: Tracked | None = None

    def find(self, name: str, proof: str, client: str) -> Tracked | None:
        """Return what the people of a dossier are told."""
        return tracking.track(self.context, name, proof, client)

    @property
    def status_title(self) -> str:
        """The public status in the words of the national portal."""
        return self.say(TITLES[self.found.public_status]) if self.found else ""

    @property
    def advice(self) -> str:
        """What the applicant has to do now."""
        return self.say(ADVICE[self.found.public_status]) if self.found else ""

    @property
    def first_promise(self) -> datetime | None:
        """The date on the receipt slip where another one holds by now."""
        found = self.found
        if found is None or found.promised == found.due:
            return None
        return found.promised

    @property
    def standstill(self) -> str:
        """Why the clock stands still, and what follows; "" while it runs."""
        if self.found is None or not self.found.paused:
            return ""
        return self.say(STANDSTILL.get(self.found.state, SUSPENDED))

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is told about the dossier, in the order people ask for it."""
        found = self.found
        if found is None:
            return []
        lines = [
            (_("Procedure"), self.procedure_title(found.procedure, found.version)),
            (_("Received"), self.moment(found.received_at)),
            (_("Result due"), "" if found.paused else self.moment(found.due)),
            (_("Promised at receipt"), self.moment(self.first_promise)),
            (_("Where it is now"), self.unit_name(found.holder)),
            (_("Handed in at"), self.unit_name(found.unit)),
            (_("Reason"), found.reason),
            (_("Result ready since"), self.moment(found.finished_at)),
            (_("Result handed over"), self.moment(found.returned_at)),
        ]
        return [(self.say(label), text) for label, text in lines if text]

    def procedure_title(self, code: str, digest: str) -> str:
        """Return the title under which the dossier was received."""
        try:
            return versions.get(code, digest, self.context).title
        except KeyError:
            return code

    def unit_name(self, code: str) -> str:
        """Return the name of a unit, or its code where it is not on record."""
        try:
            return units.get(code, self.context).name
        except KeyError:
            return code

    def moment(self, at: datetime | None) -> str:
        """Return a moment as the clock of Vietnam shows it; "" for none."""
        if at is None:
            return ""
        return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
