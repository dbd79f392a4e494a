"""A one-stop unit as people need it: when it is open, how to get in, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.base.calendars import WEEKDAY_NAMES
from motcua.base.opening import closed_ahead
from motcua.base.opening import opening_at
from motcua.base.vietnam import VIETNAM
from motcua.organisation.calendars import calendar_for
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.base.calendar_rows import Hours
    from motcua.organisation.units import Unit
    from motcua.portal.page import Page

#: The hyphen between two times, with the blanks around it.
_SESSION: Final = re.compile(
    r"(?<=[\dhg])[ \u00a0]?[-\u2013][ \u00a0]?(?=\d{1,2}[:hg])"
)


@dataclass(frozen=True)
class Day:
    """One day of the week ahead: its name, hours in words, whether it is today."""

    name: str
    hours: str
    today: bool
    closed: bool


class UnitView:
    """What a page tells about a unit; made for one page and one moment."""

    def __init__(self, page: Page, unit: Unit, now: datetime, found_by: str = ""):
        self.page = page
        self.unit = unit
        self.now = now.astimezone(VIETNAM)
        self.found_by = found_by

    @property
    def address(self) -> str:
        """Address of the page of the unit."""
        return self.page.addresses.page("units", self.unit.code)

    @property
    def call(self) -> str:
        """The telephone number as a link needs it."""
        return "".join(c for c in self.unit.phone if c.isdigit() or c == "+")

    @property
    def geo(self) -> str:
        """The place as an address that opens the map of a telephone; "" for none."""
        point = self.unit.map_point.replace(" ", "")
        return f"geo:{point}" if point else ""

    @property
    def opening_hours(self) -> str:
        """The hours as the unit states them."""
        return unbroken(self.unit.opening_hours)

    @property
    def services(self) -> list[str]:
        """What is there beside the counters."""
        return [line.strip() for line in self.unit.services.split("\n") if line.strip()]

    @cached_property
    def calendar(self) -> Any:
        """The working calendar of today."""
        return calendar_for(self.unit.code, self.now.date(), self.page.context)

    @cached_property
    def state(self) -> str:
        """Say whether it is open at this moment, and until or from when."""
        found = opening_at(self.calendar, self.now)
        if found.closes is not None:
            words = {"time": f"{found.closes:%H:%M}"}
            return self.say(_("Open now, closes at ${time}"), words)
        if found.opens is None:
            return self.page.say(_("Closed at present"))
        if found.opens.date() == self.now.date():
            words = {"time": f"{found.opens:%H:%M}"}
            return self.say(_("Closed now, opens at ${time}"), words)
        day = WEEKDAY_NAMES[self.page.language][found.opens.isoweekday() - 1]
        words = {"day": f"{day} {found.opens:%d/%m}", "time": f"{found.opens:%H:%M}"}
        return self.say(_("Closed now, opens ${day} at ${time}"), words)

    @property
    def open(self) -> bool:
        """Whether it is open at this moment."""
        return opening_at(self.calendar, self.now).open

    @property
    def week(self) -> list[Day]:
        """The seven days from today on, with the hours that are worked."""
        from datetime import timedelta

        found = []
        for ahead in range(7):
            day = self.now.date() + timedelta(days=ahead)
            name = WEEKDAY_NAMES[self.page.language][day.isoweekday() - 1]
            hours = self.calendar.session_row(day)
            found.append(
                Day(
                    f"{name[:1].upper()}{name[1:]} {day:%d/%m}",
                    in_words(hours) or self.page.say(_("Not open")),
                    ahead == 0,
                    not hours,
                )
            )
        return found

    @property
    def holidays(self) -> list[tuple[str, str]]:
        """Days off of the next two months: (days, reason as decided)."""
        return [
            (
                f"{each.first:%d/%m/%Y}"
                if each.first == each.last
                else f"{each.first:%d/%m} - {each.last:%d/%m/%Y}",
                " - ".join(filter(None, (each.reason, each.decision))),
            )
            for each in closed_ahead(self.calendar, self.now.date())
        ]

    def say(self, message: Any, words: dict[str, str]) -> str:
        """Return a message with its values in the language of the page."""
        return self.page.say(Message(message, mapping=words))


def in_words(hours: Hours) -> str:
    """Return the sessions of a day: "7:30-11:30, 13:30-17:30"."""
    sessions = (f"{start.hour}:{start:%M}-{end.hour}:{end:%M}" for start, end in hours)
    return unbroken(", ".join(sessions))


def unbroken(hours: str) -> str:
    """Return opening hours in which no line breaks inside a session.

    Browsers break "7:30-11:30" behind the hyphen; this hyphen looks the same.
    """
    return _SESSION.sub("\N{NON-BREAKING HYPHEN}", hours)
