"""``bin/motcua export-procedures FILE``: the imported records, unchanged."""

from __future__ import annotations

import argparse
from motcua.setup.cli.site import open_site
from pathlib import Path
import sys
from typing import Any


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "export-procedures",
        help="write every imported record back (JSON lines; .xz compresses)",
        description="Write the records that procedures were imported from, every "
        "field of each as it came, in the order of codes.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file and say how many records it holds."""
    path = args.file.absolute()
    if not path.parent.is_dir():
        print(
            f"motcua: không có thư mục {path.parent}\n"
            f"motcua: no such folder: {path.parent}",
            file=sys.stderr,
        )
        return 2
    with open_site() as site:
        from motcua.procedures.folder import folder
        from motcua.procedures.importing.exporter import export

        number = export(folder(site), path)
    print(f"{number} bản ghi / records: {args.file}")
    return 0
