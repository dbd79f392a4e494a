"""What is printed of an inventory: the inventory itself, and minutes of hand-over.

Vietnamese papers whatever the language of the screen: *mục lục hồ sơ, tài liệu nộp lưu*
and *biên bản giao nhận hồ sơ, tài liệu* (Decree 30/2020/NĐ-CP article 30), each in two
copies, one for each side. Nothing is written by printing.
"""

from __future__ import annotations

from datetime import datetime
from motcua.archive import retention
from motcua.archive.handover import listing
from motcua.archive.handover import lists
from motcua.archive.handover import signing
from motcua.archive.holdings import files
from motcua.archive.holdings import letterhead
from motcua.archive.holdings import store as holdings
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.slips.names import name_of
from motcua.dossiers.slips.rendering import printing
from motcua.organisation import duties
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from motcua.archive.handover.leaving import LeavingView
    from motcua.archive.handover.lists import InventoryView
    from motcua.archive.holdings.files import FileView

INVENTORY: Final = "inventory"
MINUTES: Final = "minutes"
#: Kinds of papers with the names of their files.
KINDS: Final = {
    INVENTORY: "muc-luc-ho-so-nop-luu",
    MINUTES: "bien-ban-giao-nhan",
}
#: Copies of each paper: who keeps them.
_COPIES: Final = ("Bản bên giao giữ", "Bản bên nhận giữ")
_STATES: Final = {
    lists.WAITS: "Chờ tiếp nhận",
    lists.ACCEPTED: "Đã tiếp nhận",
    lists.RETURNED: "Trả lại",
}
_WHY: Final = {
    "title": "Tiêu đề chưa phản ánh nội dung",
    "term": "Sai thời hạn lưu trữ",
    "sheet": "Thiếu tờ, thiếu trang",
    "documents": "Thiếu hoặc thừa tài liệu",
    "data": "Thông tin mô tả sai hoặc thiếu",
    "order": "Sắp xếp sai hoặc chưa đánh số tờ",
    "other": "Lý do khác",
    lists.CHANGED: "Hồ sơ đã thay đổi trong khi tiếp nhận",
}
#: What is told of a file to those who see it.
_SHOWN: Final = (
    *("box", "title", "begin", "end", "term"),
    *("sheets", "documents", "pages", "note", "said"),
)
_TEMPLATES: Final = Path(__file__).parent / "templates"


def pdf(
    site: Any,
    found: InventoryView,
    kind: str,
    now: datetime,
    sees: Callable[[FileView], bool],
) -> bytes:
    """Return the PDF of a paper in two copies; ``kind`` is one of ``KINDS``.

    Of files that the person does not see (``sees``) the code alone is printed; sums are
    those of all. From the minutes on files are as they were on that day. Checks no
    rights. Raises ``printing.SlipFailed``, KeyError for another kind.
    """
    KINDS[kind]
    template = letterhead.template(_TEMPLATES, f"{kind}.html")
    told = filled(site, found, now, sees)
    return printing.pdf(template, told, "A4", seconds=printing.SECONDS_OF_A_BOOK)


def filled(
    site: Any,
    found: InventoryView,
    now: datetime,
    sees: Callable[[FileView], bool],
) -> dict[str, Any]:
    """Return what a template prints, all of it plain."""
    keeper = listing.keeper_of(site, found)
    known = {code: _known(site, found, code) for code in found.items}
    rows = [
        _row(found, told, one, place, sees(told))
        for place, (told, one) in enumerate(known.values(), 1)
    ]
    drawn, moment = found.drawn_at is not None, found.drawn_at or now
    over = [row for row in rows if row["state"] == lists.ACCEPTED]
    counted = found.at(lists.ACCEPTED) if drawn else tuple(known)
    every = sum(one["sheets"] for _told, one in known.values())
    sheets = found.sheets if drawn else every
    return {
        "copies": _COPIES,
        "office": {
            **letterhead.office(site, keeper),
            "unit": letterhead.name(site, found.department),
        },
        "list": {
            "code": found.code,
            "fonds": found.fonds,
            "year": found.year,
            "count": len(rows),
            "submitted": letterhead.parts(found.submitted_at),
            "drawn": letterhead.parts(found.drawn_at),
            "sheets": sheets,
            "documents": sum(known[code][1]["documents"] for code in counted),
            "all_sheets": every,
            "all_documents": sum(one["documents"] for _told, one in known.values()),
            "all_metres": _metres(signing.reckoned(site, found, every, moment)),
            "metres": _metres(
                found.metres or signing.reckoned(site, found, sheets, moment)
            ),
        },
        "rows": rows,
        "over": over,
        "back": [row for row in rows if row["state"] == lists.RETURNED],
        "maker": _signer(site, found, lists.MAKER),
        "archive": _signer(site, found, lists.ARCHIVE),
    }


