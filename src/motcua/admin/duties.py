"""Who serves where: duties of persons, assigned and ended by decision."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.archive.handover import register
from motcua.organisation import duties
from motcua.shell.screen import Missing
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: Persons of one page of the list.
PAGE = 50
WRONG = (KeyError, ValueError)


@dataclass(frozen=True)
class Person:
    """A user of the site in the list."""

    login: str
    name: str
    address: str
    groups: tuple[str, ...]
    """Duties of today in words."""


class DutiesScreen(AdminScreen):
    """``/quan-tri/nhiem-vu``: persons and what they do today."""

    title = _("Duties")
    tab = "nhiem-vu"
    body = ViewPageTemplateFile("templates/duties.pt")
    length = 0

    def persons(self) -> list[Person]:
        """Return the users whose name or login holds what was asked for."""
        asked = self.text("q").casefold()
        found = [
            Person(login, self.name_of(login), self.address(self.tab, login), ())
            for login in sorted(user.getId() for user in api.user.get_users())
        ]
        wanted = [one for one in found if asked in f"{one.login} {one.name}".casefold()]
        self.length, begin = len(wanted), (self.page - 1) * PAGE
        return [
            Person(one.login, one.name, one.address, self.now_held(one.login))
            for one in wanted[begin : begin + PAGE]
        ]

    @property
    def page(self) -> int:
        """Which page of the list is shown, from 1."""
        return self.number("page")

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.length // PAGE))

    def turn(self, page: int) -> str:
        """Return the address of another page of this list."""
        return self.address(self.tab, q=self.text("q"), page=str(page))

    def now_held(self, person: str) -> tuple[str, ...]:
        """Return the duties of a person today in words."""
        held = duties.groups(person, self.today, self.context)
        pairs = sorted(filter(None, map(duties.parse_group, held)))
        return tuple(
            f"{self.unit_name(unit)}: {self.say(duties.DUTIES[duty])}"
            for unit, duty in pairs
        )


class PersonScreen(AdminScreen):
    """``/quan-tri/nhiem-vu/<login>``: all duties of a person, and the next ones."""

    tab = "nhiem-vu"
    body = ViewPageTemplateFile("templates/person.pt")
    DUTIES = duties.DUTIES

    @property
    def login(self) -> str:
        """Login name of the person of the address."""
        return self.names[1]

    @property
    def heading(self) -> str:
        """Name of the person."""
        return self.name_of(self.login)

    def prepare(self) -> None:
        """Find the person, then do what was posted."""
        if api.user.get(userid=self.login) is None:
            raise Missing
        super().prepare()

    def act(self) -> None:
        """Assign a duty or end one."""
        done = {"assign": self.assign, "end": self.end}.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        try:
            self.tell(done())
        except WRONG as error:
            # These errors of the organisation say in both languages what is wrong.
            raise Refused(str(error)) from error
        self.go(self.tab, self.login)

    def assign(self) -> Any:
        """Assign the duty of the form; return what to tell."""
        since = self.day("since")
        assert since is not None
        if not self.text("deed"):
            raise Refused(self.say(_("Name the decision: number and date.")))
        duties.assign(
            self.login,
            self.text("department"),
            self.text("duty"),
            since,
            self.day("until", required=False),
            self.text("deed"),
            site=self.context,
            position=self.text("position"),
        )
        return _("The duty was assigned.")

    def end(self) -> Any:
        """End the duty of the form; return what to tell."""
        last_day = self.day("until")
        assert last_day is not None
        if not self.text("deed"):
            raise Refused(self.say(_("Name the decision: number and date.")))
        changed = duties.end(
            self.login,
            self.text("department"),
            self.text("duty"),
            last_day,
            self.text("deed"),
            site=self.context,
        )
        if not changed:
            raise Refused(self.say(_("There was no such duty left to end.")))
        if not self.files_kept:
            return _("The duty ends on that day.")
        told = {"number": str(self.files_kept)}
        return _(
            "The duty ends on that day. ${number} files of the archive are still kept "
            "by this person: have them handed to a successor under Archive → "
            "Hand-over.",
            mapping=told,
        )

    @property
    def files_kept(self) -> int:
        """How many files of the archive the person keeps still, in all departments."""
        return len(register.held_by(self.login))

    def rows(self) -> tuple[duties.Duty, ...]:
        """Return every duty the person ever had."""
        return duties.rows(self.login, self.context)

    def open(self, row: duties.Duty) -> bool:
        """Say whether the duty can still be ended."""
        return row.until is None or row.until > self.today
