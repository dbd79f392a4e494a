"""What somebody has to think of in time: apologies to make, waits that are over."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.dossiers.clocks import apologies
from motcua.dossiers.clocks import reminders
from motcua.dossiers.folder import find
from motcua.organisation.duties import parse_group
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Rows whose budgets are looked at: each costs a reading of the dossier.
FORESEEN: Final = 50


class ReminderScreen(Screen):
    """``nhac-viec``: only proposes; each row leads to the form that does it."""

    section = "desk/nhac-viec"
    title = _("Reminders")
    body = ViewPageTemplateFile("templates/reminding.pt")
    limit = reminders.LIMIT
    states = STATES

    @cached_property
    def departments(self) -> frozenset[str]:
        """Where this person holds a duty today."""
        parsed = filter(None, map(parse_group, self.groups))
        return frozenset(department for department, _duty in parsed)

    @cached_property
    def apologies(self) -> list[reminders.Apology]:
        """Dossiers that are due soon or overdue, the most urgent first."""
        return reminders.apologies(self.now, self.departments, groups=self.groups)

    @cached_property
    def waits(self) -> list[reminders.WaitOver]:
        """Dossiers whose longest wait is over."""
        return reminders.waits_over(self.now, self.departments, groups=self.groups)

    def foreseen(self, one: reminders.Apology, number: int) -> tuple[str, str]:
        """Return (class, words) of what the budgets say; for the first rows alone."""
        dossier = find(self.context, one.code) if number <= FORESEEN else None
        found = dossier and apologies.draft(self.context, dossier, self.now)
        if not found:
            return "", ""
        if found.fits:
            return "in_time", self.say(_("Fits by its budgets"))
        places = {"until": self.moment(found.until)}
        said = _("Will not fit; proposed: ${until}", mapping=places)
        return "late" if found.expected else "soon", self.say(said)

    def form(self, code: str, operation: str) -> str:
        """Return the address of the form of a step, open and begun."""
        return f"{self.address('ho-so', code, mo=operation)}#step-{operation}"

    def time_of(self, one: reminders.Apology) -> tuple[str, Any]:
        """Return how an apology stands to now: (class of colour, words)."""
        if one.due < self.now:
            return "late", self.say(_("Overdue"))
        if one.late:
            return "today", self.say(_("Too late to be told a day before"))
        return "soon", self.say(_("In time if told now"))
