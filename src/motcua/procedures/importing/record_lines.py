"""Files with one JSON record per line, read as a stream and without trust."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import nullcontext
import json
import lzma
from motcua.procedures.importing.portal_records import UnusableRecord
from pathlib import Path
from typing import Any
from typing import BinaryIO
from typing import cast
from typing import Final
from typing import IO


#: The longest record published has a fifth of a million characters.
LONGEST_LINE: Final = 8 * 1024 * 1024
_XZ: Final = b"\xfd7zXZ\x00"
_MARK: Final = b"\xef\xbb\xbf"


class Lines:
    """Iterates over ``(number, line)`` of a file; blank lines have no record.

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
        # LZMAFile reads like any binary file, the type stubs do not say so.
        with lzma.open(raw) if packed else nullcontext(raw) as stream:
            yield Lines(raw, cast("IO[bytes]", stream), size)


def load(line: bytes) -> tuple[str, Any]:
    """Return the text of a line and the JSON in it; UnusableRecord when neither.

    Refused are encodings other than UTF-8, half records, names that occur twice in
    one object (one of the values would be lost) and halves of characters.
    """
    if len(line) > LONGEST_LINE:
        raise UnusableRecord(f"longer than {LONGEST_LINE} bytes / dòng quá dài")
    try:
        text = line.decode("utf-8").strip()
        record = json.loads(text, object_pairs_hook=_object)
        json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusableRecord(
            f"not UTF-8 at byte {error.start} / không phải UTF-8"
        ) from error
    except UnicodeEncodeError as error:
        raise UnusableRecord(
            "a text holds half of a surrogate pair / văn bản có ký tự hỏng"
        ) from error
    except json.JSONDecodeError as error:
        raise UnusableRecord(
            f"not JSON at column {error.colno}: {error.msg} / không phải JSON"
        ) from error
    except RecursionError as error:
        raise UnusableRecord("nested too deep / lồng quá sâu") from error
    return text, record


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnusableRecord(f"{twice!r} occurs twice / trường bị lặp")
    return found
