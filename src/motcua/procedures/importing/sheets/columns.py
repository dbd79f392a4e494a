"""The tables and their columns: what a small office fills in.

Each table stands for one class of values of the catalogue, each column for one of its
fields. Rows of further tables name the procedure, and where needed the case and the
way, they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.base.folding import fold
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Step
from motcua.procedures.definitions import Version
import re
from typing import Any
from typing import Final


CODE: Final = "Mã thủ tục"
CASE: Final = "Trường hợp"
WAY: Final = "Cách nộp thứ"


@dataclass(frozen=True)
class Table:
    """One table: its name, the class of a row, headers by field, columns of places."""

    name: str
    kind: Any
    headers: dict[str, str]
    places: tuple[str, ...] = (CODE,)

    @property
    def heads(self) -> list[str]:
        """Return the headers in their order."""
        return [*self.places, *self.headers.values()]


PROCEDURES: Final = Table(
    "Thủ tục",
    Version,
    {
        "title": "Tên thủ tục",
        "field": "Lĩnh vực",
        "level": "Cấp giải quyết",
        "level_text": "Cấp thực hiện (nguyên văn)",
        "kind": "Loại thủ tục",
        "decision": "Số quyết định",
        "decision_date": "Ngày quyết định",
        "effective_from": "Có hiệu lực từ",
        "effective_to": "Hiệu lực đến hết",
        "agencies": "Cơ quan thực hiện",
        "competent": "Cơ quan có thẩm quyền",
        "delegated": "Cơ quan được ủy quyền",
        "coordinating": "Cơ quan phối hợp",
        "units": "Mã đơn vị một cửa",
        "receipt": "Cấp tiếp nhận",
        "place": "Địa chỉ tiếp nhận",
        "steps": "Trình tự thực hiện",
        "audience": "Nhóm đối tượng",
        "audience_text": "Đối tượng (nguyên văn)",
        "conditions": "Yêu cầu, điều kiện",
        "result": "Kết quả",
        "result_kind": "Loại kết quả",
        "result_validity": "Thời hạn của kết quả",
        "online": "Mức độ trực tuyến",
        "online_reason": "Lý do trực tuyến một phần",
        "on_the_spot": "Giải quyết tại chỗ",
        "high_volume": "Nhiều giao dịch",
        "inter_agency": "Liên thông",
        "vertical": "Ngành dọc",
        "iso_code": "Mã quy trình ISO",
        "iso_version": "Phiên bản ISO",
        "bundle": "Làm cùng thủ tục",
        "keywords": "Từ khóa",
        "description": "Mô tả",
        "notes": "Ghi chú",
    },
)
CASES: Final = Table(
    "Trường hợp",
    Case,
    {
        "title": "Tên trường hợp",
        "when": "Khi trả lời",
        "competent": "Cơ quan có thẩm quyền",
    },
    (CODE, CASE),
)
WAYS: Final = Table(
    "Cách thức",
    Channel,
    {
        "kind": "Cách nộp",
        "term": "Thời hạn",
        "term_text": "Thời hạn (nguyên văn)",
        "committed": "Thời hạn cam kết",
        "note": "Ghi chú",
    },
    (CODE, CASE),
)
FEES: Final = Table(
    "Phí, lệ phí",
    Fee,
    {
        "amount": "Số tiền",
        "currency": "Loại tiền",
        "kind": "Phí hay lệ phí",
        "text": "Nội dung",
        "begins": "Áp dụng từ",
        "ends": "Áp dụng đến hết",
        "exempt": "Miễn, giảm",
    },
    (CODE, CASE, WAY),
)
PAPERS: Final = Table(
    "Giấy tờ",
    Paper,
    {
        "key": "Khóa",
        "title": "Tên giấy tờ",
        "originals": "Bản chính",
        "copies": "Bản sao",
        "form": "Mẫu đơn",
        "group": "Nhóm",
        "note": "Ghi chú",
        "shown": "Chỉ xuất trình",
        "held_by": "Nhà nước đã có tại",
        "channels": "Chỉ khi nộp",
        "when": "Khi trả lời",
    },
    (CODE, CASE),
)
ACTS: Final = Table(
    "Căn cứ pháp lý", Act, {"title": "Tên văn bản", "number": "Số hiệu"}
)
STEPS: Final = Table(
    "Các bước",
    Step,
    {
        "title": "Tên bước",
        "text": "Nội dung",
        "who": "Ai làm",
        "where": "Ở đâu",
        "papers": "Khóa giấy tờ",
        "term": "Thời hạn",
        "cost": "Chi phí",
        "law": "Căn cứ",
        "visit": "Phải đến",
    },
)
QUESTIONS: Final = Table(
    "Câu hỏi",
    Question,
    {
        "key": "Khóa",
        "text": "Câu hỏi",
        "options": "Câu trả lời",
        "hint": "Gợi ý",
    },
)
TABLES: Final = (PROCEDURES, CASES, WAYS, FEES, PAPERS, ACTS, STEPS, QUESTIONS)


def key_of(header: str) -> str:
    """Return a header as it is compared: no marks, no case, no punctuation."""
    return re.sub(r"[^a-z0-9]+", " ", fold(header)).strip()
