"""Headings over papers, as the national portal writes them."""

from __future__ import annotations

from motcua.procedures.checklists.headings import kind_of
import pytest


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "Giấy tờ phải nộp",
        "* Giấy tờ phải xuất trình:",
        "1. Chứng từ phải nộp",
        "Thành phần hồ sơ",
        "b) Thành phần hồ sơ:",
        "- Hồ sơ gồm:",
        "Hồ sơ bao gồm",
        "Các giấy tờ phải nộp",
        "Số lượng hồ sơ: 01 bộ",
    ],
)
def test_parts_of_every_dossier_concern_everybody(heading):
    assert kind_of(heading) == "everybody"


@pytest.mark.parametrize(
    "heading",
    [
        "Trường hợp ủy quyền cho cá nhân thực hiện thủ tục",
        "a) Đối với tổ chức:",
        "Giấy tờ phải nộp đối với người nước ngoài",
        "Thành phần hồ sơ đối với trường hợp cấp lại",
        "Hồ sơ thanh toán kinh phí",
        "Tàu nhập cảnh tại ga đường sắt liên vận quốc tế ở biên giới",
        "(1.2) Công trình theo tuyến",
    ],
)
def test_what_names_somebody_concerns_some(heading):
    assert kind_of(heading) == "some"


@pytest.mark.parametrize("heading", ["Lưu ý", "* Lưu ý:", "Ghi chú: nộp một bộ"])
def test_remarks_ask_for_nothing(heading):
    assert kind_of(heading) == "remark"
