"""``…/trang/<page>``: a page as it was scanned, with the words that were asked for.

The picture comes by itself, small enough for a slow line; the marks are drawn over it
by the browser, from places in fractions of the page. Opening the page is opening the
file: rights and the journal are those of reading it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive.finding import marking
from motcua.archive.finding import pagepictures
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import confined
from motcua.storage import files
from motcua.storage.fulltext import marked
from motcua.storage.fulltext import readings
from motcua.workbench.asking import AskingScreen
from motcua.workbench.asking import FIRST_MARK
from motcua.workbench.held import held
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Units into which the sides of the picture are divided for the marks.
GRID: Final = 10_000
#: A page of unknown size is shown as A4, in points.
A4: Final = (595.0, 842.0)
#: A picture under an address that names its digest never changes.
KEPT: Final = "private, max-age=604800, immutable"


@dataclass(frozen=True)
class Rect:
    """One box on the picture in units of the grid; ``id`` only of a mark's first."""

    id: str
    x: int
    y: int
    width: int
    height: int


class PageScreen(AskingScreen):
    """The picture of a page; below it what was read from it."""

    body = ViewPageTemplateFile("templates/page.pt")
    styles = ("sheets.css",)

    def prepare(self) -> None:
        """Find the page, write down that it is opened, and mark it."""
        self.held = held(self)
        self.number_here = self.held.page(self.names[-1])
        self.held.note()
        at = self.number_here - 1
        texts = self.held.rendition.texts()
        layout = self.held.rendition.layout()
        self.read = texts[at] if at < len(texts) else ""
        self.sheet: dict[str, Any] = layout[at] if at < len(layout) else {}
        self.large = self.text("to") == "1"

    @property
    def heading(self) -> str:
        """Which page of what; names that people gave to files stay inside."""
        return self.say(
            _(
                "Page ${page} of ${pages}: ${title}",
                mapping={
                    "page": str(self.number_here),
                    "pages": str(self.held.rendition.pages),
                    "title": self.held.title or self.held.code,
                },
            )
        )

    @cached_property
    def marks(self) -> list[marking.Mark]:
        """The words that were asked for, as they stand on the page."""
        words = self.sheet.get("words", ())
        return marking.marks(words, self.query, self.misread) if self.query else []

    @property
    def rects(self) -> list[Rect]:
        """The marks as boxes on the picture."""
        return [
            Rect(
                "" if line else f"tu-{number}",
                *(round(side * GRID) for side in (x0, y0, x1 - x0, y1 - y0)),
            )
            for number, mark in enumerate(self.marks, start=1)
            for line, (x0, y0, x1, y1) in enumerate(mark.boxes)
        ]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the page in points, for the room that it takes."""
        width, height = self.sheet.get("width"), self.sheet.get("height")
        sides = (width, height) if width and height else A4
        return round(sides[0]), round(sides[1])

    def picture(self, width: int) -> str:
        """Return the address of the picture in a width."""
        version = self.version
        at = str(self.number_here)
        return self.address(*self.held.pictures, at, w=str(width), v=version)

    @property
    def version(self) -> str:
        """What the address of the picture changes with."""
        return self.held.rendition.archival[:12]

    @property
    def pictures(self) -> str:
        """The widths to choose from, as a browser reads them."""
        return ", ".join(f"{self.picture(one)} {one}w" for one in pagepictures.WIDTHS)

    @property
    def room(self) -> str:
        """How wide the picture is shown, as a browser reads it."""
        return "1400px" if self.large else "(min-width: 64rem) 58rem, 94vw"

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text that was read, cut at the words asked for: (text, is it marked)."""
        words = {
            word
            for runs in readings(self.query, self.misread)
            for run in runs
            for word in run
        }
        return marked(self.read, words).pieces()

    @property
    def stands(self) -> bool:
        """Whether one of the words asked for was read on this page."""
        return any(found for _text, found in self.pieces)

    def turned(self, by: int) -> str:
        """Return the address of another page of the file, "" beyond its ends."""
        number = self.number_here + by
        if not 0 < number <= self.held.rendition.pages:
            return ""
        return self.address(*self.held.pages, str(number), **self.asked)

    @property
    def other_size(self) -> str:
        """Return the address of the same page in the other size."""
        asked = {**self.asked, "to": "" if self.large else "1"}
        if self.hit:
            asked["ket-qua"] = str(self.hit)
        place = self.address(*self.held.pages, str(self.number_here), **asked)
        return place + (FIRST_MARK if self.marks else "")

    @property
    def copy_address(self) -> str:
        """Return the address of the page in the archival copy."""
        return f"{self.address(*self.held.file)}#page={self.number_here}"


class PagePictureAnswer(Screen):
    """``…/hinh/<page>?w=…``: a page as a JPEG, for those who may open its file."""

    def answer(self) -> Any:
        """Return the picture; one that cannot be drawn is missing.

        What is under watch is written down each time and kept by no browser.
        """
        self.secure()
        file = held(self)
        page = file.page(self.names[-1])
        archival = file.rendition.archival
        if not files.exists(archival):
            raise Missing
        file.note()
        width = self.number("w", default=pagepictures.WIDTHS[0])
        try:
            body = pagepictures.picture(archival, page, width)
        except confined.TaskFailed as error:
            raise Missing from error
        response = self.request.response
        response.setHeader("Content-Type", "image/jpeg")
        response.setHeader("Content-Length", str(len(body)))
        if not file.watched and self.text("v") == archival[:12]:
            response.setHeader("Cache-Control", KEPT)
        return body
