"""The way of a dossier as its people are told it."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua.dossiers import proofs
from motcua.dossiers import readers
from motcua.dossiers import timeline
from motcua.dossiers import tracking
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.intake import submit
from motcua.dossiers.states import fold
from motcua.organisation import duties
from motcua.storage import journal
from motcua.storage.sealing import seal
from motcua.storage.tries import TooManyTries
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from types import SimpleNamespace


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HOME = "203.0.113.7"


def told(site, dossier, now=MONDAY):
    return timeline.of(site, dossier, fold(dossier), now)


def marks(site, dossier):
    return {one.key: one.mark for one in told(site, dossier).stages}


def forwarded(dossier, to=LAND, by="reception", at=MONDAY):
    act(dossier, "forward", by, data={"to": to}, now=at)


def test_a_dossier_taken_in_at_the_counter_is_being_handled(province, dossier):
    assert marks(province, dossier) == {
        "handed_in": "done",
        "handling": "now",
        "result": "later",
        "returned": "later",
    }


def test_what_arrived_and_is_not_accepted_waits_at_the_first_stage(province, intake):
    dossier = submit(province, intake, "reception", MONDAY)
    assert marks(province, dossier)["handed_in"] == "now"
    assert told(province, dossier).account == ()
    act(dossier, "accept", "reception", now=MONDAY + HOUR)
    stages = told(province, dossier).stages
    assert [one.at for one in stages[:2]] == [MONDAY, MONDAY + HOUR]


def test_each_office_has_its_stretch_of_time(province, dossier):
    forwarded(dossier, at=MONDAY + HOUR)
    forwarded(dossier, JUSTICE, "handler", MONDAY + DAY)
    parts = told(province, dossier).parts
    assert [(part.unit, part.since, part.ended) for part in parts] == [
        (UNIT, MONDAY, MONDAY + HOUR),
        (LAND, MONDAY + HOUR, MONDAY + DAY),
        (JUSTICE, MONDAY + DAY, None),
    ]


def test_an_office_that_is_asked_for_its_opinion_stands_beside(province, dossier):
    forwarded(dossier)
    by = (MONDAY + DAY).isoformat()
    asked = {"to": JUSTICE, "question": "Có vướng gì không?", "by": by}
    act(dossier, "ask_opinion", "handler", data=asked, now=MONDAY)
    asked = told(province, dossier).parts[-1]
    assert (asked.unit, asked.opinion, asked.due) == (JUSTICE, True, MONDAY + DAY)
    given = {"opinion": "Không", "outcome": "agree"}
    act(dossier, "give_opinion", "jurist", data=given, now=MONDAY + HOUR)
    parts = {(part.unit, part.opinion): part for part in told(province, dossier).parts}
    assert parts[JUSTICE, True].ended == MONDAY + HOUR
    assert parts[LAND, False].ended is None


def test_a_refusal_ends_the_way_without_a_result(province, dossier):
    forwarded(dossier)
    act(dossier, "propose", "handler", data={"proposal": "Không đủ"}, now=MONDAY)
    no = {"reason_code": "other", "reason": "Đất có tranh chấp"}
    act(dossier, "refuse", "leader", data=no, now=MONDAY + DAY)
    found = told(province, dossier)
    assert marks(province, dossier) == {
        "handed_in": "done",
        "handling": "done",
        "result": "none",
        "returned": "none",
    }
    assert found.milestones[-1].reason == "Đất có tranh chấp"
    assert all(part.ended for part in found.parts)
    assert found.days is None


def test_missing_papers_are_named_while_they_are_missing(province, dossier):
    forwarded(dossier)
    missing = ["Bản đồ địa chính", "Giấy ủy quyền"]
    asked = {"reason_code": "other", "reason": "thiếu", "missing": missing}
    act(dossier, "pause", "handler", data=asked, now=MONDAY)
    found = told(province, dossier)
    assert found.missing == (("Bản đồ địa chính", ""), ("Giấy ủy quyền", ""))
    assert found.days is None
    act(dossier, "resume", "reception", now=MONDAY + DAY)
    assert told(province, dossier).missing == ()


def test_a_paper_that_is_missing_may_say_why():
    asked = {"missing": [{"title": "Bản đồ", "why": "bản cũ mờ"}, {"why": "?"}]}
    events = [SimpleNamespace(type="pause", data=asked)]
    assert timeline.missing(events) == (("Bản đồ", "bản cũ mờ"),)


def test_an_apology_tells_the_old_and_the_new_date_and_why(province, dossier):
    forwarded(dossier)
    later = MONDAY + timedelta(days=14)
    data = {"until": later.isoformat(), "reason": "Máy đo hỏng, mong ông thông cảm"}
    act(dossier, "extend", "leader", data=data, now=MONDAY + HOUR)
    (found,) = told(province, dossier).new_dates
    assert found.before == MONDAY + timedelta(days=7)
    assert found.due == fold(dossier).due
    assert "thông cảm" in found.reason


@pytest.mark.parametrize(
    ("later", "days"),
    [(0, 5), (1, 4), (4, 1), (5, 1), (7, 0), (8, -1), (11, -4), (13, -4), (14, -5)],
)
def test_time_is_told_in_working_days(province, dossier, later, days):
    # Due on the Monday after; Saturdays and Sundays do not count either way.
    assert told(province, dossier, MONDAY + later * DAY).days == days


def test_the_account_of_the_date_is_that_of_the_engine(province, dossier):
    lines = told(province, dossier).account
    assert lines[0].kind == "received"
    assert lines[-1].kind == "due"


def test_remarks_between_officers_are_not_told(province, dossier):
    data = {"to": LAND, "note": "Coi chừng người này hay kiện"}
    act(dossier, "forward", "reception", data=data, now=MONDAY)
    sent = {"reason": "làm lại cho cẩn thận"}
    act(dossier, "propose", "handler", data={"proposal": "đồng ý"}, now=MONDAY)
    act(dossier, "send_back", "leader", data=sent, now=MONDAY)
    text = str(told(province, dossier))
    for inside in ("hay kiện", "cẩn thận", "đồng ý", "handler", "leader", "reception"):
        assert inside not in text


def test_a_closed_dossier_keeps_its_stages(province, dossier):
    forwarded(dossier)
    act(dossier, "propose", "handler", data={"proposal": "Đồng ý"}, now=MONDAY)
    act(dossier, "approve", "leader", now=MONDAY)
    act(dossier, "finish", "handler", now=MONDAY + DAY)
    assert marks(province, dossier)["result"] == "now"
    act(dossier, "return_result", "reception", now=MONDAY + 2 * DAY)
    act(dossier, "close", "archivist", now=MONDAY + 3 * DAY)
    assert set(marks(province, dossier).values()) == {"done"}
    kinds = [one.kind for one in told(province, dossier).milestones]
    assert kinds == ["receive", "finish", "return_result"]


# The status alone


def test_the_code_alone_tells_the_status_and_nothing_else(province, dossier):
    assert tracking.status(province, dossier.code.lower(), HOME, MONDAY) == 2
    assert tracking.status(province, dossier.code[:-4] + "9999", HOME, MONDAY) == 0


def test_a_restricted_dossier_does_not_exist_without_its_factor(province, version):
    hidden = an_intake(version, confidentiality="restricted")
    dossier = receive(province, hidden, "reception", MONDAY)
    assert tracking.status(province, dossier.code, HOME, MONDAY) == 0
    assert tracking.follow(province, dossier.code, "5678", HOME, MONDAY) is not None


def test_asking_for_a_status_is_counted_also_when_it_is_answered(province, dossier):
    for _number in range(tracking.STATUS_PER_CLIENT):
        tracking.status(province, dossier.code, HOME, MONDAY)
    with pytest.raises(TooManyTries):
        tracking.status(province, dossier.code, HOME, MONDAY)
    assert tracking.status(province, dossier.code, "203.0.113.8", MONDAY) == 2


def test_patient_walking_is_stopped_for_the_day(province, dossier):
    begun = MONDAY.replace(hour=8, minute=0)
    for number in range(tracking.STATUS_PER_CLIENT_AND_DAY):
        at = begun + timedelta(minutes=15 * (number // tracking.STATUS_PER_CLIENT))
        tracking.status(province, f"{UNIT}-261102-{number:04d}", HOME, at)
    with pytest.raises(TooManyTries) as stopped:
        tracking.status(province, dossier.code, HOME, begun + timedelta(hours=3))
    assert stopped.value.retry_after > 900


def test_who_asked_for_statuses_too_often_still_follows_the_own_dossier(
    province, dossier
):
    for _number in range(tracking.STATUS_PER_CLIENT):
        tracking.status(province, dossier.code, HOME, MONDAY)
    assert tracking.track(province, dossier.code, "5678", HOME, MONDAY) is not None


# The proof


def test_a_proof_opens_its_dossier_for_a_quarter_of_an_hour(province, dossier):
    proof = tracking.follow(province, dossier.code, "5678", HOME, MONDAY).proof
    assert dossier.code not in proof
    for minutes, opens in ((0, True), (14, True), (15, False), (60, False)):
        now = MONDAY + timedelta(minutes=minutes)
        found = tracking.follow_on(province, proof, now)
        assert (found is not None) is opens, minutes


def test_a_used_proof_does_not_hold_for_ever(province, dossier):
    # Each answer gives a fresh one, as a page does that somebody works on.
    proof = proofs.give(dossier.code, MONDAY)
    again = tracking.follow_on(province, proof, MONDAY + timedelta(minutes=10)).proof
    assert proofs.code_in(again, MONDAY + timedelta(minutes=20)) == dossier.code
    assert proofs.code_in(proof, MONDAY + timedelta(minutes=20)) == ""


@pytest.mark.parametrize("proof", ["", "x", "ä", "A" * 200, "A" * 60, "=" * 8, "\0"])
def test_what_is_no_proof_of_ours_opens_nothing(province, dossier, proof):
    assert tracking.follow_on(province, proof, MONDAY) is None


def test_what_was_sealed_for_something_else_is_no_proof(province, dossier):
    until = int((MONDAY + HOUR / 6).timestamp())
    assert proofs.code_in(seal("followed", f"{until} {dossier.code}"), MONDAY)
    assert not proofs.code_in(seal("cursor", f"{until} {dossier.code}"), MONDAY)
    far = int((MONDAY + DAY).timestamp())
    assert not proofs.code_in(seal("followed", f"{far} {dossier.code}"), MONDAY)


# Who looked


def look(person, ground, at, code="c"):
    journal.note(journal.Look(at, person, journal.PAPER, code, "f" * 64, ground))


def test_readings_are_told_by_office_position_and_day(province):
    duties.assign(
        "leader",
        LAND,
        "supervision",
        datetime(2025, 1, 1).date(),
        position="Trưởng phòng",
    )
    look("handler", f"{LAND}:processing (holder)", MONDAY)
    look("handler", f"{LAND}:processing (holder)", MONDAY + HOUR)
    look("leader", f"{LAND}:approval (holder)", MONDAY + DAY)
    look("handler", f"{LAND}:processing (holder)", MONDAY, code="other")
    found = readers.of(province, "c")
    assert [(one.unit, one.duty, one.position, one.times) for one in found] == [
        (LAND, "approval", "Trưởng phòng", 1),
        (LAND, "processing", "", 2),
    ]
    assert "handler" not in str(found)
    assert "leader" not in str(found)


def test_who_acted_for_another_and_odd_grounds_are_told_without_a_name(province):
    look("handler", f"{LAND}:approval (holder) @leader", MONDAY)
    look("handler", "", MONDAY)
    look("handler", "x:y", MONDAY)
    found = readers.of(province, "c")
    assert {(one.unit, one.duty) for one in found} == {("", ""), (LAND, "approval")}
    assert "leader" not in str(found)
