"""``bin/motcua import-units``: former names for the communes of today."""

from __future__ import annotations

import argparse
import lzma
from motcua.setup.cli.site import open_site
from pathlib import Path
import sys
from typing import Any


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "import-units",
        help="add former names of communes and districts to the units of today",
        description="Read which communes were merged into which, and let the units of "
        "today answer to the former names. Names that are there stay.",
    )
    parser.add_argument("--province", required=True, help="name of the province today")
    parser.add_argument(
        "--merged",
        type=Path,
        required=True,
        metavar="CSV",
        help="table: province, new commune, former communes",
    )
    parser.add_argument(
        "--before",
        type=Path,
        metavar="JSON",
        help="units before the merger, to name districts (.xz is unpacked)",
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Import the names; 2 for files that cannot be used."""
    from motcua.organisation import merging

    try:
        former = merging.read_map(args.merged.read_bytes(), args.province)
        districts = merging.read_districts(_read(args.before)) if args.before else {}
    except (OSError, lzma.LZMAError, merging.UnusableTable) as error:
        print(f"motcua: {error}", file=sys.stderr)
        return 2
    with open_site() as site:
        from plone import api
        import transaction

        with api.env.adopt_roles(["Manager"]):
            done = merging.apply(former, districts, site, args.dry_run)
        if not args.dry_run:
            transaction.commit()
    for code, names in done.changed.items():
        print(f"{code}: {', '.join(names)}")
    print(
        f"{len(done.changed)} đổi / changed, {done.unchanged} như cũ / unchanged, "
        f"{len(done.unknown)} không có ở đây / not here"
    )
    return 0


def _read(path: Path) -> bytes:
    data = path.read_bytes()
    return lzma.decompress(data) if path.suffix == ".xz" else data
