"""A package from elsewhere, unpacked and judged. Runs only inside ``confined``."""

from __future__ import annotations

import json
from motcua.archive.packages import bagcheck
from motcua.archive.packages.metsreading import Package
from motcua.archive.packages.reports import Report
from motcua.archive.packages.unpacking import unpack
from motcua.storage import confined
from pathlib import Path
import shutil
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.confined import Progress

#: Faults of a bag, by how ``bagcheck`` words them.
_WORDED: Final = (
    ("digest differs", "checksum"),
    ("listed, but not in the bag", "missing"),
    ("in the bag, but not listed", "extra"),
    (": not in manifest-", "extra"),
    ("leads out of the bag", "outside"),
)
_STRONG: Final = frozenset(("sha256", "sha512"))
#: Names under ``scratch``: what was unpacked, and what was found.
UNPACKED: Final = "unpacked"
INDEX: Final = "index.json"


@confined.task
def judge(
    *,
    path: str,
    scratch: str,
    most: int,
    files: int,
    pages: int,
    pixels: int,
    progress: Progress,
) -> dict[str, Any]:
    """Unpack the ZIP at ``path`` below ``scratch`` and judge it.

    Returns the report as JSON; ``scratch/index.json`` has every document of the package
    when it is sound, and ``report["package"]["folder"]`` says where its files lie.
    ``most`` and ``files`` bound what comes out of the ZIP, ``pages`` and ``pixels``
    what a document may have.
    """
    place = Path(scratch) / UNPACKED
    place.mkdir()
    report = unpack(Path(path), place, most=most, files=files)
    if report.sound:
        found = _package(place, report)
        if found is not None:
            package = Package(found, report, pages, pixels)
            package.read(progress)
            report.about["folder"] = found.relative_to(scratch).as_posix()
            index = json.dumps(package.index(), ensure_ascii=False)
            (Path(scratch) / INDEX).write_text(index, encoding="utf-8")
    if not report.sound:
        shutil.rmtree(place, ignore_errors=True)
    return report.to_json()


def _package(place: Path, report: Report) -> Path | None:
    """Return the folder with the METS of the package; None when there is none."""
    top = sorted(place.iterdir())
    if len(top) != 1 or not top[0].is_dir():
        report.fault("top", detail=", ".join(one.name for one in top[:5]))
        return None
    folder = top[0]
    if not (folder / "bagit.txt").exists():
        report.warn("no-bag")
        return folder
    _bag(folder, report)
    data = folder / "data"
    if not data.is_dir():
        return None
    if (data / "METS.xml").is_file():
        return data
    inside = sorted(data.iterdir())
    if len(inside) != 1 or not inside[0].is_dir():
        report.fault("top", detail=", ".join(one.name for one in inside[:5]))
        return None
    return inside[0]


def _bag(folder: Path, report: Report) -> None:
    if (folder / "fetch.txt").exists():
        report.fault("fetch", "fetch.txt")
    found = bagcheck.check(folder)
    for words in found.faults:
        name = words.partition(": ")[0]
        code = next((code for part, code in _WORDED if part in words), "bag")
        report.fault(code, name, words)
    for words in found.warnings:
        report.warn("bag", words)
    algorithms = {name for kind, name in found.manifests if kind == "payload"}
    if algorithms and not algorithms & _STRONG:
        report.warn("weak", folder.name, ", ".join(sorted(algorithms)))
