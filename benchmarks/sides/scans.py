"""Real scans with what is known of them: ``metadata.json`` beside the PDFs.

Each entry names a file, its SHA-256, its pages, and what stands on it: ``loai`` (kind),
``so_ky_hieu`` (number with notation), ``ngay_ban_hanh`` (date, "" where the head says
none), ``co_quan_ban_hanh`` (agency), ``trich_yeu`` (abstract).
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
import json
from motcua.base.folding import normalise
import os
from pathlib import Path
import re
import subprocess


SHARED = Path(
    os.environ.get("MOTCUA_SHARED") or Path(__file__).resolve().parents[3] / "shared"
)
SCANS = SHARED / "data/scans"
#: Prints PASS or FAIL for each file; see ``MOTCUA_VERAPDF``.
VERAPDF = SHARED / "yardsticks/verapdf/validate"
#: The fields that are compared.
COMPARED = ("number", "date", "agency")


@dataclass(frozen=True)
class Scan:
    """One file, and what stands on the paper; "" for what it does not say."""

    path: Path
    sha256: str
    pages: int
    type: str
    number: str
    date: str
    agency: str
    abstract: str

    @property
    def signed(self) -> bool:
        """Whether the file holds a form for signatures."""
        import pikepdf

        with pikepdf.open(self.path) as pdf:
            return "/AcroForm" in pdf.Root


def known(folder: Path, names: Sequence[str] = ()) -> list[Scan]:
    """Return the scans of a folder, in the order of names; ``names`` choose some.

    Ends the program when there are none, or when a file is not the one that is known.
    """
    listed = folder / "metadata.json"
    if not listed.is_file():
        raise SystemExit(f"{listed}: not there; name the folder of the scans")
    found = []
    for one in sorted(json.loads(listed.read_text("utf-8")), key=lambda x: x["file"]):
        if names and not any(one["file"].startswith(name) for name in names):
            continue
        path = folder / one["file"]
        if digest(path) != one["sha256"]:
            raise SystemExit(f"{path}: not the file that {listed.name} tells of")
        found.append(
            Scan(
                path,
                one["sha256"],
                one["pages"],
                one["loai"],
                one["so_ky_hieu"],
                one["ngay_ban_hanh"],
                one["co_quan_ban_hanh"],
                one["trich_yeu"],
            )
        )
    if not found:
        raise SystemExit(f"{folder}: no such scans")
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def compared(scan: Scan, said: Mapping[str, str]) -> dict[str, bool]:
    """Say of each field that the paper has whether it was read as it stands there."""
    wanted = {name: getattr(scan, name) for name in COMPARED}
    return {
        name: plain(said.get(name, "")) == plain(value)
        for name, value in wanted.items()
        if value
    }


def plain(text: str) -> str:
    """Return a text without what printers choose freely: case, dashes, blanks."""
    return re.sub(r"\s*[-–—]\s*", "-", " ".join(normalise(text).split())).casefold()


def verdicts(paths: Iterable[Path], flavour: str = "2b") -> dict[Path, bool] | None:
    """Say of each file whether veraPDF approves it; None where it is not there."""
    files = list(paths)
    if not VERAPDF.is_file():
        return None
    done = subprocess.run(
        [VERAPDF, flavour, *map(str, files)],
        capture_output=True,
        check=False,
        text=True,
    )
    said = dict.fromkeys(files, False)
    for line in done.stdout.splitlines():
        verdict, _tab, name = line.partition("\t")
        if Path(name) in said:
            said[Path(name)] = verdict.startswith("PASS")
    return said
