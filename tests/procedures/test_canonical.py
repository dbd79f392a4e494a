"""Values of the catalogue go to JSON and back; what is wrong is named."""

from __future__ import annotations

from datetime import date
from hypothesis import given
from hypothesis import strategies as st
import json
from motcua.base.durations import Term
from motcua.procedures import canonical
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import matches
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Step
from motcua.procedures.definitions import Version
import pytest


WORD = st.text(max_size=8)
DAY = st.dates(date(2000, 1, 1), date(2100, 1, 1))
TERM = st.none() | st.builds(Term, st.just("working_days"), st.integers(1, 99))
FEE = st.builds(
    Fee,
    st.none() | st.integers(0, 10**9),
    WORD,
    st.sampled_from(["VND", "USD"]),
    begins=st.none() | DAY,
    ends=st.none() | DAY,
    exempt=st.lists(st.builds(Exemption, WORD, WORD, st.integers(1, 100))).map(tuple),
)
CHANNEL = st.builds(
    Channel,
    st.sampled_from(["counter", "online", "post"]),
    TERM,
    WORD,
    st.lists(FEE, max_size=2).map(tuple),
    WORD,
    TERM,
)
PAPER = st.builds(
    Paper, WORD, WORD, st.integers(0, 9), shown=st.booleans(), held_by=WORD
)
CASE = st.builds(
    Case,
    WORD,
    WORD,
    st.lists(CHANNEL, max_size=2).map(tuple),
    st.lists(PAPER, max_size=2).map(tuple),
)
QUESTION = st.builds(
    Question, WORD, WORD, st.lists(st.builds(Option, WORD, WORD)).map(tuple)
)
VERSION = st.builds(
    Version,
    WORD,
    WORD,
    cases=st.lists(CASE, max_size=2).map(tuple),
    sequence=st.lists(st.builds(Step, WORD, WORD, term=TERM), max_size=2).map(tuple),
    questions=st.lists(QUESTION, max_size=2).map(tuple),
    effective_from=st.none() | DAY,
    online=st.sampled_from(["full", "partial", "none", ""]),
    on_the_spot=st.booleans(),
    result_validity=TERM,
)


@given(VERSION)
def test_every_version_comes_back_from_json(version):
    assert Version.from_json(version.to_json()) == version


def test_fields_added_later_leave_old_digests_alone():
    version = Version("9.000001", "Tên", cases=(Case("1"),))
    assert json.loads(version.to_json()) == {
        "cases": [{"key": "1"}],
        "code": "9.000001",
        "title": "Tên",
    }


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"titel": "x"}, "titel"),
        ({"cases": {"key": "1"}}, "cases"),
        ({"cases": [{"key": "1", "channels": [{"kind": "fax"}]}]}, "kind"),
        ({"cases": [{"papers": [{"originals": "one"}]}]}, r"papers\[0\].originals"),
        ({"effective_from": "1/2/2026"}, "effective_from"),
        ({"result_validity": {"kind": "days"}}, "result_validity"),
        ({"result_validity": {"kind": "days", "amount": "x"}}, "result_validity"),
        ({"on_the_spot": 1}, "on_the_spot"),
        ({"online": "maybe"}, "online"),
    ],
)
def test_what_is_wrong_is_named(wrong, named):
    with pytest.raises((TypeError, ValueError), match=named):
        canonical.from_plain(Version, {"code": "1", "title": "t", **wrong})


@pytest.mark.parametrize(
    ("when", "answers", "fits"),
    [
        ((), (), True),
        (("who=child",), (), True),
        (("who=child",), ("who=child",), True),
        (("who=child",), ("who=adult",), False),
        (("who=child", "who=adult"), ("who=adult",), True),
        (("who=child", "where=abroad"), ("who=child", "where=home"), False),
        (("who=child", "where=abroad"), ("who=child",), True),
    ],
)
def test_answers_choose_and_silence_excludes_nothing(when, answers, fits):
    assert matches(when, answers) is fits


def test_a_fee_is_owed_on_its_first_and_last_day():
    fee = Fee(1, begins=date(2026, 1, 1), ends=date(2026, 6, 30))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [fee.owed(day) for day in days] == [False, True, True, False]


def test_the_promise_counts_before_the_law():
    law, promise = Term("working_days", 10), Term("working_days", 7)
    assert Channel("counter", law, committed=promise).promised == promise
    assert Channel("counter", law).promised == law
