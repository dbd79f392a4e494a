"""Which column of a table holds what, told by its head, with and without marks."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.backlog.faults import Fault
from motcua.base.folding import fold
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Column:
    """A datum of an inventory: its head, how offices call it too, and how long it is.

    ``title`` is its name on screens, ``head`` the one to write over a column.
    """

    name: str
    title: Any
    head: str
    heads: tuple[str, ...]
    longest: int = 100


#: Heads are folded: without marks, in small letters.
COLUMNS: Final = {
    one.name: one
    for one in (
        Column(
            "number",
            _("Number of the file"),
            "Số hồ sơ",
            (
                *("so ho so", "ho so so", "so hs", "so va ky hieu ho so", "ma ho so"),
                *("so dvbq", "dvbq", "don vi bao quan", "so ky hieu ho so", "so"),
                *("file number", "number", "ky hieu ho so", "so va ky hieu"),
            ),
        ),
        Column(
            "title",
            _("Title of the file"),
            "Tiêu đề hồ sơ",
            (
                *("tieu de ho so", "tieu de", "ten ho so", "noi dung ho so"),
                *("trich yeu noi dung", "noi dung", "title", "tieu de ho so tai lieu"),
            ),
            1000,
        ),
        Column(
            "begin",
            _("Begins on"),
            "Thời gian bắt đầu",
            (
                *("thoi gian bat dau", "ngay bat dau", "bat dau", "tu ngay", "tu nam"),
                *("ngay thang bat dau", "nam bat dau", "begin", "begins on", "from"),
            ),
        ),
        Column(
            "end",
            _("Ends on"),
            "Thời gian kết thúc",
            (
                *("thoi gian ket thuc", "ngay ket thuc", "ket thuc", "den ngay"),
                *("den nam", "ngay thang ket thuc", "nam ket thuc", "end", "ends on"),
            ),
        ),
        Column(
            "span",
            _("Begin and end"),
            "Thời gian tài liệu",
            (
                *("thoi gian", "thoi gian tai lieu", "ngay thang bat dau va ket thuc"),
                *("thoi gian bd-kt", "ngay thang", "thoi gian bat dau ket thuc"),
            ),
        ),
        Column(
            "sheets",
            _("Number of sheets"),
            "Số tờ",
            ("so to", "so luong to", "to", "sheets", "number of sheets"),
        ),
        Column(
            "term",
            _("Term of keeping"),
            "Thời hạn lưu trữ",
            (
                *("thoi han bao quan", "thoi han luu tru", "thbq", "thoi han"),
                *("thlt", "term", "term of keeping", "retention"),
            ),
        ),
        Column(
            "box", _("Box"), "Hộp số", ("hop", "hop so", "so hop", "cap hop", "box"), 40
        ),
        Column(
            "agency",
            _("Made by"),
            "Đơn vị hình thành",
            (
                *("co quan", "don vi", "don vi hinh thanh", "co quan hinh thanh"),
                *("don vi lap ho so", "phong ban", "co quan ban hanh", "agency"),
                *("made by", "department", "co quan, don vi"),
            ),
            200,
        ),
        Column(
            "access",
            _("Level of access"),
            "Mức độ tiếp cận",
            (
                *("muc do tiep can", "do mat", "muc do mat", "che do su dung"),
                *("access", "level of access"),
            ),
        ),
        Column(
            "condition",
            _("Physical condition"),
            "Tình trạng vật lý",
            ("tinh trang vat ly", "tinh trang", "condition", "physical condition"),
        ),
        Column("note", _("Note"), "Ghi chú", ("ghi chu", "note"), 2000),
    )
}
NEEDED: Final = ("number", "title")
_HEADS: Final = {
    head: one.name for one in COLUMNS.values() for head in (*one.heads, fold(one.head))
}
_EXTRA: Final = re.compile(r"\(.*?\)|[*:]|\d+$")


def named(head: str) -> str:
    """Return the name of the column that a head stands for, "" for none.

    What stands in brackets and marks of footnotes count for nothing.
    """
    plain = " ".join(_EXTRA.sub(" ", fold(head)).replace("/", " ").split())
    return _HEADS.get(plain.strip(" .-"), "")


def mapped(cells: Sequence[str]) -> tuple[dict[str, int], list[Fault], list[str]]:
    """Return where which datum stands, what is wrong, and heads that are not read."""
    places: dict[str, int] = {}
    faults, unread = [], []
    for place, head in enumerate(cells):
        name = named(head) if head.strip() else ""
        if name and name in places:
            both = f"{cells[places[name]]}, {head}"
            faults.append(Fault(0, head, "two-columns", both))
        elif name:
            places[name] = place
        elif head.strip() and fold(head) not in ("stt", "tt", "so tt", "no", "no."):
            unread.append(head)
    return places, faults, unread


def is_head(cells: Sequence[str]) -> bool:
    """Say whether a row is that of the heads: it names number and title."""
    names = {named(cell) for cell in cells if cell.strip()}
    return set(NEEDED) <= names or ("title" in names and len(names - {""}) > 1)
