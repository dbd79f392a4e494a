"""``bin/motcua backup``: take an embedded house along, check it, bring it back.

Exit status: 0; 1 when something is damaged; 2 when it cannot be done.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
import json
from motcua.setup import backup
from motcua.setup import instance as instances
from pathlib import Path
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse


def register(subparsers: Any) -> None:
    """Add ``backup take``, ``backup check`` and ``backup restore``."""
    parser = subparsers.add_parser(
        "backup", help="take the embedded house along, check that, or bring it back"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text in (
        ("take", "copy what changed into DIR; the house may run"),
        ("check", "read DIR again; exit status 1 when something does not fit"),
        ("restore", "put DIR into an empty MOTCUA_VAR, then compare the register"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("folder", metavar="DIR", type=Path)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked for."""
    try:
        return {"take": _take, "check": _check, "restore": _restore}[args.action](
            args.folder
        )
    except backup.BackupError as error:
        print(error, file=sys.stderr)
        return 2


def _take(folder: Path) -> int:
    from motcua.storage import backups
    from motcua.storage.settings import settings

    house = instances.load()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = backup.take(house, folder, settings().files)
    backups.note(datetime.fromisoformat(made.at), folder.name)
    print(json.dumps(asdict(made)))
    print(
        "Khóa `secret` không nằm trong bản sao lưu: hãy cất riêng.\n"
        "The key `secret` is not in the backup: keep it apart.",
        file=sys.stderr,
    )
    return 1 if made.damaged else 0


def _check(folder: Path) -> int:
    found = backup.faults(folder)
    for each in found:
        print(each)
    if not found:
        print("Bản sao lưu toàn vẹn.\nThe backup is whole.")
    return 1 if found else 0


def _restore(folder: Path) -> int:
    from motcua.setup.cli.site import open_site
    from motcua.storage.settings import settings

    house = instances.load()
    instances.make_folders(house)
    made = backup.restore(folder, house, settings().files)
    with open_site() as site:
        from motcua.storage.engines import register_engine
        from motcua.storage.verification import rebuild

        found = rebuild(site, register_engine())
    print(
        json.dumps(
            {
                "at": made.at,
                "files": made.files,
                "rows": found.total,
                "mended": len(found.differences),
                "raised": len(found.raised),
            }
        )
    )
    return 0
