"""The same paper is called alike, beside its form and number."""

from __future__ import annotations

from motcua.archive.reuse.matching import named
from motcua.archive.reuse.matching import plain
import pytest


@pytest.mark.parametrize(
    "title",
    [
        "Giấy chứng nhận kết hôn",
        "Giấy chứng nhận kết hôn (bản sao)",
        "Bản sao Giấy chứng nhận kết hôn",
        "01 bản chính giấy chứng nhận kết hôn",
        "Bản sao có chứng thực của Giấy Chứng nhận kết hôn.",
    ],
)
def test_form_and_number_do_not_count(title):
    assert plain(title) == "giay chung nhan ket hon"


def test_another_paper_has_another_name():
    assert plain("Giấy chứng nhận kết hôn") != plain("Giấy chứng nhận")
    assert plain("Bản sao") == plain("Giấy tờ (nếu có)") == plain("") == ""


def test_a_sentence_may_name_several_results():
    text = "- Giấy phép xây dựng; Văn bản từ chối\n- Giấy phép có thời hạn. (nếu có)"
    assert named([text]) == {
        "giay phep xay dung",
        "van ban tu choi",
        "giay phep co thoi han",
    }
