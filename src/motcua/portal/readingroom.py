"""The reading room of a citizen: copies that were agreed on, a page at a time.

The link leads here with its code behind "#", which goes into the field and to no
server; the second code is typed. Everything that follows is posted with a sealed proof,
and the picture of a page comes within the answer: there is no address under which a
page or a copy could be had, kept or passed on.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.archive.finding import pagepictures
from motcua.archive.incoming.names import content_disposition
from motcua.archive.reading import linking
from motcua.archive.reading import opening
from motcua.archive.reading import requests
from motcua.organisation import units
from motcua.portal import answers
from motcua.portal.inputs import form
from motcua.portal.question import QuestionPage
from motcua.storage import confined
from motcua.storage import journal
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from ZPublisher.Iterators import filestream_iterator


if TYPE_CHECKING:
    from motcua.archive.reading.requests import Copy
    from motcua.archive.reading.requests import RequestView
    from pathlib import Path

#: The picture of the page stands within the answer.
POLICY: Final = f"{answers.SCRIPT_POLICY}; img-src 'self' data:"
GONE: Final = _("The page was open for too long. Enter both codes again.")


@dataclass(frozen=True)
class Shown:
    """A page that is read: which copy, which page, and its picture as an address."""

    number: int
    copy: Copy
    page: int
    picture: str


class ReadingRoomPage(QuestionPage):
    """The form, what may be read, and the page that is read."""

    name = "readingroom"
    title = _("Reading room")
    body = ViewPageTemplateFile("templates/readingroom.pt")
    pair = ("link", "second")
    incomplete = _("Fill in both codes: that of the link and the one you were told.")
    unknown = _(
        "Nothing can be read with these two codes now. Check both, and the last day; "
        "the archive that gave them to you gives new ones."
    )
    found: RequestView | None = None
    shown: Shown | None = None
    file: Path | None = None

    def ask(self) -> None:
        """Answer a proof, or both codes."""
        sent = form(self.request)
        sealed = sent.get("proof", "")[: linking.LONGEST + 1]
        if not sealed:
            super().ask()
            return
        self.found = linking.proven(self.context, sealed, self.now)
        if self.found is None:
            self.status, self.error = 403, GONE
            return
        number = _number(sent.get("copy", ""))
        try:
            if sent.get("do") == "download":
                self.file = opening.whole(self.context, self.found, number, self.now)
            elif number:
                self.read(number, _number(sent.get("page", "")) or 1)
        except KeyError:
            self.status, self.error = 404, _("This copy cannot be read any more.")
        except (confined.TaskFailed, journal.Unrecorded):
            self.status = 503
            self.error = _("The page cannot be shown now. Please try again later.")

    def read(self, number: int, page: int) -> None:
        """Show a page of a copy; it is written down first."""
        assert self.found is not None
        copy = opening.find(self.found, number, self.now)
        width = pagepictures.WIDTHS[1]
        body = opening.page(self.context, self.found, number, page, width, self.now)
        picture = f"data:image/jpeg;base64,{base64.b64encode(body).decode()}"
        self.shown = Shown(number, copy, page, picture)

    def find(self, name: str, proof: str, client: str) -> RequestView | None:
        """Return the request that both codes open."""
        return linking.admit(self.context, name, proof, client, self.now)

    def render(self) -> Any:
        """Return the page, or the copy that is given; neither is kept anywhere."""
        if self.file is not None:
            return self.download()
        html = super().render()
        self.request.response.setHeader("Content-Security-Policy", POLICY)
        return html

    def download(self) -> filestream_iterator:
        """Return the PDF of a copy that is given."""
        assert self.file is not None
        assert self.found is not None
        response = self.request.response
        answers.secure(response)
        name = content_disposition(f"{self.found.code}.pdf", False)
        response.setHeader("Content-Type", "application/pdf")
        response.setHeader("Content-Disposition", name)
        response.setHeader("Content-Length", str(self.file.stat().st_size))
        response.setHeader("Cache-Control", answers.PRIVATE)
        return filestream_iterator(str(self.file), "rb")

    # What the template asks

    @property
    def now(self) -> datetime:
        """The moment of the answer."""
        return datetime.now(UTC)

    @property
    def proof(self) -> str:
        """The proof for what is posted next."""
        return linking.proof(self.found, self.now) if self.found is not None else ""

    @property
    def copies(self) -> list[tuple[int, Copy]]:
        """The copies that are open now."""
        if self.found is None:
            return []
        return opening.numbered(self.found, self.now)

    def given(self, copy: Copy) -> bool:
        """Say whether a copy can be downloaded."""
        assert self.found is not None
        if self.found.use == requests.CERTIFIED:
            return bool(copy.signed)
        return self.found.use == requests.PLAIN

    @property
    def reads(self) -> bool:
        """Whether copies are read here and not downloaded."""
        return self.found is not None and self.found.use == requests.READ

    @property
    def agency(self) -> str:
        """The agency whose archive it is."""
        if self.found is None:
            return ""
        return str(units.get(self.found.agency, self.context).name)

    @property
    def last_day(self) -> str:
        """The last day of reading."""
        until = self.found.until if self.found is not None else None
        return f"{until:%d/%m/%Y}" if until else ""


def _number(typed: str) -> int:
    digits = typed.isascii() and typed.isdigit() and len(typed) < 7
    return int(typed) if digits else 0
