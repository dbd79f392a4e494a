"""Closing a shift, one closed shift, and lists for the treasury."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.base.vietnam import today
from motcua.desk.cash.frame import TAB
from motcua.desk.cash.frame import TillScreen
from motcua.dossiers.cash import deposits
from motcua.dossiers.cash import duties
from motcua.dossiers.cash import prints
from motcua.dossiers.cash import shifts
from motcua.dossiers.cash import store
from motcua.dossiers.cash.receipts import Move
from motcua.organisation import units
from motcua.organisation.duties import holders
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Shifts and lists of one unit on the page.
SHOWN: Final = 30


class ShiftScreen(TillScreen):
    """``thu-ngan``: what lies in the drawer, the form that closes the shift."""

    title = _("Close the shift")
    body = ViewPageTemplateFile("templates/shift.pt")

    @cached_property
    def cashier(self) -> str:
        """Whose drawer it is: the own one, or for who looks after it another's."""
        asked = self.text("cashier")
        return asked if asked in self.cashiers else self.person

    @cached_property
    def cashiers(self) -> list[str]:
        """Who takes money in the unit, for who supervises or leads it."""
        wanted = ("supervision", "approval")
        if not duties.held(self.unit.code, self.person, self.now, wanted):
            return []
        return duties.collectors(self.unit.code, self.now)

    @cached_property
    def moves(self) -> list[Move]:
        """What waits for its shift to be closed."""
        return shifts.drawer(self.context, self.unit.code, self.cashier)

    @property
    def overfull(self) -> str:
        """The moment up to which one shift reaches, "" when it reaches to the last."""
        if len(self.moves) < shifts.MOST:
            return ""
        full = shifts.overfull(self.context, self.unit.code, self.cashier)
        return self.moment(self.moves[-1].at) if full else ""

    @property
    def sums(self) -> dict[str, int]:
        """What the receipts come to."""
        return shifts.sums(self.moves)

    @property
    def void_ones(self) -> set[tuple[str, int]]:
        """Payments that others in the drawer made void."""
        return shifts.void_ones(self.moves)

    @property
    def spans(self) -> list[tuple[str, str, str, int]]:
        """Receipts from - to."""
        return shifts.spans(self.moves)

    @property
    def seal(self) -> str:
        """What the form closes."""
        return shifts.seal(self.moves)

    @property
    def counted_ways(self) -> tuple[str, ...]:
        """The ways of paying that are counted."""
        return shifts.COUNTED

    @cached_property
    def closed(self) -> list[shifts.Closed]:
        """The last shifts of the unit, the newest first."""
        found = store.shifts_of(self.context, self.unit.code, SHOWN)
        return [shifts.view(one) for one in found]

    @cached_property
    def waiting(self) -> list[shifts.Closed]:
        """Closed shifts that are on no list."""
        return deposits.waiting(self.context, self.unit.code)

    @cached_property
    def lists(self) -> list[deposits.Deposit]:
        """The last lists that the unit gave or got."""
        found = store.lists_of(self.context, self.unit.code, SHOWN)
        return [deposits.view(one) for one in found]

    def receivers(self) -> list[units.Unit]:
        """Return the units that have a treasurer today."""
        every = units.all(on=today(), site=self.context)
        return [unit for unit in every if _has_treasurer(unit.code)]

    def carry_out(self, what: str) -> None:
        """Close the shift, or list closed ones for the treasury."""
        if what == "close":
            counted = {name: self.amount(name) for name in shifts.COUNTED}
            made: Any = shifts.close(
                self.context,
                self.unit.code,
                self.cashier,
                counted,
                self.text("reason"),
                self.person,
                self.now,
                self.text("seen"),
            )
            told = shifts.view(made)
            words = _("Shift ${shift} is closed.", mapping={"shift": told.numbered})
            self.tell(words)
            self.go(TAB, "ca", *made.code.split("/"))
        elif what == "list":
            ticked, to = self.texts("shift"), self.text("to")
            made = deposits.issue(
                self.context, self.unit.code, ticked, to, self.person, self.now
            )
            self.tell(_("List ${list} was issued.", mapping={"list": made.code}))
            self.go(TAB, "bang-ke", *made.code.split("/"))
        else:
            super().carry_out(what)


