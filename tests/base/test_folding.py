"""Text as people, portals and scanners write it meets text as it is searched."""

from __future__ import annotations

from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.folding import fold
from motcua.base.folding import normalise
from motcua.base.folding import spelling_key
from motcua.base.folding import words
import pytest
import unicodedata


VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợ"
    "pqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
any_text = st.text(max_size=60)
vietnamese = st.text(VIETNAMESE + VIETNAMESE.upper() + " .,-/0123456789", max_size=60)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("NGUYỄN VĂN ĐỨC", "nguyen van duc"),
        ("Thủ tục đất đai", "thu tuc dat dai"),
        ("Ðiều 5", "dieu 5"),
        ("ðiều kiện", "dieu kien"),
        ("Ɖắk Lắk", "dak lak"),
        ("Phường   Hoà\u00a0Bình", "phuong hoa binh"),
        ("hồ\u200b sơ", "ho so"),
        ("\ufeffgiấy tờ", "giay to"),
        ("chứng\u00adthực", "chungthuc"),
        ("dòng một\r\ndòng hai\tba", "dong mot dong hai ba"),
        ("\uf0b7 Bản chính", "ban chinh"),
        ("m²", "m2"),
        ("ＡＢＣ１２", "abc12"),
        ("123/QĐ-UBND", "123/qd-ubnd"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_folding_gives_the_bare_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("hoạ sĩ", "họa sĩ"),
        ("toà án", "tòa án"),
    ],
)
def test_both_places_of_the_tone_mark_are_the_same_word(old: str, new: str) -> None:
    assert old != new
    assert fold(old) == fold(new)


def test_every_vietnamese_letter_folds_to_one_latin_letter() -> None:
    for letter in VIETNAMESE + VIETNAMESE.upper():
        assert len(fold(letter)) == 1
        assert fold(letter).isascii()


def test_different_letters_stay_different() -> None:
    assert len({fold(letter) for letter in VIETNAMESE}) == len("abcdeghiklmnopqrstuvxy")


@given(any_text)
@example("ß\u0345ŉǅ")
@example("İı")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_single_character_folds_once_and_for_all() -> None:
    for code in range(0x11000):
        once = fold(chr(code))
        assert fold(once) == once, hex(code)


@given(any_text, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_every_normalisation_form_folds_alike(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)


@given(vietnamese)
def test_folded_vietnamese_is_plain_ascii_in_lower_case(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == folded.lower()
    assert "  " not in folded


@given(vietnamese)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


@pytest.mark.parametrize(
    ("found", "stored"),
    [
        ("Ho\u0302\u0300 so\u031b", "Hồ sơ"),
        ("Hồ\u00a0sơ", "Hồ sơ"),
        ("Hồ\u2003sơ  mới ", "Hồ sơ mới"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("một  \n  hai", "một\nhai"),
        ("một\u2028hai", "một\nhai"),
        ("\ufeffHồ\u200bsơ", "Hồsơ"),
        ("\uf0b7 giấy", "• giấy"),
        ("a\tb", "a b"),
        ("a\x00b\x1fc", "abc"),
        ("đoạn\n\nđoạn", "đoạn\n\nđoạn"),
        ("", ""),
    ],
)
def test_stored_text_is_composed_and_clean(found: str, stored: str) -> None:
    assert normalise(found) == stored


def test_stored_text_keeps_case_marks_and_punctuation() -> None:
    text = "Ủy ban nhân dân xã, QĐ số 12/QĐ-UBND: “bản chính” – 50.000 đồng/hồ sơ."
    assert normalise(text) == text


@given(any_text)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(any_text)
def test_cleaning_does_not_change_what_is_searched(text: str) -> None:
    private = {"\uf0b7", "\uf0a7", "\uf02d"}
    control = {"Cc", "Cf"}
    visible = "".join(
        character
        for character in text
        if character not in private and unicodedata.category(character) not in control
    )
    assert fold(normalise(visible)) == fold(visible)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mã 1.001193", ["ma", "1.001193"]),
        ("123/2026/QĐ-UBND", ["123/2026/qd-ubnd"]),
        ("số 3098/QĐ-BYT ngày", ["so", "3098/qd-byt", "ngay"]),
        ("45/QĐ-BCA-C06", ["45/qd-bca-c06"]),
        ("Luật 91/2025/QH15", ["luat", "91/2025/qh15"]),
        ("H38-260915-0003", ["h38-260915-0003"]),
        ("000.00.06.H56-231027-0361", ["000.00.06.h56-231027-0361"]),
        ("H15.50.05.13-261008-0975.", ["h15.50.05.13-261008-0975"]),
        ("1.001193.000.00.00.H56", ["1.001193.000.00.00.h56"]),
        ("KQ.G07.000122", ["kq.g07.000122"]),
        ("G03-GD10", ["g03-gd10"]),
        ("000.00.00.G09-KQ002269", ["000.00.00.g09-kq002269"]),
        ("ngày 02/7/2026", ["ngay", "02/7/2026"]),
        ("50.000 đồng/hồ sơ", ["50.000", "dong", "ho", "so"]),
        ("2.Thành phần", ["2", "thanh", "phan"]),
        ("sáng/chiều, trong-ngoài", ["sang", "chieu", "trong", "ngoai"]),
        ("(Mẫu số 01)", ["mau", "so", "01"]),
        ("x_y", ["x", "y"]),
        ("...", []),
        ("", []),
    ],
)
def test_a_code_is_one_word(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mã 1.001193", ["ma", "1.001193", "1", "001193"]),
        (
            "H38-260915-0003",
            ["h38-260915-0003", "h38", "260915", "0003"],
        ),
        (
            "123/2026/QĐ-UBND",
            ["123/2026/qd-ubnd", "123", "2026", "qd", "ubnd"],
        ),
        ("khai sinh", ["khai", "sinh"]),
    ],
)
def test_the_parts_of_a_code_are_words_too_when_asked(
    text: str, found: list[str]
) -> None:
    assert words(text, parts=True) == found


@given(vietnamese)
def test_words_do_not_depend_on_marks_or_case(text: str) -> None:
    assert words(text) == words(fold(text)) == words(text.upper())


@given(vietnamese)
def test_parts_add_words_and_take_none_away(text: str) -> None:
    assert set(words(text)) <= set(words(text, parts=True))


@given(vietnamese)
def test_no_letter_is_lost_between_words(text: str) -> None:
    letters = [character for character in fold(text) if character.isalnum()]
    kept = [character for character in "".join(words(text)) if character.isalnum()]
    assert kept == letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kỹ thuật", "kĩ thuật"),
        ("lý lịch", "lí lịch"),
        ("công ty", "công ti"),
        ("Mỹ Đức", "Mĩ Đức"),
        ("quý", "quí"),
        ("bác sỹ", "bác sĩ"),
        ("tỷ lệ", "tỉ lệ"),
        ("y tế", "i tế"),
        ("Hy vọng", "hi vọng"),
        ("vật lý", "vật lí"),
        ("nghỉ", "nghỷ"),
    ],
)
def test_i_and_y_are_one_spelling_where_both_are_in_use(one: str, other: str) -> None:
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("tay", "tai"), ("thúy", "thúi"), ("hay", "hai"), ("tuy", "tui"), ("đây", "đâi")],
)
def test_i_and_y_stay_apart_where_they_are_other_words(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


@given(any_text)
def test_the_spelling_key_of_a_key_is_the_key(text: str) -> None:
    assert spelling_key(spelling_key(text)) == spelling_key(text)
