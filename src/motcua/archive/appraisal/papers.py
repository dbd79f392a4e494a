"""What is printed of a disposal list: list, minutes, request, decision, minutes again.

Vietnamese papers whatever the language of the screen. Columns of the list are those of
Circular 05/2025/TT-BNV article 48(4); the decision is a draft for the head to sign.
Nothing is written by printing.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from motcua.archive import retention
from motcua.archive.appraisal import deciding
from motcua.archive.appraisal import lists
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
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
    from motcua.archive.appraisal.lists import ListView
    from motcua.archive.appraisal.lists import Voice
    from motcua.archive.holdings.files import FileView

LIST: Final = "disposal-list"
COUNCIL: Final = "council-minutes"
REQUEST: Final = "request"
DECISION: Final = "decision"
DESTRUCTION: Final = "destruction-minutes"
#: Kinds of papers with the names of their files.
KINDS: Final = {
    LIST: "danh-muc-het-gia-tri",
    COUNCIL: "bien-ban-hop-hoi-dong",
    REQUEST: "van-ban-de-nghi-tham-dinh",
    DECISION: "du-thao-quyet-dinh-huy",
    DESTRUCTION: "bien-ban-huy",
}
TITLES: Final = {
    LIST: "Danh mục tài liệu lưu trữ hết giá trị",
    COUNCIL: "Biên bản họp Hội đồng xét hủy tài liệu hết giá trị",
    REQUEST: "Đề nghị thẩm định tài liệu hết giá trị",
    DECISION: "Quyết định hủy tài liệu hết giá trị",
    DESTRUCTION: "Biên bản hủy tài liệu hết giá trị",
}
TYPES: Final = {
    LIST: "Danh mục",
    COUNCIL: "Biên bản",
    REQUEST: "Công văn",
    DECISION: "Quyết định",
    DESTRUCTION: "Biên bản",
}
_WHY: Final = {"expired": "Hết thời hạn lưu trữ", "duplicate": "Trùng lặp"}
_ROLES: Final = {
    "chair": "Chủ tịch Hội đồng",
    "secretary": "Thư ký",
    "member": "Ủy viên",
}
_SPARED: Final = {
    "held": "đang bị giữ theo yêu cầu của cơ quan có thẩm quyền",
    "changed": "không còn như khi ra quyết định",
}
_VERDICT: Final = {lists.DESTROY: "Hủy", lists.KEEP: "Giữ lại"}
_RESTRICTED: Final = "(hồ sơ hạn chế tiếp cận)"
_TEMPLATES: Final = Path(__file__).parent / "templates"


def pdf(
    site: Any,
    found: ListView,
    kind: str,
    sees: Callable[[FileView], bool] = lambda _told: True,
) -> bytes:
    """Return the PDF of a paper; ``kind`` is one of ``KINDS``.

    ``sees`` says of which files more is printed than the code and what becomes of
    them: a restricted dossier is told by nothing else. Raises
    ``printing.SlipFailed``, KeyError for another kind.
    """
    KINDS[kind]
    template = letterhead.template(_TEMPLATES, f"{kind}.html")
    told = filled(site, found, sees)
    return printing.pdf(template, told, "A4", seconds=printing.SECONDS_OF_A_BOOK)


def filled(
    site: Any,
    found: ListView,
    sees: Callable[[FileView], bool] = lambda _told: True,
) -> dict[str, Any]:
    """Return what a template prints, all of it plain."""
    rows = [
        _row(site, found, code, place, sees)
        for place, code in enumerate(found.files, start=1)
    ]
    by = deciding.destroy_by(found)
    done = [row for row in rows if row["fate"] == "gone"]
    return {
        "office": _office(site, found),
        "list": {
            "code": found.code,
            "fonds": found.fonds,
            "year": found.year,
            "count": len(rows),
            "council_deed": found.council_deed,
            "rounds": max((e.facts["round"] for e in _rounds(found)), default=0),
            "authority": found.authority,
            "asked_deed": found.asked_deed,
            "answer_deed": found.answer_deed,
            "deed": found.deed,
            "drafted": letterhead.parts(found.drafted_at),
            "judged": letterhead.parts(found.judged_at),
            "decided": letterhead.parts(found.decided_at),
            "done": letterhead.parts(found.done_at),
            "destroy_by": f"{by:%d/%m/%Y}" if isinstance(by, date) else "",
            "submits": found.submits,
        },
        "members": [
            {"name": name_of(login), "role": _ROLES[role]}
            for login, role in found.members
        ],
        "rows": rows,
        "destroyed": [row for row in rows if row["verdict"] == lists.DESTROY],
        "kept": [row for row in rows if row["verdict"] == lists.KEEP],
        "approved": [row for row in rows if row["approved"]],
        "gone": done,
        "spared": [row for row in rows if row["spared"]],
        "signers": _signers(site, found),
    }


def _rounds(found: ListView) -> list[Any]:
    return [event for event in found.events if event.type == "end_round"]


def _signers(site: Any, found: ListView) -> dict[str, str]:
    """Return who signs minutes of a council, and of a destruction."""
    chair = next((who for who, role in found.members if role == "chair"), "")
    writer = next((who for who, role in found.members if role == "secretary"), "")
    done = next((e.actor for e in found.events if e.type == "destroy"), "")
    told = {"chair": chair, "secretary": writer, "destroyer": done}
    told |= {"head": found.decided_by, "archivist": found.drafted_by}
    return {role: name_of(who) if who else "" for role, who in told.items()}


def _row(
    site: Any,
    found: ListView,
    code: str,
    place: int,
    sees: Callable[[FileView], bool],
) -> dict[str, Any]:
    file = holdings.file(site, code)
    told = files.view(file) if file is not None else None
    voice = found.settled.get(code)
    row: dict[str, Any] = {
        "place": place,
        "code": code,
        "why": _WHY.get(found.files[code], ""),
        "verdict": voice.verdict if voice else "",
        "said": _said(voice),
        "approved": code in (found.approved or found.to_destroy),
        "spared": _SPARED.get(found.spared.get(code, ""), ""),
        "fate": "",
        "note": found.notes.get(code, ""),
        "title": "",
        "term": "",
        "documents": 0,
        "pages": 0,
        "day": "",
    }
    if told is None:
        return row
    row["fate"] = "gone" if told.destroyed else ""
    row["day"] = _day(told.destroyed.at) if told.destroyed else ""
    if not sees(told):
        verdict = _VERDICT.get(voice.verdict, "") if voice else ""
        return row | {"title": _RESTRICTED, "said": verdict, "note": ""}
    class_ = retention.classes().get(told.fields.get("retention", ""))
    paper = "Có tài liệu giấy" if told.on_paper else ""
    notes = (found.notes.get(code, ""), paper)
    return row | {
        "title": told.title,
        "term": class_.title if class_ else "",
        "documents": told.destroyed.documents if told.destroyed else told.count,
        "pages": files.pages_of(site, told),
        "note": "; ".join(filter(None, notes)),
    }


def _said(voice: Voice | None) -> str:
    """Return what the council says, whatever the authority wants later."""
    if voice is None:
        return ""
    if voice.verdict == lists.DESTROY:
        return _VERDICT[lists.DESTROY]
    class_ = retention.classes().get(voice.retention)
    term = f": {class_.title}" if class_ else ""
    return f"{_VERDICT[lists.KEEP]}{term}. {voice.reason}".strip()


def _office(site: Any, found: ListView) -> dict[str, str]:
    """Return the names of the agency that keeps the fonds and of the one above it."""
    one = holdings.fonds(site, found.fonds)
    if one is None:
        return {"superior": "", "agency": ""}
    return letterhead.office(site, fonds_module.view(one).keeper)


def _day(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"
