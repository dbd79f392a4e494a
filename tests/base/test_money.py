"""Đồng in figures and in words, and amounts as they are published."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.base.money import Amount
from motcua.base.money import format_vnd
from motcua.base.money import LARGEST
from motcua.base.money import parse_amount
from motcua.base.money import vnd_in_words
import pytest


DIGITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def value_of(words: list[str]) -> int:
    """Read number words back, by another road than they were written."""
    if "tỷ" in words:
        last = len(words) - 1 - words[::-1].index("tỷ")
        return value_of(words[:last]) * 10**9 + value_of(words[last + 1 :])
    total = group = digit = 0
    for word in words:
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word in SCALES:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
        else:
            assert word == "linh"
    return total + group + digit


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (55, "Năm mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh tư đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (111, "Một trăm mười một đồng"),
        (115, "Một trăm mười lăm đồng"),
        (121, "Một trăm hai mươi mốt đồng"),
        (1000, "Một nghìn đồng"),
        (1005, "Một nghìn không trăm linh năm đồng"),
        (1010, "Một nghìn không trăm mười đồng"),
        (8000, "Tám nghìn đồng"),
        (20_000, "Hai mươi nghìn đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (50_000, "Năm mươi nghìn đồng"),
        (105_000, "Một trăm linh năm nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
        (
            1_234_567,
            "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng",
        ),
        (10**9, "Một tỷ đồng"),
        (10**9 + 1, "Một tỷ không trăm linh một đồng"),
        (2_500_000_000, "Hai tỷ năm trăm triệu đồng"),
        (10**12, "Một nghìn tỷ đồng"),
        (10**18, "Một tỷ tỷ đồng"),
        (999 * 10**18, "Chín trăm chín mươi chín tỷ tỷ đồng"),
        (-50_000, "Âm năm mươi nghìn đồng"),
    ],
)
def test_receipts_say_the_amount_in_words(amount: int, words: str) -> None:
    assert vnd_in_words(amount) == words


@given(st.integers(0, LARGEST))
def test_words_read_back_are_the_amount(amount: int) -> None:
    spoken = vnd_in_words(amount).lower().removesuffix(" đồng").split()
    assert value_of(spoken) == amount


def test_words_read_back_for_every_small_amount() -> None:
    for amount in range(12_000):
        spoken = vnd_in_words(amount).lower().removesuffix(" đồng").split()
        assert value_of(spoken) == amount


@given(st.integers(0, LARGEST))
def test_no_digit_is_said_in_a_form_speakers_avoid(amount: int) -> None:
    words = vnd_in_words(amount).lower()
    for wrong in ("mươi một", "mươi năm", "mười năm", "mười mốt", "mươi bốn", "  "):
        assert wrong not in words


@pytest.mark.parametrize("amount", [LARGEST + 1, -LARGEST - 1])
def test_words_have_an_end(amount: int) -> None:
    with pytest.raises(ValueError, match="words are defined up to"):
        vnd_in_words(amount)


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        (0, "0 đồng"),
        (999, "999 đồng"),
        (8000, "8.000 đồng"),
        (50_000, "50.000 đồng"),
        (1_234_567, "1.234.567 đồng"),
        (-5000, "-5.000 đồng"),
    ],
)
def test_figures_have_dots_between_thousands(amount: int, figures: str) -> None:
    assert format_vnd(amount) == figures


@given(st.integers(0, 10**15))
def test_figures_are_read_back(amount: int) -> None:
    assert parse_amount(format_vnd(amount)) == Amount(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20000 VNĐ", Amount(20_000)),
        ("20000 VND", Amount(20_000)),
        ("50.000", Amount(50_000)),
        ("50.000 đồng", Amount(50_000)),
        ("50.000đ", Amount(50_000)),
        ("50,000 đồng", Amount(50_000)),
        ("1.234.567 VNĐ", Amount(1_234_567)),
        ("1 000 000 đồng", Amount(1_000_000)),
        ("0 VNĐ", Amount(0)),
        ("0 VNĐ ()", Amount(0)),
        ("0 VNĐ (Không)", Amount(0, "VND", "Không")),
        (
            "20000 VNĐ (Lệ phí: 30.000 đồng/hồ sơ)",
            Amount(20_000, "VND", "Lệ phí: 30.000 đồng/hồ sơ"),
        ),
        ("50.000 đồng/hồ sơ", Amount(50_000, "VND", "/hồ sơ")),
        ("50.000 đồng/01 hồ sơ", Amount(50_000, "VND", "/01 hồ sơ")),
        ("100.000 đồng một lần", Amount(100_000, "VND", "một lần")),
        ("20 nghìn đồng", Amount(20_000)),
        ("20 ngàn", Amount(20_000)),
        ("1,5 triệu đồng", Amount(1_500_000)),
        ("2 tỷ", Amount(2 * 10**9)),
        ("20 USD", Amount(20, "USD")),
        ("$20", Amount(20, "USD")),
        ("145 USD/thẻ.", Amount(145, "USD", "/thẻ.")),
        ("10 VNĐ (10 USD/giấy)", Amount(10, "VND", "10 USD/giấy")),
        ("50.000\u00a0đồng", Amount(50_000)),
        ("50.000 đo\u0302\u0300ng", Amount(50_000)),
    ],
)
def test_published_amounts_are_read(text: str, amount: Amount) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|",
        "Không có thông tin",
        "Theo quy định",
        "Lệ phí: 20.000 đồng",
        "10.000 - 20.000 đồng",
        "10.000 đồng đến 20.000 đồng",
        "10.000 đồng | 20.000 đồng",
        "10.000 đồng; 20.000 đồng",
        "1.5",
        "1.50.000",
        "1.000,50 đồng",
        "12,5 USD",
        "2252/QĐ-VP",
        "-5000 VNĐ",
        "50.000 yên",
        "3 bước",
    ],
)
def test_what_is_not_one_amount_is_left_as_text(text: str) -> None:
    assert parse_amount(text) is None


@given(st.text(max_size=30))
def test_no_text_is_too_odd_to_look_at(text: str) -> None:
    found = parse_amount(text)
    assert found is None or found.amount >= 0
