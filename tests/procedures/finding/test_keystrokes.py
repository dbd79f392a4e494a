"""Words typed while the input method was off, and places that people live in."""

from __future__ import annotations

from motcua.procedures.finding.keystrokes import decoded
from motcua.procedures.finding.keystrokes import is_syllable
from motcua.procedures.finding.places import places
import pytest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddaast", "dat"),
        ("ddai", "dai"),
        ("dduwowcj", "duoc"),
        ("dduwowngf", "duong"),
        ("hoas", "hoa"),
        ("sinhs", "sinh"),
        ("thuees", "thue"),
        ("nguwowif", "nguoi"),
        ("nghieeng", "nghieng"),
        ("chwngs", "chung"),
        ("quyeenf", "quyen"),
        ("d9a61t", "dat"),
        ("d9ai", "dai"),
        ("kha1i", "khai"),
        ("d9u7o7ng2", "duong"),
    ],
)
def test_marks_written_as_letters_or_digits_are_read(typed, meant):
    assert decoded(typed) == meant


@pytest.mark.parametrize(
    "word", ["khai", "sinh", "h56", "ct07", "a4", "online", "shop", "karaoke", "", "b2"]
)
def test_what_is_a_word_or_a_code_is_left_alone(word):
    assert decoded(word) == ""


@pytest.mark.parametrize("word", ["nghieng", "quyet", "khuya", "oan", "y", "gia"])
def test_syllables_are_known_by_their_build(word):
    assert is_syllable(word)


def named(text, known=()):
    found = places(text.split(), lambda pair: pair in known)
    return [(place.kind, place.name) for place in found]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ket hon o quan cau giay", ("quan", "cau giay")),
        ("khai sinh xa tan phu", ("xa", "tan phu")),
        ("sang ten tai thi xa son tay", ("thi xa", "son tay")),
        ("tp ho chi minh", ("thanh pho", "ho chi minh")),
        ("q 1", ("quan", "1")),
        ("phuong 12 lam can cuoc", ("phuong", "12")),
    ],
)
def test_places_old_and_new_are_found(text, place):
    assert named(text) == [place]


def test_words_that_titles_hold_are_no_places():
    assert named("bao hiem xa hoi", {"xa hoi"}) == []
    assert named("tinh trang hon nhan", {"tinh trang"}) == []


def test_a_kind_without_a_name_is_no_place():
    assert named("giay xac nhan cua xa") == []
    assert named("quan") == []
