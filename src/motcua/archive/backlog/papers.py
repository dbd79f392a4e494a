"""Minutes of papers that were counted out or back, in two copies.

*Biên bản bàn giao tài liệu* (Circular 05/2025/TT-BNV article 9(1)(c)), a Vietnamese
paper whatever the language of the screen. Nothing is written by printing.
"""

from __future__ import annotations

from motcua.archive.backlog import counting
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.holdings import letterhead
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.slips.rendering import printing
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.backlog.projects import Movement
    from motcua.archive.backlog.projects import ProjectView

_COPIES: Final = ("Bản bên giao giữ", "Bản bên nhận giữ")
_STAGES: Final = {"preparation": "vệ sinh, chỉnh lý", "scanning": "số hóa"}
_WORDS: Final = {"boxes": "Số hộp", "files": "Số hồ sơ", "sheets": "Số tờ"}
_TEMPLATES: Final = Path(__file__).parent / "templates"


def minutes(site: Any, found: ProjectView, one: Movement) -> bytes:
    """Return the PDF of a movement. Raises ``printing.SlipFailed``."""
    template = letterhead.template(_TEMPLATES, "minutes.html")
    return printing.pdf(template, filled(site, found, one), "A4")


def filled(site: Any, found: ProjectView, one: Movement) -> dict[str, Any]:
    """Return what the template prints, all of it plain."""
    at = one.at.astimezone(VIETNAM)
    out = next((each for each in found.movements if each.number == one.of), one)
    counted = zip(projects.COUNTED, one.counts, strict=True)
    return {
        "copies": _COPIES,
        "office": letterhead.office(site, planning.keeper_of(site, found)),
        "list": {"code": f"{found.code}/{one.number}"},
        "project": {"title": found.title, "fonds": found.fonds, "deed": found.deed},
        "back": bool(one.of),
        "of": one.of,
        "stage": _STAGES[one.stage],
        "which": out.words.get("which", ""),
        "when": f"{at:%H} giờ {at:%M} phút, ngày {at:%d/%m/%Y}",
        "giver": one.words.get("giver", ""),
        "receiver": one.words.get("receiver", ""),
        "counts": [(_WORDS[name], number) for name, number in counted],
        "torn": one.torn,
        "arranged": one.arranged,
        "last": one.last,
        "differences": [
            {
                "name": _WORDS[each.name],
                "expected": each.expected,
                "counted": each.counted,
                "by": f"{each.by:+d}",
            }
            for each in counting.of_movement(found, one)
        ],
        "said": one.words.get("reason" if one.of else "note", ""),
    }
