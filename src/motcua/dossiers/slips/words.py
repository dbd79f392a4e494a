"""Words of the forms, which exist in Vietnamese only."""

from __future__ import annotations

from typing import Final


PAPER_FORMS: Final = {
    "original": "Bản chính",
    "certified": "Bản sao có chứng thực",
    "copy": "Bản sao",
    "electronic": "Bản điện tử",
    "shown": "Chỉ xuất trình để đối chiếu",
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
NO_LIMIT: Final = "Không quy định thời hạn"
STATUSES: Final = {
    "valid": "",
    "replaced": "ĐÃ ĐƯỢC THAY THẾ.",
    "void": "KHÔNG CÒN GIÁ TRỊ.",
}
