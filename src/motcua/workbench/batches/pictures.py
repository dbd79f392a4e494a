"""``lo/<code>/hinh/<page>?w=…``: a page as a small picture."""

from __future__ import annotations

from motcua.archive.capture import layout
from motcua.archive.capture import showing
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.finding import readings
from motcua.archive.quality import gate
from motcua.dossiers import actions
from motcua.dossiers import rights
from motcua.dossiers.folder import find
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import confined
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.pages import Page
    from motcua.dossiers.dossier import Dossier


#: A page may be found secret at any time, so a browser asks again before it shows a
#: page that can be read; a small picture, in which it cannot, stands for an hour.
SMALL: Final = "private, max-age=3600"
LARGE: Final = "private, no-cache"


class PictureAnswer(Screen):
    """A picture of one page, for those who may see its batch."""

    def answer(self) -> Any:
        """Return the JPEG; a page without picture, or in quarantine, is missing."""
        self.secure()
        try:
            batch = gate.get(self.context, self.names[1], self.person, self.now)
        except UnknownBatch as error:
            raise Missing from error
        found = layout.fold(batch)
        page = found.pages.get(self.names[3])
        if page is None:
            raise Missing
        dossiers = self.dossiers(found, page)
        wanted = showing.portrait(found, page, self.number("w", default=showing.THUMB))
        if wanted is None:
            raise Missing
        large = wanted.width > showing.THUMB
        watched = large and self.note(dossiers, page)
        tag = f'"{wanted.key[:32]}"'
        known = self.request.environ.get("HTTP_IF_NONE_MATCH", "") == tag
        response = self.request.response
        try:
            body = b"" if known and not watched else showing.drawn(wanted)
        except confined.TaskFailed as error:
            raise Missing from error
        if not watched:
            response.setHeader("Cache-Control", LARGE if large else SMALL)
            response.setHeader("ETag", tag)
        if not body:
            response.setStatus(304)
            return ""
        response.setHeader("Content-Type", "image/jpeg")
        response.setHeader("Content-Length", str(len(body)))
        return body

    def dossiers(self, found: Layout, page: Page) -> list[tuple[Dossier, str]]:
        """Return whose page it is: (dossier, paper), "" for none yet.

        A page that belongs to no paper may be of any dossier of the batch. Raises
        ``Missing`` where one of them is restricted to others.
        """
        target = next(
            (one.target for one in found.documents if page.id in one.pages), None
        )
        codes = [target.dossier] if target and target.dossier else found.dossiers
        paper = target.paper if target else ""
        dossiers = [one for one in (find(self.context, code) for code in codes) if one]
        for one in dossiers:
            open_to = actions.permitted(one, self.person, self.now)
            if one.restricted and rights.VIEW not in open_to:
                raise Missing
        return [(one, paper) for one in dossiers]

    def note(self, dossiers: list[tuple[Dossier, str]], page: Page) -> bool:
        """Write down that a page under watch is opened; return whether it is.

        What is watched is kept by no browser.
        """
        watched = [one for one, paper in dossiers if readings.watches(one, paper)]
        for one in watched:
            readings.note_page(one, page.sha256, self.person, self.now)
        return bool(watched)
