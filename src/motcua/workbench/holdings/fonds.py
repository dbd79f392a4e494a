"""``phong``: the fonds the person keeps; ``phong/<code>``: one of them."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.holdings import dossiers
from motcua.archive.holdings import fields
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import register
from motcua.archive.holdings.errors import Unknown
from motcua.organisation import units
from motcua.shell.screen import Missing
from motcua.storage import jobs
from motcua.workbench import dated
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.fonds import FondsView
    from motcua.archive.holdings.store import Fonds
    from motcua.workbench.holdings.frame import Box

#: What is asked when a fonds is opened.
FIRST: Final = ("title", "begin", "end", "note")


class FondsListScreen(HoldingsScreen):
    """All fonds of the person's agencies, and a form for one that is missing."""

    tab = "phong"
    title = _("Fonds")
    body = ViewPageTemplateFile("templates/fondslist.pt")
    STATES = fonds_module.STATES

    def prepare(self) -> None:
        """Open the fonds that was asked for, or list them."""
        self.makers = fonds_module.may_open(self.context, self.person, self.now)
        if self.posted and self.attempt(self.open):
            return
        self.found = self.fonds_of_mine()
        if not self.found and not self.keeps:
            raise Missing
        self.counts = register.of_fonds([one.code for one in self.found], self.groups)

    def open(self) -> None:
        """Open a fonds and lead to it."""
        if not self.keeps:
            raise Missing
        one = fonds_module.open_fonds(
            self.context,
            self.text("agency"),
            self.person,
            self.now,
            code=self.text("code"),
            keeper=self.text("keeper"),
            given=self.typed(fields.FONDS, FIRST),
        )
        self.tell(_("Fonds ${code} is open.", mapping={"code": one.name}))
        self.go("phong", one.name)

    @property
    def keepers(self) -> list[tuple[str, str]]:
        """The agencies for which the person keeps archives, those that exist."""
        known = {
            unit.served_agency or unit.agency for unit in self.units_with("archive")
        }
        return self.units_named(sorted(filter(None, known)))

    @property
    def first(self) -> list[Box]:
        """The fields of the form."""
        return self.boxes(fields.FONDS, FIRST, {})


class FondsScreen(HoldingsScreen):
    """One fonds: its data, what lies in it, what waits, its end, its history."""

    tab = "phong"
    body = ViewPageTemplateFile("templates/fonds.pt")
    STATES = fonds_module.STATES

    def prepare(self) -> None:
        """Find the fonds for this person; act when something was sent."""
        try:
            self.one: Fonds = fonds_module.get(
                self.context, self.names[1], self.person, self.now
            )
        except Unknown as error:
            raise Missing from error
        if self.posted:
            self.send()

    def send(self) -> None:
        """Do what was asked, and show the fonds again."""
        act = {
            "describe": self.describe,
            "close": self.close,
            "gather": self.gather,
        }.get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go("phong", self.one.name)

    def describe(self) -> None:
        """Write its data down."""
        given = self.typed(fields.FONDS, fields.FONDS)
        fonds_module.describe(
            self.context, self.one, given, self.person, self.now, self.seen
        )

    def close(self) -> None:
        """Close the fonds of an agency that has ended."""
        day = dated.written(self.text("closed_on"))
        fonds_module.close(
            self.context,
            self.one,
            self.person,
            self.now,
            history=self.text("history"),
            deed=self.text("deed"),
            closed_on=fonds_module.day_of(day),
            keeper=self.text("keeper"),
            seen=self.seen,
        )

    def gather(self) -> None:
        """Ask for files of all closed dossiers."""
        close = bool(self.text("closing"))
        dossiers.gather(self.context, self.one.name, self.person, self.now, close=close)
        self.tell(_("The files are being made; this page shows how far it is."))

    @cached_property
    def found(self) -> FondsView:
        """The fonds as it stands."""
        return fonds_module.view(self.one)

    @property
    def heading(self) -> str:
        """Its name."""
        return self.found.title

    @cached_property
    def may_change(self) -> bool:
        """Whether the person keeps this fonds."""
        return self.keeps_fonds(self.found.keeper)

    @property
    def data(self) -> list[tuple[str, str]]:
        """What is known of it, but for its name, which is the heading."""
        known = {name: one for name, one in fields.FONDS.items() if name != "title"}
        return self.facts(known, self.found.fields)

    @property
    def all_boxes(self) -> list[Box]:
        """The form that describes it."""
        return self.boxes(fields.FONDS, fields.FONDS, self.found.fields, ("title",))

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many files and documents lie in it."""
        found = register.of_fonds([self.found.code], self.groups)
        return found.get(self.found.code, (0, 0))

    @cached_property
    def waiting(self) -> int:
        """How many closed dossiers wait for their file."""
        return dossiers.waiting_count(self.context, self.found.code, self.groups)

    @property
    def working(self) -> Any:
        """The job that makes files now, None for none."""
        asked = [one for one in self.found.events if one.type == "gather"]
        if not asked:
            return None
        return jobs.status(dossiers.KIND, f"{self.found.code}:{asked[-1].number}")

    @property
    def maker(self) -> units.Unit | None:
        """The agency that makes it, None for one on no record."""
        return units.get(self.found.agency, self.context) if self.found.agency else None
