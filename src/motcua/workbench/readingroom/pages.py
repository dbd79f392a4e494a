"""Pages of a copy to read, for the officer who asked; and copies that are given."""

from __future__ import annotations

from motcua import _
from motcua.archive.errors import ArchiveError
from motcua.archive.finding import pagepictures
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Unknown
from motcua.archive.incoming.names import content_disposition
from motcua.archive.reading import asking
from motcua.archive.reading import opening
from motcua.archive.reading import requests
from motcua.archive.reading import signing
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import confined
from motcua.storage import files
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING
from ZPublisher.Iterators import filestream_iterator


if TYPE_CHECKING:
    from motcua.archive.reading.requests import RequestView


def own(screen: Screen) -> RequestView:
    """Return the request of the path when it is this officer's own; ``Missing`` else.

    The archive has the documents themselves; it reads no copies of others.
    """
    try:
        one = asking.get(screen.context, screen.names[1], screen.person, screen.now)
    except Unknown as error:
        raise Missing from error
    found = requests.view(one)
    if found.login != screen.person:
        raise Missing
    return found


def plain(typed: str) -> int:
    """Return a number as it stands in an address; ``Missing`` for anything else."""
    digits = typed.isascii() and typed.isdigit() and len(typed) < 7
    if not digits or str(int(typed)) != typed:
        raise Missing
    return int(typed)


def saved(response: Any, name: str, size: int) -> None:
    """Set the headers of a PDF that is saved and not shown in the window."""
    head(response, PDF, name, size)
    response.setHeader("Content-Disposition", content_disposition(name, False))


class CopyPageScreen(HoldingsScreen):
    """``doc/<code>/ban/<copy>/<page>``: a page of a copy to read."""

    tab = "doc"
    body = ViewPageTemplateFile("templates/page.pt")
    styles = ("sheets.css",)

    def prepare(self) -> None:
        """Find the page; showing its picture is written down by the picture."""
        self.found = own(self)
        self.copy_number, self.at = plain(self.names[3]), plain(self.names[4])
        try:
            self.copy = opening.find(self.found, self.copy_number, self.now)
        except KeyError as error:
            raise Missing from error
        if self.found.use != requests.READ or not 0 < self.at <= self.copy.pages:
            raise Missing

    @property
    def heading(self) -> str:
        """Which page of what."""
        told = {
            "page": str(self.at),
            "pages": str(self.copy.pages),
            "title": self.copy.title or self.copy.code,
        }
        return self.say(_("Page ${page} of ${pages}: ${title}", mapping=told))

    def turned(self, by: int) -> str:
        """Return the address of another page, "" beyond the ends."""
        number = self.at + by
        if not 0 < number <= self.copy.pages:
            return ""
        below = ("doc", self.found.code, "ban", str(self.copy_number))
        return self.address(*below, str(number))

    @property
    def picture(self) -> str:
        """The address of the picture."""
        below = ("doc", self.found.code, "hinh", str(self.copy_number))
        return self.address(*below, str(self.at))


class CopyPictureAnswer(Screen):
    """``doc/<code>/hinh/<copy>/<page>``: the picture, kept by no browser."""

    def answer(self) -> Any:
        """Return the JPEG after it was written down who opens it."""
        self.secure()
        found = own(self)
        number, at = plain(self.names[3]), plain(self.names[4])
        try:
            width = pagepictures.WIDTHS[-1]
            body = opening.page(
                self.context, found, number, at, width, self.now, self.person
            )
        except (KeyError, confined.TaskFailed) as error:
            raise Missing from error
        response = self.request.response
        response.setHeader("Content-Type", "image/jpeg")
        response.setHeader("Content-Length", str(len(body)))
        response.setHeader("Content-Disposition", "inline")
        return body


class CopyFileAnswer(Screen):
    """``doc/<code>/tep/<copy>``: a given copy, for its reader or the counter."""

    def answer(self) -> Any:
        """Return the PDF, saved and never shown in the window."""
        self.secure()
        try:
            one = asking.get(self.context, self.names[1], self.person, self.now)
        except Unknown as error:
            raise Missing from error
        found = requests.view(one)
        keeps = rights.keeps(self.context, found.agency, self.person, self.now)
        if found.login != self.person and not keeps:
            raise Missing
        try:
            path = opening.whole(
                self.context, found, plain(self.names[3]), self.now, self.person
            )
        except KeyError as error:
            raise Missing from error
        name = f"{found.code}-{self.names[3]}.pdf"
        saved(self.request.response, name, path.stat().st_size)
        return filestream_iterator(str(path), "rb")


class CopyToSignAnswer(Screen):
    """``doc/<code>/ky/<copy>``: a certified copy that waits for its signature."""

    def answer(self) -> Any:
        """Return the PDF/A, for the archive alone."""
        self.secure()
        try:
            one = asking.get(self.context, self.names[1], self.person, self.now)
            number = plain(self.names[3])
            found, copy = signing.to_sign(
                self.context, one, number, self.person, self.now
            )
        except ArchiveError as error:
            raise Missing from error
        opening.note(self.context, found, copy, 0, self.now, self.person)
        path = files.path(copy.sha256)
        name = f"{found.code}-{number}.pdf"
        saved(self.request.response, name, path.stat().st_size)
        return filestream_iterator(str(path), "rb")
