"""Officers and applicant write to each other; who is slow is urged."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.dossiers import messages
from motcua.dossiers import openings
from motcua.dossiers import tracking
from motcua.dossiers.actions import act
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.ledger import events
from motcua.dossiers.register import Register
from motcua.dossiers.standing import told
from motcua.dossiers.states import fold
from motcua.storage import tries
import pytest
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


HOUR = timedelta(hours=1)
#: The last digits of the telephone of the applicant.
FACTOR = "5678"


@pytest.fixture
def held(dossier):
    """A dossier that the land department has."""
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    return dossier


def post(site, dossier, words, now=MONDAY + HOUR, factor=FACTOR, client="10.0.0.1"):
    found = tracking.admit(site, dossier.code, factor, client, now)
    return None if found is None else messages.write(found, client, words, now)


def test_who_supervises_urges_the_holder_and_it_is_counted(held):
    for number in (1, 2):
        event = act(held, "urge", "supervisor", data={"words": "Sắp đến hạn"})
        assert event.facts["to"] == LAND
        assert held.standing.urged == number
    assert [entry.text for entry in messages.notes(fold(held))] == ["Sắp đến hạn"] * 2
    assert Register().row(held)["urged"] == 2


def test_an_urging_is_over_once_the_dossier_moves(held):
    act(held, "urge", "leader", data={"words": "Làm ngay", "person": "handler"})
    act(held, "note", "handler", data={"words": "Đang làm"})
    assert held.standing.urged == 1
    act(held, "propose", "handler", data={"proposal": "Cấp"}, now=MONDAY + 2 * HOUR)
    assert held.standing.urged == 0
    assert held.standing.arrived == held.last.at
    assert held.standing == told(events(held))


def test_only_who_has_it_is_urged_and_only_by_who_may(held):
    with pytest.raises(MissingData):
        act(held, "urge", "supervisor", data={"words": "Nhanh", "to": JUSTICE})
    with pytest.raises(MissingData):
        act(held, "urge", "supervisor", data={"to": LAND})
    with pytest.raises(MissingData):
        act(held, "urge", "supervisor", data={"words": "N", "person": "archivist"})
    with pytest.raises(NotAllowed):
        act(held, "urge", "handler", data={"words": "Nhanh"})
    act(held, "urge", "reception", data={"words": "Người dân hỏi"})


def test_the_applicant_answers_behind_the_second_factor(province, held):
    act(held, "message", "handler", data={"words": "Thửa 12 hay 13?"}, now=MONDAY)
    assert post(province, held, "Thửa 12", factor="0000") is None
    event = post(province, held, "  Thửa\x00 12\u202e\r\ntờ 5 ")
    assert (event.type, event.actor, event.unit) == ("answer", "applicant", UNIT)
    said = messages.thread(fold(held))
    assert [(one.actor, one.text) for one in said] == [
        ("handler", "Thửa 12 hay 13?"),
        ("applicant", "Thửa 12\ntờ 5"),
    ]
    assert held.state == "processing"
    assert held.standing.answered == MONDAY + HOUR
    assert held.standing == told(events(held))
    act(held, "message", "handler", data={"words": "Cảm ơn"})
    assert held.standing.answered is None


def test_the_same_message_sent_twice_is_one(province, held):
    length = held.length
    assert post(province, held, "Thửa 12") is post(province, held, "Thửa 12")
    assert held.length == length + 1


@pytest.mark.parametrize("words", ["", " \n\x00", "a" * (messages.LONGEST + 1)])
def test_no_words_and_too_many_are_refused(province, held, words):
    head = held.head
    with pytest.raises(MissingData):
        post(province, held, words)
    assert held.head == head


def test_messages_of_a_day_are_limited(province, held):
    for number in range(messages.PER_CODE):
        post(province, held, f"Tin {number}")
    with pytest.raises(tries.TooManyTries):
        post(province, held, "Tin nữa")
    post(province, held, "Hôm sau", now=MONDAY + timedelta(days=1))


def test_notes_are_not_for_citizens(province, held):
    act(held, "note", "handler", data={"words": "Nghi giấy giả"})
    act(held, "urge", "leader", data={"words": "Xem kỹ"})
    assert messages.thread(fold(held)) == ()
    found = tracking.track(province, held.code, FACTOR, "10.0.0.1", MONDAY + HOUR)
    assert "Nghi giấy giả" not in repr(found) and "Xem kỹ" not in repr(found)


def test_a_message_is_unread_until_the_department_opens_the_dossier(province, held):
    post(province, held, "Thửa 12")
    waiting = {held.code: held.standing.answered}
    assert openings.unread(waiting) == {held.code}
    openings.note(held, {JUSTICE}, "jurist", MONDAY + 2 * HOUR)
    assert openings.unread(waiting) == {held.code}
    openings.note(held, {LAND}, "handler", MONDAY + 2 * HOUR)
    assert openings.unread(waiting) == frozenset()
    later = {held.code: MONDAY + 3 * HOUR}
    assert openings.unread(later) == {held.code}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=1200))
def test_whatever_is_pasted_is_plain_or_refused(words):
    try:
        said = messages.plain(words)
    except MissingData:
        return
    assert 0 < len(said) <= messages.LONGEST
    assert said == messages.plain(said)
    assert not any(ord(letter) < 32 and letter != "\n" for letter in said)


def test_no_login_makes_an_officers_words_the_applicants(held):
    """Whatever an officer is called: what was written tells who wrote it."""
    act(held, "message", "handler", data={"words": "Mời bổ sung"}, now=MONDAY + HOUR)
    [entry] = messages.thread(fold(held))
    called = dataclasses.replace(entry, actor=messages.APPLICANT)
    assert not messages.by_applicant(called)
