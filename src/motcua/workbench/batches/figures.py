"""``lo/so-lieu``: what batches came to, by batch, operator and scanner; also as CSV."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from motcua import _
from motcua.archive.capture.register import LARGEST_PAGE
from motcua.archive.quality import figuring
from motcua.base.vietnam import VIETNAM
from motcua.shell import tables
from motcua.shell.screen import Missing
from motcua.workbench.batches.frame import BatchesScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: How lines are put together: key in the address -> words.
BY: Final[dict[str, Any]] = {
    "lo": _("By batch"),
    "nguoi": _("By operator"),
    "may": _("By scanner"),
}
HEADS: Final = (
    _("Batches"),
    _("Scanned pages"),
    _("Documents"),
    _("Rejected"),
    _("Examined"),
    _("Defective"),
    _("Found good"),
    _("Sent back"),
)
#: Days that are counted where nobody asked for others.
DAYS: Final = 90
#: Lines of a file: batches of a large unit in many years.
_MOST_LINES: Final = 20 * LARGEST_PAGE


class FiguresScreen(BatchesScreen):
    """Figures of the batches of the person's units that were opened in some days."""

    title = _("Figures of batches")
    body = ViewPageTemplateFile("templates/figures.pt")
    BY = BY
    HEADS = HEADS

    def answer(self) -> Any:
        """Return the page, or its lines as CSV."""
        if self.text("csv") != "1" or self.posted:
            return super().answer()
        self.prepare()
        self.secure()
        heads = [self.say(BY[self.by]), *map(self.say, HEADS)]
        rows = [[name, *map(str, numbers)] for name, numbers in self.every_line()]
        return tables.answer(self.request.response, "so-lieu-lo", [heads, *rows])

    def prepare(self) -> None:
        """Count; whoever keeps no archive and supervises nothing finds nothing."""
        self.units = [unit.code for unit in self.units_with("archive", "supervision")]
        if not self.units or self.posted:
            raise Missing
        self.by = self.text("theo") if self.text("theo") in BY else "lo"
        self.page = self.number("page")
        self.problem: Any = None
        today = self.now.astimezone(VIETNAM).date()
        self.first = self.day("tu", today - timedelta(days=DAYS))
        self.last = self.day("den", today)
        if self.last < self.first:
            self.problem = _("The last day is before the first.")
        lines = self.counted((self.page - 1) * LARGEST_PAGE)
        self.lines = lines[:LARGEST_PAGE]
        self.more = len(lines) == LARGEST_PAGE and bool(
            self.counted(self.page * LARGEST_PAGE, 1)
        )
        self.total = list(vars(figuring.total(self.units, *self.period)).values())
        if self.problem is not None:
            self.status = 400

    def day(self, name: str, default: date) -> date:
        """Return a day of the address; what is none is told, and ``default`` counts."""
        text = self.text(name)
        found: date | None = None
        with suppress(ValueError):
            found = date.fromisoformat(text) if text else default
        # At the ends of the calendar the day before or after has no name.
        if found is None or not date.min.year < found.year < date.max.year:
            self.problem = _("Give days as year-month-day: 2026-11-30.")
            return default
        return found

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The days as moments: the first one, and the one behind the last."""
        begins = datetime.combine(self.first, time(), VIETNAM)
        return begins, datetime.combine(self.last, time(), VIETNAM) + timedelta(days=1)

    def counted(
        self, offset: int, limit: int = LARGEST_PAGE
    ) -> list[tuple[str, list[int]]]:
        """Return lines: (name, numbers)."""
        found = figuring.counted(
            self.units, self.by, *self.period, limit=limit, offset=offset
        )
        return [(self.name(key), list(vars(one).values())) for key, one in found]

    def every_line(self) -> list[tuple[str, list[int]]]:
        """Return the lines of all pages."""
        found: list[tuple[str, list[int]]] = []
        while len(found) < _MOST_LINES:
            lines = self.counted(len(found))
            found += lines
            if len(lines) < LARGEST_PAGE:
                break
        return found

    def name(self, key: str) -> str:
        """Return a key in words."""
        if self.by == "nguoi":
            return self.name_of(key)
        return key or self.say(_("without a folder"))

    def batch_address(self, name: str) -> str:
        """Return the address of the batch of a line, "" where lines are no batches.

        Who examines a batch and does not keep its archive sees its examination.
        """
        if self.by != "lo":
            return ""
        kept = {unit.code for unit in self.units_with("archive")}
        more = () if name.partition("-")[0] in kept else ("kiem-tra",)
        return self.address("lo", name, *more)

    def address_by(self, by: str, **asked: str) -> str:
        """Return the address of the figures put together in another way."""
        days = {name: self.text(name) for name in ("tu", "den")}
        return self.address("lo", "so-lieu", theo=by, **{**days, **asked})
