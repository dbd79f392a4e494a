"""What was read of single pages, kept until the whole file is archival.

Reading takes seconds a page and files have hundreds of pages: a process that is killed
in the middle must not have worked for nothing. A reading is found again by the picture
that was read and by what it was read, so that nothing else can be taken for it. For the
same reason a page that was read in the file it came in is not read again in the
document that is put together of such pages: a second folder, shared by all files, keeps
readings for some days.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import file_digest
import os
from pathlib import Path
import secrets
from typing import Final
import zlib


_HOCR: Final = ".hocr"
_DRAFT: Final = ".draft"
_PACKED: Final = ".hocr.zlib"


class Keeping:
    """A folder of readings, each an hOCR file named by its picture.

    ``shared`` is the folder of all files; it can be lost at any time, and what cannot
    be read or written there is passed over. ``reader`` tells by what pages are read:
    another version or other data of a language read anew.
    """

    def __init__(
        self, folder: Path, shared: Path | None = None, reader: str = ""
    ) -> None:
        self.folder = folder
        self.reader = reader
        self.shared = shared
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)

    def name(self, picture: Path) -> str:
        """Return under which name the reading of a picture is kept."""
        with picture.open("rb") as stream:
            digest = file_digest(stream, "sha256")
        digest.update(self.reader.encode())
        return digest.hexdigest()

    def recall(self, name: str) -> str | None:
        """Return what was read, None when nothing was."""
        try:
            return (self.folder / f"{name}{_HOCR}").read_text("utf-8")
        except FileNotFoundError:
            return self._of_another(name)

    def keep(self, name: str, hocr: str) -> None:
        """Keep what was read; it is there whole or not at all, whoever is killed."""
        draft = self.folder / f"{name}{_DRAFT}"
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(hocr)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self.folder / f"{name}{_HOCR}")
        self._share(name, hocr)

    def _of_another(self, name: str) -> str | None:
        """Return what was read of the same picture in another file."""
        if self.shared is None:
            return None
        path = self._place(self.shared, name)
        with suppress(OSError, zlib.error, UnicodeDecodeError):
            found = zlib.decompress(path.read_bytes()).decode("utf-8")
            # It is removed when nobody asked for it for some days.
            os.utime(path)
            return found
        return None

    def _share(self, name: str, hocr: str) -> None:
        if self.shared is None or self._place(self.shared, name).exists():
            return
        path = self._place(self.shared, name)
        draft = path.with_name(f"{name}.{secrets.token_hex(4)}{_DRAFT}")
        with suppress(OSError):
            path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            try:
                draft.write_bytes(zlib.compress(hocr.encode("utf-8")))
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)

    @staticmethod
    def _place(folder: Path, name: str) -> Path:
        return folder / name[:2] / f"{name}{_PACKED}"
