"""Dossiers that live in a ministry's system are followed here, not typed again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.arrivals import foreign
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import follow
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import events
from motcua.dossiers.register import Register
from motcua.dossiers.standing import told
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import MONDAY


FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def there(intake):
    """A dossier of the civil-status system."""
    return replace(
        intake, foreign=foreign.Foreign("civil-status", "bh.2026-00123 ", FRIDAY)
    )


def test_it_keeps_the_code_and_the_date_of_the_other_system(province, there):
    found = fold(follow(province, there, "reception", MONDAY))
    assert (found.state, found.foreign_code) == ("followed", "BH.2026-00123")
    assert found.due == FRIDAY
    assert found.public_status == 4
    assert not found.accepted


def test_what_the_other_system_says_is_noted_and_moves_nothing(province, there):
    one = follow(province, there, "reception", MONDAY)
    act(one, "report", "reception", data={"words": "Đã ký"}, now=MONDAY)
    assert fold(one).history[-1].text == "Đã ký"
    assert one.state == "followed"
    with pytest.raises(MissingData):
        act(one, "report", "reception", now=MONDAY)


def test_it_is_given_out_as_every_other(province, there):
    one = follow(province, there, "reception", MONDAY)
    act(one, "finish", "reception", now=FRIDAY)
    act(one, "return_result", "reception", now=FRIDAY)
    found = fold(one)
    assert (found.state, found.public_status) == ("returned", 10)
    assert not found.late(FRIDAY)
    assert told(events(one)) == one.standing


def test_nobody_processes_it_here(province, there):
    one = follow(province, there, "reception", MONDAY)
    assert not permitted(one, "handler", MONDAY)
    with pytest.raises(IllegalStep):
        act(one, "forward", "reception", data={"to": "H99.02"}, now=MONDAY)


def test_it_has_no_slip_of_ours(province, there):
    assert not [
        e for e in events(follow(province, there, "reception")) if "slips" in e.facts
    ]


@pytest.mark.parametrize("code", ["", "12", "Nguyễn Văn Đức", "HOA", "1" * 61, "a b"])
def test_a_code_is_no_name(code):
    with pytest.raises(MissingData):
        foreign.Foreign("other", code)


def test_a_system_is_one_of_the_list():
    with pytest.raises(MissingData):
        foreign.Foreign("mine", "123")


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_code_or_refused(text):
    try:
        code = foreign.Foreign("other", text).code
    except MissingData:
        return
    assert code == foreign.written(text) == foreign.written(code)


def test_it_must_be_somewhere_else(province, intake):
    with pytest.raises(MissingData):
        follow(province, intake, "reception", MONDAY)


def test_reports_count_what_is_processed_here(province, there, intake):
    theirs = follow(province, there, "reception", MONDAY)
    ours = receive(province, intake, "reception", MONDAY)
    assert Register().row(theirs)["foreign_code"] == "BH.2026-00123"
    assert Register().row(ours)["foreign_code"] == ""
