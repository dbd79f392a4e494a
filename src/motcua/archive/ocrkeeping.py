"""What was read of single pages, kept until the whole file is archival.

Reading takes seconds a page and files have hundreds of pages: a process that is killed
in the middle must not have worked for nothing. A reading is found again by the picture
that was read, so that nothing else can be taken for it.
"""

from __future__ import annotations

from hashlib import file_digest
import os
from pathlib import Path
from typing import Final


_HOCR: Final = ".hocr"
_DRAFT: Final = ".draft"


class Keeping:
    """A folder of readings, each an hOCR file named by its picture."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)

    def name(self, picture: Path) -> str:
        """Return under which name the reading of a picture is kept."""
        with picture.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()

    def recall(self, name: str) -> str | None:
        """Return what was read, None when nothing was."""
        try:
            return (self.folder / f"{name}{_HOCR}").read_text("utf-8")
        except FileNotFoundError:
            return None

    def keep(self, name: str, hocr: str) -> None:
        """Keep what was read; it is there whole or not at all, whoever is killed."""
        draft = self.folder / f"{name}{_DRAFT}"
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(hocr)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self.folder / f"{name}{_HOCR}")
