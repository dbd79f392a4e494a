"""Names and what became of them: agencies, fields, legal acts."""

from __future__ import annotations

from datetime import date
from motcua.procedures.naming.successors import act_numbers
from motcua.procedures.naming.successors import Book
from motcua.procedures.naming.successors import read_row
from motcua.procedures.naming.successors import Row
from motcua.procedures.naming.successors import shipped
import pytest


MERGED = date(2025, 3, 1)
BOOK = Book(
    (
        Row("agency", "Sở Lao động - Thương binh và Xã hội", "Sở Nội vụ", MERGED),
        Row("agency", "UBND xã", "Ủy ban nhân dân cấp xã"),
        Row("act", "43/2011/NĐ-CP", "42/2022/NĐ-CP", date(2022, 8, 15)),
        Row("act", "42/2022/NĐ-CP", "224/2026/NĐ-CP", date(2026, 7, 1)),
        Row("field", "A", "B"),
        Row("field", "B", "A"),
    )
)


def test_a_name_changes_on_its_day_and_not_before():
    name = "Sở Lao động - Thương binh và Xã hội"
    assert BOOK.name("agency", name, date(2025, 2, 28)) == name
    assert BOOK.name("agency", name, MERGED) == "Sở Nội vụ"


@pytest.mark.parametrize(
    "spelling",
    [
        "SỞ LAO ĐỘNG-THƯƠNG BINH VÀ XÃ HỘI",
        "sở lao động – thương binh và xã hội.",
        "So Lao dong - Thuong binh va Xa hoi",
    ],
)
def test_case_marks_and_dashes_do_not_matter(spelling):
    assert BOOK.name("agency", spelling, MERGED) == "Sở Nội vụ"


def test_a_wrong_spelling_was_always_wrong():
    assert BOOK.name("agency", "UBND xã", date(1999, 1, 1)) == "Ủy ban nhân dân cấp xã"


def test_a_chain_leads_to_the_name_of_the_day():
    assert BOOK.name("act", "43/2011/NĐ-CP", date(2023, 1, 1)) == "42/2022/NĐ-CP"
    assert BOOK.name("act", "43/2011/NĐ-CP", date(2026, 7, 1)) == "224/2026/NĐ-CP"


def test_a_circle_of_names_ends():
    assert BOOK.name("field", "A", MERGED) in ("A", "B")


def test_a_kind_does_not_meddle_with_another():
    assert BOOK.name("field", "UBND xã", MERGED) == "UBND xã"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nghị định số 61/2018/NĐ-CP ngày 23/4/2018", ("61/2018/NĐ-CP",)),
        ("35 /2025/NQ-HĐND", ("35/2025/NQ-HĐND",)),
        ("66.7/2025/NQ-CP", ("66.7/2025/NQ-CP",)),
        ("Luật 43/2024/QH15, 31/2024/QH15", ("43/2024/QH15", "31/2024/QH15")),
        ("02/2020/UBTVQH14", ("02/2020/UBTVQH14",)),
        ("ngày 30/6/2025", ()),
        ("Luật Thư viện", ()),
    ],
)
def test_numbers_of_acts_are_found_in_texts(text, numbers):
    assert act_numbers(text) == numbers


def test_what_ships_is_dated_and_says_where_it_is_written():
    book = shipped()
    for row in book.listed("act"):
        assert row.since, row
        assert row.source, row
        assert act_numbers(row.old), row
    names = [row.old for row in book.listed("agency")]
    assert "Sở Kế hoạch và Đầu tư" in names


def test_what_ships_has_no_circle():
    book = shipped()
    for row in book.rows.values():
        last = book.name(row.kind, row.old, date.max)
        assert book.row(row.kind, last, date.max) is None, row


def test_a_row_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="agency, field, act"):
        read_row({"kind": "person", "old": "A"})
