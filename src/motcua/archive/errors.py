"""What can be wrong with a file or a record, in words for the person acting."""

from __future__ import annotations

from motcua import _
from typing import Any
from zope.i18n import interpolate
from zope.i18nmessageid import Message


class ArchiveError(Exception):
    """Something the archive cannot do; ``message`` is translatable.

    ``str()`` gives the English sentence with its values filled in.
    """

    message: Any = _("The archive could not do this.")

    def __init__(self, message: Any = None, **values: Any) -> None:
        if message is not None or values:
            self.message = Message(message or self.message, mapping=values)
        super().__init__(interpolate(self.message, self.message.mapping))


#: Why an upload is refused -> what the person reads.
REFUSALS = {
    "empty": _("“${name}” is empty. Choose the file again or scan the paper again."),
    "too-large": _(
        "“${name}” is larger than ${limit} MB. Scan at 200 to 300 dpi, or split it "
        "into several files."
    ),
    "no-room": _(
        "There is no room left for “${name}”. Keep the paper, and tell whoever looks "
        "after the machine: its disk is full."
    ),
    "unknown-type": _(
        "“${name}” is not a PDF, JPEG, PNG or TIFF file. Save it as PDF, or scan the "
        "paper."
    ),
    "lying-type": _(
        "“${name}” is named like another kind of file: it holds ${media}. Give it its "
        "right name, or save it again as PDF."
    ),
    "polyglot": _(
        "“${name}” hides a second file inside. Open it, print it to a new PDF and "
        "upload that one."
    ),
    "broken": _(
        "“${name}” is damaged or incomplete. Check that it opens on your computer, "
        "then send it again or scan the paper again."
    ),
    "encrypted": _(
        "“${name}” is protected by a password. Save a copy without protection and "
        "upload that one."
    ),
    "too-many-pages": _(
        "“${name}” has more than ${limit} pages. Split it into several files."
    ),
    "too-big-page": _(
        "Page ${page} of “${name}” is too big: at most ${limit} million pixels are "
        "possible. Scan it at a lower resolution or in parts."
    ),
    "too-heavy": _(
        "“${name}” takes too much memory or time to open. Print it to a new PDF, or "
        "scan the paper."
    ),
    "ring": _(
        "“${name}” draws a part of a page within itself, without end. Print it to a "
        "new PDF, or scan the paper."
    ),
}


class UploadRefused(ArchiveError):
    """A file may not come in; nothing was stored.

    ``reason`` is a key of ``REFUSALS``; the message names the file and the way
    out.
    """

    def __init__(self, reason: str, name: str, **values: Any) -> None:
        self.reason = reason
        self.name = name
        super().__init__(REFUSALS[reason], name=name, **values)


class ConversionFailed(ArchiveError):
    """No archival file could be made; the original is kept.

    ``reason`` is one of ``missing`` (a program), ``memory``, ``time``,
    ``input`` or ``crash``; ``detail`` is for the log and the work list.
    """

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(
            _(
                "No archival file could be made (${detail}). The original is kept; "
                "try again, or provide a PDF/A file by hand."
            ),
            detail=f"{reason}: {detail}",
        )
