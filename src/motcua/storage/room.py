"""Whether what failed lacked nothing but room on the disk.

Such work is not wrong: it is done when there is room again. Python, SQLite, PostgreSQL
and the confined tasks each say it in their own way.
"""

from __future__ import annotations

import errno
import shutil
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAITS: Final = (
    "Ổ đĩa hết chỗ; việc này tự chạy tiếp khi có chỗ. / "
    "The disk is full; this goes on by itself when there is room."
)
#: Reason by which tasks and refused uploads say the same.
NO_ROOM: Final = "no-room"
_ERRNOS: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
#: SQLSTATE of PostgreSQL for a full disk.
_DISK_FULL: Final = "53100"


#: Bytes of a disk on which a program finds no room for what it writes next.
_NOTHING: Final = 64 * 1024


def is_full(folder: Path) -> bool:
    """Say whether the disk of a folder is full; for programs that do not say so."""
    try:
        return shutil.disk_usage(folder).free < _NOTHING
    except FileNotFoundError:
        return False


def is_short(error: BaseException) -> bool:
    """Say whether an error, or what it came from, is that the disk is full."""
    return any(_says(one) for one in _chain(error))


def _says(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _ERRNOS
    return (
        getattr(error, "reason", "") == NO_ROOM
        or getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
        or getattr(error, "pgcode", "") == _DISK_FULL
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        original = getattr(error, "orig", None)
        if isinstance(original, BaseException):
            yield original
        error = error.__cause__ or error.__context__
