"""The job ``ocr``: make the archival form of one stored file, once."""

from __future__ import annotations

from contextlib import suppress
from motcua.archive import renditions
from motcua.archive.errors import ConversionFailed
from motcua.archive.pdf import pdfa
from motcua.storage import files
from motcua.storage import jobs
from motcua.storage import room
from motcua.storage.jobs import JobFailed
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from motcua.storage.settings import settings
import os
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
    from motcua.archive.pdf.pdfa import Archival

#: Name of the kind of job; its key is the SHA-256 of the original.
KIND = "ocr"

_PREFIX = "ocr-"
#: Folders of what was read of a file's pages, by its SHA-256.
_READINGS = "readings-"
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
    ``missing: tesseract-ocr-vie``; the original is kept in any case. When the worker
    is killed, the next attempt finds the pages that were read already, and a document
    that was put together those that were read in the files it comes from.
    """
    scratch = _scratch()
    kept = scratch / f"{_READINGS}{key}"
    if renditions.get(key) is not None:
        _forget(True, kept)
        return
    with TemporaryDirectory(prefix=_PREFIX, dir=scratch) as place:
        made = _made(key, data, progress, Path(place), kept)
        # Minutes have passed: join the present, or the commit would conflict
        # with everything written meanwhile and the pages be read again.
        transaction.begin()
        # Destroyed meanwhile: nothing of it comes back.
        if not files.exists(key):
            _forget(True, kept)
            return
        renditions.keep(key, made)
    # Until this is written for good, what was read may be asked for again.
    transaction.get().addAfterCommitHook(_forget, (kept,))


def runs(sha256: str) -> bool:
    """Say whether a worker reads the file at this moment."""
    job = jobs.status(KIND, sha256)
    return job is not None and job.state == jobs.RUNNING


def forget(sha256: str) -> None:
    """Let go what is known of the conversion of a file that was destroyed."""
    jobs.drop(KIND, sha256)
    shutil.rmtree(_scratch() / f"{_READINGS}{sha256}", ignore_errors=True)


def forget_readings() -> None:
    """Let go what was read of pages of any file, after files were destroyed.

    Of which file a page is cannot be told from the name of its reading. Files that are
    being read keep theirs for themselves.
    """
    shutil.rmtree(shared_readings(), ignore_errors=True)


def _made(
    key: str,
    data: Mapping[str, Any],
    progress: Callable[..., None],
    place: Path,
    kept: Path,
) -> Archival:
    try:
        return pdfa.make(
            files.path(key),
            place / "archival.pdf",
            media=str(data["media"]),
            pages=int(data["pages"]),
            progress=_living(progress, place, kept),
            kept=kept,
            shared=shared_readings(),
        )
    except ConversionFailed as failure:
        if failure.reason in _WORTH_RETRYING or room.is_short(failure):
            raise
        shutil.rmtree(kept, ignore_errors=True)
        raise JobFailed(f"{failure.reason}: {failure.detail}") from failure


def _living(progress: Callable[..., None], *folders: Path) -> Callable[..., None]:
    """Return a progress that keeps the folders of long work from being swept."""

    def told(*given: Any) -> None:
        for folder in folders:
            with suppress(FileNotFoundError):
                os.utime(folder)
        progress(*given)

    return told


def shared_readings() -> Path:
    """Return the folder of what was read of pages of any file in the last days."""
    return settings().var / "cache" / "readings"


def _forget(committed: bool, kept: Path) -> None:
    if committed:
        shutil.rmtree(kept, ignore_errors=True)


def _scratch() -> Path:
    """Return the folder for files in between, without what nobody will come for."""
    scratch = settings().var / "tmp"
    scratch.mkdir(mode=0o750, parents=True, exist_ok=True)
    for left in (*scratch.glob(f"{_PREFIX}*"), *scratch.glob(f"{_READINGS}*")):
        # Another lane may be done with its folder at this moment.
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - _FORGOTTEN:
                shutil.rmtree(left, ignore_errors=True)
    return scratch
