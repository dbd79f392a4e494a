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
    size = path.stat().st_size
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
            seconds=_SECONDS + _SECONDS_MB * (size >> 20),
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
    """Return everything that is wrong with the package at ``path``, a ZIP."""
    with opened(path, limits) as found:
        return found.report
