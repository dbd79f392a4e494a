"""Showing a copy to its reader: a page at a time, and each is written down first.

Pages come as pictures that are kept nowhere. The PDF of a copy to read leaves the house
in no other form; that of a copy that is given is handed out whole.
"""

from __future__ import annotations

from motcua.archive.finding import pagepictures
from motcua.archive.finding import readings
from motcua.archive.holdings import files as holdings_files
from motcua.archive.holdings import store as holdings
from motcua.archive.incoming.limits import limits
from motcua.archive.reading import requests
from motcua.storage import confined
from motcua.storage import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.reading.requests import Copy
    from motcua.archive.reading.requests import RequestView

_TASK: Final = "motcua.archive.pdf.pagedrawing:draw"
_SECONDS: Final = 20


def find(found: RequestView, number: int, now: datetime) -> Copy:
    """Return the copy with this number (from 1) that is open now; KeyError else.

    Numbers are those of all copies of the request, open or not.
    """
    every = [(item, copy) for item in found.items.values() for copy in item.copies]
    if not 0 < number <= len(every):
        raise KeyError(number)
    item, copy = every[number - 1]
    if item not in found.readable(now):
        raise KeyError(number)
    return copy


def numbered(found: RequestView, now: datetime) -> list[tuple[int, Copy]]:
    """Return the copies that are open now, with the numbers that ``find`` knows."""
    open_now = {id(copy) for _item, copy in found.copies(now)}
    every = (copy for item in found.items.values() for copy in item.copies)
    return [
        (number, copy)
        for number, copy in enumerate(every, start=1)
        if id(copy) in open_now
    ]


def page(
    site: Any,
    found: RequestView,
    number: int,
    at: int,
    width: int,
    now: datetime,
    person: str = "",
) -> bytes:
    """Return a page (from 1) of a copy to read as JPEG, after writing that down.

    ``person`` is the login of who opens it, "" for a citizen with the link. Raises
    KeyError for what is not open or not there, ``journal.Unrecorded``, and
    ``confined.TaskFailed`` when it cannot be drawn. The caller has checked who asks.
    """
    copy = find(found, number, now)
    if found.use != requests.READ or not 0 < at <= copy.pages:
        raise KeyError(at)
    if not files.exists(copy.sha256):
        raise KeyError(number)
    note(site, found, copy, at, now, person)
    with TemporaryDirectory(prefix="motcua-reading-") as folder:
        target = Path(folder) / "page.jpg"
        told = {
            "path": str(files.path(copy.sha256)),
            "page": at,
            "width": pagepictures.fitting(width),
            "target": str(target),
        }
        confined.run_at_once(_TASK, told, limits=limits(), seconds=_SECONDS)
        return target.read_bytes()


def whole(
    site: Any, found: RequestView, number: int, now: datetime, person: str = ""
) -> Path:
    """Return where the PDF of a copy that is given lies, after writing that down.

    ``person`` as for ``page``. Raises KeyError for a copy to read, and for a certified
    one that is not signed yet.
    """
    copy = find(found, number, now)
    digest = copy.signed if found.use == requests.CERTIFIED else copy.sha256
    if found.use == requests.READ or not digest or not files.exists(digest):
        raise KeyError(number)
    note(site, found, copy, 0, now, person)
    return files.path(digest)


def note(
    site: Any,
    found: RequestView,
    copy: Copy,
    at: int,
    now: datetime,
    person: str = "",
) -> None:
    """Write down that a copy is opened; raises ``journal.Unrecorded``.

    ``person`` is the login of who opens it, "" for a citizen: the code of the request
    stands for their name.
    """
    code = journalled(site, copy.code)
    readings.note_copy(code, copy.source, at, found.code, person or found.code, now)


def journalled(site: Any, code: str) -> str:
    """Return under which code the journal tells of a document: that of its dossier."""
    file = holdings.file(site, code.partition(":")[0])
    return (holdings_files.view(file).record if file is not None else "") or code
