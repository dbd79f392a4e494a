"""What is printed of custody: labels, out-cards, reminders, minutes of a stocktaking.

Vietnamese papers whatever the language of the screen: *nhãn hộp*, *nhãn giá*, *phiếu
thay hồ sơ* (which stands in the box where a file was), *phiếu nhắc trả hồ sơ*, *biên
bản kiểm kê tài liệu lưu trữ*. The cover of a file is one of its own papers, see
``holdings.papers``. Nothing is written by printing.
"""

from __future__ import annotations

from motcua.archive.custody import counting
from motcua.archive.custody import counts
from motcua.archive.custody import looking
from motcua.archive.custody import places
from motcua.archive.custody import store
from motcua.archive.custody.errors import NotLent
from motcua.archive.holdings import files
from motcua.archive.holdings import letterhead
from motcua.archive.holdings import store as holdings
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.slips.names import name_of
from motcua.dossiers.slips.rendering import printing
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.custody.counts import CountView
    from motcua.archive.custody.counts import Finding
    from motcua.archive.custody.places import PlaceView
    from motcua.archive.holdings.files import FileView

#: Labels of one print: what stands on a long shelf.
MOST: Final = 200
_TEMPLATES: Final = Path(__file__).parent / "templates"
_KINDS: Final = {
    places.STORE: "Kho",
    places.SHELF: "Giá",
    places.BOX: "Hộp",
}
_FOUND: Final = {
    counts.BOX_MISSING: "Hộp thiếu",
    counts.MISSING: "Hồ sơ thiếu",
    counts.BOX_MISPLACED: "Hộp để sai giá",
    counts.MISPLACED: "Hồ sơ để sai hộp",
    counts.UNPLACED: "Hồ sơ chưa được xếp hộp trên sổ",
    counts.LENT_HERE: "Trên sổ đang cho mượn nhưng có trong hộp",
    counts.DOUBLED: "Một mã ở hai hộp",
    counts.GONE: "Trên sổ đã hủy hoặc đã nộp lưu",
    counts.STRANGE: "Mã không thuộc kho này",
}


def _pdf(form: str, told: dict[str, Any], paper: str = "A4") -> bytes:
    template = letterhead.template(_TEMPLATES, form)
    return printing.pdf(template, told, paper, seconds=printing.SECONDS_OF_A_BOOK)


def labels(site: Any, found: Sequence[PlaceView]) -> bytes:
    """Return the PDF of labels of places, eight on a sheet; 200 at most.

    That of a box names the fonds and the first and last file in it. Checks no rights.
    Raises ``printing.SlipFailed``.
    """
    shown = found[:MOST]
    boxes = [one.barcode for one in shown if one.kind == places.BOX]
    held = looking.spans(boxes) if boxes else {}
    rows = [_label(site, one, held.get(one.barcode, [])) for one in shown]
    return _pdf("labels.html", {"rows": rows, "list": {"code": ""}})


def _label(site: Any, one: PlaceView, rows: Sequence[Any]) -> dict[str, Any]:
    years = sorted({row["year"] for row in rows})
    return {
        "agency": letterhead.name(site, one.agency),
        "kind": _KINDS[one.kind],
        "code": one.barcode,
        "name": one.name,
        "inside": places.named(site, one.inside) if one.inside else "",
        "fonds": ", ".join(sorted({row["fonds"] for row in rows})),
        "first": rows[0]["code"] if rows else "",
        "last": rows[-1]["code"] if rows else "",
        "files": len(rows),
        "years": " - ".join(
            str(year) for year in dict.fromkeys(years[:1] + years[-1:])
        ),
    }


def out_card(site: Any, found: FileView) -> bytes:
    """Return the PDF of the card that stands where a file on loan was.

    Raises ``NotLent``, ``printing.SlipFailed``.
    """
    return _pdf("out-card.html", _loan(site, found), "A5")


def reminder(site: Any, found: FileView, now: datetime) -> bytes:
    """Return the PDF of a letter that asks for a file; raises as ``out_card`` does."""
    told = _loan(site, found)
    today = now.astimezone(VIETNAM).date()
    loan = found.lying.loan
    assert loan is not None
    late = max((today - loan.until).days, 0)
    day = {"day": f"{today:%d}", "month": f"{today:%m}", "year": f"{today:%Y}"}
    return _pdf("reminder.html", {**told, "late": late, "on": day})


def _loan(site: Any, found: FileView) -> dict[str, Any]:
    loan = found.lying.loan
    if loan is None:
        raise NotLent(code=found.code)
    return {
        "office": letterhead.office(site, files.keeper_of(site, found.fonds)),
        "list": {"code": found.code},
        "file": {
            "code": found.code,
            "title": found.title,
            "where": places.named(site, found.lying.box) if found.lying.box else "",
            "sheets": found.fields.get("sheets", ""),
        },
        "loan": {
            "to": loan.to,
            "unit": letterhead.name(site, loan.department) if loan.department else "",
            "purpose": loan.purpose,
            "at": f"{loan.at.astimezone(VIETNAM):%d/%m/%Y}",
            "until": f"{loan.until:%d/%m/%Y}",
            "by": name_of(loan.by),
            "reminded": len(loan.reminded),
        },
    }


def minutes(site: Any, found: CountView, sees: Callable[[FileView], bool]) -> bytes:
    """Return the PDF of the minutes of a stocktaking, two copies' worth to sign.

    Titles are printed of files that the person sees (``sees``), codes of all. Raises
    ``printing.SlipFailed``.
    """
    return _pdf("minutes.html", filled(site, found, sees))


def filled(
    site: Any, found: CountView, sees: Callable[[FileView], bool]
) -> dict[str, Any]:
    """Return what the minutes print, all of it plain."""
    told = counting.report(site, found)
    place = store.place(site, found.place)
    assert place is not None
    ended = (found.ended_at or found.begun_at).astimezone(VIETNAM)
    rows = [(one, False) for one in told.findings]
    rows += [(one, True) for one in found.settled]
    return {
        "office": letterhead.office(site, found.agency),
        "list": {"code": found.code},
        "place": {
            "kind": _KINDS[places.view(place).kind],
            "code": found.place,
            "where": places.named(site, found.place),
        },
        "begun": f"{found.begun_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}",
        "ended": f"{ended:%H:%M ngày %d/%m/%Y}",
        "over": found.state == counts.CLOSED,
        "members": [
            line.strip() for line in found.members.splitlines() if line.strip()
        ],
        "note": found.note,
        "totals": {
            "boxes": told.boxes,
            "files": told.files,
            "seen": told.seen,
            "missing": sum(one.kind == counts.MISSING for one in told.findings),
            "lent": told.lent,
            "boxless": told.boxless,
        },
        "rows": [_row(site, one, settled, sees) for one, settled in rows],
        "signer": name_of(found.ended_by or found.begun_by),
    }


def _row(
    site: Any, one: Finding, settled: bool, sees: Callable[[FileView], bool]
) -> dict[str, Any]:
    file = holdings.file(site, one.code)
    told = files.view(file) if file is not None else None
    shown = told is not None and told.destroyed is None and sees(told)
    return {
        "code": one.code,
        "title": told.title if told is not None and shown else "",
        "what": _FOUND[one.kind],
        "record": one.record,
        "seen": one.seen,
        "settled": settled,
    }
