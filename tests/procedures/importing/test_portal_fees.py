"""Fees: an amount is stated only where the text states it beyond doubt."""

from __future__ import annotations

from motcua.procedures.definitions import Fee
from motcua.procedures.importing.portal_fees import read_fee
from motcua.procedures.importing.portal_fees import read_fees
import pytest


@pytest.mark.parametrize(
    ("text", "fee", "doubts"),
    [
        ("0 VNĐ ()", Fee(0), set()),
        ("0 VNĐ (Không)", Fee(0, "Không"), set()),
        ("0 VNĐ (Không quy định.)", Fee(0, "Không quy định."), set()),
        ("20000 VNĐ (mỗi bản)", Fee(20000, "mỗi bản"), set()),
        (
            "20000 VNĐ (Lệ phí cấp thẻ)",
            Fee(20000, "Lệ phí cấp thẻ", kind="fee"),
            set(),
        ),
        ("9000 VNĐ (Phí xem)", Fee(9000, "Phí xem", kind="charge"), set()),
        ("9000 VNĐ (Phí, lệ phí)", Fee(9000, "Phí, lệ phí"), set()),
        (
            "0 VNĐ (theo nghị quyết của tỉnh)",
            Fee(None, "theo nghị quyết của tỉnh"),
            {"fee_zero_with_note"},
        ),
        (
            "0 VNĐ (thu 150.000 đồng mỗi lần)",
            Fee(None, "thu 150.000 đồng mỗi lần"),
            {"fee_zero_with_note", "fee_zero_note_names_money"},
        ),
        ("25 VNĐ (25 USD/thẻ)", Fee(25, "25 USD/thẻ", "USD"), {"fee_foreign_currency"}),
        ("25 VNĐ (một lần)", Fee(None, "25 VNĐ (một lần)"), {"fee_implausible"}),
        ("Do tỉnh quy định", Fee(None, "Do tỉnh quy định"), {"fee_in_words"}),
        ("30.000 đồng", Fee(30000, "30.000 đồng"), set()),
        ("Miễn phí", Fee(0, "Miễn phí"), set()),
    ],
)
def test_one_fee(text, fee, doubts):
    assert read_fee(text) == (fee, doubts)


def test_dollars_are_never_counted_as_dong():
    fee, _doubts = read_fee("155 VNĐ (thẻ hai năm: 155 USD)")
    assert (fee.amount, fee.currency) == (155, "USD")


def test_several_fees_in_one_row_are_several():
    fees, doubts = read_fees(["30000 VNĐ (bản chính) | 5000 VNĐ (bản sao)"])
    assert [fee.amount for fee in fees] == [30000, 5000]
    assert doubts == {"fee_several_in_row"}


def test_a_sentence_said_twice_is_told_once():
    fees, _doubts = read_fees(["Theo quy định | Theo quy định"])
    assert fees == (Fee(None, "Theo quy định"),)


def test_nothing_entered_is_neither_a_fee_nor_free():
    assert read_fees(["Không có thông tin"]) == ((), set())


def test_brackets_inside_a_note_stay():
    fee, _doubts = read_fee("5000 VNĐ (cấp lại (lần hai))")
    assert fee.text == "cấp lại (lần hai)"
