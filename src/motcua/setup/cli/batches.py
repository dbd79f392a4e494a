"""``bin/motcua batches``: take scans in from the folders, prove that none is lost.

Exit status: 0; 1 when a page is astray or a file could not be taken; 2 for wrong use.
"""

from __future__ import annotations

from motcua.setup.cli.site import open_site
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse

#: Seconds that one round of ``take`` may last.
_HOUR = 3600
_OUTCOMES = {
    "taken": "đã nhận / taken",
    "again": "đã có, không nhận lại / there already",
    "refused": "từ chối / refused",
    "waiting": "còn đang ghi / still being written",
    "no-batch": "chưa có lô mở cho máy quét này / no open batch for this scanner",
    "no-room": "đĩa đầy hoặc không đọc được / disk full, or unreadable",
}


def register(subparsers: Any) -> None:
    """Add ``batches verify`` and ``batches take``."""
    parser = subparsers.add_parser(
        "batches", help="take scans in, and prove that every page has its place"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser(
        "verify", help="pages in = pages placed, files there, filings where they are"
    )
    actions.add_parser("take", help="take in what scanners wrote into their folders")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify or take."""
    with open_site() as site:
        return _verify(site) if args.action == "verify" else _take(site)


def _verify(site: Any) -> int:
    from motcua.archive.capture import verification

    told = verification.verify(site)
    for code, what in told.faults:
        print(f"{code}: {what}")
    print(
        f"{told.batches} lô, {told.arrived} trang vào, {told.cut} trang cắt đôi, "
        f"{told.placed} trang có chỗ, {told.filed} trang đã lưu; "
        f"{len(told.faults)} chỗ sai.\n"
        f"{told.batches} batches, {told.arrived} pages in, {told.cut} cut in two, "
        f"{told.placed} placed, {told.filed} filed; {len(told.faults)} faults."
    )
    return 1 if told.faults else 0


def _take(site: Any) -> int:
    from motcua.archive.capture import watching

    found = watching.take(site, _HOUR)
    for one in found:
        print(f"{one.scanner}/{one.name}: {_OUTCOMES[one.outcome]} {one.batch}")
    if not found:
        print("Không có tệp nào. / No files.")
    return int(any(one.outcome in ("refused", "no-batch", "no-room") for one in found))
