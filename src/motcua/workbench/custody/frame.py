"""What the screens of paper have in common: whose archive, metres, places in words."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from motcua import _
from motcua.archive.custody import places
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Missing as Lacking
from motcua.base.vietnam import VIETNAM
from motcua.organisation import units
from motcua.organisation.small import agency_of
from motcua.shell.screen import Missing
from motcua.workbench import dated
from motcua.workbench.custody import words
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Rows on one screen.
PAGE: Final = 50
_METRE: Final = 1000


class CustodyScreen(HoldingsScreen):
    """A screen of paper, for who keeps the archive of an agency."""

    tab = "kho"
    styles = ("holdings.css", "custody.css")
    field = ViewPageTemplateFile("templates/parts.pt")
    KINDS = places.KINDS

    def prepare(self) -> None:
        """Be there for keepers alone; act when something was sent."""
        if not self.agencies:
            raise Missing
        self.find()
        if self.posted:
            self.send()

    def find(self) -> None:
        """Find what the screen shows, for this person alone."""

    def send(self) -> None:
        """Do what was asked and show the screen again."""
        act = self.acts().get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go(*self.names)

    def acts(self) -> dict[str, Any]:
        """Return what buttons do, by their value."""
        return {}

    @cached_property
    def agencies(self) -> list[str]:
        """The agencies whose archive the person keeps."""
        held = rights.groups(self.person, self.now)
        return list(rights.agencies(self.context, held, rights.ARCHIVE, now=self.now))

    @cached_property
    def kept_fonds(self) -> list[str]:
        """The fonds of these agencies."""
        return [one.code for one in self.fonds_of_mine() if one.keeper in self.agencies]

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return self.now.astimezone(VIETNAM).date()

    @cached_property
    def page(self) -> int:
        """The number of this page, from 1."""
        return self.number("page")

    @property
    def begin(self) -> int:
        """How many rows are before this page."""
        return (self.page - 1) * PAGE

    def turn(self, page: int) -> str:
        """Return the address of another page."""
        asked = {"page": str(page)} if page > 1 else {}
        return self.address(*self.names, **{**self.asked, **asked})

    @property
    def asked(self) -> dict[str, str]:
        """What an address of the same list carries."""
        return {}

    # What was typed

    def day(self, name: str) -> date | None:
        """Return a day that was typed, None for nothing; raises for what is none."""
        typed = self.text(name)
        if not typed:
            return None
        try:
            return date.fromisoformat(dated.written(typed))
        except ValueError:
            raise Lacking(_("Write a day as day/month/year.")) from None

    def millimetres(self, name: str) -> int | None:
        """Return a size that was typed in centimetres, None for nothing."""
        typed = self.text(name).replace(",", ".")
        if not typed:
            return None
        try:
            return round(float(typed) * 10)
        except (ValueError, OverflowError):
            raise Lacking(_("Give a size in centimetres: 12,5.")) from None

    # What is shown

    def shown(self, day: date | None) -> str:
        """Return a day as people write it, "" for none."""
        return f"{day:%d/%m/%Y}" if day is not None else ""

    def metres(self, millimetres: int) -> str:
        """Return a length in metres as it is written, to the millimetre: 5,625."""
        told = f"{millimetres / _METRE:.3f}".rstrip("0").rstrip(".")
        return told.replace(".", ",")

    def centimetres(self, millimetres: int) -> str:
        """Return a length in centimetres as it is typed, "" for what is not known."""
        told = f"{millimetres / 10:g}".replace(".", ",")
        return told if millimetres else ""

    def where(self, barcode: str) -> str:
        """Return where something lies, the store first."""
        return places.named(self.context, barcode) or self.say(words.NOWHERE)

    def did(self, what: str) -> str:
        """Return what was written last of a thing, in words."""
        return self.say(words.DID.get(what, what))

    @cached_property
    def departments(self) -> list[tuple[str, str]]:
        """Departments whose people borrow: (code, name), those of the agency first."""
        mine = set(self.agencies)
        every = units.all(on=self.today, site=self.context)
        found = [one for one in every if one.kind != "counter"]
        found.sort(key=lambda one: agency_of(one.code, self.context) not in mine)
        return [(one.code, one.name) for one in found]
