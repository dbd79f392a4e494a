"""``/bao-cao``: the register book as a page to print, and as a file of values."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import UTC
from functools import cached_property
from motcua import _
from motcua.dossiers import rights
from motcua.dossiers.codes import VIETNAM
from motcua.dossiers.folder import find
from motcua.dossiers.states import DossierView
from motcua.dossiers.states import fold
from motcua.organisation import units
from motcua.procedures import versions
from motcua.reports import csvfile
from motcua.reports import register_book
from motcua.reports.register_book import BookError
from motcua.reports.register_book import Line
from motcua.reports.register_book import Period
from plone import api
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zExceptions import Unauthorized
from zope.i18n import translate


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


class RegisterPage(BrowserView):
    """The register book of one unit that the person answers for."""

    template = ViewPageTemplateFile("templates/register_book.pt")

    def __call__(self) -> Any:
        """Answer with the page, or with the file when ``csv`` is asked for.

        Raises ``Unauthorized`` for persons without reception or supervision duty.
        """
        if not self.books:
            raise Unauthorized(self.say(_("Your duties include no register book.")))
        self.request.response.setHeader("Cache-Control", "private, no-store")
        self.error = ""
        try:
            if self.request.form.get("csv") and self.period:
                return self.file()
        except BookError as error:
            self.error = self.say(error.message)
        return self.template()

    def say(self, message: Any) -> str:
        """Return a message in the language of the page."""
        return str(translate(message, context=self.request))

    @cached_property
    def now(self) -> datetime:
        """The moment of the request, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def person(self) -> str:
        """Login name of the reader."""
        return str(api.user.get_current().getId())

    @cached_property
    def books(self) -> list[units.Unit]:
        """The units whose book the person may read."""
        return register_book.books_of(self.person, units.today())

    @cached_property
    def unit(self) -> units.Unit:
        """The unit asked for, else the first; others' units are never chosen."""
        asked = self.request.form.get("unit")
        return next((one for one in self.books if one.code == asked), self.books[0])

    @cached_property
    def period(self) -> Period | None:
        """The period asked for, else this month; None when it makes no sense."""
        today = units.today()
        try:
            return Period(
                _day(self.request.form.get("from"), today.replace(day=1)),
                _day(self.request.form.get("to"), today),
            )
        except BookError as error:
            self.error = self.say(error.message)
            return None

    @cached_property
    def offset(self) -> int:
        """How many rows come before this page."""
        asked = str(self.request.form.get("start", ""))
        return (
            int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
        )

    @cached_property
    def length(self) -> int:
        """How many rows the book has."""
        return register_book.length(self.unit.code, self.period) if self.period else 0

    @cached_property
    def totals(self) -> register_book.Totals | None:
        """The totals below the table."""
        if self.period is None:
            return None
        return register_book.totals(self.unit.code, self.period, self.now)

    @property
    def headings(self) -> list[str]:
        """Headings of the columns."""
        return [self.say(heading) for heading in HEADINGS]

    def rows(self) -> list[dict[str, str]]:
        """Return the rows of this page; names only of dossiers the reader may view."""
        if self.period is None:
            return []
        found = register_book.lines(
            self.unit.code, self.period, self.now, offset=self.offset
        )
        groups = rights.groups_of(self.person, self.now.astimezone(VIETNAM).date())
        return [self._row(line, self._view(line.code, groups)) for line in found]

    def link(self, **changes: Any) -> str:
        """Return the address of this book with something changed."""
        assert self.period is not None
        asked = {"unit": self.unit.code, "from": self.period.first}
        asked |= {"to": self.period.last, **changes}
        return f"{self.context.absolute_url()}/{self.__name__}?{urlencode(asked)}"

    @property
    def next_page(self) -> str:
        """Address of the next page, "" on the last one."""
        following = self.offset + register_book.PAGE
        return self.link(start=following) if following < self.length else ""

    @property
    def previous_page(self) -> str:
        """Address of the page before, "" on the first one."""
        before = max(0, self.offset - register_book.PAGE)
        return self.link(start=before) if self.offset and self.period else ""

    def file(self) -> str:
        """Return the whole book as a file of values; raises ``BookError``."""
        assert self.period is not None
        if self.length > register_book.MOST_ROWS:
            raise BookError(_("The book is too long for one file; choose fewer days."))
        found = register_book.lines(
            self.unit.code, self.period, self.now, limit=register_book.MOST_ROWS
        )
        rows = [list(self._row(line, None).values()) for line in found]
        table = [
            [cell for number, cell in enumerate(row) if number not in NOT_IN_FILE]
            for row in [self.headings, *rows]
        ]
        name = f"so-theo-doi-{self.unit.code}-{self.period.first}-{self.period.last}"
        return csvfile.answer(self.request.response, name, table)

    def _view(self, code: str, groups: frozenset[str]) -> DossierView | None:
        dossier = find(self.context, code)
        if dossier is None or rights.VIEW not in rights.allowed(dossier, groups):
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
            "note": self.say(_("Late")) if line.late else "",
        }

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
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise BookError(_("Give days as year-month-day: 2026-11-30.")) from error


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
