"""``du-an/<code>/muc-luc``: inventories are sent, looked through, become files."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.backlog import checking
from motcua.archive.backlog import importing
from motcua.archive.backlog import projects
from motcua.archive.backlog import sheets
from motcua.archive.backlog import store
from motcua.archive.backlog.columns import COLUMNS
from motcua.archive.backlog.columns import NEEDED
from motcua.shell import tables
from motcua.shell.screen import Missing
from motcua.storage import jobs
from motcua.workbench.backlog.frame import OneProjectScreen
from motcua.workbench.progress import INTERVAL
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18n import translate
from ZPublisher.HTTPRequest import FileUpload


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.backlog.checking import Report
    from motcua.archive.backlog.faults import Fault
    from motcua.archive.backlog.projects import Upload

#: Faults on one page; the file has them all.
PAGE: Final = 100
#: What is asked of a row that is typed, in its order.
TYPED: Final = (
    *("number", "title", "begin", "end", "sheets", "term", "box", "agency", "note"),
)
_DATE: Final = _("day/month/year, or a year")
_TABLE: Final = "muc-luc-mau"


class InventoriesScreen(OneProjectScreen):
    """Tables that were sent, a form for the next one, and one for a single row."""

    body = ViewPageTemplateFile("templates/inventories.pt")
    MOST = sheets.LARGEST // 1024**2
    ROWS = sheets.ROWS
    faults: tuple[Fault, ...] = ()

    def answer(self) -> Any:
        """Return the page, or an empty table with the heads."""
        if self.text("mau") != "1" or self.posted:
            return super().answer()
        self.find()
        self.secure()
        heads = [one.head for name, one in COLUMNS.items() if name != "span"]
        return tables.workbook(self.request.response, _TABLE, [heads])

    def acts(self) -> dict[str, Callable[[], Any]]:
        """Return what buttons do."""
        return {"upload": self.upload, "row": self.row}

    def send(self) -> None:
        """Act; faults stay on the page."""
        act = self.acts().get(self.text("do"))
        if act is None:
            raise Missing
        self.attempt(act)
        if self.faults:
            self.status = 400

    def upload(self) -> None:
        """Look the table through and lead to its report."""
        sent = self.request.form.get("file")
        there = isinstance(sent, FileUpload) and bool(sent.filename)
        data = sent.read(sheets.LARGEST + 1) if there else b""
        name = str(sent.filename).replace("\\", "/").rpartition("/")[2] if there else ""
        report, event = self.do(importing.upload, name, data)
        if event is not None:
            self.go("du-an", self.found.code, "muc-luc", str(event.number))
            return
        self.faults = tuple(report.faults[:PAGE])

    def row(self) -> None:
        """Make the file of the row that was typed."""
        given = {name: self.text(f"r-{name}") for name in TYPED}
        code, faults = importing.add_row(
            self.context, self.one, given, self.person, self.now
        )
        self.faults = tuple(faults)
        if code:
            self.tell(_("File ${code} is made.", mapping={"code": code}))
            self.go(*self.names)

    @property
    def may_send(self) -> bool:
        """Whether tables are taken in now."""
        return self.may_keep and self.found.state != projects.ENDED

    @property
    def typed_row(self) -> list[dict[str, Any]]:
        """The boxes of a row: name, title, hint, what is needed, what was typed."""
        return [
            {
                "name": f"r-{name}",
                "title": self.say(COLUMNS[name].title),
                "hint": self.say(_DATE) if name in ("begin", "end") else None,
                "needed": name in (*NEEDED, "begin", "term"),
                "value": self.text(f"r-{name}"),
            }
            for name in TYPED
        ]


class ReportScreen(OneProjectScreen):
    """``muc-luc/<number>``: what was found in a table, and taking its rows."""

    body = ViewPageTemplateFile("templates/report.pt")

    def answer(self) -> Any:
        """Return the page, or its faults in both languages as CSV."""
        if self.text("csv") != "1" or self.posted:
            return super().answer()
        self.find()
        self.secure()
        heads = ["Dòng / Row", "Cột / Column", "Lỗi", "Error", "Nội dung / Value"]
        rows = [self.line(one) for one in self.report.faults]
        name = f"loi-{self.found.code}-{self.told_of.number}"
        return tables.answer(self.request.response, name, [heads, *rows])

    def line(self, one: Fault) -> list[str]:
        """Return a fault in both languages."""
        said = [
            str(translate(one.words, target_language=language, domain="motcua"))
            for language in ("vi", "en")
        ]
        return [str(one.row or ""), one.column, *said, one.value]

    def acts(self) -> dict[str, Callable[[], Any]]:
        """Return what buttons do."""
        return {"take": lambda: self.take(False), "good": lambda: self.take(True)}

    def take(self, good_only: bool) -> None:
        """Ask for files of the rows."""
        self.do(importing.take, self.told_of.number, good_only=good_only)

    @cached_property
    def told_of(self) -> Upload:
        """The table of the path."""
        text = self.names[3]
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        found = self.found.upload(number)
        if found is None:
            raise Missing
        return found

    def prepare(self) -> None:
        """Find the project and the table; act when something was sent."""
        self.find()
        self.page = self.number("page")
        self.told_of  # noqa: B018 -- unknown ones are missing before anything is done
        if self.posted:
            self.send()
        elif self.waits and not self.stopped:
            self.request.response.setHeader("Refresh", str(INTERVAL))

    @cached_property
    def report(self) -> Report:
        """What was found; nothing as long as it is looked through."""
        told = self.told_of
        return importing.report_of(told) if told.report else checking.Report()

    @property
    def waits(self) -> bool:
        """Whether a job looks the table through."""
        return not (self.told_of.report or self.told_of.secret)

    @cached_property
    def job(self) -> jobs.JobState | None:
        """How far that job is."""
        key = f"{self.found.code}:{self.told_of.number}"
        return jobs.status(importing.LOOK, key)

    @property
    def stopped(self) -> bool:
        """Whether that job ended without a report."""
        return self.job is not None and self.job.state in jobs.STOPPED

    @property
    def shown(self) -> list[Fault]:
        """The faults of this page."""
        begin = (self.page - 1) * PAGE
        return self.report.faults[begin : begin + PAGE]

    @property
    def span(self) -> tuple[str, str, str]:
        """Which errors are on this page, of how many."""
        begin, total = (self.page - 1) * PAGE, len(self.report.faults)
        last = min(begin + PAGE, total)
        return self.many(begin + 1), self.many(last), self.many(total)

    @property
    def more(self) -> bool:
        """Whether there are faults behind this page."""
        return len(self.report.faults) > self.page * PAGE

    @cached_property
    def there(self) -> int:
        """How many good rows are files already."""
        code = self.found.code
        return sum(
            bool(store.taken(self.context, code, checking.key(one.number)))
            for one in self.report.entries
        )

    @property
    def takings(self) -> list[Any]:
        """What became of this table."""
        number = self.told_of.number
        return [one for one in self.found.takings if one.upload == number]

    @property
    def may_take(self) -> bool:
        """Whether rows can become files now."""
        return (
            self.may_keep
            and self.found.state == projects.RUNNING
            and self.found.taking is None
            and bool(self.told_of.report)
            and self.report.whole
            and len(self.report.entries) > self.there
        )
