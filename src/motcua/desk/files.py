"""Files and slips of a dossier, for those who may view it."""

from __future__ import annotations

from motcua.archive.names import content_disposition
from motcua.desk.screen import Missing
from motcua.desk.screen import Screen
from motcua.dossiers.slips import receipt
from motcua.dossiers.states import fold
from motcua.storage import files
from typing import Any
from typing import Final
from ZPublisher.Iterators import filestream_iterator


#: Kinds that a browser may show in its window; all others are saved.
SHOWN: Final = frozenset({"application/pdf", "image/png", "image/jpeg"})


class SlipAnswer(Screen):
    """The receipt slip as a PDF, shown in the window and ready to print."""

    def answer(self) -> Any:
        """Return the PDF; nothing is written, so nothing can be retried."""
        self.secure()
        dossier = self.may_see(self.names[1])
        pdf = receipt(self.context, dossier)
        response = self.request.response
        name = f"giay-tiep-nhan-{dossier.code}.pdf"
        response.setHeader("Content-Type", "application/pdf")
        response.setHeader("Content-Disposition", content_disposition(name, True))
        response.setHeader("Content-Length", str(len(pdf)))
        plain(response)
        return pdf


class FileAnswer(Screen):
    """A scan or result, under the digest that the dossier's ledger names."""

    def answer(self) -> Any:
        """Return the bytes; any digest that this ledger does not name is missing."""
        self.secure()
        view = fold(self.may_see(self.names[1]))
        wanted = self.names[3]
        kept = [each for each in (*view.scans, *view.results) if each.sha256 == wanted]
        if not kept or not files.exists(wanted):
            raise Missing
        media, name = kept[0].media, kept[0].name
        response = self.request.response
        response.setHeader("Content-Type", media)
        response.setHeader(
            "Content-Disposition", content_disposition(name, media in SHOWN)
        )
        path = files.path(wanted)
        response.setHeader("Content-Length", str(path.stat().st_size))
        plain(response)
        return filestream_iterator(str(path), "rb")


def plain(response: Any) -> None:
    """Let a file be a file: it loads nothing and frames nothing."""
    response.setHeader(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"
    )
