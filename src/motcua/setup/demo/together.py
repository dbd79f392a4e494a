"""What procedures that several agencies do together say beyond their rows."""

from __future__ import annotations

from motcua.base.durations import Term
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from typing import Any
from typing import Final


FREE: Final = Fee(0, kind="fee")
FORTY_DAYS: Final = Term("working_days", 40)
_INVESTMENT: Final[dict[str, Any]] = {
    "questions": (
        Question(
            "mat-bang",
            "Doanh nghiệp đã có đất để làm dự án chưa?",
            (Option("chua", "Chưa, cần giao hoặc thuê đất"), Option("co", "Đã có")),
        ),
    ),
    "cases": tuple(
        Case(
            key,
            title,
            (
                Channel(
                    "counter", Term("working_days", 40), fees=(Fee(0, kind="fee"),)
                ),
                Channel("online", Term("working_days", 40), fees=(Fee(0, kind="fee"),)),
            ),
            (
                Paper("1", "Văn bản đề nghị thực hiện dự án đầu tư", 1),
                Paper(
                    "2", "Tài liệu về tư cách pháp lý và năng lực tài chính", copies=1
                ),
                *more,
            ),
            (f"mat-bang={answer}",),
        )
        for key, answer, title, more in (
            (
                "1",
                "chua",
                "Cần giao đất, cho thuê đất",
                (Paper("3", "Đề xuất nhu cầu sử dụng đất", 1),),
            ),
            (
                "2",
                "co",
                "Đã có mặt bằng",
                (Paper("dat", "Giấy tờ về quyền sử dụng đất", copies=1),),
            ),
        )
    ),
    "inter_agency": ("same_level",),
    "online": "partial",
    "online_reason": "Bản vẽ khổ lớn nộp bản giấy.",
    "result_kind": "decision",
}
#: By code; each has a process in ``processes/``.
INTER_AGENCY: Final[dict[str, dict[str, Any]]] = {
    "9.900106": {
        "inter_agency": ("cross_level",),
        "online": "full",
        "result_kind": "certificate",
        "bundle": ("1.001193",),
    },
    "9.900306": _INVESTMENT,
    "9.900402": {"inter_agency": ("same_level",), "result_kind": "certificate"},
}