def _has_treasurer(code: str) -> bool:
    return bool(holders(code, "treasury", today()))


class ClosedShiftScreen(TillScreen):
    """``thu-ngan/ca/<unit and year>/<number>``: one closed shift."""

    body = ViewPageTemplateFile("templates/closed.pt")

    def look_up(self) -> None:
        """Find the shift; those of other units are not there."""
        one = store.find(self.context, "/".join(self.names[2:4]))
        if not isinstance(one, store.Shift):
            raise Missing
        self.one, self.found = one, shifts.view(one)
        self.among_mine(self.found.unit)

    @property
    def heading(self) -> str:
        """The number of the shift."""
        said = _("Shift ${shift}", mapping={"shift": self.found.numbered})
        return self.say(said)

    @property
    def void_ones(self) -> set[tuple[str, int]]:
        """Payments that others of the shift made void."""
        return shifts.void_ones(self.found.moves)

    @property
    def spans(self) -> list[tuple[str, str, str, int]]:
        """Receipts from - to."""
        return shifts.spans(self.found.moves)

    @property
    def counted_ways(self) -> tuple[str, ...]:
        """The ways of paying that are counted."""
        return shifts.COUNTED


class ShiftPrint(ClosedShiftScreen):
    """``thu-ngan/in-ca/...``: the PDF."""

    def answer(self) -> Any:
        """Return the PDF."""
        self.secure()
        self.look_up()
        pdf = prints.shift(self.context, self.one)
        name = f"{self.found.code.replace('/', '-')}.pdf"
        head(self.request.response, PDF, name, len(pdf))
        return pdf


class DepositScreen(TillScreen):
    """``thu-ngan/bang-ke/<unit and year>/<number>``: one list for the treasury."""

    body = ViewPageTemplateFile("templates/deposit.pt")

    def look_up(self) -> None:
        """Find the list; those of other units are not there."""
        one = store.find(self.context, "/".join(self.names[2:4]))
        if not isinstance(one, store.TreasuryList):
            raise Missing
        self.one, self.found = one, deposits.view(one)
        self.among_mine(self.found.unit, self.found.to)

    @property
    def heading(self) -> str:
        """The number of the list."""
        said = _("List for the treasury ${list}", mapping={"list": self.found.numbered})
        return self.say(said)

    def numbered(self, code: str) -> str:
        """Return the number of a shift on the list as its own page shows it."""
        one = store.find(self.context, code)
        assert isinstance(one, store.Shift)
        return shifts.view(one).numbered

    @property
    def takes(self) -> bool:
        """Whether this person counts the money."""
        return bool(duties.held(self.found.to, self.person, self.now, duties.TREASURY))

    @property
    def gives(self) -> bool:
        """Whether this person may take the list back."""
        return bool(duties.held(self.found.unit, self.person, self.now))

    def carry_out(self, what: str) -> None:
        """Acknowledge the money, or take the list back."""
        site, one, reason = self.context, self.one, self.text("reason")
        if what == "acknowledge":
            received = self.amount("received")
            deposits.acknowledge(site, one, received, reason, self.person, self.now)
        elif what == "void":
            deposits.make_void(site, one, reason, self.person, self.now)
        else:
            super().carry_out(what)
        self.tell(_("Done."))
        self.go(TAB, "bang-ke", *self.found.code.split("/"))


class DepositPrint(DepositScreen):
    """``thu-ngan/in-bang-ke/...``: the PDF."""

    def answer(self) -> Any:
        """Return the PDF."""
        self.secure()
        self.look_up()
        pdf = prints.deposit(self.context, self.one)
        name = f"{self.found.code.replace('/', '-')}.pdf"
        head(self.request.response, PDF, name, len(pdf))
        return pdf
