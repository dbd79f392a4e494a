"""Every fault of a table is named by its row and column, and good rows stay good."""

from __future__ import annotations

from datetime import date
from motcua.archive.backlog import checking
from motcua.archive.backlog import columns
from motcua.archive.backlog import faults
from motcua.archive.backlog import values
import pytest
from tests.archive.backlog.conftest import csv_of
from tests.archive.backlog.conftest import HEADS
from tests.archive.backlog.conftest import row
from tests.archive.backlog.conftest import TODAY
from tests.archive.backlog.conftest import told
from tests.archive.backlog.conftest import workbook


class NoMakers:
    """Every unit is known; who they are is tested with an organisation."""

    def find(self, text, begin, end, place):
        """Return the text as the code."""
        return text, None


def check(data):
    return checking.check(data, NoMakers(), "H99.01", TODAY)


#: Cell -> what stands in it, and the fault that is to be named.
PLANTED = (
    ("Tiêu đề hồ sơ", "", "missing"),
    ("Số hồ sơ", "", "missing"),
    ("Ngày bắt đầu", "", "missing"),
    ("THBQ", "", "missing"),
    ("Ngày bắt đầu", "31/02/1998", "date"),
    ("Ngày bắt đầu", "5/1/98", "date"),
    ("Ngày bắt đầu", 35800, "date"),
    ("Ngày kết thúc", "01/01/1799", "date"),
    ("Ngày kết thúc", "2031", "future"),
    ("Ngày kết thúc", "1997", "order"),
    ("Số hồ sơ", "001", "doubled"),
    ("THBQ", "Lâu dài", "term"),
    ("Số tờ", "khoảng 30", "sheets"),
    ("Số tờ", -4, "sheets"),
    ("Số tờ", 0, "sheets"),
    ("Độ mật", "rất kín", "access"),
    ("Tiêu đề hồ sơ", '=HYPERLINK("http://x")', "formula"),
    ("Ghi chú", "@SUM(1)", "formula"),
    ("Ghi chú", "-cmd|' /C calc'!A0", "formula"),
    ("Tiêu đề hồ sơ", "a" * 1001, "long"),
    ("Tiêu đề hồ sơ", "Hå s¬ cÊp ®Êt n¨m 1998", "encoding"),
    ("Tiêu đề hồ sơ", "Há»“ sÆ¡ Ä‘áº¥t Ä‘ai", "encoding"),
)


def planted():
    """Return a table with every fault of ``PLANTED`` in a row of its own, and more."""
    lines = [row(1)]
    for place, (head, value, _code) in enumerate(PLANTED, start=2):
        lines.append(row(place, **{head: value}))
    beyond = len(lines) + 1
    lines += [row(beyond), row(beyond + 1)]

    def change(sheet):
        sheet.row_dimensions[3 + beyond].hidden = True
        sheet.merge_cells(f"B{4 + beyond}:C{4 + beyond}")

    hidden_and_merged = [
        (3 + beyond, "", "hidden"),
        (4 + beyond, "", "merged"),
        # The second of the merged cells is empty.
        (4 + beyond, "Số hồ sơ", "missing"),
    ]
    expected = [
        (3 + place, head, code)
        for place, (head, _value, code) in enumerate(PLANTED, start=2)
    ]
    return workbook(*lines, change=change), expected + hidden_and_merged


def test_each_planted_error_is_named_by_row_and_column_and_nothing_else():
    data, expected = planted()
    report = check(data)
    assert sorted(told(report)) == sorted(expected)
    assert [one.row for one in report.entries] == [4]
    assert report.bad_rows == len(expected) - 1


def test_every_kind_of_fault_has_words_that_name_the_value():
    for code in (*faults.TABLE, *faults.CELLS):
        one = faults.Fault(7, "Số tờ", code, "x" * 500, "y")
        assert one.words.mapping["value"] == "x" * faults.SHOWN
        assert faults.Fault.from_json(one.to_json()).code == code


@pytest.mark.parametrize("level", ["Mật", "TỐI MẬT", "tuyệt mật", "03"])
def test_a_level_of_state_secrets_is_told_apart(level):
    report = check(workbook(row(1), row(2, **{"Độ mật": level})))
    assert told(report) == [(5, "Độ mật", "secret")]
    assert faults.secret(report.faults)


