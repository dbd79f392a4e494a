"""``lo/so-lieu``: what batches came to, by batch, operator and scanner; also as CSV."""

from __future__ import annotations

from motcua import _
from motcua.archive.quality import figuring
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


class FiguresScreen(BatchesScreen):
    """Figures of the last batches of the person's units."""

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
        rows = [[name, *map(str, numbers)] for name, numbers in self.lines]
        return tables.answer(self.request.response, "so-lieu-lo", [heads, *rows])

    def prepare(self) -> None:
        """Count; whoever keeps no archive and supervises nothing finds nothing."""
        units = [unit.code for unit in self.units_with("archive", "supervision")]
        if not units or self.posted:
            raise Missing
        self.by = self.text("theo") if self.text("theo") in BY else "lo"
        counted = figuring.counted(self.context, units, self.by)
        self.lines = [
            (self.name(key), list(vars(one).values())) for key, one in counted
        ]

    def name(self, key: str) -> str:
        """Return a key in words."""
        if self.by == "nguoi":
            return self.name_of(key)
        return key or self.say(_("without a folder"))

    def address_by(self, by: str, **asked: str) -> str:
        """Return the address of the figures put together in another way."""
        return self.address("lo", "so-lieu", theo=by, **asked)
