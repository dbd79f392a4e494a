"""What the counter answers at once: incomplete, not accepted, or a specialist first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from motcua.dossiers import actions
from motcua.dossiers.actions import act
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.intake import answer
from motcua.dossiers.ledger import events
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


MISSING = {
    "reason_code": "missing_paper",
    "reason": "Thiếu 2 giấy tờ",
    "missing": ["Đơn đăng ký", "Giấy chứng nhận"],
}
QUESTION = {"to": LAND, "question": "Thửa đất này có tranh chấp không?"}


def test_what_is_missing_goes_on_one_slip(province, intake):
    asked = answer(province, intake, "guide", MISSING, "reception", MONDAY)
    assert fold(asked).state == "guided"
    assert [slip.form.kind for slip in slips_of(asked)] == ["supplement"]
    assert events(asked)[-1].data["missing"] == MISSING["missing"]


def test_a_refusal_has_a_code_and_a_reason(province, intake):
    with pytest.raises(MissingData):
        answer(province, intake, "decline", {"reason": "x"}, "reception", MONDAY)
    said = {"reason_code": "not_competent", "reason": "Thuộc thẩm quyền cấp xã"}
    refused = answer(province, intake, "decline", said, "reception", MONDAY)
    assert fold(refused).state == "declined"
    assert [slip.form.kind for slip in slips_of(refused)] == ["refusal"]


def test_a_second_click_answers_nothing_twice(province, intake):
    once = replace(intake, token="a-form")
    first = answer(province, once, "guide", MISSING, "reception", MONDAY)
    again = answer(province, once, "guide", MISSING, "reception", MONDAY)
    assert first.code == again.code
    assert [event.type for event in events(again)] == ["submit", "guide"]


def test_a_specialist_is_asked_before_acceptance(province, intake):
    by = (MONDAY + timedelta(hours=4)).isoformat()
    said = {**QUESTION, "by": by}
    asked = answer(province, intake, "ask_opinion", said, "reception", MONDAY)
    assert fold(asked).state == "submitted"
    (task,) = asked.tasks
    assert (task.department, task.due.isoformat()) == (LAND, by)
    assert "give_opinion" in actions.permitted(asked, "handler", MONDAY)
    assert not actions.permitted(asked, "jurist", MONDAY)
    given = {"opinion": "Không tranh chấp", "outcome": "agree"}
    act(asked, "give_opinion", "handler", data=given, now=MONDAY)
    (opinion,) = fold(asked).opinions
    assert (opinion.opinion, opinion.given_by) == ("Không tranh chấp", "handler")
    act(asked, "accept", "reception", now=MONDAY)
    assert fold(asked).state == "received"


def test_the_acceptance_clock_does_not_wait_for_the_specialist(province, intake):
    asked = answer(province, intake, "ask_opinion", QUESTION, "reception", MONDAY)
    assert fold(asked).due.isoformat() == "2026-11-03T09:00:00+07:00"


def test_a_question_stays_open_when_the_dossier_is_accepted(province, intake):
    asked = answer(province, intake, "ask_opinion", QUESTION, "reception", MONDAY)
    act(asked, "accept", "reception", now=MONDAY)
    assert [task.department for task in asked.tasks] == [LAND]


def test_who_was_not_asked_sees_nothing(province, intake):
    asked = answer(province, intake, "guide", MISSING, "reception", MONDAY)
    with pytest.raises(UnknownDossier):
        act(asked, "give_opinion", "handler", data={"opinion": "x"}, now=MONDAY)
