"""``bin/motcua package``: make, check, receive, send and exchange packages.

Exit status: 0; 1 when a package is faulty, blocked or refused; 2 for wrong use.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.setup.cli.site import open_site
from pathlib import Path
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse

KINDS = ("SIP", "AIP", "DIP")


def register(subparsers: Any) -> None:
    """Add the command with its actions."""
    parser = subparsers.add_parser(
        "package", help="make, check, receive, send and exchange packages"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = actions.add_parser("export", help="write a package of a file or document")
    export.add_argument("code", metavar="CODE", help="code of the file or document")
    export.add_argument("folder", metavar="DIR", type=Path, help="where the ZIP goes")
    export.add_argument("--kind", choices=KINDS, default="SIP")
    export.add_argument(
        "--number", type=int, default=0, help="number of the file in the hand-over"
    )
    export.set_defaults(act=_export)
    check = actions.add_parser("check", help="say what is wrong with a package")
    check.add_argument("path", metavar="ZIP", type=Path)
    check.add_argument("--json", action="store_true", help="the report for machines")
    check.set_defaults(act=_check)
    receive = actions.add_parser("receive", help="receive a package, to be decided")
    receive.add_argument("path", metavar="ZIP", type=Path)
    receive.add_argument("--sender", default="", help="who sent it, in words")
    receive.set_defaults(act=_receive)
    send = actions.add_parser("send", help="hand a package to a channel")
    send.add_argument("code", metavar="CODE")
    send.add_argument("--kind", choices=KINDS[:2], default="SIP")
    send.set_defaults(act=_send)
    exchange = actions.add_parser("exchange", help="one round of a channel")
    exchange.set_defaults(act=_exchange)
    for each in (receive, exchange):
        each.add_argument("--agency", required=True, help="whose archive receives it")
    for each in (export, receive, send, exchange):
        each.add_argument("--person", required=True, help="who acts, by login name")
    for each in (send, exchange):
        each.add_argument("--channel", default="directory")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do it; what is refused is said on the error output."""
    from motcua.archive.errors import ArchiveError

    try:
        return int(args.act(args))
    except ArchiveError as error:
        print(error, file=sys.stderr)
        for key, name in getattr(error, "obstacles", ()):
            print(f"  {name}: {key}", file=sys.stderr)
        return 1
    except (OSError, LookupError) as error:
        print(error, file=sys.stderr)
        return 2


def _export(args: argparse.Namespace) -> int:
    from motcua.archive.packages import exporting

    with open_site() as site:
        made = exporting.export(
            site,
            args.code,
            args.kind,
            args.folder,
            args.person,
            datetime.now(UTC),
            number=args.number,
        )
    print(f"{made.path}\n{made.sha256}  {made.size}  {made.sort}  {made.documents}")
    return 0


def _check(args: argparse.Namespace) -> int:
    from motcua.archive.packages import checking

    # Words of both languages need the components, not the site.
    with open_site():
        report = checking.check(args.path)
        text = report.as_bytes().decode() if args.json else f"{report.as_text()}\n"
    sys.stdout.write(text)
    return 0 if report.sound else 1


def _receive(args: argparse.Namespace) -> int:
    from motcua.archive.packages import accessions
    import transaction

    with open_site() as site:
        one = accessions.receive(
            site,
            args.path,
            args.path.name,
            args.agency,
            args.person,
            datetime.now(UTC),
            sender=args.sender,
            way=accessions.COMMAND,
        )
        found = accessions.view(one)
        text = accessions.report_of(found).as_text()
        transaction.commit()
    print(f"{found.code}: {found.state}\n{text}")
    return 0 if found.state == accessions.SOUND else 1


def _send(args: argparse.Namespace) -> int:
    from motcua.archive.packages import deliveries
    import transaction

    with open_site() as site:
        one = deliveries.send(
            site,
            args.code,
            args.channel,
            args.person,
            datetime.now(UTC),
            kind=args.kind,
        )
        transaction.commit()
        print(f"{one.code}: {deliveries.view(one).name}")
    return 0


def _exchange(args: argparse.Namespace) -> int:
    from motcua.archive.packages import exchange

    with open_site() as site:
        done = exchange.run(site, args.channel, args.agency, args.person)
    print(
        f"{done.receipts} hồi đáp, {done.received} gói đến ({done.faulty} bị từ chối), "
        f"{done.answered} trả lời.\n"
        f"{done.receipts} receipts, {done.received} packages came ({done.faulty} "
        f"refused), {done.answered} answered."
    )
    return 0
