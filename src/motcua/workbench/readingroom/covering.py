"""``doc/che/<document>``: black boxes over words of a document, page by page.

Boxes are lines of numbers, which anybody can type; with the mouse they are drawn on the
picture, which writes the same lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.archive.errors import ArchiveError
from motcua.archive.finding import pagepictures
from motcua.archive.finding import readings
from motcua.archive.holdings.errors import Missing as Lacking
from motcua.archive.reading import opening
from motcua.archive.reading import store
from motcua.archive.reading import twins
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import confined
from motcua.storage import files
from motcua.workbench.holdings.frame import HoldingsScreen
from motcua.workbench.readingroom.pages import plain
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.reading.items import Piece
    from motcua.archive.reading.twins import Box
    from motcua.archive.reading.twins import TwinView

#: Units into which the sides of a page are divided in the lines: thousandths.
UNITS: Final = 1000
#: Characters of all lines together.
LONGEST: Final = 12_000


@dataclass(frozen=True)
class Rect:
    """One box on the picture, in units of the lines."""

    x: int
    y: int
    width: int
    height: int


def piece(screen: Screen) -> Piece:
    """Return the document of the path, for the archive alone; ``Missing`` else."""
    who = (screen.person, screen.now)
    try:
        found = twins.piece_of(screen.context, screen.names[2], *who)
    except ArchiveError as error:
        raise Missing from error
    if not found.archival or not files.exists(found.archival):
        raise Missing
    return found


def read(text: str) -> dict[int, list[Box]]:
    """Return the boxes of lines ``page left top right bottom``.

    Raises ``errors.Missing`` naming the line that is none.
    """
    found: dict[int, list[Box]] = {}
    for line in filter(None, (each.strip() for each in text.splitlines())):
        parts = line.replace(":", " ").replace(",", " ").split()
        if len(parts) != 5 or not all(
            one.isascii() and one.isdigit() and len(one) < 6 for one in parts
        ):
            raise Lacking(
                _(
                    "“${line}” is no box. Write page, left, top, right and bottom, "
                    "each side from 0 to 1000."
                ),
                line=line[:60],
            )
        page, left, top, right, bottom = map(int, parts)
        box = (left / UNITS, top / UNITS, right / UNITS, bottom / UNITS)
        found.setdefault(page, []).append(box)
    return found


class CoveringScreen(HoldingsScreen):
    """The page of a document with its boxes."""

    tab = "doc"
    body = ViewPageTemplateFile("templates/covering.pt")
    styles = ("sheets.css",)

    def prepare(self) -> None:
        """Find the document; have a covered copy made, or show a page."""
        self.piece = piece(self)
        self.at = min(self.number("page"), self.piece.pages)
        if self.posted:
            turn = self.text("turn")
            if turn:
                self.at = min(max(plain(turn), 1), self.piece.pages)
            elif self.text("do") == "cover":
                if self.attempt(self.cover):
                    self.tell(_("The covered copy is being made."))
                    self.go("doc", "che", self.piece.code)
            else:
                raise Missing

    def cover(self) -> None:
        """Have the copy made."""
        twins.cover(
            self.context,
            self.piece.code,
            read(self.lines),
            self.text("reason"),
            self.person,
            self.now,
            self.seen if self.twin is not None else None,
        )

    @property
    def heading(self) -> str:
        """Which document."""
        mapping = {"code": self.piece.code}
        return self.say(_("Cover words of ${code}", mapping=mapping))

    @cached_property
    def twin(self) -> TwinView | None:
        """The covered copy as it stands, None for none."""
        one = store.twin(self.context, self.piece.code)
        return twins.view(one) if one is not None else None

    @property
    def length(self) -> int:
        """How many events there are."""
        return self.twin.length if self.twin is not None else 0

    @property
    def ready(self) -> bool:
        """Whether there is a covered copy of this very scan."""
        return self.twin is not None and self.twin.ready_for(self.piece.source)

    @property
    def lines(self) -> str:
        """The boxes as lines: what was typed, else those of the present copy."""
        if self.posted:
            sent = self.request.form.get("boxes", "")
            return sent[:LONGEST] if isinstance(sent, str) else ""
        if self.twin is None:
            return ""
        return "\n".join(
            " ".join(map(str, (page, *(round(side * UNITS) for side in box))))
            for page, boxes in self.twin.boxes.items()
            for box in boxes
        )

    @property
    def rects(self) -> list[Rect]:
        """The boxes on this page; lines that are none are told at the end."""
        try:
            boxes = read(self.lines).get(self.at, [])
        except ArchiveError:
            return []
        sides = [[round(side * UNITS) for side in box] for box in boxes]
        return [
            Rect(x, y, right - x, bottom - y)
            for x, y, right, bottom in sides
            if right > x and bottom > y
        ]

    @property
    def picture(self) -> str:
        """The address of the picture of this page."""
        return self.address("doc", "che", self.piece.code, "hinh", str(self.at))


class CoveringPictureAnswer(Screen):
    """``doc/che/<document>/hinh/<page>``: the page as it is, for the archive."""

    def answer(self) -> Any:
        """Return the JPEG; opening it is opening the document."""
        self.secure()
        found, at = piece(self), plain(self.names[4])
        if not 0 < at <= found.pages:
            raise Missing
        code = opening.journalled(self.context, found.code)
        readings.note_copy(code, found.source, at, store.TWIN, self.person, self.now)
        width = pagepictures.WIDTHS[1]
        try:
            body = pagepictures.picture(found.archival, at, width)
        except confined.TaskFailed as error:
            raise Missing from error
        response = self.request.response
        response.setHeader("Content-Type", "image/jpeg")
        response.setHeader("Content-Length", str(len(body)))
        return body
