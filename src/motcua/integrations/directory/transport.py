"""A folder with ``out``, ``in``, ``receipts-out`` and ``receipts-in`` (``ITransport``).

``MOTCUA_EXCHANGE`` names it. What is ``out`` here is ``in`` there: the other house has
the same four folders, joined crosswise, or both are carried on a disk.
"""

from __future__ import annotations

from motcua.archive.packages.interfaces import ITransport
import os
from pathlib import Path
import shutil
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator

OUT: Final = "out"
IN: Final = "in"
TOLD: Final = "receipts-out"
HEARD: Final = "receipts-in"
DONE: Final = "done"
_RECEIPT: Final = ".receipt.json"


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
        for path in sorted((self.folder / HEARD).glob(f"*{_RECEIPT}")):
            yield path.name.removesuffix(_RECEIPT), path.read_bytes()

    def arrivals(self) -> Iterator[tuple[str, Path]]:
        """See ``ITransport``."""
        for path in sorted((self.folder / IN).glob("*.zip")):
            if not path.is_symlink():
                yield path.name, path

    def answer(self, name: str, receipt: bytes) -> None:
        """See ``ITransport``; the package goes to ``in/done``."""
        plain = Path(name).name
        draft = self._made(TOLD) / f".{plain}"
        draft.write_bytes(receipt)
        draft.replace(self._made(TOLD) / f"{plain}{_RECEIPT}")
        came = self.folder / IN / plain
        if came.exists():
            came.replace(self._made(f"{IN}/{DONE}") / plain)

    def _made(self, name: str) -> Path:
        found = self.folder / name
        found.mkdir(parents=True, exist_ok=True)
        return found

    def _lay(self, where: str, name: str, path: Path) -> None:
        place = self._made(where)
        draft = place / f".{Path(name).name}"
        shutil.copyfile(path, draft)
        draft.replace(place / Path(name).name)
