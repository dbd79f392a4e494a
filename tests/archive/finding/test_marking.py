"""What a search finds is what is marked on the picture of the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies
from motcua.archive.finding.marking import marks
from motcua.archive.finding.marking import MOST
import pytest


def line(text, down=0.1, height=0.02):
    """Return the words of a line, each as wide as it is long."""
    found, at = [], 0.05
    for word in text.split():
        found.append([at, down, at + 0.01 * len(word), down + height, word, 90])
        at += 0.01 * (len(word) + 1)
    return found


PAGE = [
    *line("Giấy chứng nhận quyền sử dụng đất,", 0.1),
    *line("thửa đất số 47; thửa 12 (đất ở)", 0.2),
    *line("theo Quyết định 20/2020/QĐ-UBND của", 0.3),
    *line("Ủy ban nhân dân", 0.34),
]


def marked(query, misread=False, page=PAGE):
    return [mark.text for mark in marks(page, query, misread)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("GIAY chung nhan", ["Giấy chứng nhận", "nhân"]),
        ("số thửa", ["thửa", "số", "thửa"]),
        ('"thửa đất"', ["thửa đất"]),
        ('"đất ở"', ["(đất ở)"]),
        ("20/2020/qd-ubnd", ["20/2020/QĐ-UBND"]),
        ("2020", ["20/2020/QĐ-UBND"]),
        ("dat", ["đất,", "đất", "(đất"]),
        ("không có", []),
        ("", []),
    ],
)
def test_words_are_marked_as_they_were_found(query, found):
    assert marked(query) == found


def test_a_phrase_over_two_lines_has_a_box_in_each():
    [mark] = marks(PAGE, '"của Ủy ban"')
    assert mark.text == "của Ủy ban"
    (first, second) = mark.boxes
    assert first[1] < 0.3 < first[3]
    assert second[0] < 0.06 < second[2]


def test_what_was_misread_is_marked_as_it_stands_there():
    page = line("thứa đất số l25, bàn gi ao")
    assert marked("đất 125", misread=True, page=page) == ["đất", "l25,"]
    assert marked('"bàn giao"', misread=True, page=page) == ["bàn gi ao"]
    assert marked("đất 125", page=page) == ["đất"]


def test_misreadings_of_a_word_that_stands_there_are_not_marked():
    page = line("so sa so l25")
    assert marked("sa 125", misread=True, page=page) == ["sa", "l25"]


def test_marks_are_bounded():
    assert len(marks(line("đất và " * 1000), "đất")) == MOST


@given(
    strategies.lists(strategies.text(min_size=1, max_size=8), max_size=20),
    strategies.text(max_size=30),
    strategies.booleans(),
)
def test_boxes_lie_on_the_page(words, query, misread):
    page = [[0.0, 0.99, 1.0, 1.0, word, None] for word in words]
    for mark in marks(page, query, misread):
        for x0, y0, x1, y1 in mark.boxes:
            assert 0 <= x0 < x1 <= 1
            assert 0 <= y0 < y1 <= 1
