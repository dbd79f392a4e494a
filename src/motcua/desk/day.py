"""``/desk/ngay``: the whole day of a small office on one screen.

Who receives, hands on, decides and returns alone sees here what is to be done, as
numbers. Each leads to exactly what it counts: the numbers and the lists ask one and the
same condition (``dossiers.worklist``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.base.money import format_vnd
from motcua.base.vietnam import VIETNAM
from motcua.desk.mywork.line import standing
from motcua.desk.mywork.line import Titles
from motcua.dossiers import openings
from motcua.dossiers import rights
from motcua.dossiers import worklist
from motcua.dossiers.cash import shifts
from motcua.dossiers.cash.duties import COLLECTING
from motcua.dossiers.handovers import lists
from motcua.dossiers.handovers import store
from motcua.dossiers.handovers.view import view
from motcua.dossiers.inbox import Row
from motcua.dossiers.intake import RECEIVING
from motcua.dossiers.worklist import Wanted
from motcua.organisation import small
from motcua.organisation.duties import parse_group
from motcua.shell.navigation import Entry
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from motcua.shell.wording import TIMES
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


SECTION: Final = "desk/ngay"
MESSAGES: Final = "tin"
#: Rows of what is next.
NEXT: Final = 10
#: Lists of one unit that are looked through for open ones.
LISTS: Final = 200


@dataclass(frozen=True)
class Number:
    """One number of the day; ``key`` is its class of colour, ``sign`` never alone."""

    key: str
    sign: str
    label: str
    count: int
    address: str
    shown: str = ""
    """What stands for the number, "" for the number itself."""


@dataclass(frozen=True)
class Next:
    """A dossier that is due next."""

    code: str
    address: str
    procedure: str
    state: str
    due: str
    key: str
    sign: str
    words: str


@dataclass(frozen=True)
class DayEntry(Entry):
    """The entry of the navigation: for who does nearly everything in one agency."""

    def open_to(self, held: frozenset[str], site: Any) -> bool:
        """Say whether the person of this request is such an all-rounder today."""
        return len(held) > 1 and is_for(str(api.user.get_current().getId() or ""), site)


def is_for(person: str, site: Any) -> bool:
    """Say whether a person's day begins on this screen."""
    return small.all_rounder(rights.groups_of(person, vietnam.today()), site)


class DayScreen(Screen):
    """The numbers of the day, and what is due next."""

    section = SECTION
    title = _("Today")
    body = ViewPageTemplateFile("templates/day.pt")

    def prepare(self) -> None:
        """Read the numbers once."""
        self.day = worklist.day_of(self.context, self.groups, self.now)
        self.counted = worklist.counts(self.groups, Wanted(), self.day)
        self.held = {
            duty for _unit, duty in filter(None, map(parse_group, self.groups))
        }

    @property
    def heading(self) -> str:
        """The day itself."""
        today = self.now.astimezone(VIETNAM)
        return f"{self.say(self.title)}, {today:%d/%m/%Y}"

    @property
    def numbers(self) -> list[Number]:
        """What is to be done, in the order of the road; then time, then the rest."""
        found = []
        if self.held & set(RECEIVING):
            found += [
                self._state("submitted", _("To accept")),
                self._state("received", _("To hand on")),
            ]
        found += [self._band("late"), self._band("today"), self._band("soon")]
        if self.held & set(RECEIVING):
            found.append(self._state("finished", _("Results to return")))
        if self.units_with(*lists.DUTIES):
            found.append(self._handovers())
        label = self.say(_("New messages"))
        address = self.address("ngay", xem=MESSAGES)
        found.append(Number(MESSAGES, "", label, len(self.unread), address))
        if self.cashing:
            found.append(self._money())
        return found

    @cached_property
    def cashing(self) -> list[str]:
        """The units in which this person takes money."""
        return [unit.code for unit in self.units_with(*COLLECTING)]

    def _money(self) -> Number:
        """What was taken and stands in no closed shift yet."""
        taken = [
            move.amount
            for unit in self.cashing
            for move in shifts.drawer(self.context, unit, self.person)
        ]
        label = self.say(_("Taken, shift not closed"))
        address = self.address("thu-ngan")
        return Number("money", "", label, len(taken), address, format_vnd(sum(taken)))

    @cached_property
    def rows(self) -> list[Row]:
        """What waits, the earliest first."""
        most = worklist.MOST
        return worklist.listed(self.groups, Wanted(), self.day, limit=most)

    @cached_property
    def unread(self) -> frozenset[str]:
        """The codes of those that nobody opened since the applicant wrote."""
        written = {row.code: row.answered_at for row in self.rows if row.answered_at}
        return openings.unread(written)

    @property
    def reading(self) -> bool:
        """Whether the dossiers with new messages are shown in place of what is next."""
        return self.text("xem") == MESSAGES

    def _state(self, state: str, label: Any) -> Number:
        count = sum(n for (one, _band), n in self.counted.items() if one == state)
        address = self.address(state=state)
        return Number(state, "", self.say(label), count, address)

    def _band(self, band: str) -> Number:
        count = sum(n for (_state, one), n in self.counted.items() if one == band)
        sign, words = TIMES[band]
        return Number(band, sign, self.say(words), count, self.address(han=band))

    def _handovers(self) -> Number:
        """Lists that wait for somebody: not acknowledged, or with differences."""
        units = {unit.code for unit in self.units_with(*lists.DUTIES)}
        count = len(open_lists(self.context, units))
        address = self.address("ban-giao", mo="1")
        return Number("handovers", "", self.say(_("Hand-overs open")), count, address)

    @cached_property
    def next(self) -> list[Next]:
        """What is due next and not waits for others; or where somebody wrote."""
        if self.reading:
            return [self._next(row) for row in self.rows if row.code in self.unread]
        mine = [row for row in self.rows if row.due_at and not row.finished_at]
        return [self._next(row) for row in mine[:NEXT]]

    @cached_property
    def titles(self) -> Titles:
        """Titles of procedures by code."""
        return Titles(self.context["procedures"])

    def _next(self, row: Row) -> Next:
        key = standing(row.due_at, row.finished_at, row.paused, self.day)
        sign, words = TIMES[key]
        return Next(
            row.code,
            self.address("ho-so", row.code),
            self.titles[row.procedure],
            self.say(STATES[row.state]),
            self.moment(row.due_at),
            key,
            sign,
            self.say(words),
        )


def open_lists(site: Any, units: Iterable[str]) -> list[Any]:
    """Return the hand-over lists of units that nobody has settled, the newest first."""
    found = {
        one.code: view(one)
        for unit in units
        for one in store.of_unit(site, unit, LISTS)
    }
    waiting = [one for one in found.values() if one.status in ("open", "differs")]
    return sorted(waiting, key=lambda one: one.at, reverse=True)
