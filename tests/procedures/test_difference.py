"""What a reader is told about two versions of a procedure."""

from __future__ import annotations

import dataclasses
from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.durations import Term
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.procedures.difference import changes
from motcua.procedures.difference import same_text
import pytest


TEN = Term("working_days", 10)
SEVEN = Term("working_days", 7)
CHEAP = (Fee(50_000, kind="fee"),)


def version(*papers, term=TEN, fees=CHEAP, **changed):
    case = Case("1", "", (Channel("counter", term, fees=fees),), papers)
    values = {"title": "Cấp phép", "cases": (case,), "result": "Giấy phép"}
    return Version("9.000001", **values | changed)


FORM, DEED = Paper("p01", "Đơn đề nghị", 1), Paper("p02", "Hợp đồng thuê", 0, 1)


def told(old, new, language="vi"):
    return [change.say(language) for change in changes(old, new)]


def names(old, new):
    return [change.name for change in changes(old, new)]


def test_nothing_changed_is_nothing_told():
    assert told(version(FORM), version(FORM)) == []


def test_a_paper_more():
    assert told(version(FORM), version(FORM, DEED), "en") == [
        "Paper added: Hợp đồng thuê"
    ]


def test_a_paper_less_is_told_in_vietnamese(portal):
    assert told(version(FORM, DEED), version(FORM)) == [
        "Giấy tờ được bỏ: Hợp đồng thuê"
    ]


def test_a_paper_put_in_between_moves_the_others_without_changing_them():
    moved = dataclasses.replace(DEED, key="p03")
    new = Paper("p02", "Bản vẽ", 1)
    assert names(version(FORM, DEED), version(FORM, new, moved)) == ["paper_added"]


def test_a_paper_with_another_name_is_the_same_paper():
    renamed = dataclasses.replace(DEED, title="Hợp đồng thuê nhà")
    assert told(version(DEED), version(renamed), "en") == [
        "Paper changed from “Hợp đồng thuê” to “Hợp đồng thuê nhà”"
    ]


def test_another_paper_under_the_same_number_is_another_paper():
    other = Paper("p02", "Ảnh chân dung", 2)
    found = names(version(FORM, DEED), version(FORM, other))
    assert sorted(found) == ["paper_added", "paper_removed"]


def test_more_copies_are_told_with_the_paper():
    more = dataclasses.replace(DEED, copies=2)
    assert told(version(DEED), version(more), "en") == [
        "Hợp đồng thuê: Copies changed from “1” to “2”"
    ]


def test_a_shorter_time_is_told_as_such():
    assert told(version(), version(term=SEVEN), "en") == [
        "In person: Processing time shortened from 10 working days to 7 working days"
    ]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (SEVEN, TEN, "term_lengthened"),
        (Term("in_the_day"), SEVEN, "term_lengthened"),
        (SEVEN, Term("in_the_day"), "term_shortened"),
        (SEVEN, Term("days", 10), "term_changed"),
        (SEVEN, Term("none"), "term_changed"),
        (None, SEVEN, "term_added"),
        (SEVEN, None, "term_removed"),
    ],
)
def test_times_are_compared_only_where_they_can_be(before, after, kind):
    assert names(version(term=before), version(term=after)) == [kind]


def test_a_fee_changed():
    dearer = (Fee(80_000, kind="fee"),)
    assert told(version(), version(fees=dearer), "en") == [
        "In person: Fee changed from “Fee 50,000 VND” to “Fee 80,000 VND”"
    ]


def test_a_way_more():
    online = Case("1", "", (Channel("counter", TEN), Channel("online", SEVEN)))
    counter = Case("1", "", (Channel("counter", TEN),))
    assert told(version(cases=(counter,)), version(cases=(online,)), "en") == [
        "Way added: Online"
    ]


def test_in_several_cases_the_case_is_named():
    first = Case("1", "Lần đầu", (Channel("counter", TEN),), (FORM,))
    again = Case("2", "Cấp lại", (Channel("counter", TEN),), (FORM,))
    more = dataclasses.replace(again, papers=(FORM, DEED))
    assert told(version(cases=(first, again)), version(cases=(first, more)), "en") == [
        "Cấp lại: Paper added: Hợp đồng thuê"
    ]


def test_a_legal_act_is_known_by_its_number():
    old, same = (
        Act("Luật  Hộ tịch", "60/2014/QH13"),
        Act("Luật hộ tịch", "60/2014/QH13"),
    )
    new = Act("Luật Hộ tịch", "3/2026/QH16")
    assert names(version(legal_basis=(old,)), version(legal_basis=(same,))) == []
    assert names(version(legal_basis=(old,)), version(legal_basis=(new,))) == [
        "act_removed",
        "act_added",
    ]


def test_long_texts_are_not_quoted():
    assert told(version(steps="a " * 200), version(steps="b " * 200), "en") == [
        "Steps changed"
    ]


def test_keys_have_words():
    assert told(version(online="partial"), version(online="full"), "en") == [
        "Online level changed from “Partly online” to “Fully online”"
    ]


def test_the_first_day_is_told_as_people_write_days():
    new = version(effective_from=date(2026, 12, 1))
    assert told(version(), new, "en") == ["First day in force added: 01/12/2026"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("- Đơn;\n- Ảnh", "+ Đơn\n+  Ảnh."),
        ("Cấp Xã", "cấp xã"),
        ("hồ sơ", "hồ sơ"),
        ("a\u00a0b", "a b"),
    ],
)
def test_spelling_is_no_change(one, two):
    assert same_text(one, two)


def test_a_tone_is_a_change():
    assert not same_text("mã", "má")


TITLES = st.lists(st.sampled_from(["A B", "A B C", "D", "", "E F"]), max_size=5)


@given(TITLES, TITLES)
def test_papers_added_less_papers_removed_is_the_growth(before, after):
    old = version(*(Paper(f"p{n}", t) for n, t in enumerate(before)))
    new = version(*(Paper(f"p{n}", t) for n, t in enumerate(after)))
    found = names(old, new)
    grown = found.count("paper_added") - found.count("paper_removed")
    # Only a paper renamed to or from nothing is told in the same words.
    assert abs(grown - (len(after) - len(before))) <= found.count("paper_changed") + 5
    assert names(old, old) == []
