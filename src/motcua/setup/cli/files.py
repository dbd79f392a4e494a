"""``bin/motcua files``: read the stored files again, mend them, count them.

Exit status: 0; 1 when files are lost; 2 for wrong use.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
import json
from motcua.setup.cli.site import open_site
import sys
import time
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse


def register(subparsers: Any) -> None:
    """Add ``files check``."""
    parser = subparsers.add_parser(
        "files", help="read the stored files again, and mend them from the second copy"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser(
        "check", help="go on with the round; to its end unless --minutes says less"
    )
    check.add_argument("--minutes", type=int, help="how long to read at most")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read; 1 when files are lost or the references cannot be believed."""
    from motcua.base.vietnam import VIETNAM
    from motcua.storage.keeping import rounds

    minutes = args.minutes
    until = None if minutes is None else time.monotonic() + minutes * 60
    with open_site():
        found = rounds.go_on(lambda: datetime.now(VIETNAM), until, _progress)
    print(file=sys.stderr)
    if args.json:
        print(json.dumps(asdict(found)))
    else:
        print(
            f"Đã đọc {found.files} tệp, {found.size} byte; mất {found.faults}, "
            f"sửa {len(found.mended) + len(found.recopied)}, "
            f"chép thêm {found.copied}, cất riêng {len(found.aside)}.\n"
            f"{found.files} files read, {found.size} bytes; {found.faults} lost, "
            f"{len(found.mended) + len(found.recopied)} mended, "
            f"{found.copied} copied, {len(found.aside)} put away."
        )
        print(rounds.told_of(found), end="\n" if rounds.told_of(found) else "")
    return 1 if found.faults or found.doubtful else 0


def _progress(done: int, total: int, _message: str) -> None:
    print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)
