"""Words of the forms, which exist in Vietnamese only."""

from __future__ import annotations

from motcua.base.money import format_vnd
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.definitions import Fee

PAPER_FORMS: Final = {
    "original": "Bản chính",
    "certified": "Bản sao có chứng thực",
    "copy": "Bản sao",
    "electronic": "Bản điện tử",
    "shown": "Chỉ xuất trình để đối chiếu",
    "reused": "Khai thác từ kho dữ liệu",
}
CHANNELS: Final = {
    "counter": "Trực tiếp",
    "post": "Qua dịch vụ bưu chính công ích",
    "online": "Trực tuyến",
}
ANSWERS: Final = {
    "counter": "Nhận trực tiếp tại nơi nộp hồ sơ",
    "post": "Qua dịch vụ bưu chính công ích",
    "online": "Nhận kết quả điện tử",
}
METHODS: Final = {
    "cash": "Tiền mặt",
    "transfer": "Chuyển khoản",
    "card": "Thẻ",
    "online": "Thanh toán trực tuyến",
}
#: How a list of dossiers goes to its receiver.
WAYS: Final = {
    "hand": "Giao tận tay",
    "carrier": "Qua người chuyển hồ sơ của cơ quan",
    "post": "Qua dịch vụ bưu chính công ích",
}
#: Short, for tables.
METHODS_SHORT: Final = {"cash": "TM", "transfer": "CK", "online": "Trực tuyến"}
NO_LIMIT: Final = "Không quy định thời hạn"
STATUSES: Final = {
    "valid": "",
    "replaced": "ĐÃ ĐƯỢC THAY THẾ.",
    "void": "KHÔNG CÒN GIÁ TRỊ.",
    "lost": "ĐÃ ĐƯỢC BÁO MẤT.",
}


def fee(one: Fee) -> str:
    """Return a fee as people read it."""
    if one.amount is None:
        return str(one.text)
    if one.currency == "VND":
        return format_vnd(one.amount)
    return f"{one.amount:,} {one.currency}"
