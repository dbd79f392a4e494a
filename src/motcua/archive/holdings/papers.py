"""What is printed of a file: its cover, the list of its documents, its certificate.

Vietnamese papers whatever the language of the screen: *bìa hồ sơ*, *mục lục văn bản,
tài liệu* and *chứng từ kết thúc* (Decree 30/2020/NĐ-CP article 29(3)). Nothing is
written by printing.
"""

from __future__ import annotations

from motcua.archive import retention
from motcua.archive.holdings import fields
from motcua.archive.holdings import filelists
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import letterhead
from motcua.archive.holdings import store
from motcua.base.money import vnd_in_words
from motcua.dossiers.slips.rendering import printing
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView

COVER: Final = "cover"
LIST: Final = "document-list"
CERTIFICATE: Final = "certificate"
#: Kinds of papers with the names of their files.
KINDS: Final = {
    COVER: "bia-ho-so",
    LIST: "muc-luc-van-ban",
    CERTIFICATE: "chung-tu-ket-thuc",
}
#: Lines of one document list: a book of some 400 pages.
MOST: Final = 5000
_TEMPLATES: Final = Path(__file__).parent / "templates"
_CONDITIONS: Final = {"good": "Tốt", "fair": "Bình thường", "damaged": "Hỏng"}
_ROLES: Final = {"original": "Giấy tờ đã số hóa", "result": "Kết quả giải quyết"}


def pdf(site: Any, found: FileView, kind: str) -> bytes:
    """Return the PDF of a paper; ``kind`` is one of ``KINDS``.

    Checks no rights. Raises ``printing.SlipFailed``, KeyError for another kind.
    """
    KINDS[kind]
    template = letterhead.template(_TEMPLATES, f"{kind}.html")
    told = filled(site, found, kind)
    return printing.pdf(template, told, "A4", seconds=printing.SECONDS_OF_A_BOOK)


def filled(site: Any, found: FileView, kind: str) -> dict[str, Any]:
    """Return what a template prints, all of it plain."""
    told = found.fields
    class_ = retention.classes().get(told.get("retention", ""))
    return {
        "office": {
            **_office(site, found),
            "unit": letterhead.name(site, found.department),
        },
        "file": {
            "code": found.code,
            "title": found.title,
            "fonds": found.fonds,
            "year": found.year,
            "number": found.number,
            "notation": told.get("notation", ""),
            "heading": _heading(site, found),
            "begin": letterhead.written(told.get("begin", "")),
            "end": letterhead.written(told.get("end", "")),
            "retention": class_.title if class_ else "",
            "sheets": told.get("sheets", ""),
            "sheets_words": _words(int(told.get("sheets", 0))),
            "numbered": told.get("numbered") == fields.YES,
            "documents": found.count,
            "documents_words": _words(found.count),
            "condition": _CONDITIONS.get(told.get("condition", ""), ""),
            "paper_code": told.get("paper_code", ""),
            "box": found.lying.box,
            "note": told.get("note", ""),
            "closed": letterhead.parts(found.closed_at),
        },
        "rows": _rows(site, found) if kind == LIST else [],
    }


def _office(site: Any, found: FileView) -> dict[str, str]:
    """Return the names of the agency that made the file and of the one above it."""
    one = store.fonds(site, found.fonds)
    view = fonds_module.view(one) if one is not None else None
    if view is None or not view.agency:
        return {"superior": "", "agency": view.title if view else ""}
    return letterhead.office(site, view.agency)


def _heading(site: Any, found: FileView) -> str:
    plan = filelists.in_force(site, found.fonds, found.year)
    line = plan.line(found.heading) if plan is not None else []
    return "; ".join(f"{one.number} {one.title}".strip() for one in reversed(line))


def _rows(site: Any, found: FileView) -> list[dict[str, Any]]:
    record = files.record_of(site, found)
    if record is not None:
        return [
            {
                "number": number,
                "notation": "",
                "date": "",
                "what": ": ".join(
                    filter(None, (_ROLES.get(one["role"]), one["title"]))
                ),
                "author": "",
                "pages": one["pages"],
                "note": "",
            }
            for number, one in enumerate(record.facts["files"], start=1)
        ]
    rows = []
    for number, one in files.documents_of(site, found, 0, MOST):
        told = one.fields
        signs = (told.get("number"), told.get("notation"))
        rows.append(
            {
                "number": number,
                "notation": "/".join(filter(None, signs)),
                "date": letterhead.written(told.get("date", "")),
                "what": " ".join(
                    filter(None, (told.get("type"), told.get("abstract")))
                ),
                "author": told.get("agency", ""),
                "pages": one.pages,
                "note": told.get("note", ""),
            }
        )
    return rows


def _words(number: int) -> str:
    return vnd_in_words(number).removesuffix(" đồng").lower() if number else ""
