"""``bin/motcua import-procedures FILE``: records or pages of the national portal,
or tables of a small office.

Exit status: 0 when the file was read to its end, whatever lines were refused (the
report names them); 2 when it cannot be read.
"""

from __future__ import annotations

import argparse
import json
from motcua.setup.cli.site import open_site
from pathlib import Path
import sys
import time
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.importing.importer import Report

FAILURES_SHOWN = 20
WIDTH = 30


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "import-procedures",
        help="import records of the national portal (JSON lines, plain or .xz)",
        description="Import procedures. May be killed and run again at any time: "
        "what has not changed is not written. `motcua imports --undo` takes it back.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--dry-run", action="store_true", help="read and count, write nothing"
    )
    parser.add_argument(
        "--report", type=Path, metavar="R.json", help="write the report as JSON"
    )
    parser.add_argument(
        "--state",
        choices=("draft", "published"),
        default="published",
        help="state of new procedures (default: published)",
    )
    parser.add_argument(
        "--source",
        choices=("auto", "records", "pages", "sheet"),
        default="auto",
        help="what the file holds: records of the portal, pages kept as text, or a "
        "table of a small office (CSV, XLSX); default: told by the content",
    )
    parser.add_argument(
        "--difference",
        type=Path,
        metavar="D.json",
        help="with --dry-run: write what would change, in words",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import the file; print what happened, write the report."""
    if not args.file.is_file():
        print(
            f"motcua: không có tệp {args.file}\nmotcua: no such file: {args.file}",
            file=sys.stderr,
        )
        return 2
    if args.difference is not None and not args.dry_run:
        print(
            "motcua: --difference chỉ dùng với --dry-run\n"
            "motcua: --difference needs --dry-run",
            file=sys.stderr,
        )
        return 2
    for path in filter(None, (args.report, args.difference)):
        if not path.absolute().parent.is_dir():
            print(
                f"motcua: không có thư mục {path.parent}\n"
                f"motcua: no such folder: {path.parent}",
                file=sys.stderr,
            )
            return 2
    with open_site() as site:
        progress = ProgressBar()
        if args.difference is not None:
            differ(args, site, progress)
        report = read(args, site, progress)
        progress.end()
    if args.report is not None:
        text = json.dumps(report.to_dict(), ensure_ascii=False, indent=2)
        args.report.write_text(f"{text}\n", encoding="utf-8")
    tell(report, args.dry_run)
    return 0


def read(args: argparse.Namespace, site: Any, progress: ProgressBar) -> Report:
    """Import the file, or only read it, and return the report."""
    from motcua.procedures.folder import folder
    from motcua.procedures.importing import applying
    from motcua.procedures.importing import journal
    from motcua.procedures.importing.importer import Importer
    import transaction

    run: journal.Run | None = None

    def note(change: Any, content: Any) -> None:
        # A run is entered with the first procedure that is written, in one
        # transaction with it; an import that changes nothing leaves no trace.
        nonlocal run
        if run is None or not journal.known(run, site):
            run = journal.start(
                args.file.name, "", journal.COMMAND, args.source, args.state, site=site
            )
            run.stage = "applied"
        applying.journalist(run)(change, content)

    importer = Importer(
        folder(site),
        state=args.state,
        dry_run=args.dry_run,
        progress=progress,
        source=args.source,
        journal=note,
    )
    report = importer.run(args.file)
    transaction.commit()
    return report


def differ(args: argparse.Namespace, site: Any, progress: ProgressBar) -> None:
    """Write and print what the file would change."""
    from dataclasses import asdict
    from motcua.procedures.folder import folder
    from motcua.procedures.importing import preview

    summary, rows = preview.compare(folder(site), args.file, args.source, progress)
    told = {**asdict(summary), "procedures": [asdict(row) for row in rows]}
    text = json.dumps(told, ensure_ascii=False, indent=2)
    args.difference.write_text(f"{text}\n", encoding="utf-8")
    for name in ("same", "changed", "new", "odd"):
        print(f"{name:10} {getattr(summary, name):>7}")
    for name, number in summary.changes.items():
        print(f"  {name:32} {number:>6}")


def tell(report: Report, dry_run: bool) -> None:
    """Print the report for people."""
    found = report.to_dict()
    if dry_run:
        print("Chạy thử, không ghi gì / dry run, nothing written")
    for name in ("records", "created", "updated", "unchanged", "failed"):
        print(f"{name:10} {found[name]:>7}")
    for flag, number in found["flags"].items():
        print(f"  {flag:32} {number:>6}")
    for failure in found["failures"][:FAILURES_SHOWN]:
        print(
            f"dòng/line {failure['line']} {failure['code']}: {failure['reason']}",
            file=sys.stderr,
        )
    hidden = found["failed"] - FAILURES_SHOWN
    if hidden > 0:
        print(f"... +{hidden}", file=sys.stderr)


class ProgressBar:
    """A line on a terminal that says how far the import is; silent elsewhere."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.started = time.monotonic()

    def __call__(self, report: Report, share: float) -> None:
        """Draw the line again."""
        if not self.shown:
            return
        done = int(share * WIDTH)
        seconds = time.monotonic() - self.started
        bar = "#" * done + "." * (WIDTH - done)
        print(
            f"\r[{bar}] {share:4.0%} {report.records:>7} {seconds:5.0f}s",
            end="",
            file=sys.stderr,
            flush=True,
        )

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            print(file=sys.stderr)
