"""``tra-ket-qua``: who stands there, by code or by half a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.desk.returns.frame import ReturnScreen
from motcua.desk.returns.frame import TAB
from motcua.dossiers import people
from motcua.dossiers import uncollected
from motcua.dossiers.errors import MissingData
from motcua.dossiers.states import DossierView
from motcua.dossiers.states import fold
from motcua.shell.finding import code_in
from motcua.shell.navigation import Entry
from motcua.shell.screen import Missing
from motcua.shell.wording import birth
from motcua.shell.wording import ROLES
from motcua.storage.journal import Unrecorded
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Dossiers that a look-up shows; who needs more says more of the person.
SHOWN: Final = 25
AGES: Final[dict[str, Any]] = {
    "0-7": _("0 to 7 days"),
    "8-30": _("8 to 30 days"),
    "31-90": _("31 to 90 days"),
    "91": _("More than 90 days"),
}


@dataclass(frozen=True)
class Hit:
    """A dossier that was found, and which of its persons."""

    view: DossierView
    name: str
    role: Any
    birth: str
    address: str

    @property
    def ready(self) -> bool:
        """Whether its result waits to be fetched."""
        return self.view.state == "finished"


@dataclass(frozen=True)
class Number:
    """A number that leads to exactly the results it counts."""

    words: str
    count: int
    address: str


class CounterScreen(ReturnScreen):
    """The form, what was found, and what nobody has fetched."""

    title = _("Return results")
    body = ViewPageTemplateFile("../templates/returning.pt")
    hits: list[Hit] | None = None

    def prepare(self) -> None:
        """Look up what was posted: names do not stand in addresses."""
        super().prepare()
        if not self.posted:
            return
        try:
            code = code_in(self.text("ma"))
        except Missing:
            self.look()
        else:
            self.go(TAB, code)

    def look(self) -> None:
        """Find the dossiers of the person who was described."""
        year = self.text("nam")
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            self.refuse(_("The birth year has four digits, such as 1957."))
            return
        try:
            found = people.find(
                self.person,
                self.codes,
                self.text("ma")[:200],
                int(year) if year else None,
                self.text("dt")[:40],
                limit=SHOWN,
                waiting=True,
                now=self.now,
            )
        except MissingData as error:
            self.refuse(error.message)
        except Unrecorded:
            self.refuse(
                _("The look-up cannot be written down now, so nothing is shown."), 503
            )
        else:
            self.hits = [hit for one in found if (hit := self.hit(one))]

    def hit(self, found: people.Found) -> Hit | None:
        """Return a line of the list; None for a row that its dossier does not bear out.

        Rows follow a little later: whether the person may see it, the dossier says.
        """
        try:
            view = fold(self.may_see(found.code))
        except Missing:
            return None
        if found.place >= len(view.persons):
            return None
        person = view.persons[found.place]
        place = TAB if view.state == "finished" else "ho-so"
        return Hit(
            view,
            person.name,
            ROLES[person.role],
            birth(person.birth) if person.birth else "",
            self.address(place, found.code),
        )

    @property
    def more(self) -> bool:
        """Whether there may be others than those shown."""
        return self.hits is not None and len(self.hits) == SHOWN

    @cached_property
    def counted(self) -> dict[tuple[str, str], int]:
        """How many results wait for each age and shelf."""
        return uncollected.counts(self.groups, self.codes, self.today)

    def ages(self) -> list[Number]:
        """Return the numbers by age."""
        return [
            Number(
                self.say(words),
                sum(n for (age, _shelf), n in self.counted.items() if age == key),
                self.address(TAB, "chua-nhan", tuoi=key),
            )
            for key, words in AGES.items()
        ]

    def shelves(self) -> list[Number]:
        """Return the numbers by shelf, those on none last."""
        by_shelf: dict[str, int] = {}
        for (_age, shelf), n in self.counted.items():
            by_shelf[shelf] = by_shelf.get(shelf, 0) + n
        return [
            Number(
                shelf or self.say(_("On no shelf")),
                by_shelf[shelf],
                self.address(TAB, "chua-nhan", ke=shelf or "-"),
            )
            for shelf in sorted(by_shelf, key=lambda name: (not name, name))
        ]


class UncollectedScreen(CounterScreen):
    """``tra-ket-qua/chua-nhan``: what nobody has fetched, to look through and print."""

    title = _("Results nobody has fetched")
    body = ViewPageTemplateFile("../templates/uncollected.pt")

    def prepare(self) -> None:
        """Answer only those who return results."""
        ReturnScreen.prepare(self)

    @property
    def age(self) -> str:
        """The age asked for, "" for all."""
        asked = self.text("tuoi")
        return asked if asked in AGES else ""

    @cached_property
    def rows(self) -> list[tuple[uncollected.Uncollected, int]]:
        """The results with the days they have waited."""
        asked = self.text("ke")
        shelf = None if not asked else "" if asked == "-" else asked
        found = uncollected.listed(
            self.groups, self.codes, self.today, age=self.age, shelf=shelf
        )
        return [(one, one.days(self.today)) for one in found]

    @property
    def asked(self) -> str:
        """What the list is of, in words."""
        shelf = self.text("ke")
        parts = (
            self.say(AGES[self.age]) if self.age else "",
            self.say(_("On no shelf"))
            if shelf == "-"
            else self.say(_("Shelf ${shelf}", mapping={"shelf": shelf}))
            if shelf
            else "",
        )
        return " · ".join(filter(None, parts))


RETURNS: Final = Entry(
    title=_("Return results"),
    path=CounterScreen.section,
    order=23,
    duties=frozenset({"reception"}),
)
