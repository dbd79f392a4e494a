"""Published prose taken apart: marks decide, and no word is lost."""

from __future__ import annotations

from datetime import date
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.durations import Term
from motcua.procedures import steps
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Step
from motcua.procedures.definitions import Version
from motcua.procedures.importing.portal_records import read_record
from motcua.procedures.importing.record_lines import lines
from motcua.procedures.importing.record_lines import load
from pathlib import Path
import pytest


ON = date(2026, 6, 1)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "procedures"
RECORDS = SHARED / "procedures.jsonl.xz"
MARKS = ["Bước 1:", "a)", "1.", "1.2.", "(i)", "-", "+", "*", "•", "I.", "Lưu ý:", ""]
LINE = st.builds("{} {}".format, st.sampled_from(MARKS), st.text(max_size=20))


def outline(text):
    """Return marks as nested lists: [["-", [["+", []]]]]."""

    def told(passage):
        return [passage.mark or passage.text, [told(each) for each in passage.below]]

    return [told(passage) for passage in steps.passages(text)]


def letters(text):
    return "".join(text.split())


@given(st.lists(LINE, max_size=12).map("\n".join) | st.text(max_size=200))
@example("-\n+\n\n*")
@example("Bước 1: nộp. Bước 2: nhận.")
@example("Bước 1:Bước 2:")
def test_joined_again_every_word_is_there_in_its_order(text):
    found = steps.joined(steps.passages(text))
    assert letters(found) == letters(text)


def test_bullets_stand_below_the_step_they_belong_to():
    text = "Bước 1: Nộp\n- trực tiếp\n- qua mạng\nBước 2: Nhận"
    assert outline(text) == [["Bước 1:", [["-", []], ["-", []]]], ["Bước 2:", []]]


def test_a_plus_stands_below_its_dash():
    assert outline("- một\n+ hai\n- ba") == [["-", [["+", []]]], ["-", []]]


def test_a_dash_after_a_plus_is_not_below_it():
    assert outline("+ một\n- hai") == [["+", []], ["-", []]]


def test_numbers_end_what_bullets_began():
    assert outline("1. một\na) hai\n- ba\n2. bốn") == [
        ["1.", [["a)", [["-", []]]]]],
        ["2.", []],
    ]


def test_a_line_without_a_mark_goes_on_with_the_one_before():
    assert outline("- một\nhai\n- ba") == [["-", [["hai", []]]], ["-", []]]


def test_a_starred_heading_ends_the_list_before_it():
    text = "- một\n* Lưu ý:\n- hai"
    assert outline(text) == [["-", []], ["*", [["-", []]]]]


def test_a_step_in_the_middle_of_a_line_begins_one_of_its_own():
    assert outline("Bước 1: Nộp. Bước 2: Nhận.") == [["Bước 1:", []], ["Bước 2:", []]]


@pytest.mark.parametrize(
    "text",
    [
        "1.000 đồng mỗi bản",
        "2024 là năm đầu",
        "-5 độ C",
        "theo Bước 1 ở trên",
        "Bước đầu tiên là nộp",
        "a lô",
    ],
)
def test_what_only_looks_like_a_mark_is_text(text):
    assert outline(text) == [[text, []]]


def test_steps_are_counted_only_where_the_text_numbers_them():
    assert steps.counted(steps.passages("Bước 1: a\nBước 2: b")) == 2
    assert steps.counted(steps.passages("- Nộp\n- Nhận")) == 0


@pytest.mark.skipif(not RECORDS.is_file(), reason="the shared procedures are absent")
def test_all_published_texts_come_apart_without_losing_a_word():
    numbered = texts = 0
    with lines(RECORDS) as stream:
        for _number, line in stream:
            version = read_record(load(line)[1]).version
            for text in (version.steps, version.conditions, version.result):
                found = steps.passages(text)
                assert letters(steps.joined(found)) == letters(text), version.code
                texts += 1
            numbered += steps.counted(steps.passages(version.steps)) > 0
    assert texts == 3 * 3962
    assert numbered > 2000


def version(*channels, **more):
    return Version("1.000001", "Tên", cases=(Case("1", "", channels),), **more)


def way(kind, term=None, *fees, committed=None):
    return Channel(kind, term, fees=fees, committed=committed)


TEN, SEVEN = Term("working_days", 10), Term("working_days", 7)


def test_nothing_is_known_of_an_empty_version():
    assert steps.totals(version(), ON) == steps.Totals(None, None, None, None, False)


def test_visits_are_known_only_from_entered_steps():
    prose = version(steps="Bước 1: a\nBước 2: b")
    assert (steps.totals(prose, ON).steps, steps.totals(prose, ON).visits) == (2, None)
    entered = version(sequence=(Step("Nộp", visit=True), Step("Chờ")))
    found = steps.totals(entered, ON)
    assert (found.steps, found.visits) == (2, 1)


def test_what_is_promised_counts_for_the_longest_time():
    found = steps.totals(
        version(way("counter", TEN, committed=SEVEN), way("online", SEVEN)), ON
    )
    assert found.terms == (SEVEN, SEVEN)


@pytest.mark.parametrize("other", [None, Term("days", 5), Term("in_the_day")])
def test_times_that_cannot_be_compared_have_no_sum(other):
    found = steps.totals(version(way("counter", TEN), way("online", other)), ON)
    assert found.terms is None


def test_amounts_are_those_owed_on_the_day():
    past = Fee(9_000, ends=date(2025, 12, 31))
    found = steps.totals(version(way("counter", TEN, Fee(5_000), past)), ON)
    assert found.cost == (5_000, 5_000)
    assert not found.open_ended


@pytest.mark.parametrize(
    "fees", [(), (Fee(None, "theo biểu phí"),), (Fee(25, "", "USD"),)]
)
def test_a_cost_that_is_no_amount_is_never_nothing(fees):
    channels = (way("counter", TEN, Fee(5_000)), way("online", TEN, *fees))
    found = steps.totals(version(*channels), ON)
    assert found.cost == (5_000, 5_000)
    assert found.open_ended
