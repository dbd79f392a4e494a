"""A folder with ``out``, ``in``, ``receipts-out`` and ``receipts-in`` (``ITransport``).

``MOTCUA_EXCHANGE`` names it. What is ``out`` here is ``in`` there: the other house has
the same four folders, joined crosswise, or both are carried on a disk.
"""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
import logging
from motcua.archive.packages.interfaces import ITransport
import os
from pathlib import Path
import shutil
from typing import BinaryIO
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

OUT: Final = "out"
IN: Final = "in"
TOLD: Final = "receipts-out"
HEARD: Final = "receipts-in"
DONE: Final = "done"
_RECEIPT: Final = ".receipt.json"
#: What is still being written; nobody who looks for packages or receipts meets it.
_DRAFT: Final = ".part"
#: Bytes of a receipt; ours have some thousands.
_LONGEST: Final = 1 << 20
_CHUNK: Final = 1 << 20


@implementer(ITransport)
class Directory:
    """See ``ITransport``; each file appears whole, under its name, or not at all."""

    def __init__(self, folder: Path | None = None) -> None:
        self._given = folder

    @property
    def folder(self) -> Path:
        """The folder; ``OSError`` when none is named."""
        named = os.environ.get("MOTCUA_EXCHANGE", "")
        if self._given is None and not named:
            raise FileNotFoundError(
                "MOTCUA_EXCHANGE: chưa đặt thư mục trao đổi gói / no folder is named"
            )
        return self._given or Path(named)

    def send(self, name: str, path: Path) -> None:
        """See ``ITransport``."""
        self._lay(OUT, name, path)

    def receipts(self) -> Iterator[tuple[str, bytes]]:
        """See ``ITransport``."""
        for path in _plain(self.folder / HEARD, f"*{_RECEIPT}"):
            if path.stat().st_size > _LONGEST:
                logger.warning("%s: too long for a receipt.", path.name)
                continue
            yield path.name.removesuffix(_RECEIPT), path.read_bytes()

    def heard(self, name: str) -> None:
        """See ``ITransport``; the receipt goes to ``receipts-in/done``."""
        told = f"{Path(name).name}{_RECEIPT}"
        path = self.folder / HEARD / told
        if path.exists():
            path.replace(self._made(f"{HEARD}/{DONE}") / told)

    def arrivals(self) -> Iterator[tuple[str, Path]]:
        """See ``ITransport``."""
        for path in _plain(self.folder / IN, "*.zip"):
            yield path.name, path

    def answer(self, name: str, receipt: bytes) -> None:
        """See ``ITransport``; the package goes to ``in/done``."""
        plain = Path(name).name
        with _whole(self._made(TOLD) / f"{plain}{_RECEIPT}") as out:
            out.write(receipt)
        came = self.folder / IN / plain
        if came.exists():
            came.replace(self._made(f"{IN}/{DONE}") / plain)

    def _made(self, name: str) -> Path:
        found = self.folder / name
        found.mkdir(parents=True, exist_ok=True)
        return found

    def _lay(self, where: str, name: str, path: Path) -> None:
        place = self._made(where) / Path(name).name
        with path.open("rb") as stream, _whole(place) as out:
            shutil.copyfileobj(stream, out, _CHUNK)


def _plain(folder: Path, names: str) -> list[Path]:
    """Return files of these names that are whole: no links, nothing hidden."""
    return [
        path
        for path in sorted(folder.glob(names))
        if not path.name.startswith(".") and path.is_file() and not path.is_symlink()
    ]


@contextmanager
def _whole(place: Path) -> Iterator[BinaryIO]:
    """Write a file that appears under its name when all of it is on the disk."""
    mark = sha256(place.name.encode()).hexdigest()[:32]
    draft = place.with_name(f".{mark}{_DRAFT}")
    with draft.open("wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
    draft.replace(place)
