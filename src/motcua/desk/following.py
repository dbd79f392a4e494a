"""Follow-only intake: a dossier that lives in a ministry's system gets a place here.

Its code there, its date there and who asks for it are typed once; nothing else is.
"""

from __future__ import annotations

from datetime import datetime
from motcua import _
from motcua.desk.entry import Problem
from motcua.dossiers import intake
from motcua.dossiers import moments
from motcua.dossiers.arrivals import foreign
from motcua.dossiers.errors import DossierError
from motcua.dossiers.persons import Person
from motcua.procedures import versions
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import secrets
import transaction
from typing import Any


class FollowScreen(Screen):
    """``tiep-nhan/<procedure>/theo-doi``: the form, sent to itself."""

    section = "desk/tiep-nhan"
    title = _("Follow a dossier of another system")
    body = ViewPageTemplateFile("templates/following.pt")
    systems = foreign.SYSTEMS
    checked = False

    def prepare(self) -> None:
        """Find the procedure; book what was sent."""
        if not self.units:
            raise Missing
        try:
            self.version = versions.current(self.names[1], site=self.context)
        except KeyError as error:
            raise Missing from error
        if not self.version.cases:
            raise Missing
        self.problems: list[Problem] = []
        self.form_token = self.text("token") or secrets.token_urlsafe(16)
        if self.posted:
            self.take()

    @property
    def units(self) -> list[Any]:
        """The units at whose counter this person receives."""
        return self.units_with("reception")

    @property
    def unit(self) -> str:
        """The unit that follows it."""
        codes = [unit.code for unit in self.units]
        return self.text("unit") if self.text("unit") in codes else codes[0]

    def take(self) -> None:
        """Book the dossier and lead to its page, or say what is wrong."""
        wanted = self.wanted()
        self.checked = not self.problems
        if wanted is not None and self.checked and "save" in self.request.form:
            try:
                one = intake.follow(self.context, wanted, self.person, self.now)
            except DossierError as error:
                self.problems.append(Problem("code", error.message))
            else:
                self.tell(
                    _(
                        "Dossier ${code} is followed; it is found by both codes.",
                        mapping={"code": one.code},
                    )
                )
                self.go("ho-so", one.code)
                return
        if self.problems:
            self.status = 400
        transaction.doom()

    def wanted(self) -> intake.Intake | None:
        """Return what was typed, None when some of it cannot be read."""
        case = self.version.cases[0]
        there = self.read("code", lambda: self.there)
        person = self.read("name", lambda: self.asking)
        if there is None or person is None:
            return None
        return intake.Intake(
            self.unit,
            self.version.code,
            self.version.digest,
            case.key,
            case.kinds[0],
            (person,),
            note=self.text("note"),
            token=self.form_token,
            foreign=there,
        )

    @property
    def there(self) -> foreign.Foreign:
        """The dossier in the other system, as it was typed."""
        return foreign.Foreign(self.text("system"), self.text("code"), self.due)

    @property
    def asking(self) -> Person:
        """Who comes for the result."""
        return Person("applicant", self.text("name"), phone=self.text("phone"))

    @property
    def due(self) -> datetime | None:
        """The end of the day that was promised there; the form says what is none."""
        if not self.text("due"):
            return None
        try:
            return moments.moment(f"{self.text('due')}T17:00")
        except ValueError:
            self.problems.append(Problem("due", _("This is no date.")))
            return None

    def read(self, field: str, what: Any) -> Any:
        """Return a part of the form, None when it became a problem of its field."""
        try:
            return what()
        except DossierError as error:
            self.problems.append(Problem(field, error.message))
            return None

    def problem_of(self, field: str) -> Any:
        """Return what is wrong with a field, None for nothing."""
        found = (one.message for one in self.problems if one.field == field)
        return next(found, None)

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.text(name) if self.posted else ""
