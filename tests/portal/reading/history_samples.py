"""A procedure with a past and a future, for pages that speak of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta
from motcua.base.durations import Term
from motcua.base.vietnam import today
from motcua.procedures import creation
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Step
from motcua.procedures.definitions import Version
from motcua.procedures.folder import folder
from motcua.procedures.procedure import Ending
from typing import Any


CHANGED = "1.910001"
PLANNED = "1.910002"
ENDED = "1.910003"
WAITING = "1.910004"
RICH = "1.910005"

FORM = Paper("p1", "Đơn đề nghị", 1, 0)
DEED = Paper("p2", "Hợp đồng thuê trụ sở", 0, 1)

FIRST = date(2024, 1, 1)
SECOND = date(2025, 7, 1)


def text(code: str, title: str, days: int = 10, *papers: Paper, **more: Any) -> Version:
    """Return a small version."""
    channel = Channel("counter", Term("working_days", days), fees=(Fee(50_000),))
    case = Case("1", "", (channel,), papers or (FORM,))
    values = {"decision": "1/QĐ-UBND", "cases": (case,), "result": "Giấy phép"}
    return Version(code, title, **values | more)


def rich() -> Version:
    """Return a version that uses everything a version can say."""
    poor = Exemption("Hộ nghèo", "sổ hộ nghèo")
    old = Exemption("Người cao tuổi", "", 50)
    counter = Channel(
        "counter",
        Term("working_days", 10),
        fees=(
            Fee(100_000, "mỗi giấy phép", kind="charge", exempt=(poor, old)),
            Fee(20_000, kind="fee", ends=date(2025, 12, 31)),
            Fee(15_000, kind="fee", begins=date(2026, 1, 1)),
            Fee(25, "khách nước ngoài", "USD"),
        ),
        committed=Term("working_days", 7),
    )
    online = Channel("online", Term("working_days", 5), fees=(Fee(0),))
    papers = (
        FORM,
        Paper("p3", "Căn cước", shown=True),
        Paper("p4", "Giấy chứng nhận kết hôn", 0, 1, held_by="Cơ sở dữ liệu hộ tịch"),
        Paper("p5", "Ảnh chân dung", 2, channels=("counter",)),
        Paper("p6", "Giấy ủy quyền", 1, when=("who=proxy",)),
    )
    again = (FORM,)
    question = Question(
        "who", "Ai nộp?", (Option("self", "Tự nộp"), Option("proxy", "Nộp thay"))
    )
    steps = (
        Step(
            "Nộp hồ sơ",
            "- Chuẩn bị giấy tờ.\n- Nộp tại quầy.",
            "Người dân",
            "Bộ phận Một cửa",
            ("p1", "p3"),
            None,
            "100.000 đồng",
            "Điều 5",
            True,
        ),
        Step("Thẩm định", term=Term("working_days", 5), who="Sở Xây dựng"),
    )
    return Version(
        RICH,
        "Cấp giấy phép mẫu",
        level="province",
        cases=(
            Case("1", "Cấp mới", (counter, online), papers, ("who=proxy",), ("Sở A",)),
            Case("2", "Cấp lại", (replace(online, committed=None),), again),
        ),
        steps="Bước 1: Nộp.\nBước 2: Nhận.",
        sequence=steps,
        questions=(question,),
        receipt=("province", "commune"),
        online="partial",
        online_reason="Phải đối chiếu bản chính",
        on_the_spot=True,
        high_volume=True,
        inter_agency=("same_level", "cross_level"),
        vertical=True,
        iso_code="QT-09",
        iso_version="2015/3",
        bundle=(CHANGED, "9.000009"),
        units=("H99.01", "H99.77"),
        result="Giấy phép",
        result_kind="licence",
        result_validity=Term("months", 12),
    )


def fill(site: Any) -> None:
    """Publish procedures that changed, will begin, have ended and wait."""
    procedures = folder(site)
    first = text(CHANGED, "Cấp phép thay đổi", 10, effective_from=FIRST)
    content = creation.create(procedures, first, "published")
    second = text(
        CHANGED,
        "Cấp phép thay đổi",
        7,
        FORM,
        DEED,
        effective_from=SECOND,
        decision="2/QĐ-UBND",
    )
    content.adopt(second)
    next_day = today() + timedelta(days=40)
    content.adopt(replace(second, decision="3/QĐ-UBND", effective_from=next_day))
    soon = text(PLANNED, "Cấp phép sắp có", effective_from=next_day)
    creation.create(procedures, soon, "published")
    gone = text(ENDED, "Cấp phép đã bãi bỏ", effective_from=FIRST)
    content = creation.create(procedures, gone, "published")
    content.repeal(Ending(date(2025, 12, 31), "9/QĐ-UBND", (CHANGED, "9.000009")))
    held = text(WAITING, "Cấp phép chờ duyệt", effective_from=FIRST)
    content = creation.create(procedures, held, "published")
    waits = replace(held, decision="5/QĐ-UBND", effective_from=SECOND, result="Thẻ mới")
    content.adopt(waits, needs=("process",))
    creation.create(procedures, rich(), "published")
