"""Files with one JSON record per line, read as a stream and without trust."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import nullcontext
from io import BufferedReader
from io import RawIOBase
import json
from lzma import FORMAT_XZ
from lzma import LZMADecompressor
from lzma import LZMAError
from motcua.procedures.importing.portal_records import UnusableRecord
from pathlib import Path
from typing import Any
from typing import BinaryIO
from typing import Final
from typing import IO


#: The longest record published has a fifth of a million characters.
LONGEST_LINE: Final = 8 * 1024 * 1024
#: Bytes that a compressed file may hold, ten times what a country publishes, and
#: the memory that unpacking may take.
UNPACKED: Final = 512 * 1024 * 1024
MEMORY: Final = 128 * 1024 * 1024
#: Lines of a file, empty ones too.
LINES: Final = 1_000_000
_PIECE: Final = 64 * 1024
_XZ: Final = b"\xfd7zXZ\x00"
_MARK: Final = b"\xef\xbb\xbf"


class Unpacked(RawIOBase):
    """What a file compressed with xz holds, up to `UNPACKED` and within `MEMORY`.

    Raises LZMAError beyond either and for broken data, EOFError where it breaks off.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self.raw = raw
        self.size = 0
        self.unpacking = _unpacking()

    def readable(self) -> bool:
        """See RawIOBase."""
        return True

    def readinto(self, buffer: Any) -> int:
        """See RawIOBase."""
        found = b""
        while not found:
            packed = b""
            if self.unpacking.eof:
                packed = self.unpacking.unused_data or self.raw.read(_PIECE)
                packed = packed.lstrip(b"\0")
                if not packed:
                    return 0
                self.unpacking = _unpacking()
            elif self.unpacking.needs_input:
                packed = self.raw.read(_PIECE)
                if not packed:
                    raise EOFError("the end is missing / thiếu phần cuối")
            found = self.unpacking.decompress(packed, len(buffer))
        self.size += len(found)
        if self.size > UNPACKED:
            raise LZMAError(
                f"more than {UNPACKED} bytes unpacked / giải nén ra quá lớn"
            )
        buffer[: len(found)] = found
        return len(found)


def _unpacking() -> LZMADecompressor:
    return LZMADecompressor(FORMAT_XZ, memlimit=MEMORY)


class Lines:
    """Iterates over ``(number, line)`` of a file; blank lines have no record.

    Raises EOFError beyond `LINES`, and where a compressed file breaks off.
    An overlong line comes cut, one byte longer than `LONGEST_LINE`, and `load`
    refuses it: reading it whole could fill the memory.
    """

    def __init__(self, raw: BinaryIO, stream: IO[bytes], size: int) -> None:
        self.raw = raw
        self.stream = stream
        self.size = size

    def share(self) -> float:
        """Return how much of the file has been read, 0 to 1."""
        return min(1.0, self.raw.tell() / self.size) if self.size else 1.0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        number = 0
        while line := self.stream.readline(LONGEST_LINE + 1):
            number += 1
            if number > LINES:
                raise EOFError(f"more than {LINES} lines / quá nhiều dòng")
            rest = line
            while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
                rest = self.stream.readline(LONGEST_LINE + 1)
            if number == 1:
                line = line.removeprefix(_MARK)
            if line.strip():
                yield number, line


@contextmanager
def lines(path: Path) -> Iterator[Lines]:
    """Open a file of records, plain or compressed with xz, told by its content."""
    with path.open("rb") as raw:
        packed = raw.read(len(_XZ)) == _XZ
        raw.seek(0)
        size = path.stat().st_size
        unpacked = BufferedReader(Unpacked(raw), _PIECE) if packed else None
        with unpacked or nullcontext(raw) as stream:
            yield Lines(raw, stream, size)


def load(line: bytes) -> tuple[str, Any]:
    """Return the text of a line and the JSON in it; UnusableRecord when neither.

    Refused are encodings other than UTF-8, half records, names that occur twice in
    one object (one of the values would be lost) and halves of characters.
    """
    if len(line) > LONGEST_LINE:
        raise UnusableRecord(f"dòng quá dài / longer than {LONGEST_LINE} bytes")
    try:
        text = line.decode("utf-8").strip()
        record = json.loads(text, object_pairs_hook=_object)
        json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusableRecord(
            f"không phải UTF-8 / not UTF-8 at byte {error.start}"
        ) from error
    except UnicodeEncodeError as error:
        raise UnusableRecord(
            "văn bản có ký tự hỏng / a text holds half of a surrogate pair"
        ) from error
    except json.JSONDecodeError as error:
        raise UnusableRecord(
            f"không phải JSON / not JSON at column {error.colno}: {error.msg}"
        ) from error
    except RecursionError as error:
        raise UnusableRecord("lồng quá sâu / nested too deep") from error
    return text, record


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnusableRecord(f"trường bị lặp / {twice!r} occurs twice")
    return found
