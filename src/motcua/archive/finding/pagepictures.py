"""Pictures of pages of archival files for screens, which never get whole scans."""

from __future__ import annotations

import hashlib
import json
from motcua.archive.finding import picturecache
from motcua.storage import files
from typing import Final


#: Widths in pixels in which a page is read; the first fits a slow line.
WIDTHS: Final = (700, 1000, 1400)
_TASK: Final = "motcua.archive.pdf.pagedrawing:draw"


def key(archival: str, page: int, width: int) -> str:
    """Return a digest of all that a picture depends on."""
    told = json.dumps(["page", archival, page, fitting(width)])
    return hashlib.sha256(told.encode()).hexdigest()


def fitting(width: int) -> int:
    """Return the next of ``WIDTHS``, the largest for more."""
    return next((one for one in WIDTHS if one >= width), WIDTHS[-1])


def picture(archival: str, page: int, width: int) -> bytes:
    """Return a page (from 1) of the stored PDF/A as JPEG, 150 kB at most.

    Raises ``confined.TaskFailed`` when it cannot be drawn. Checks no rights.
    """
    told = {
        "path": str(files.path(archival)),
        "page": page,
        "width": fitting(width),
    }
    return picturecache.drawn(key(archival, page, width), _TASK, told)
