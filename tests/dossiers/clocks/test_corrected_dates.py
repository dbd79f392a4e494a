"""Corrections, restarts and reopenings leave no date behind that is not true."""

from __future__ import annotations

from datetime import datetime
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import clock
from motcua.dossiers.errors import MissingData
from motcua.dossiers.intake import receive
from motcua.dossiers.intake import submit
from motcua.dossiers.states import fold
from motcua.organisation import duties
from motcua.procedures.definitions import Timing
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import HANOI
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT


WHY = {"reason_code": "missing_paper", "reason": "Thiếu sơ đồ"}
ENDING = {"reason_code": "wish", "reason": "Đổi ý"}
AGAIN = {"reason_code": "complaint", "reason": "Khiếu nại đúng"}
STORM = {"reason_code": "disaster", "reason": "Bão", "deed": "QĐ 9"}
UNTIL = {"until": "2026-11-12T10:00", "reason": "Mưa bão"}


def at(text):
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=HANOI)


def step(dossier, operation, person, moment, **data):
    act(dossier, operation, person, data=data, now=at(moment))


@pytest.fixture
def dossier(province):
    """Five working days from Monday 09:00, with the land department."""
    version = build_procedure(province, timing=Timing(supplement="restart"))
    found = receive(province, an_intake(version), "reception", at("02T09:00"))
    step(found, "forward", "reception", "02T09:30", to=LAND)
    return found


def correct(dossier, moment, **changes):
    step(dossier, "correct", "reception", moment, reason="Ghi nhầm", changes=changes)


def matter_of(version):
    return {
        "procedure": version.code,
        "version": version.digest,
        "case": "1",
        "channel": "counter",
    }


def test_a_corrected_name_leaves_what_was_promised(dossier):
    step(dossier, "pause", "handler", "03T09:00", **WHY)
    correct(dossier, "03T10:00", note="Nguyễn Văn Đức")
    assert fold(dossier).promised == at("09T09:00")
    step(dossier, "resume", "reception", "04T09:00")
    step(dossier, "extend", "leader", "04T10:00", **UNTIL)
    correct(dossier, "04T11:00", note="Nguyễn Văn Đức")
    assert fold(dossier).promised == at("09T09:00")


def test_a_corrected_receipt_promises_what_it_would_have_while_the_clock_stands(
    dossier,
):
    step(dossier, "pause", "handler", "03T09:00", **WHY)
    correct(dossier, "03T10:00", received="2026-11-02T08:00+07:00")
    view = fold(dossier)
    assert (view.due, view.promised) == (None, at("09T08:00"))


def test_a_restart_ends_an_extension_and_nothing_is_kept_of_it(province, dossier):
    step(dossier, "extend", "leader", "03T09:00", **UNTIL)
    assert fold(dossier).kept == at("09T09:00")
    step(dossier, "pause", "handler", "04T09:00", **WHY)
    step(dossier, "resume", "reception", "05T09:00")
    view = fold(dossier)
    assert (view.due, view.kept) == (at("12T09:00"), None)
    assert clock.due(province, dossier).kept is None


def test_a_wrong_procedure_is_corrected_after_an_extension_too(province, dossier):
    """A longer term overtakes the new date; a term that ends before does not."""
    step(dossier, "extend", "leader", "03T09:00", **UNTIL)
    longer = build_procedure(province, "1.000777", "12 working days")
    correct(dossier, "03T10:00", procedure=matter_of(longer))
    assert (fold(dossier).due, fold(dossier).kept) == (at("18T09:00"), None)
    shorter = build_procedure(province, "1.000778", "6 working days")
    correct(dossier, "03T11:00", procedure=matter_of(shorter))
    view = fold(dossier)
    assert (view.due, view.kept) == (at("12T10:00"), at("10T09:00"))


def test_an_extension_to_the_end_of_the_last_day_is_none(province):
    """Whole days end with the close of the day, so nothing would be won."""
    version = build_procedure(province, timing=Timing(accounting="end-of-day"))
    found = receive(province, an_intake(version), "reception", at("02T09:00"))
    step(found, "forward", "reception", "02T09:30", to=LAND)
    head, evening = found.head, {**UNTIL, "until": "2026-11-09T19:00"}
    with pytest.raises(MissingData, match="has to lie after"):
        step(found, "extend", "leader", "03T09:00", **evening)
    assert (found.head, fold(found).due) == (head, at("09T17:30"))


def test_what_is_opened_again_is_not_suspended_any_more(dossier):
    """Else the page says that the clock stands while it runs."""
    step(dossier, "suspend", "supervisor", "03T09:00", **STORM)
    step(dossier, "withdraw", "reception", "04T09:00", **ENDING)
    step(dossier, "reopen", "leader", "05T09:00", **AGAIN)
    view = fold(dossier)
    assert (view.suspended, view.paused, dossier.suspended) == (False,) * 3
    assert view.due == at("11T09:00")
    step(dossier, "suspend", "supervisor", "06T09:00", **STORM)
    assert fold(dossier).due is None


def test_what_was_never_accepted_is_opened_again_to_be_answered(province):
    """As received it would run without a term."""
    duties.assign("magistrate", UNIT, "approval", SINCE, deed="QĐ 1")
    version = build_procedure(province)
    sent = submit(province, an_intake(version), "reception", at("02T09:00"))
    step(sent, "withdraw", "reception", "02T10:00", **ENDING)
    step(sent, "reopen", "magistrate", "02T11:00", **AGAIN)
    assert (sent.state, fold(sent).due) == ("submitted", at("03T11:00"))
    step(sent, "accept", "reception", "03T09:00")
    assert fold(sent).due == clock.due(province, sent).due == at("10T09:00")
