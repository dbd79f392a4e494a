"""``motcua export-record CODE DIR``: a record as a BagIt package."""

from __future__ import annotations

from pathlib import Path
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "export-record", help="write the record of a closed dossier as a BagIt package"
    )
    parser.add_argument("code", metavar="CODE", help="code of the dossier")
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="new or empty folder for the package"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Export one record; return 1 and say why when that is impossible."""
    from motcua.archive.errors import ArchiveError
    from motcua.archive.packages import bag
    from motcua.setup.cli.site import open_site

    with open_site() as site:
        try:
            place = bag.export(site, args.code, args.folder)
        except ArchiveError as error:
            print(error, file=sys.stderr)
            return 1
    print(place)
    return 0
