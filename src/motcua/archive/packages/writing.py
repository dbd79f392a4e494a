"""A package on its way into a ZIP: each byte read once, counted and hashed.

Nothing is compressed and all times are one, so the same contents are the same bytes
with whatever version of a library; what is in memory does not grow with the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from motcua.archive.packages.errors import DamagedPiece
from motcua.storage import files
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from typing import Final
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED
from zipfile import ZipFile
from zipfile import ZipInfo


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.packages.pieces import Piece
    from pathlib import Path

_CHUNK: Final = 1 << 20
#: What a section of METS or PREMIS may take in memory before it goes to the disk.
_SPOOL: Final = 1 << 20
#: The first moment that a ZIP can tell: a package says its own times inside.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
#: Plain file, read by all, written by its owner.
_MODE: Final = 0o100644 << 16


@dataclass(frozen=True)
class Written:
    """A file of the package: where, how many bytes, their SHA-256."""

    path: str
    size: int
    sha256: str


class Spool:
    """A section that is written while others are not finished yet."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 (closed below)
        self.count = 0

    def add(self, text: str) -> None:
        """Write one more line."""
        self._file.write(f"{text}\n".encode())
        self.count += 1

    def chunks(self) -> Iterator[bytes]:
        """Yield what was written, from the beginning."""
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK):
            yield chunk

    def close(self) -> None:
        """Forget it."""
        self._file.close()


class Sink:
    """A ZIP with one bag in it: ``<name>/data/...`` and its tag files.

    ``add`` and ``copy`` take paths below ``data``; ``finish`` writes manifest and tags.
    """

    def __init__(self, target: Path, name: str) -> None:
        self._zip = ZipFile(target, "w", ZIP_STORED, allowZip64=True)
        self._name = name
        self._manifest = Spool()
        self._octets = 0

    def add(self, path: str, *sources: bytes | Spool) -> Written:
        """Write a file that is made here; return what was written."""
        return self._payload(path, _chunks(sources))

    def copy(self, path: str, piece: Piece) -> Written:
        """Copy a stored file; ``DamagedPiece`` when it lost its bytes."""
        try:
            with files.open(piece.sha256) as stream:
                written = self._payload(path, _read(stream))
        except files.UnknownFile as error:
            raise DamagedPiece(path, piece.sha256) from error
        if written.sha256 != piece.sha256:
            raise DamagedPiece(path, piece.sha256)
        return written

    def finish(self, info: dict[str, str]) -> None:
        """Write manifest, tags and their manifest, and close the ZIP."""
        told = {**info, "Payload-Oxum": f"{self._octets}.{self._manifest.count}"}
        lines = (f"{name}: {' '.join(value.split())}\n" for name, value in told.items())
        declared = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        tags = [
            self._write("bag-info.txt", _chunks(("".join(lines).encode(),))),
            self._write("bagit.txt", _chunks((declared,))),
            self._write("manifest-sha256.txt", self._manifest.chunks()),
        ]
        listed = "".join(f"{one.sha256}  {one.path}\n" for one in tags).encode()
        self._write("tagmanifest-sha256.txt", _chunks((listed,)))
        self.close()

    def close(self) -> None:
        """Close the ZIP; a second time does nothing."""
        self._zip.close()
        self._manifest.close()

    def _payload(self, path: str, chunks: Iterator[bytes]) -> Written:
        written = self._write(f"data/{path}", chunks)
        self._octets += written.size
        self._manifest.add(f"{written.sha256}  data/{_escaped(path)}")
        return Written(path, written.size, written.sha256)

    def _write(self, path: str, chunks: Iterator[bytes]) -> Written:
        info = ZipInfo(f"{self._name}/{path}", _EPOCH)
        info.external_attr, info.create_system = _MODE, 3
        digest, size = sha256(), 0
        # The size is not known yet: the header has room for any.
        with self._zip.open(info, "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        return Written(path, size, digest.hexdigest())


def _escaped(path: str) -> str:
    """Return a path as a manifest has it (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _read(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _chunks(sources: tuple[bytes | Spool, ...]) -> Iterator[bytes]:
    for source in sources:
        if isinstance(source, bytes):
            yield source
        else:
            yield from source.chunks()
