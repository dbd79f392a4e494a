"""Small rules behind the pages: questions, marks in titles, money and terms."""

from __future__ import annotations

from motcua.base.durations import Term
from motcua.portal.finding.highlight import excerpt
from motcua.portal.finding.highlight import pieces
from motcua.portal.finding.questions import Questions
from motcua.portal.reading.facts import described
from motcua.portal.unitview import unbroken
from motcua.procedures import definitions
from motcua.procedures.wording import AUDIENCES
from motcua.procedures.wording import CHANNELS
from motcua.procedures.wording import LEVELS
from motcua.procedures.wording import money
from motcua.procedures.wording import term_note
from motcua.procedures.wording import term_of
import pytest


def test_marks_and_case_do_not_matter_for_highlighting():
    assert pieces("Đăng ký khai sinh", {"dang", "khai"}) == (
        ("Đăng", True),
        (" ký ", False),
        ("khai", True),
        (" sinh", False),
    )


@pytest.mark.parametrize("words", [(), ("'",), ("khai", "sinh"), ("b",), ("",)])
def test_pieces_joined_are_the_title_again(words):
    title = "Đăng ký <b>khai sinh</b> (1.001193)"
    assert "".join(text for text, _marked in pieces(title, words)) == title


def test_y_and_i_are_one_letter_for_highlighting():
    assert pieces("Ký", {"ki"}) == (("Ký", True),)


def test_an_excerpt_is_the_stretch_with_most_of_the_words():
    text = "mở đầu " * 40 + "giấy tiêm phòng lở mồm long móng " + "kết thúc " * 40
    found = excerpt([text, "giấy"], frozenset({"tiem", "phong", "giay"}))
    assert ("giấy tiêm phòng", True) in found
    assert sum(len(piece) for piece, _marked in found) < 300


def test_without_any_of_the_words_there_is_no_excerpt():
    assert excerpt(["một văn bản dài"], frozenset({"tiem"})) == ()


def test_first_of_several_answers_counts():
    assert Questions.read("q=a&q=b").query == "a"


@pytest.mark.parametrize(
    ("text", "page"),
    [("", 1), ("0", 1), ("-1", 1), ("7", 7), ("1e3", 1), ("9" * 99, 1000), ("²", 1)],
)
def test_page_numbers_are_bounded(text, page):
    assert Questions.read(f"page={text}").page == page


def test_control_characters_and_line_breaks_are_dropped():
    assert Questions.read("q=khai%00%0d%0a%20sinh").query == "khai sinh"


def test_money_is_written_as_readers_write_it():
    assert money(8000, "VND", "vi") == "8.000 đồng"
    assert money(1250000, "VND", "en") == "1,250,000 VND"
    assert money(30, "USD", "vi") == "30 USD"


def test_a_time_that_cannot_be_counted_is_shown_as_published():
    channel = definitions.Channel("counter", None, "theo lịch của hội đồng")
    assert term_of(channel, "vi") == "theo lịch của hội đồng"
    assert term_note(channel, "vi") == ""


def test_a_unit_of_the_portal_says_no_more_than_its_word():
    channel = definitions.Channel("counter", Term("working_days", 5), "5 WORKING_DAY")
    assert term_note(channel, "vi") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 OTHER", "thời hạn khác"),
        ("OTHER", "thời hạn khác"),
        ("5 OTHER", "5 (thời hạn khác)"),
        ("-", "-"),
        ("12", "12"),
    ],
)
def test_a_unit_without_a_meaning_is_no_time_and_still_to_be_read(text, said):
    channel = definitions.Channel("counter", None, text)
    assert term_of(channel, "vi") == ""
    assert term_note(channel, "vi") == said


@pytest.mark.parametrize(
    ("hours", "kept"),
    [
        ("7:30-11:30, 13:30 - 17:00", "7:30\u201111:30, 13:30\u201117:00"),
        ("Thứ Hai - thứ Sáu: 7h30-11h30", "Thứ Hai - thứ Sáu: 7h30\u201111h30"),
        ("Điện thoại 0299-399", "Điện thoại 0299-399"),
    ],
)
def test_no_line_breaks_within_opening_hours(hours, kept):
    assert unbroken(hours) == kept


def test_a_published_text_stands_beside_the_time_when_it_says_more():
    channel = definitions.Channel("counter", Term("days", 5), "05 ngày từ ngày nhận")
    assert term_of(channel, "en") == "5 days"
    assert term_note(channel, "vi") == "05 ngày từ ngày nhận"


def test_every_key_of_the_catalogue_has_a_word():
    assert set(definitions.LEVELS) <= set(LEVELS)
    assert set(definitions.CHANNELS) == set(CHANNELS)
    assert set(definitions.AUDIENCES) == set(AUDIENCES)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Luật mẫu", "Luật mẫu (1/2020/QH14)"),
        ("Luật số 1/2020/QH14 về mẫu", "Luật số 1/2020/QH14 về mẫu"),
        ("Luật 1/2020/QH14ngày 2/3", "Luật 1/2020/QH14ngày 2/3 (1/2020/QH14)"),
        ("Luật 21/2020/QH14", "Luật 21/2020/QH14 (1/2020/QH14)"),
        ("", "1/2020/QH14"),
    ],
)
def test_an_act_is_told_with_its_number_once(title, said):
    assert described(definitions.Act(title, "1/2020/QH14")) == said