def _known(
    site: Any, found: InventoryView, code: str
) -> tuple[FileView, Mapping[str, Any]]:
    """Return a file, and what papers say of it: from the minutes on, as it was then."""
    file = holdings.file(site, code)
    assert file is not None
    told = files.view(file)
    return told, found.rows.get(code) or signing.row_of(site, told)


def _row(
    found: InventoryView,
    told: FileView,
    known: Mapping[str, Any],
    place: int,
    seen: bool,
) -> dict[str, Any]:
    """Return a row in words; of a file that is not seen there is but its code."""
    state = found.items[told.code]
    common = {
        "place": place,
        "code": told.code,
        "state": state,
        "words": _STATES[state],
    }
    if not seen:
        return {**dict.fromkeys(_SHOWN, ""), **common}
    back = found.returned.get(told.code) if state == lists.RETURNED else None
    class_ = retention.classes().get(known["retention"])
    said = ". ".join(filter(None, (_WHY[back.why], back.words))) if back else ""
    return {
        **common,
        "box": known["paper_code"],
        "title": known["title"],
        "begin": letterhead.written(known["begin"]),
        "end": letterhead.written(known["end"]),
        "term": class_.title if class_ else "",
        "sheets": known["sheets"],
        "documents": known["documents"],
        "pages": known["pages"],
        "note": known["note"],
        "said": said,
    }


def _signer(site: Any, found: InventoryView, side: str) -> dict[str, str]:
    """Return name, position and moment of who signed for a side, else who acted."""
    acted = found.submitted_by if side == lists.MAKER else found.drawn_by
    who, at = found.signed.get(side, (acted, None))
    if not who:
        return {"name": "", "position": "", "at": ""}
    moment = at or found.drawn_at or found.drafted_at
    day = moment.astimezone(VIETNAM).date()
    unit = found.department if side == lists.MAKER else listing.keeper_of(site, found)
    return {
        "name": name_of(who),
        "position": duties.position(who, unit, day, site),
        "at": f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if at is not None else "",
    }


def _metres(number: str) -> str:
    return number.replace(".", ",")


def leaving_pdf(
    site: Any, found: LeavingView, sees: Callable[[FileView], bool]
) -> bytes:
    """Return the minutes of what a person hands to a successor, in two copies.

    Raises ``printing.SlipFailed``.
    """
    keeper = files.keeper_of(site, found.fonds)
    rows = []
    for place, code in enumerate(found.items, 1):
        file = holdings.file(site, code)
        assert file is not None
        told = files.view(file)
        rows.append(
            {
                "place": place,
                "code": code,
                "title": told.title if sees(told) else "",
                "open": told.state == files.OPEN,
                "words": _STATES[found.items[code]],
                "reason": found.reasons.get(code, "") if sees(told) else "",
            }
        )
    blank = {"position": "", "at": ""}
    filled_in = {
        "copies": ("Bản người bàn giao giữ", "Bản người nhận giữ"),
        "office": {
            **letterhead.office(site, keeper),
            "unit": letterhead.name(site, found.department),
        },
        "list": {
            "code": found.code,
            "deed": found.deed,
            "drawn": letterhead.parts(found.drawn_at),
            "accepted": len(found.at(lists.ACCEPTED)),
        },
        "rows": rows,
        "dossiers": found.dossiers,
        "maker": {"name": name_of(found.person), **blank},
        "archive": {"name": name_of(found.successor), **blank},
    }
    template = letterhead.template(_TEMPLATES, "leaving.html")
    return printing.pdf(template, filled_in, "A4", seconds=printing.SECONDS_OF_A_BOOK)
