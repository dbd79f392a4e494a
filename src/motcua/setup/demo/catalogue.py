"""The procedures of the demo province."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
import json
from motcua.base.durations import Term
from motcua.procedures import creation
from motcua.procedures import forms
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.setup.demo.variants import VARIANTS
from pathlib import Path
from typing import Any


SOURCE = Path(__file__).parent / "procedures.json"
FORMS = Path(__file__).parent / "forms"
#: Which file of ``forms/`` belongs to which procedure.
_FORMS_OF = {"1.001193": ("to-khai-dang-ky-khai-sinh.pdf",)}
DECISION = "112/QĐ-UBND"
SINCE = date(2025, 7, 1)
_STEPS = (
    "Bước 1: Nộp hồ sơ tại Bộ phận Một cửa, qua bưu chính hoặc trực tuyến.\n"
    "Bước 2: Công chức kiểm tra hồ sơ, nhận và hẹn ngày trả kết quả.\n"
    "Bước 3: Cơ quan chuyên môn thẩm định và trình lãnh đạo ký.\n"
    "Bước 4: Nhận kết quả theo giấy hẹn."
)
_AGENCY = {
    "province": "Sở chuyên ngành tỉnh Cửa Lớn",
    "commune": "Ủy ban nhân dân cấp xã, tỉnh Cửa Lớn",
}


def read() -> list[Version]:
    """Return the procedures as versions."""
    rows = json.loads(SOURCE.read_text(encoding="utf-8"))
    return [
        replace(version, **VARIANTS.get(version.code, {}))
        for version in map(_version, rows)
    ]


def _version(row: dict[str, Any]) -> Version:
    title, _, number = row["law"].partition("|")
    return Version(
        code=row["code"],
        title=row["title"],
        field=row["field"],
        level=row["level"],
        decision=DECISION,
        decision_date=date(2025, 6, 20),
        effective_from=SINCE,
        agencies=(_AGENCY[row["level"]],),
        competent=(_AGENCY[row["level"]],),
        place="Bộ phận Một cửa nơi thuận tiện nhất trong tỉnh",
        # Dossiers are taken in regardless of boundaries.
        receipt=("province", "commune"),
        steps=row["steps"] or _STEPS,
        cases=(_case(row),),
        audience=tuple(row["audience"]),
        legal_basis=(Act(title, number),),
        conditions=row["conditions"],
        result=row["result"],
        keywords=tuple(row["keywords"]),
        description=row["description"],
    )


def _case(row: dict[str, Any]) -> Case:
    fee = row["fee"]
    channels = tuple(
        Channel(kind=kind, term=Term.parse(row["term"]), fees=(Fee(fee, kind="fee"),))
        for kind in row["channels"]
    )
    papers = tuple(
        Paper(key=str(number), title=title, originals=originals, copies=copies)
        for number, (title, originals, copies) in enumerate(row["papers"], start=1)
    )
    return Case(key="1", channels=channels, papers=papers)


def publish_procedures(site: Any) -> None:
    """Create and publish every procedure."""
    for version in read():
        content = creation.create(
            site["procedures"], version, "published", comment=DECISION
        )
        for name in _FORMS_OF.get(version.code, ()):
            with (FORMS / name).open("rb") as stream:
                forms.attach(content, stream, name)
