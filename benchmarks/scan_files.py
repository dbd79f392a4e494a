"""Real scans through ``bin/motcua digitise``: what comes out, and what it costs.

    scan_files.py [FOLDER] [--only NAME ...] [--out DIR]

FOLDER holds PDF scans with ``metadata.json`` (see ``sides/scans.py``); the default is
``data/scans`` of the test data. One line is printed for each file: whether its line of
JSON is complete, its archival file is found good by veraPDF (null where that is not
there), text and words have all pages, the original of a signed file stands beside it
byte for byte, which of number, date and agency were read as they stand on the paper,
and what was said of those that were not. The first line tells seconds on the clock
(``wall``), seconds of processor of everything that was started, and the largest memory
of any one process in MB; the last one sums up. ``--only`` takes beginnings of names,
``--out`` keeps what was made.

Fails when a file is not whole, veraPDF rejects one, or less than 95 of 100 fields
are right.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
import sys
import tempfile
from typing import Any


sys.path.insert(0, str(Path(__file__).parent))
from digitising import run
from sides import scans
from sides.rounds import tell


#: Share of fields that has to be right.
GOAL = 0.95
#: What a line of JSON says of each file.
KEYS = frozenset(
    {"file", "sha256", "pages", "signed", "archival", "text", "words", "original"}
    | {"pdfa", "method", "converted", "page_figures", "fields", "secrecy", "error"}
)


def main() -> int:
    """Digitise and compare; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=scans.SCANS)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    wanted = scans.known(args.folder, args.only)
    with tempfile.TemporaryDirectory(prefix="motcua-scans-") as place:
        return measure(wanted, args.out or Path(place) / "out", Path(place))


def measure(wanted: list[scans.Scan], out: Path, place: Path) -> int:
    """Run the command once over all files and look at everything it wrote."""
    lines = place / "lines.jsonl"
    # The lines go to a file: the figures are those of the command alone.
    script = 'out=$1; shift; exec "$@" >"$out"'
    command = [sys.executable, "-m", "motcua.setup.cli", "digitise"]
    command += [*(str(one.path) for one in wanted), "--out", str(out), "--json"]
    cost = run(["sh", "-c", script, "sh", str(lines), *command])
    tell(**{name: round(value, 1) for name, value in cost.items()})
    told = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    if len(told) != len(wanted):
        raise SystemExit(f"{len(told)} lines for {len(wanted)} files")
    approved = scans.verdicts(Path(one["archival"]) for one in told)
    right = asked = faults = 0
    for scan, line in zip(wanted, told, strict=True):
        good = approved and approved[Path(line["archival"])]
        broken = list(wrong(scan, line))
        said = {name: line["fields"][name]["value"] for name in scans.COMPARED}
        fields = scans.compared(scan, said)
        right += sum(fields.values())
        asked += len(fields)
        faults += len(broken) + (good is False)
        tell(
            file=scan.path.name,
            pages=line["pages"],
            signed=line["signed"],
            method=line["method"],
            verapdf=good,
            wrong=broken,
            fields=fields,
            misread={name: said[name] for name, same in fields.items() if not same},
        )
    tell(
        files=len(told),
        pages=sum(one["pages"] for one in told),
        signed=sum(one["signed"] for one in told),
        faults=faults,
        verapdf=approved and sum(approved.values()),
        fields_right=right,
        fields=asked,
    )
    return 0 if not faults and right >= GOAL * asked else 1


def wrong(scan: scans.Scan, line: dict[str, Any]) -> list[str]:
    """Return what is not whole of what was made of a scan."""
    if line["error"]:
        return [f"error: {line['error']['reason']}"]
    texts = Path(line["text"]).read_text("utf-8").split("\f")
    words = json.loads(Path(line["words"]).read_text("utf-8"))
    said = {
        "keys": set(line) == KEYS,
        "sha256": line["sha256"] == scan.sha256 == scans.digest(scan.path),
        "pages": line["pages"] == scan.pages,
        "figures": len(line["page_figures"]) == scan.pages,
        "text": len(texts) == scan.pages and all(one.strip() for one in texts),
        "words": len(words["layout"]) == scan.pages,
        "signed": line["signed"] == scan.signed,
        "original": original(scan, line),
        "archival": pages_of(Path(line["archival"])) == scan.pages,
        "verdict": line["pdfa"]["verdict"] == "pass",
    }
    return [name for name, good in said.items() if not good]


def original(scan: scans.Scan, line: dict[str, Any]) -> bool:
    """Say whether a signed file stands there byte for byte, and no other does."""
    if not scan.signed:
        return line["original"] is None
    kept = Path(line["original"] or "-")
    return kept.is_file() and scans.digest(kept) == scan.sha256


def pages_of(path: Path) -> int:
    """Return how many pages a PDF has."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


if __name__ == "__main__":
    sys.exit(main())
