"""On the spot (trả ngay): a certified copy is entered, paid and given in seconds.

One row of fields and one key. The fee is counted from pages and copies when its field
is left empty; Enter goes on to the next field and saves nothing. What was entered last
stands below the form, so that the number can be written off the screen.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.base.money import format_vnd
from motcua.desk.entry import Problem
from motcua.dossiers import intake
from motcua.dossiers.arrivals import spot
from motcua.dossiers.arrivals import spotbook
from motcua.dossiers.cash import books
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import MissingData
from motcua.dossiers.operations import METHODS
from motcua.dossiers.persons import Person
from motcua.procedures import versions
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.shell.wording import METHOD_WORDS
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import secrets
import transaction
from typing import Any
from typing import Final


#: No book is older.
FIRST = date(2000, 1, 1)
#: Entries that stand below the form.
SHOWN = 5
#: Digits of an amount.
LONGEST = 9
#: Fields for numbers, as the form calls them.
LABELS: Final[dict[str, Any]] = {
    "pages": _("Pages of one copy"),
    "copies": _("Copies"),
    "amount": _("Amount (empty: counted from pages and copies)"),
}
#: What is asked of a person only now and then.
MORE: Final = ("id_number", "phone")
_NO_NUMBER = _("This is a number in digits, such as 2.")


class _Counter(Screen):
    """A unit at whose counter this person serves."""

    section = "desk/tra-ngay"

    def prepare(self) -> None:
        """Refuse whoever serves nowhere."""
        if not self.units:
            raise Missing

    @cached_property
    def units(self) -> list[Any]:
        """The units at whose counter this person serves."""
        return self.units_with(*intake.RECEIVING)

    @property
    def unit(self) -> str:
        """The unit that serves."""
        codes = [unit.code for unit in self.units]
        return self.text("unit") if self.text("unit") in codes else codes[0]

    def money(self, amount: int) -> str:
        """Return an amount in figures."""
        return format_vnd(amount)


class SpotScreen(_Counter):
    """``tra-ngay``: the form, and the last entries of the day."""

    title = _("On the spot")
    body = ViewPageTemplateFile("templates/spot.pt")

    def prepare(self) -> None:
        """Show the form; enter what was sent when that was asked for."""
        super().prepare()
        self.problems: list[Problem] = []
        self.form_token = self.text("token") or secrets.token_urlsafe(16)
        if self.posted and self.offered:
            self.take()

    @cached_property
    def offered(self) -> list[tuple[str, str]]:
        """What is served here: (code, title)."""
        return spot.offered(self.context, self.unit)

    @property
    def procedure(self) -> str:
        """The procedure that was chosen, else the first."""
        codes = [code for code, _title in self.offered]
        asked = self.text("procedure")
        return asked if asked in codes else codes[0]

    def take(self) -> None:
        """Check the form; enter it when its button was pressed and all is well."""
        try:
            wanted = self.wanted(served := self.served())
            self.due = served.fee(spot.book_of(self.procedure))
        except MissingData as error:
            field = "form" if self.text("name") else "name"
            self.problems.append(Problem(field, error.message))
        if not self.problems and "save" in self.request.form:
            try:
                done = intake.serve(self.context, wanted, self.person, self.now)
            except DossierError as error:
                self.problems.append(Problem("form", error.message))
            else:
                self.tell(
                    _(
                        "Entered as number ${entry}; ${amount} collected.",
                        mapping={
                            "entry": done.standing.entry,
                            "amount": format_vnd(self.due),
                        },
                    )
                )
                self.go("tra-ngay", procedure=self.procedure, unit=self.unit)
                return
        if self.problems:
            self.status = 400
        transaction.doom()

    def served(self) -> spot.Served:
        """Return what was done; each number that cannot be read becomes a problem."""
        return spot.Served(
            copies=self.count("copies", 1),
            pages=self.count("pages", 1),
            amount=self.count("amount", None),
            method=self.method,
            symbol=self.text("symbol"),
            number=self.text("number"),
        )

    def wanted(self, served: spot.Served) -> intake.Intake:
        """Return the intake that was typed."""
        version = versions.current(self.procedure, site=self.context)
        case = next(
            (c for c in version.cases if spot.WAITED_FOR in c.kinds), version.cases[0]
        )
        person = Person(
            "applicant",
            self.text("name"),
            id_number=self.text("id_number"),
            phone=self.text("phone"),
        )
        return intake.Intake(
            self.unit,
            version.code,
            version.digest,
            case.key,
            spot.WAITED_FOR,
            (person,),
            token=self.form_token,
            served=served,
        )

    def count(self, name: str, default: Any) -> Any:
        """Return a field as a number, ``default`` for an empty one."""
        text = self.text(name).replace(".", "").replace(" ", "")
        if not text:
            return default
        if text.isascii() and text.isdigit() and len(text) <= LONGEST:
            return int(text)
        self.problems.append(Problem(name, _NO_NUMBER))
        return default

    def problem_of(self, field: str) -> Any:
        """Return what is wrong with a field, None for nothing."""
        found = (one.message for one in self.problems if one.field == field)
        return next(found, None)

    def place_of(self, field: str) -> str:
        """Return the label of the field that a problem is about, "" for none."""
        return self.say(LABELS[field]) if field in LABELS else ""

    @property
    def unfolded(self) -> bool:
        """Whether the fields that are rarely filled in stand in sight."""
        return any(self.text(name) or self.problem_of(name) for name in MORE)

    @property
    def method(self) -> str:
        """How it is paid."""
        asked = self.text("method")
        return asked if asked in METHODS else METHODS[0]

    @property
    def methods(self) -> list[tuple[str, str]]:
        """Ways of paying: (key, words)."""
        return [(key, self.say(METHOD_WORDS[key])) for key in METHODS]

    def value(self, name: str) -> str:
        """Return what stands in a field; the next receipt is that of the book."""
        return self.text(name) if self.posted else self.proposed.get(name, "")

    @cached_property
    def proposed(self) -> dict[str, str]:
        """Symbol and number of the receipt that this cashier writes next."""
        symbol, number = books.proposed(self.context, self.unit, self.person)
        return {"symbol": symbol, "number": number}

    @cached_property
    def last(self) -> list[spotbook.Line]:
        """The last entries of today, the newest first."""
        today = vietnam.today()
        return spotbook.lines(self.context, self.unit, today, SHOWN)[::-1]


class SpotBookScreen(_Counter):
    """``tra-ngay/so``: the entries of one day, to be printed."""

    title = _("Book of services on the spot")
    body = ViewPageTemplateFile("templates/spotbook.pt")

    @cached_property
    def day(self) -> date:
        """The day that was asked for, today where that is none of the book."""
        today = vietnam.today()
        try:
            asked = date.fromisoformat(self.text("ngay"))
        except ValueError:
            return today
        return asked if FIRST <= asked <= today else today

    @cached_property
    def lines(self) -> list[spotbook.Line]:
        """The entries of the day, in the order of the book."""
        return spotbook.lines(self.context, self.unit, self.day)

    @property
    def total(self) -> int:
        """What was collected for them, in whole đồng."""
        return sum(line.amount for line in self.lines)
