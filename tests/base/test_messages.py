"""Short messages hold letters that every telephone shows, and go to mobile numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.base import messages
import pytest


#: The basic alphabet of 3GPP TS 23.038, table 1.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Hồ sơ đã được tiếp nhận", "Ho so da duoc tiep nhan"),
        ("ĐẤT ĐAI", "DAT DAI"),
        ("Hoa\u0300 đo\u0302\u0301ng", "Hoa dong"),
        ("500.000 ₫ – “xong”…", '500.000 d - "xong"...'),
        ("[a] {b} ~ €", "(a) (b) -"),
        ("một\u200b hai\n\n ba ", "mot hai\nba"),
    ],
)
def test_marks_go_and_words_stay(text, plain):
    assert messages.plain(text) == plain


@given(st.text(max_size=400))
def test_any_text_becomes_one_short_message(text):
    found = messages.short(text)
    assert len(found) <= messages.LONGEST
    assert set(found) <= GSM
    assert messages.short(found) == found


def test_a_long_text_is_cut_behind_a_word():
    found = messages.short("hồ sơ " * 60)
    assert found == ("ho so " * 26 + "ho").strip()
    assert len(messages.short("x" * 500)) == messages.LONGEST


@pytest.mark.parametrize(
    "number",
    [
        "0912 345 678",
        "0912.345.678",
        "84912345678",
        "(+84) 912-345-678",
        "0084912345678",
    ],
)
def test_one_number_in_many_ways_of_writing(number):
    assert messages.mobile(number) == "+84912345678"


@pytest.mark.parametrize(
    "number",
    [
        "",
        "0243 825 1234",
        "0123 456 7890",
        "113",
        "+86 912345678",
        "912345678",
        "09123456789",
        "٠٩١٢٣٤٥٦٧٨",
    ],
)
def test_what_is_no_mobile_number_gets_nothing(number):
    assert messages.mobile(number) == ""


@given(st.text(max_size=40))
def test_numbers_of_any_kind_are_mobile_or_nothing(text):
    found = messages.mobile(text)
    assert found == "" or (len(found) == 12 and found.startswith("+84"))
    assert messages.mobile(found) == found
