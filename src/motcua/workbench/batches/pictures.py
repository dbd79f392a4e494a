"""``lo/<code>/hinh/<page>?w=…``: a page as a small picture."""

from __future__ import annotations

from motcua.archive.capture import layout
from motcua.archive.capture import showing
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.quality import gate
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import confined
from typing import Any
from typing import Final


#: A picture under an address that names its digest never changes; a week at a shared
#: computer is enough.
KEPT: Final = "private, max-age=604800, immutable"
CHANGES: Final = "private, no-cache"


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
        wanted = showing.portrait(found, page, self.number("w", default=showing.THUMB))
        if wanted is None:
            raise Missing
        try:
            body = showing.drawn(wanted)
        except confined.TaskFailed as error:
            raise Missing from error
        response = self.request.response
        response.setHeader("Content-Type", "image/jpeg")
        response.setHeader("Content-Length", str(len(body)))
        fixed = self.text("v") == wanted.key[:12]
        response.setHeader("Cache-Control", KEPT if fixed else CHANGES)
        return body
