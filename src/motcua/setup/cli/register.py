"""``bin/motcua register``: the tables in SQL against the database."""

from __future__ import annotations

import json
from motcua.setup.cli.site import open_site
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse
    from motcua.dossiers.ledger.anchors import Check
    from motcua.storage.verification import Verification

SHOWN = 50
"""Differences that are printed one by one."""


def register(subparsers: Any) -> None:
    """Add ``register verify``, ``register rebuild`` and ``register replay``."""
    parser = subparsers.add_parser(
        "register", help="compare, mend or bring up to date the tables in SQL"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text in (
        ("verify", "compare every row and head; exit status 1 when something differs"),
        ("rebuild", "mend what differs, raise counters, queue lost jobs again"),
        ("replay", "write what a crash skipped, as the worker does every minute"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked for; 1 when rows differ or could not be computed."""
    with open_site() as site:
        if args.action == "replay":
            return _replay(site, args.json)
        from motcua.dossiers.ledger import anchors
        from motcua.storage.engines import register_engine
        from motcua.storage.verification import rebuild
        from motcua.storage.verification import verify

        mend = args.action == "rebuild"
        found = (rebuild if mend else verify)(site, register_engine())
        heads = anchors.check(site)
    _show(found, heads, args.json, mend)
    # No rebuild brings back what a ledger has lost.
    return 1 if heads.faults or (found.differences and not mend) else 0


def _replay(site: Any, as_json: bool) -> int:
    from dataclasses import asdict
    from motcua.storage.engines import register_engine
    from motcua.storage.replay import replay
    from motcua.storage.replay import TruthWasRestored

    try:
        report = replay(site._p_jar.db(), register_engine())
    except TruthWasRestored as error:
        print(error, file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(asdict(report)))
    else:
        print(
            f"{report.transactions} transactions, {report.records} records, "
            f"{report.written} rows written, {report.queued} jobs queued, "
            f"{len(report.failed)} failed"
        )
    return 1 if report.failed else 0


def _show(found: Verification, heads: Check, as_json: bool, mended: bool) -> None:
    if as_json:
        print(
            json.dumps(
                {
                    "compared": found.compared,
                    "pretended": found.pretended,
                    "differences": [str(d) for d in found.differences],
                    "mended": len(found.differences) if mended else 0,
                    "raised": found.raised,
                    "queued": found.queued,
                    "heads": heads.heads,
                    "faults": [str(fault) for fault in heads.faults],
                }
            )
        )
        return
    for name, rows in sorted(found.compared.items()):
        print(f"{name}: {rows} rows compared")
    for name, rows in sorted(found.pretended.items()):
        print(
            f"{name}: {rows} dòng thử tải, không có hồ sơ / rows of a load, which no "
            "dossier stands behind"
        )
    for difference in found.differences[:SHOWN]:
        print(f"  {difference}")
    if len(found.differences) > SHOWN:
        print(f"  ... and {len(found.differences) - SHOWN} more")
    for sequence, period, number in found.raised:
        print(f"  counter {sequence} {period} raised to {number}")
    print(f"ledgers: {heads.heads} heads compared, {len(heads.faults)} faults")
    for fault in heads.faults[:SHOWN]:
        print(f"  {fault}")
    if mended:
        print(f"  {found.queued} jobs queued again")
    said = "mended" if mended else "differences"
    print(f"{found.total} rows compared, {len(found.differences)} {said}")
