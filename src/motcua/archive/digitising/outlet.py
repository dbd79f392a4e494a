"""A folder into which files are digitised: nothing overwritten, nothing half there.

Names come from those of the sources and their digests. What is finished is noted under
the digest of its source, with the digests of what was written, so that a second run
finds it; a note and each file appear whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
import errno
import fcntl
import json
from motcua.archive.digitising.pipeline import digest
from motcua.archive.incoming.names import display_name
import os
from pathlib import Path
from pathlib import PurePath
import shutil
from tempfile import TemporaryDirectory
from typing import Any
from typing import Final


#: Where notes and files in between lie, below the folder.
INSIDE: Final = ".digitise"
#: Changes when what is written changes, so that older results are made anew.
FORMAT: Final = 1
_WORK: Final = "work-"
_READINGS: Final = "readings-"
_NOTE: Final = frozenset({"format", "done", "files", "told"})
_SHORT: Final = 10
_LONGEST_STEM: Final = 80


class Busy(Exception):
    """Another run writes into the folder."""


class Outlet:
    """The folder; use it inside ``opened``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inside = folder / INSIDE

    def known(self, sha256: str) -> dict[str, Any] | None:
        """Return the note of a source that was digitised and is still whole."""
        note = self._note(sha256)
        if note is None or note["format"] != FORMAT or not note["done"]:
            return None
        for name, wanted in note["files"].items():
            path = self.folder / name
            if not path.is_file() or digest(path) != wanted:
                return None
        told: dict[str, Any] = note["told"]
        return told

    def keep(
        self, sha256: str, name: str, made: dict[str, Path], told: dict[str, Any]
    ) -> dict[str, Any]:
        """Move files into the folder under safe names; return ``told`` with them.

        ``made`` are finished files by what they are: the ending of the name, ``.pdf``
        first. ``told`` learns their paths under the names given in ``_TOLD_AS``.
        """
        before = self._note(sha256) or {"files": {}}
        names = self._names(sha256, name, made, before["files"])
        told = {
            **told,
            **{_TOLD_AS[end]: str(self.folder / names[end]) for end in made},
        }
        files = {names[end]: digest(path) for end, path in made.items()}
        note = {"format": FORMAT, "done": False, "files": files, "told": told}
        # Noted before, so that a run that is killed now knows its own files again.
        self._write(sha256, note)
        for end, path in made.items():
            _sync(path)
            self._place(path, self.folder / names[end], before["files"])
        self._write(sha256, {**note, "done": True})
        shutil.rmtree(self.readings(sha256), ignore_errors=True)
        return told

    def readings(self, sha256: str) -> Path:
        """Return where what was read of a source's pages outlives a killed run."""
        return self.inside / f"{_READINGS}{sha256}"

    @contextmanager
    def work(self) -> Iterator[Path]:
        """Give a folder for files in between, on the same disk."""
        with TemporaryDirectory(prefix=_WORK, dir=self.inside) as place:
            yield Path(place)

    def _note(self, sha256: str) -> dict[str, Any] | None:
        try:
            text = (self.inside / f"{sha256}.json").read_text("utf-8")
            note = json.loads(text)
        except (OSError, ValueError):
            return None
        whole = isinstance(note, dict) and note.keys() >= _NOTE
        return note if whole else None

    def _write(self, sha256: str, note: dict[str, Any]) -> None:
        draft = self.inside / f"{sha256}.draft"
        with draft.open("w", encoding="utf-8") as out:
            json.dump(note, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.inside / f"{sha256}.json")

    def _names(
        self, sha256: str, name: str, made: dict[str, Path], own: dict[str, str]
    ) -> dict[str, str]:
        """Return a free name for each file, or the one that is this source's own."""
        shown = PurePath(display_name(name)).stem
        stem = shown.encode()[:_LONGEST_STEM].decode("utf-8", "ignore").strip(" .")
        turn = 1
        while True:
            mark = sha256[:_SHORT] + (f"-{turn}" if turn > 1 else "")
            names = {end: f"{stem}.{mark}{end}" for end in made}
            if all(self._free(each, own) for each in names.values()):
                return names
            turn += 1

    def _free(self, name: str, own: dict[str, str]) -> bool:
        path = self.folder / name
        if not os.path.lexists(path):
            return True
        return name in own and path.is_file() and digest(path) == own[name]

    def _place(self, path: Path, target: Path, own: dict[str, str]) -> None:
        """Give a finished file its name; what others wrote there stays."""
        if target.name in own and target.is_file():
            path.replace(target)
            return
        try:
            # Unlike a rename, a link never replaces what came in between.
            os.link(path, target)
        except OSError as error:
            if error.errno not in (
                errno.EPERM,
                errno.ENOTSUP,
                errno.ENOSYS,
                errno.EMLINK,
            ):
                raise
            # Disks without links (FAT): the lock keeps other runs away.
            path.rename(target)
            return
        path.unlink()


#: Ending of a file -> where its path stands in what is told.
_TOLD_AS: Final = {
    ".pdf": "archival",
    ".txt": "text",
    ".json": "words",
    ".signed.pdf": "original",
}


@contextmanager
def opened(folder: Path) -> Iterator[Outlet]:
    """Give the outlet of a folder to one run at a time; raises ``Busy``.

    What a run that was killed left in between is removed.
    """
    outlet = Outlet(folder)
    outlet.inside.mkdir(parents=True, exist_ok=True)
    with (outlet.inside / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy(str(folder)) from error
        for left in outlet.inside.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in outlet.inside.glob("*.draft"):
            with suppress(OSError):
                left.unlink()
        yield outlet


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
