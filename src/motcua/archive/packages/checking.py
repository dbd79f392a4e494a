"""Whether a package from elsewhere may be taken in: judged in a process of its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
import json
from motcua.archive.incoming.limits import limits as limits_in_force
from motcua.archive.packages import judging
from motcua.archive.packages.reports import Report
from motcua.storage import confined
from motcua.storage import room
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.incoming.limits import Limits

_TASK: Final = "motcua.archive.packages.judging:judge"
#: Bytes that may come out of a package (MOTCUA_PACKAGE_GB), and files.
_GB: Final = 1 << 30
MOST_GB: Final = 20
MOST_FILES: Final = 200_000
#: Seconds to judge a package, and more for each of its megabytes.
_SECONDS: Final = 120
_SECONDS_MB: Final = 1
#: Entries of the ZIP that take a second more.
_A_SECOND: Final = 20
#: Where the end of a ZIP tells how many entries it has (APPNOTE 4.3.16).
_END, _TAIL = b"PK\5\6", 22 + 0xFFFF


@dataclass(frozen=True)
class Opened:
    """A judged package; ``folder`` and ``index`` are there when it is sound."""

    report: Report
    folder: Path | None
    index: dict[str, Any]


def most() -> int:
    """Return how many bytes may come out of a package."""
    text = os.environ.get("MOTCUA_PACKAGE_GB", "").strip()
    number = int(text) if text.isascii() and text.isdigit() else 0
    return (number or MOST_GB) * _GB


def seconds_for(path: Path) -> int:
    """Return how long a package may be judged: by its size, and by its entries."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _TAIL))
        tail = stream.read()
    at = tail.rfind(_END)
    entries = int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0
    # This many or more: where else it would be told is not looked for.
    entries = MOST_FILES if entries == 0xFFFF else entries
    return _SECONDS + _SECONDS_MB * (size >> 20) + entries // _A_SECOND


@contextmanager
def opened(path: Path, limits: Limits | None = None) -> Iterator[Opened]:
    """Give the package at ``path`` judged, unpacked while the block runs."""
    bounds = limits or limits_in_force()
    with TemporaryDirectory(prefix="motcua-package-") as scratch:
        report = _judged(path, scratch, bounds)
        folder = report.about.pop("folder", "")
        if not report.sound or not folder:
            yield Opened(report, None, {})
            return
        index = (Path(scratch) / judging.INDEX).read_text(encoding="utf-8")
        yield Opened(report, Path(scratch) / folder, json.loads(index))


def _judged(path: Path, scratch: str, limits: Limits) -> Report:
    try:
        answer = confined.run(
            _TASK,
            {
                "path": str(path.resolve()),
                "scratch": scratch,
                "most": most(),
                "files": MOST_FILES,
                "pages": limits.pages,
                "pixels": limits.pixels,
            },
            limits=limits,
            seconds=seconds_for(path),
            scratch=Path(scratch),
            waited_for=True,
        )
    except confined.TaskFailed as failure:
        report = Report()
        code = "no-room" if failure.reason == room.NO_ROOM else "too-heavy"
        report.fault(code, path.name, failure.detail)
        return report
    return Report.from_json(answer)


def check(path: Path, limits: Limits | None = None) -> Report:
    """Return everything that is wrong with the package at ``path``, a ZIP.

    What is in it is not read into memory: for that it is ``opened``.
    """
    with TemporaryDirectory(prefix="motcua-package-") as scratch:
        report = _judged(path, scratch, limits or limits_in_force())
    report.about.pop("folder", "")
    return report
