"""``bin/motcua holdings``: prove that everything lies in one file, and nothing is lost.

Nothing but what was lawfully destroyed, and of that nothing is left.

Exit status: 0; 1 when something is wrong; 2 for wrong use.
"""

from __future__ import annotations

from motcua.setup.cli.site import open_site
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse


def register(subparsers: Any) -> None:
    """Add ``holdings verify``."""
    parser = subparsers.add_parser(
        "holdings", help="prove that fonds, file lists and files are whole"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser(
        "verify", help="everything in one file at most, records and documents there"
    )
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Verify."""
    from motcua.archive.appraisal import verification as appraisal
    from motcua.archive.backlog import verification as backlog
    from motcua.archive.custody import verification as custody
    from motcua.archive.handover import verification as handover
    from motcua.archive.holdings import verification
    from motcua.archive.reading import verification as reading
    from motcua.archive.terms import verification as terms

    with open_site() as site:
        told = verification.verify(site)
        judged = appraisal.verify(site)
        dated = terms.verify(site)
        handed = handover.verify(site)
        planned = backlog.verify(site)
        read = reading.verify(site)
        lying = custody.verify(site)
    faults = [*told.faults, *judged.faults, *dated.faults, *handed.faults]
    faults += [*planned.faults, *read.faults, *lying.faults]
    for code, what in faults:
        print(f"{code}: {what}")
    print(
        f"{dated.rules} quy tắc, {dated.dated} hồ sơ có thời hạn đúng quy tắc đã ghi.\n"
        f"{dated.rules} rules, {dated.dated} files with a term counted anew."
    )
    print(
        f"{lying.places} kho/giá/hộp, {lying.boxed} đã xếp, {lying.lent} cho mượn.\n"
        f"{lying.places} places, {lying.boxed} files in boxes, {lying.lent} on loan."
    )
    print(
        f"{planned.projects} dự án số hóa, {planned.files} hồ sơ lập từ mục lục.\n"
        f"{planned.projects} projects, {planned.files} files made of inventories."
    )
    print(
        f"{handed.inventories} mục lục nộp lưu, {handed.waiting} hồ sơ chờ, "
        f"{handed.handed_over} hồ sơ đã nộp.\n"
        f"{handed.inventories} inventories, {handed.waiting} files wait, "
        f"{handed.handed_over} handed over."
    )
    print(
        f"{read.requests} yêu cầu đọc, {read.copies} bản sao, {read.twins} bản che.\n"
        f"{read.requests} reading requests, {read.copies} copies, "
        f"{read.twins} covered copies."
    )
    print(
        f"{judged.lists} danh mục hết giá trị, {judged.held} hồ sơ bị giữ, "
        f"{judged.destroyed} hồ sơ đã hủy, {judged.awaiting} tệp chờ xóa.\n"
        f"{judged.lists} disposal lists, {judged.held} files held, "
        f"{judged.destroyed} destroyed, {judged.awaiting} to be removed."
    )
    print(
        f"{told.fonds} phông, {told.lists} danh mục, {told.files} hồ sơ, "
        f"{told.records} hồ sơ thủ tục, {told.documents} tài liệu; "
        f"{len(faults)} chỗ sai.\n"
        f"{told.fonds} fonds, {told.lists} file lists, {told.files} files, "
        f"{told.records} dossiers, {told.documents} documents; "
        f"{len(faults)} faults."
    )
    return 1 if faults else 0
