"""The job ``ocr``: make the archival form of one stored file, once."""

from __future__ import annotations

from motcua.archive import pdfa
from motcua.archive import renditions
from motcua.archive.errors import ConversionFailed
from motcua.storage import files
from motcua.storage.jobs import JobFailed
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from motcua.storage.settings import settings
from pathlib import Path
import shutil
from tempfile import TemporaryDirectory
import time
import transaction
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

#: Name of the kind of job; its key is the SHA-256 of the original.
KIND = "ocr"

_PREFIX = "ocr-"
#: Seconds after which a folder in between belongs to no living worker.
_FORGOTTEN = 48 * 3600

#: A process that fell over may have been ended from outside: worth another try.
_WORTH_RETRYING = ("crash",)


def wanted(sha256: str, media: str, pages: int) -> Wanted:
    """Return the job that makes the archival form of a file; nobody waits for it."""
    told = {"media": media, "pages": pages}
    return Wanted(KIND, sha256, told, Urgency.BACKGROUND)


def recognise(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Convert the file ``key`` unless that was done; see ``IJob``.

    ``data`` has ``media`` and ``pages`` of the original. A conversion that
    cannot succeed raises ``JobFailed`` with the reason, for example
    ``missing: tesseract-ocr-vie``; the original is kept in any case.
    """
    if renditions.get(key) is not None:
        return
    with TemporaryDirectory(prefix=_PREFIX, dir=_scratch()) as place:
        try:
            made = pdfa.make(
                files.path(key),
                Path(place) / "archival.pdf",
                media=str(data["media"]),
                pages=int(data["pages"]),
                progress=progress,
            )
        except ConversionFailed as failure:
            if failure.reason in _WORTH_RETRYING:
                raise
            raise JobFailed(f"{failure.reason}: {failure.detail}") from failure
        # Minutes have passed: join the present, or the commit would conflict
        # with everything written meanwhile and the pages be read again.
        transaction.begin()
        renditions.keep(key, made)


def _scratch() -> Path:
    """Return the folder for files in between, without what killed workers left."""
    scratch = settings().var / "tmp"
    scratch.mkdir(mode=0o750, parents=True, exist_ok=True)
    for left in scratch.glob(f"{_PREFIX}*"):
        if left.stat().st_mtime < time.time() - _FORGOTTEN:
            shutil.rmtree(left, ignore_errors=True)
    return scratch
