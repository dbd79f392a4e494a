"""Pictures that were drawn for screens, kept for a while.

They lie in ``cache/pages`` of the house's folder under a digest of all that they depend
on; the folder may be deleted at any time.
"""

from __future__ import annotations

from contextlib import suppress
from motcua.archive.incoming.limits import limits
from motcua.storage import confined
from motcua.storage.settings import settings
import os
import secrets
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Pictures in one of 256 folders; the oldest go first.
MOST: Final = 100
_SECONDS: Final = 20


def drawn(key: str, task: str, told: Mapping[str, Any]) -> bytes:
    """Return the JPEG that a task draws, drawn only when it is not kept.

    ``key`` is a digest of all that it depends on; the task gets ``told`` and the path
    ``target``. Raises ``confined.TaskFailed`` when it cannot be drawn.
    """
    place = settings().var / "cache" / "pages" / key[:2] / f"{key}.jpg"
    with suppress(FileNotFoundError):
        found = place.read_bytes()
        os.utime(place)
        return found
    place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = place.with_name(f"{secrets.token_hex(8)}.draft")
    try:
        confined.run_at_once(
            task,
            {**told, "target": str(draft)},
            limits=limits(),
            seconds=_SECONDS,
        )
        made = draft.read_bytes()
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    _clear(place.parent)
    return made


def forget() -> int:
    """Delete all pictures, after files were destroyed; return how many there were.

    Which of them were of a file cannot be told from their names.
    """
    gone = 0
    for one in (settings().var / "cache" / "pages").glob("*/*"):
        one.unlink(missing_ok=True)
        gone += 1
    return gone


def _clear(folder: Path) -> None:
    """Delete the pictures of a folder that were not looked at for the longest time."""
    dated = []
    for one in folder.iterdir():
        with suppress(FileNotFoundError):
            dated.append((one.stat().st_mtime, one))
    for _when, one in sorted(dated)[:-MOST]:
        one.unlink(missing_ok=True)
