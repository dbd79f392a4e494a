"""Pictures of pages for screens: small, drawn once, kept for a while.

Whole scans are never sent to a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
import hashlib
import json
from motcua.archive.capture import seeing
from motcua.archive.finding import picturecache
from motcua.storage import files
from threading import Lock
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.capture.pages import Arrival
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.pages import Page

#: Width of a thumbnail, and the widths in which a page is read.
THUMB: Final = 200
WIDTHS: Final = (THUMB, 700, 1000, 1400)
_TASK: Final = "motcua.archive.capture.portraying:draw"


@dataclass(frozen=True)
class Portrait:
    """A picture that can be had: where its source lies and how it is drawn."""

    source: str
    begins: int
    length: int
    rotation: int
    part: tuple[float, float, float, float] | None
    width: int

    @property
    def key(self) -> str:
        """A digest of all that the picture depends on."""
        told = json.dumps(list(vars(self).values()))
        return hashlib.sha256(told.encode()).hexdigest()


def portrait(found: Layout, page: Page, width: int) -> Portrait | None:
    """Return how a page is drawn, None before somebody looked at its file.

    ``width`` is raised to the next of ``WIDTHS``. Pages in quarantine have no picture:
    what is secret does not go over the line, whoever asks.
    """
    if page.id in found.quarantined:
        return None
    seen = _seen(found.arrival(page.arrival))
    if seen is None:
        return None
    wanted = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
    kind = "thumb" if wanted == THUMB else "picture"
    begins, length = seen["pages"][page.number - 1][kind]
    source = seen[f"{kind}s"]
    return Portrait(source, begins, length, page.rotation, page.part, wanted)


def _seen(arrival: Arrival) -> dict[str, Any] | None:
    """Return what was seen of an arrival, read from the store once per process.

    Nothing of one that was destroyed.
    """
    if arrival.look and not files.exists(arrival.sha256):
        return None
    kept = _read.get(arrival.look)
    if kept is not None:
        return kept
    found = seeing.seen_of(arrival)
    if found is not None:
        with _lock:
            while len(_read) >= _REMEMBERED:
                del _read[next(iter(_read))]
            _read[arrival.look] = found
    return found


#: Files of the store never change under their digest.
_read: dict[str, dict[str, Any]] = {}
_REMEMBERED: Final = 64
#: Several threads of a process look at pages.
_lock = Lock()


def figures(found: Layout, page: Page) -> dict[str, Any] | None:
    """Return the figures of a page, None before somebody looked at its file."""
    seen = _seen(found.arrival(page.arrival))
    return None if seen is None else dict(seen["figures"][page.number - 1])


def head(found: Layout, page: Page) -> dict[str, Any] | None:
    """Return what was read of a page behind a cover, see ``headreading.look_at``."""
    seen = _seen(found.arrival(page.arrival))
    return None if seen is None else seen["pages"][page.number - 1].get("head")


def drawn(wanted: Portrait) -> bytes:
    """Return the JPEG. Raises ``confined.TaskFailed`` when it cannot be drawn."""
    if wanted.width == THUMB and not wanted.rotation and wanted.part is None:
        with files.open(wanted.source) as stream:
            stream.seek(wanted.begins)
            return stream.read(wanted.length)
    told = {
        "path": str(files.path(wanted.source)),
        "begins": wanted.begins,
        "length": wanted.length,
        "rotation": wanted.rotation,
        "part": wanted.part,
        "width": wanted.width,
    }
    return picturecache.drawn(wanted.key, _TASK, told)
