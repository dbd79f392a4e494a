"""``bin/motcua imports``: what was imported, and taking an import back."""

from __future__ import annotations

import argparse
from motcua.setup.cli.site import open_site
import sys
from typing import Any


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "imports",
        help="list imports of procedures, or undo one",
        description="List imports of procedures, the newest first. Undoing adopts the "
        "versions before again and withdraws what the import created; nothing is "
        "removed from any history.",
    )
    parser.add_argument("--undo", metavar="ID", help="undo this import")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List or undo; 2 when there is no such import."""
    with open_site() as site:
        from motcua.procedures.folder import folder
        from motcua.procedures.importing import applying
        from motcua.procedures.importing import journal
        import transaction

        if args.undo is None:
            for one in journal.listed(site):
                print(
                    f"{one.id}  {one.stage:10} {len(one.written):>6} "
                    f"(+{one.created})  {one.name}"
                )
            return 0
        try:
            found = journal.get(args.undo, site)
        except KeyError as error:
            print(f"motcua: {error.args[0]}", file=sys.stderr)
            return 2
        applying.undo(found, folder(site))
        found.note("undo", journal.COMMAND)
        transaction.commit()
        for code, reason in found.refused:
            print(f"{code}: {reason}", file=sys.stderr)
        done = len(found.undone) - len(found.refused)
        print(f"{done} / {len(found.written)}")
    return 0
