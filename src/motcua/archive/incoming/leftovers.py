"""What processes leave on the disk when they are killed is cleared away every night.

Copies of uploads lie in the folder for temporary files while they are checked, work in
between in ``<var>/tmp``. Who ends in order takes them away; these are the others'.
Readings of pages that no other file asked for go as well.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from datetime import timedelta
import logging
from motcua.archive.incoming import uploads
from motcua.archive.ocr import recognition
from motcua.base.vietnam import VIETNAM
from motcua.storage import jobs
from motcua.storage.housekeeping import NIGHT
from motcua.storage.housekeeping import NOBODY
from motcua.storage.settings import settings
import os
from pathlib import Path
import shutil
import stat
import tempfile
import time
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping

logger = logging.getLogger(__name__)

KIND: Final = "leftovers-sweep"
#: How long an upload is at most under way, and work that is taken up again.
UPLOAD: Final = timedelta(days=1)
WORK: Final = timedelta(days=2)
#: How long a page that was read waits for the document that it becomes part of.
READING: Final = timedelta(days=14)


def each_night(now: datetime | None = None) -> bool:
    """Ask for tonight's once it is night; return whether it was asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    if local.hour < NIGHT:
        return False
    return jobs.enqueue_now(KIND, local.date().isoformat(), {}, NOBODY)


def sweep(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Remove what nobody will come for any more; see ``IJob``."""
    gone = 0
    for left in _left():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
        gone += 1
    if gone:
        logger.warning("Left by processes that were killed: %d, removed.", gone)
    progress(gone, gone, f"{gone}")


def _left() -> Iterator[Path]:
    """Yield what is older than any work; of the common folder only what is ours."""
    for path, told in _each(Path(tempfile.gettempdir()), f"{uploads.PREFIX}*", UPLOAD):
        if stat.S_ISREG(told.st_mode) and told.st_uid == os.getuid():
            yield path
    for path, _told in _each(settings().var / "tmp", "*", WORK):
        yield path
    for path, _told in _each(recognition.shared_readings(), "*/*", READING):
        yield path


def _each(
    folder: Path, pattern: str, age: timedelta
) -> Iterator[tuple[Path, os.stat_result]]:
    before = time.time() - age.total_seconds()
    for path in sorted(folder.glob(pattern)):
        # Whoever it belongs to may take it away at this moment.
        with suppress(FileNotFoundError):
            told = path.lstat()
            if told.st_mtime < before:
                yield path, told
