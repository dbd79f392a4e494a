"""Working calendars: looked at as tables, edited and carried away as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
import json
from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.base.calendars import WEEKDAY_NAMES
from motcua.base.calendars import WorkingCalendar
from motcua.organisation import calendars
from motcua.organisation import units
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Stands in the address for the calendar that holds where no unit has its own.
EVERYWHERE: Final = "chung"
#: A calendar of ten years has some 40 kB.
LONGEST: Final = 500_000


@dataclass(frozen=True)
class Sheet:
    """A calendar in the list."""

    place: str
    name: str
    title: str
    since: str
    until: str
    deed: str
    address: str


class CalendarsScreen(AdminScreen):
    """``/quan-tri/lich``: which units have calendars of their own."""

    title = _("Working calendars")
    tab = "lich"
    body = ViewPageTemplateFile("templates/calendars.pt")

    def sheets(self) -> list[Sheet]:
        """Return all calendars, the general ones first."""
        general = list(self._of("", self.say(_("All units without their own"))))
        own = [
            sheet
            for unit in units.all(site=self.context)
            for sheet in self._of(unit.code, unit.name)
        ]
        return [*general, *own]

    def _of(self, code: str, name: str) -> Iterator[Sheet]:
        for row in calendars.rows(code, self.context):
            title = str(json.loads(row["text"]).get("name", ""))
            yield Sheet(
                place=code,
                name=name,
                title=title,
                since=self.written(row["valid_from"]),
                until=self.written(row["valid_to"]),
                deed=row["deed"] or "",
                address=self.address(self.tab, code or EVERYWHERE),
            )


class OneCalendar(AdminScreen):
    """A screen about the calendar of one place."""

    tab = "lich"

    @property
    def unit(self) -> str:
        """Code of the unit of the address, "" for the general calendar."""
        return "" if self.names[1] == EVERYWHERE else self.names[1]

    def calendar(self) -> WorkingCalendar:
        """Return the calendar in force there today; ``Missing`` for no unit."""
        try:
            return calendars.calendar_for(self.unit, self.today, self.context)
        except KeyError as error:
            raise Missing from error


class CalendarScreen(OneCalendar):
    """``/quan-tri/lich/<code>``: the calendar in force, and a form for the next."""

    body = ViewPageTemplateFile("templates/calendar.pt")

    @property
    def heading(self) -> str:
        """Name of the unit."""
        if not self.unit:
            return self.say(_("Calendar of all units without their own"))
        return self.unit_name(self.unit)

    def prepare(self) -> None:
        """Find the calendar, then do what was posted."""
        self.found = self.calendar()
        super().prepare()

    @property
    def source(self) -> str:
        """The text in the form: what was typed, else the calendar in force."""
        typed = self.request.form.get("text", "")
        if self.problem and isinstance(typed, str):
            return typed
        return calendars.as_text(self.found)

    def table(self) -> dict[str, Any]:
        """Return the calendar in force as plain values, the last days first."""
        found = self.found.to_json()
        for name in ("off", "make_up", "half_days"):
            found[name] = found.get(name, [])[::-1]
        return found

    def day_of(self, text: str) -> str:
        """Return a day of a table as people write it."""
        return self.written(date.fromisoformat(text))

    def weekdays(self, numbers: list[int]) -> str:
        """Return days of the week by name; their numbers are those of ISO."""
        names = WEEKDAY_NAMES[self.language]
        return ", ".join(names[number - 1] for number in numbers)

    def hours(self, sessions: list[list[str]]) -> str:
        """Return the stretches of a day as people write them."""
        return "; ".join("-".join(one) for one in sessions)

    def act(self) -> None:
        """Keep the calendar of the form; it holds from the day given."""
        given = self.request.form.get("text", "")
        if not isinstance(given, str) or len(given) > LONGEST:
            raise Refused(self.say(_("The calendar is too long.")))
        if not self.text("deed"):
            raise Refused(self.say(_("Name the decision: number and date.")))
        try:
            calendars.put(
                self.unit,
                given,
                self.day("since"),
                self.day("until", required=False),
                self.text("deed"),
                site=self.context,
            )
        except ValueError as error:
            # Names the entry of the calendar that is wrong.
            raise Refused(str(error)) from error
        self.tell(
            _(
                "The calendar was kept; due dates already given stay until who "
                "supervises the units agrees to new ones."
            )
        )
        self.go(self.tab, self.names[1])


class CalendarFile(OneCalendar):
    """``/quan-tri/lich/<code>/tai-ve``: the calendar in force as a file."""

    def answer(self) -> str:
        """Return the JSON of the calendar."""
        text = calendars.as_text(self.calendar())
        self.secure()
        response = self.request.response
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        name = "".join(c for c in self.names[1] if c.isalnum() or c in ".-")
        response.setHeader(
            "Content-Disposition", f'attachment; filename="lich-{name}.json"'
        )
        return text
