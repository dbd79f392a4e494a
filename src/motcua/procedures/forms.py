"""Forms to fill in (mẫu đơn, tờ khai): files that are published with a procedure.

The bytes lie in the content-addressed store; the procedure keeps name, digest,
size and type. A form is served to everybody as long as its procedure is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from dataclasses import dataclass
from datetime import datetime
from motcua import _
from motcua.base.folding import normalise
from motcua.base.vietnam import VIETNAM
from motcua.procedures.interfaces import IDependent
from motcua.procedures.interfaces import IProcedure
from motcua.procedures.procedure import Procedure
from motcua.storage import files
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from pathlib import PurePosixPath
from typing import Any
from typing import BinaryIO
from typing import Final
from zope.component import adapter
from zope.interface import implementer


#: Largest form in bytes: people load it down on a phone.
LARGEST: Final = 20 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
#: File ending: how such a file begins, and its media type.
TYPES: Final[dict[str, tuple[bytes, str]]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".doc": (_OLE, "application/msword"),
    ".docx": (
        _ZIP,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ".odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
    ".rtf": (b"{\\rtf", "application/rtf"),
    ".xls": (_OLE, "application/vnd.ms-excel"),
    ".xlsx": (
        _ZIP,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
#: The job that makes a PDF of a form; whoever can do that registers it.
COPY: Final = "form-copy"
#: Forms of word processors, which cheap telephones cannot show.
COPIED: Final = (".doc", ".docx", ".odt", ".rtf")


class FormRefused(ValueError):
    """The file cannot be a form; the message names it and the way out."""


@dataclass(frozen=True)
class Form:
    """A form; ``paper`` is the key of the paper it stands for, if it is known.

    ``since`` is the day it was published here (ISO 8601), "" when nobody wrote it
    down.
    """

    name: str
    sha256: str
    size: int
    media: str
    paper: str = ""
    since: str = ""


def attach(content: Procedure, stream: BinaryIO, name: str, paper: str = "") -> Form:
    """Keep a form with a procedure, instead of one of the same name.

    The type is told by the ending and has to agree with how the bytes begin.
    Raises ``FormRefused``.
    """
    name = PurePosixPath(normalise(name).replace("\\", "/")).name.strip()
    known = TYPES.get(PurePosixPath(name).suffix.lower())
    if known is None:
        endings = ", ".join(TYPES)
        raise FormRefused(
            f"{name!r}: biểu mẫu phải là tệp / a form has to be one of {endings}"
        )
    beginning, media = known
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FormRefused(
            f"{name}: lớn hơn {LARGEST // 2**20} MB / larger than "
            f"{LARGEST // 2**20} MB; hãy chia nhỏ / split it"
        )
    if not data.startswith(beginning):
        raise FormRefused(
            f"{name}: nội dung không đúng loại tệp / the content is of another "
            "type than the name says; hãy lưu lại đúng loại / save it anew"
        )
    kept = files.store(data)
    since = datetime.now(VIETNAM).date().isoformat()
    form = Form(name, kept.sha256, kept.size, media, paper, since)
    others = tuple(row for row in content.forms if row[0] != name)
    content.forms = (*others, astuple(form))
    content.touch()
    return form


def detach(content: Procedure, sha256: str) -> bool:
    """Take a form away from a procedure; say whether it was there."""
    others = tuple(row for row in content.forms if row[1] != sha256)
    gone = len(others) != len(content.forms)
    if gone:
        content.forms = others
        content.touch()
    return gone


def listed(content: Procedure) -> list[Form]:
    """Return the forms of a procedure in the order they were attached."""
    return [Form(*row) for row in content.forms]


def find(content: Procedure, sha256: str) -> Form:
    """Return one form; KeyError when the procedure has none with this digest."""
    for form in listed(content):
        if form.sha256 == sha256:
            return form
    raise KeyError(sha256)


@implementer(IDependent)
@adapter(IProcedure)
class FormsSuit:
    """Forms that are published with a procedure have to suit a new version of it."""

    title = _("Forms to fill in")

    def __init__(self, content: Any) -> None:
        self.content = content

    def present(self) -> bool:
        """Say whether the procedure has any form."""
        return bool(self.content.forms)


def copies(content: Procedure) -> Iterator[Wanted]:
    """Yield the jobs that make a PDF of each form that needs one; see IDerivesJobs."""
    for form in listed(content):
        ending = PurePosixPath(form.name).suffix.lower()
        if ending in COPIED:
            yield Wanted(COPY, form.sha256, {"ending": ending}, Urgency.BACKGROUND)
