"""Files of a dossier for those who may view it; no other way leads to bytes."""

from __future__ import annotations

from motcua.archive import renditions
from motcua.archive.finding import readings
from motcua.archive.incoming.attachments import attachments
from motcua.archive.incoming.names import content_disposition
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import files
from pathlib import PurePath
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from ZPublisher.Iterators import filestream_iterator


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

PDF: Final = "application/pdf"
#: Kinds that a browser may show in its window; all others are saved.
SHOWN: Final = frozenset({PDF, "image/png", "image/jpeg"})


class FileAnswer(Screen):
    """A file or its archival copy: the path is ``.../<code>/tep/<digest>``."""

    def answer(self) -> Any:
        """Return the bytes; any digest that the dossier does not name is missing."""
        self.secure()
        wanted = self.names[3]
        dossier = self.may_see(self.names[1])
        media, name = kept(self.context, dossier, wanted)
        if not files.exists(wanted):
            raise Missing
        file = readings.holding(self.context, dossier, wanted)
        assert file is not None
        readings.note(dossier, file, self.person, self.now)
        path = files.path(wanted)
        head(self.request.response, media, name, path.stat().st_size)
        return filestream_iterator(str(path), "rb")


def kept(site: Any, dossier: Dossier, wanted: str) -> tuple[str, str]:
    """Return media type and name of a file that the dossier holds.

    ``wanted`` is the digest of a file in the ledger, or of the archival copy of
    one. Raises ``Missing`` for any other digest.
    """
    found = attachments(dossier)
    for each in found:
        if each.sha256 == wanted:
            return each.media, each.name
    for each in found:
        rendition = renditions.get(each.sha256, site)
        if rendition is not None and rendition.archival == wanted:
            return PDF, f"{PurePath(each.name).stem} (PDF-A).pdf"
    raise Missing


def head(response: Any, media: str, name: str, size: int) -> None:
    """Set the headers of a file: it loads nothing, runs nothing, frames nothing."""
    response.setHeader("Content-Type", media)
    response.setHeader("Content-Disposition", content_disposition(name, media in SHOWN))
    response.setHeader("Content-Length", str(size))
    response.setHeader(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"
    )