def test_a_good_row_is_told_as_the_archive_keeps_it():
    made = row(7, **{"Số tờ": "", "Ngày kết thúc": "6/2001", "Độ mật": "Công khai"})
    (entry,) = check(workbook(made)).entries
    assert entry.number == "7"
    assert entry.box == "1"
    assert entry.department == "H99.01"
    assert entry.fields == {
        "title": "Hồ sơ giao đất số 7",
        "begin": "1998-01-05",
        "end": "2001-06",
        "retention": "permanent",
        "access": "open",
        "paper_code": "1/7",
    }


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_says_the_same(mark):
    report = check(csv_of(row(1), row(2, THBQ="20 năm"), mark=mark))
    assert not report.faults
    assert [one.fields["retention"] for one in report.entries] == [
        "permanent",
        "20-years",
    ]


def test_another_encoding_is_named_and_nothing_is_guessed():
    assert told(check(csv_of(row(1), encoding="utf-16"))) == [(0, "", "encoding-file")]
    data = "Số".encode("cp1258", "replace") + b"\xff\xfe;"
    assert told(check(data)) == [(0, "", "encoding-file")]


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b'"a', b"", b"a;b\r\n1;2"])
def test_what_is_no_table_is_refused(data):
    report = check(data)
    assert not report.whole
    assert not report.entries


def test_a_table_without_a_needed_column_or_with_one_twice_is_refused():
    heads = [head for head in HEADS if head != "THBQ"]
    cells = [cell for head, cell in zip(HEADS, row(1), strict=True) if head != "THBQ"]
    report = check(workbook(cells, heads=heads))
    assert told(report) == [(0, "Thời hạn lưu trữ", "no-column")]
    both = check(workbook(row(1), heads=[*HEADS[:-1], "Tiêu đề"]))
    assert told(both) == [(0, "Tiêu đề", "two-columns")]
    assert not both.whole


def test_a_hidden_column_that_is_read_is_told():
    def hide(sheet):
        sheet.column_dimensions["D"].hidden = True
        sheet.column_dimensions["A"].hidden = True

    report = check(workbook(row(1), change=hide))
    assert told(report) == [(0, "Tiêu đề hồ sơ", "hidden-column")]


def test_sums_and_the_row_of_figures_are_passed_over_and_told():
    figures = [f"({place})" for place in range(1, len(HEADS) + 1)]
    total = ["Tổng cộng", "", "", "", "", "", 240, "", "", "", ""]
    report = check(workbook(figures, row(1), row(2), total))
    assert (report.rows, len(report.entries), report.summed) == (2, 2, 1)


def test_a_head_is_known_with_and_without_marks_and_with_notes_in_brackets():
    assert columns.named("TIÊU ĐỀ HỒ SƠ (*)") == "title"
    assert columns.named("tieu de ho so") == "title"
    assert columns.named("Số\nlượng tờ") == "sheets"
    assert columns.named("Thời hạn bảo quản") == "term"
    assert columns.named("Người lập biểu") == ""


def test_columns_that_are_not_read_are_named():
    report = check(workbook([*row(1), "kệ 3"], heads=[*HEADS, "Giá kệ"]))
    assert report.unread == ["Giá kệ"]


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("05/01/1998 - 20/12/1999", "05/01/1998", "20/12/1999"),
        ("1998-1999", "1998", "1999"),
        ("1/1998 – 6/1999", "1/1998", "6/1999"),
        ("1998 đến 1999", "1998", "1999"),
        ("1998", "1998", "1998"),
    ],
)
def test_begin_and_end_may_stand_in_one_cell(text, begin, end):
    assert values.span(text) == (begin, end)


def test_a_day_an_excel_program_made_a_date_of_is_a_day():
    report = check(workbook(row(1, **{"Ngày bắt đầu": date(1998, 1, 5)})))
    assert report.entries[0].fields["begin"] == "1998-01-05"


def test_two_thousand_rows_are_looked_through_and_twenty_thousand_are_the_most():
    report = check(csv_of(*map(row, range(1, 2001))))
    assert (len(report.entries), report.faults) == (2000, [])
    many = csv_of(*map(row, range(1, 20_041)))
    assert told(check(many)) == [(0, "", "large")]
