"""``bin/motcua lint-procedures``: what is wrong with the published procedures."""

from __future__ import annotations

import argparse
from dataclasses import asdict
import json
from motcua.setup.cli.site import open_site
from pathlib import Path
import sys
from typing import Any


AGENCIES_SHOWN = 20


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "lint-procedures",
        help="count what the rules find in published procedures",
        description="Check every published procedure as of today, write the counts "
        "for the screens, and print them per rule and per agency.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--csv", type=Path, metavar="FILE", help="write every finding as a table"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, count, print."""
    if args.csv is not None and not args.csv.absolute().parent.is_dir():
        print(
            f"motcua: không có thư mục {args.csv.parent}\n"
            f"motcua: no such folder: {args.csv.parent}",
            file=sys.stderr,
        )
        return 2
    with open_site() as site:
        from motcua.base import csvtext
        from motcua.base.vietnam import today
        from motcua.procedures.checking import findings
        from motcua.procedures.folder import folder
        from motcua.storage.engines import register_engine

        home, on = folder(site), today()
        engine = register_engine()
        checked = findings.scan(home, engine, on)
        with engine.connect() as connection:
            rules = findings.by_rule(connection)
            agencies = findings.by_agency(connection)
            if args.csv is not None:
                about = findings.ground(connection, on, site)
                text = csvtext.text(findings.export(home, about))
                args.csv.write_text(text, encoding="utf-8", newline="")
    if args.json:
        told = {
            "checked": checked,
            "rules": [asdict(row) for row in rules],
            "agencies": [asdict(row) for row in agencies],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    print(f"{checked} thủ tục / procedures")
    for row in rules:
        print(f"{row.name:28} {row.findings:>7} / {row.procedures:>6}")
    print()
    for row in agencies[:AGENCIES_SHOWN]:
        name = row.name or "(không nêu / not named)"
        print(f"{row.findings:>7} / {row.procedures:>6}  {name}")
    return 0
