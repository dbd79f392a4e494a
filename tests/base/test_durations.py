"""Processing times as procedures, officers and the national portal write them."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.durations import Kind
from motcua.base.durations import Language
from motcua.base.durations import LARGEST
from motcua.base.durations import Term
import pytest


counted = st.one_of(
    st.builds(
        Term,
        st.sampled_from(["working_hours", "working_days", "days"]),
        st.one_of(
            st.integers(1, 9999),
            st.decimals("0.25", 400, places=2).filter(lambda amount: amount > 0),
        ),
    ),
    st.builds(Term, st.just("months"), st.integers(1, 600)),
)
terms = st.one_of(counted, st.sampled_from([Term("in_the_day"), Term("none")]))


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("3 working days", "working_days", 3),
        ("1 working day", "working_days", 1),
        ("8 working hours", "working_hours", 8),
        ("1 working hour", "working_hours", 1),
        ("10 days", "days", 10),
        ("1 day", "days", 1),
        ("10 calendar days", "days", 10),
        ("2 months", "months", 2),
        ("1 month", "months", 1),
        ("in the day", "in_the_day", 0),
        ("In The Day", "in_the_day", 0),
        ("same day", "in_the_day", 0),
        ("none", "none", 0),
        ("3 ngày làm việc", "working_days", 3),
        ("03 ngày làm việc", "working_days", 3),
        ("3 NGÀY LÀM VIỆC", "working_days", 3),
        ("3 ngay lam viec", "working_days", 3),
        ("8 giờ làm việc", "working_hours", 8),
        ("8 giờ", "working_hours", 8),
        ("10 ngày", "days", 10),
        ("2 tháng", "months", 2),
        ("trong ngày", "in_the_day", 0),
        ("Trong ngày làm việc", "in_the_day", 0),
        ("không quy định", "none", 0),
        ("5 WORKING_DAY", "working_days", 5),
        ("1 HOUR", "working_hours", 1),
        ("4 WORKING_HOUR", "working_hours", 4),
        ("30 ngày", "days", 30),
        ("2 MONTH", "months", 2),
        ("7 DAY", "days", 7),
        ("7.5 WORKING_DAY", "working_days", Decimal("7.5")),
        ("6.25 WORKING_DAY", "working_days", Decimal("6.25")),
        ("7,5 ngày làm việc", "working_days", Decimal("7.5")),
        ("3\u00a0ngày  làm việc ", "working_days", 3),
        ("3 nga\u0300y la\u0300m vie\u0323\u0302c", "working_days", 3),
    ],
)
def test_published_terms_are_read(text: str, kind: Kind, amount: Decimal) -> None:
    assert Term.parse(text) == Term(kind, amount)


@pytest.mark.parametrize(
    "text",
    [
        "1 OTHER",
        "OTHER",
        "Theo mô tả OTHER",
        "",
        " ",
        "không",
        "ngày",
        "ba ngày",
        "3",
        "3 weeks",
        "-3 days",
        "0 days",
        "0 working days",
        "10000 working days",
        "601 months",
        "1.5 months",
        "3-5 ngày làm việc",
        "Không quá 07 ngày làm việc.",
        "5 ngày kể từ ngày nhận đủ hồ sơ",
        "1e3 days",
        "nan days",
        "١ days",
    ],
)
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Term.parse(text)


def test_a_refusal_names_the_text_and_the_way_out_in_both_languages() -> None:
    with pytest.raises(ValueError, match="processing time") as refused:
        Term.parse("1 OTHER")
    message = str(refused.value)
    for part in ("'1 OTHER'", "N working days", "N ngày làm việc", "trong ngày"):
        assert part in message


@pytest.mark.parametrize(
    ("term", "english", "vietnamese"),
    [
        (Term("working_days", 3), "3 working days", "3 ngày làm việc"),
        (Term("working_days", 1), "1 working day", "1 ngày làm việc"),
        (
            Term("working_days", Decimal("7.50")),
            "7.5 working days",
            "7,5 ngày làm việc",
        ),
        (Term("working_hours", 8), "8 working hours", "8 giờ làm việc"),
        (Term("working_hours", 1), "1 working hour", "1 giờ làm việc"),
        (Term("days", 30), "30 days", "30 ngày"),
        (Term("days", Decimal("1E+1")), "10 days", "10 ngày"),
        (Term("months", 1), "1 month", "1 tháng"),
        (Term("in_the_day"), "in the day", "trong ngày"),
        (Term("none"), "none", "không quy định"),
    ],
)
def test_a_term_speaks_both_languages(
    term: Term, english: str, vietnamese: str
) -> None:
    assert str(term) == term.text("en") == english
    assert term.text("vi") == term.text() == vietnamese


@given(terms, st.sampled_from(["vi", "en"]))
def test_a_term_is_read_as_it_was_written(term: Term, language: Language) -> None:
    assert Term.parse(term.text(language)) == term
    assert Term.parse(str(term)) == term


@given(st.text(max_size=20))
def test_reading_gives_a_term_or_says_why_not(text: str) -> None:
    try:
        term = Term.parse(text)
    except ValueError as refused:
        assert str(refused)
    else:
        assert Term.parse(str(term)) == term


def test_equal_terms_are_one_key() -> None:
    amounts = [3, Decimal(3), Decimal("3.0")]
    assert len({Term("days", amount) for amount in amounts}) == 1


def test_a_term_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Term("days", 3).amount = 4  # type: ignore[misc]


@pytest.mark.parametrize("kind", ["in_the_day", "none"])
def test_terms_without_an_amount_take_none(kind: Kind) -> None:
    with pytest.raises(ValueError, match="no amount"):
        Term(kind, 1)


@pytest.mark.parametrize("kind", list(LARGEST))
def test_amounts_have_limits(kind: Kind) -> None:
    assert Term(kind, LARGEST[kind]).amount == LARGEST[kind]
    for amount in (0, -1, LARGEST[kind] + 1):
        with pytest.raises(ValueError, match="amount must be above 0"):
            Term(kind, amount)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"weeks.*working_days"):
        Term("weeks", 1)  # type: ignore[arg-type]
