"""Every right has a ground that can be told, every refusal a way out."""

from __future__ import annotations

from datetime import date
from motcua.dossiers import grounds
from motcua.dossiers.actions import act
from motcua.dossiers.actions import legal
from motcua.dossiers.actions import permitted
from motcua.dossiers.rights import VIEW
from motcua.organisation import delegations
from motcua.organisation.delegations import Delegation
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import OFFICERS


def told(dossier, person, operation, language="en"):
    found = grounds.account(dossier, person, operation, MONDAY)
    return grounds.sentences(found, language)


@pytest.fixture
def with_land(dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    return dossier


def test_a_duty_is_named_with_dates_and_deed(with_land):
    [line] = [each for each in told(with_land, "handler", "propose") if "holds" in each]
    assert line == (
        "Processing, Phòng Đất đai: the department holds the dossier now. Duty from "
        "01/01/2025 to a new decision, by QĐ 01/QĐ-UBND."
    )
    assert "đơn vị đang giữ hồ sơ" in told(with_land, "handler", "propose", "vi")[0]


def test_a_refusal_says_what_is_needed_and_who_has_it(with_land):
    [line] = told(with_land, "reception", "propose")
    assert line == (
        "Needs: Processing, Phòng Đất đai (the department holds the dossier now). "
        "Now: handler."
    )
    assert told(with_land, "reception", "accept") == [
        "Not possible in the present state of the dossier."
    ]


def test_what_no_row_grants_on_this_road_is_nobodys(with_land):
    assert told(with_land, "leader", "attach_result") == [
        "Nobody has a duty that permits this."
    ]


def test_a_decision_without_a_proposal_is_not_possible_on_this_road(with_land):
    assert told(with_land, "leader", "approve") == [
        "Not possible in the present state of the dossier."
    ]


def test_a_delegation_is_told_as_one(with_land):
    delegations.delegate(
        Delegation(
            "handler",
            "stranger",
            LAND,
            "processing",
            date(2026, 11, 1),
            date(2026, 11, 5),
            "TUQ.",
            "GUQ 3",
        )
    )
    [line] = [
        each for each in told(with_land, "stranger", "propose") if "holds" in each
    ]
    assert "Acting for handler TUQ. from 01/11/2026 to 05/11/2026, by GUQ 3." in line
    assert "handler, stranger" in told(with_land, "reception", "propose")[0]


def test_every_answer_is_that_of_the_engine(with_land):
    for person in (*OFFICERS, "stranger"):
        open_now = permitted(with_land, person, MONDAY)
        for operation in (VIEW, *legal(with_land)):
            found = grounds.account(with_land, person, operation, MONDAY)
            assert found.permitted is (operation in open_now)
            assert bool(found.grounds) is found.permitted
            assert not (found.needs and found.permitted)
            named = {one for need in found.needs for one in need.persons}
            assert person not in named
            assert grounds.sentences(found)
