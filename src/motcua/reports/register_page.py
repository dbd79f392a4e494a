"""The register book as a page to print, and as a file of values."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from datetime import datetime
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import rights
from motcua.dossiers.folder import find
from motcua.dossiers.states import DossierView
from motcua.dossiers.states import fold
from motcua.organisation import units
from motcua.procedures import versions
from motcua.reports import register_book
from motcua.reports import register_print
from motcua.reports.register_book import BookError
from motcua.reports.register_book import Line
from motcua.reports.register_book import Period
from motcua.shell import tables
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.shell.screen import speak
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: How a result goes back, in the words of the slip.
WAYS = {
    "counter": _("At the counter"),
    "online": _("Online"),
    "post": _("By post"),
}
HEADINGS = (
    _("No."),
    _("Dossier code"),
    _("Procedure"),
    _("Owner of the dossier"),
    _("Received"),
    _("Due"),
    _("Resolved"),
    _("Returned"),
    _("Way of return"),
    _("Note"),
)
#: The file leaves out what is read from the dossiers themselves, page by page.
NOT_IN_FILE = (3, 8)


class RegisterScreen(Screen):
    """The register book of one unit that the person answers for.

    To persons without reception or supervision duty there is nothing here.
    """

    title = _("Register of dossiers")
    section = "bao-cao"
    body = ViewPageTemplateFile("templates/register_book.pt")
    error: str = ""

    def answer(self) -> Any:
        """Answer with the page, or with the file when ``csv`` is asked for."""
        if not self.books:
            raise Missing
        speak(self.request, self.language)
        try:
            if self.text("csv") and self.period:
                self.secure()
                return self.file()
            if self.text("volume") and self.period:
                self.secure()
                return self.printed()
        except BookError as error:
            self.error = self.say(error.message)
        return super().answer()

    @cached_property
    def books(self) -> list[units.Unit]:
        """The units whose book the person may read."""
        return register_book.books_of(self.person, vietnam.today())

    @cached_property
    def unit(self) -> units.Unit:
        """The unit asked for, else the first; others' units are never chosen."""
        asked = self.text("unit")
        return next((one for one in self.books if one.code == asked), self.books[0])

    @cached_property
    def period(self) -> Period | None:
        """The period asked for, else this month; None when it makes no sense."""
        today = vietnam.today()
        try:
            return Period(
                _day(self.text("from"), today.replace(day=1)),
                _day(self.text("to"), today),
            )
        except BookError as error:
            self.error = self.say(error.message)
            return None

    @cached_property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.number("page") - 1) * register_book.PAGE

    @cached_property
    def length(self) -> int:
        """How many rows the book has."""
        if self.period is None:
            return 0
        return register_book.length(self.unit.code, self.period, self.groups)

    @cached_property
    def totals(self) -> register_book.Totals | None:
        """The totals below the table."""
        if self.period is None:
            return None
        return register_book.totals(self.unit.code, self.period, self.now, self.groups)

    @property
    def headings(self) -> list[str]:
        """Headings of the columns."""
        return [self.say(heading) for heading in HEADINGS]

    def rows(self) -> list[tuple[dict[str, str], str]]:
        """Return the rows of this page, each with the address of its dossier.

        Names and addresses only of dossiers that the reader may view.
        """
        if self.period is None:
            return []
        found = register_book.lines(
            self.unit.code, self.period, self.now, self.groups, offset=self.offset
        )
        shown = [(line, self._view(line.code, self.groups)) for line in found]
        return [
            (
                self._row(line, view),
                f"{self.root}/desk/ho-so/{line.code}" if view else "",
            )
            for line, view in shown
        ]

    def link(self, **changes: str) -> str:
        """Return the address of this book with something changed."""
        assert self.period is not None
        first, last = str(self.period.first), str(self.period.last)
        asked = {"unit": self.unit.code, "from": first, "to": last, **changes}
        return self.address(**asked)

    @property
    def next_page(self) -> str:
        """Address of the next page, "" on the last one."""
        page = self.number("page")
        more = self.offset + register_book.PAGE < self.length
        return self.link(page=str(page + 1)) if more else ""

    @property
    def previous_page(self) -> str:
        """Address of the page before, "" on the first one."""
        page = self.number("page")
        return self.link(page=str(page - 1)) if page > 1 and self.period else ""

    def file(self) -> str:
        """Return the whole book as a file of values; raises ``BookError``."""
        assert self.period is not None
        if self.length > register_book.MOST_ROWS:
            raise BookError(_("The book is too long for one file; choose fewer days."))
        found = register_book.lines(
            self.unit.code,
            self.period,
            self.now,
            self.groups,
            limit=register_book.MOST_ROWS,
        )
        rows = [list(self._row(line, None).values()) for line in found]
        table = [
            [cell for number, cell in enumerate(row) if number not in NOT_IN_FILE]
            for row in [self.headings, *rows]
        ]
        name = f"so-theo-doi-{self.unit.code}-{self.period.first}-{self.period.last}"
        return tables.answer(self.request.response, name, table)

    @property
    def volumes(self) -> list[tuple[str, str]]:
        """The volumes to print: (title, address); none of a book that is too long."""
        if self.period is None or self.length > register_print.MOST_ROWS:
            return []
        numbers = range(1, register_print.volumes(self.length) + 1)
        return [
            (
                self.say(_("Volume ${volume}", mapping={"volume": str(number)})),
                self.link(volume=str(number)),
            )
            for number in numbers
        ]

    @property
    def volume_rows(self) -> int:
        """How many rows a volume has."""
        return register_print.VOLUME

    def printed(self) -> bytes:
        """Return a volume of the book as form 07; raises ``BookError``."""
        assert self.period is not None
        many = register_print.volumes(self.length)
        volume = self.number("volume", 1, many)
        pdf = register_print.pdf(
            self.context,
            self.unit.code,
            self.period,
            volume,
            self.now,
            self.person,
            self.groups,
            lambda code: self._view(code, self.groups),
            self._title,
        )
        name = f"so-theo-doi-{self.unit.code}-{self.period.first}-{volume}.pdf"
        head(self.request.response, PDF, name, len(pdf))
        return pdf

    def _view(self, code: str, groups: frozenset[str]) -> DossierView | None:
        dossier = find(self.context, code)
        if dossier is None or rights.VIEW not in rights.allowed(
            dossier, groups, self.person
        ):
            return None
        return fold(dossier)

    def _row(self, line: Line, view: DossierView | None) -> dict[str, str]:
        owner = view and (view.person("owner") or view.person("applicant"))
        way = WAYS.get(view.answer_by, "") if view else ""
        return {
            "number": str(line.number),
            "code": line.code,
            "procedure": self._title(line.procedure),
            "owner": owner.name if owner else "",
            "received": _moment(line.received_at),
            "due": _moment(line.due_at),
            "finished": _moment(line.finished_at),
            "returned": _moment(line.returned_at),
            "way": self.say(way) if way else "",
            "note": "; ".join(self._notes(line)),
        }

    def _notes(self, line: Line) -> list[str]:
        said = (
            (line.late, _("Late")),
            (line.late_entry, _("Received on paper, entered later")),
        )
        return [self.say(words) for marked, words in said if marked]

    def _title(self, code: str) -> str:
        titles = self.__dict__.setdefault("_titles", {})
        if code not in titles:
            try:
                titles[code] = str(versions.procedure(code, self.context).title)
            except KeyError:
                titles[code] = code
        return str(titles[code])


def _day(given: Any, default: date) -> date:
    if not given:
        return default
    found: date | None = None
    with suppress(ValueError):
        found = date.fromisoformat(str(given))
    # At the ends of the calendar the day before or after has no name.
    if found is None or not date.min.year < found.year < date.max.year:
        raise BookError(_("Give days as year-month-day: 2026-11-30."))
    return found


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
