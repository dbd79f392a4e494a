"""The test vectors of the law, each with a real dossier received at that moment."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import clock
from motcua.dossiers.intake import receive
from motcua.dossiers.states import fold
from motcua.procedures.definitions import Timing
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import HANOI
from tests.dossiers.conftest import LAND


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def received(province, moment, term, **timing):
    settings = Timing(**timing) if timing else None
    version = build_procedure(province, term=term, timing=settings)
    return receive(province, an_intake(version), "reception", at(moment))


@pytest.mark.parametrize(
    ("moment", "term", "by_clock", "by_day"),
    [
        ("2026-10-16T09:00", "3 working days", "2026-10-21T09:00", "2026-10-21T17:30"),
        ("2026-10-16T16:50", "1 working day", "2026-10-19T16:50", "2026-10-19T17:30"),
        # Over Tết.
        ("2026-02-12T10:00", "5 working days", "2026-02-26T10:00", "2026-02-26T17:30"),
        # The Saturday 10-1-2026 is worked.
        ("2026-01-08T09:00", "3 working days", "2026-01-12T09:00", "2026-01-12T17:30"),
        # Over New Year, the 2-1-2026 is swapped for that Saturday.
        ("2025-12-31T14:00", "2 working days", "2026-01-06T14:00", "2026-01-06T17:30"),
        ("2026-08-20T15:00", "3 working days", "2026-08-24T15:00", "2026-08-24T17:30"),
        # Three days off around the National Day.
        ("2026-08-27T08:00", "5 working days", "2026-09-08T08:00", "2026-09-08T17:30"),
        ("2026-04-20T11:00", "10 working days", "2026-05-07T11:00", "2026-05-07T17:30"),
        # Sent on a Saturday night: the two ways of counting differ.
        ("2026-10-17T20:15", "1 working day", "2026-10-19T17:30", "2026-10-20T17:30"),
        # In the day: after 15:00 the next working day.
        ("2026-10-15T15:05", "in the day", "2026-10-16T17:30", "2026-10-16T17:30"),
        ("2026-10-16T15:01", "in the day", "2026-10-19T17:30", "2026-10-19T17:30"),
        ("2026-10-15T12:10", "8 working hours", "2026-10-16T11:30", None),
        ("2026-10-16T15:30", "8 working hours", "2026-10-19T15:30", None),
        ("2026-10-15T10:30", "4 working hours", "2026-10-15T16:30", None),
        # The tenth day is a Sunday.
        ("2026-10-08T09:00", "10 days", None, "2026-10-19T17:30"),
        # The fifteenth day lies in Tết.
        ("2026-02-03T09:00", "15 days", None, "2026-02-23T17:30"),
    ],
)
def test_the_procedure_says_how_a_dossier_is_counted(
    province, moment, term, by_clock, by_day
):
    dossier = received(province, moment, term)
    if by_clock:
        assert fold(dossier).due == at(by_clock)
    if by_day:
        version = build_procedure(
            province, "1.000777", term, timing=Timing(accounting="end-of-day")
        )
        other = receive(province, an_intake(version), "reception", at(moment))
        assert fold(other).due == at(by_day)


@pytest.mark.parametrize(
    ("policy", "due"),
    [("pause", "2026-11-12T11:00"), ("restart", "2026-11-16T14:00")],
)
def test_a_supplement_pauses_or_restarts_as_the_procedure_says(province, policy, due):
    dossier = received(
        province, "2026-11-02T09:00", "5 working days", supplement=policy
    )
    act(dossier, "forward", "reception", data={"to": LAND}, now=at("2026-11-02T09:30"))
    why = {"reason": "Thiếu sơ đồ thửa đất", "reason_code": "missing_paper"}
    act(dossier, "pause", "handler", data=why, now=at("2026-11-04T10:00"))
    assert fold(dossier).due is None
    act(dossier, "resume", "reception", now=at("2026-11-09T14:00"))
    assert fold(dossier).due == at(due)
    assert clock.due(province, dossier).due == at(due)
    # Shifted by the time on the wall it would end on a day of rest.
    assert fold(dossier).due != at("2026-11-14T13:00")


def test_the_time_may_start_with_the_payment(province):
    dossier = received(province, "2026-11-02T09:00", "1 working day", paid_first=True)
    view = fold(dossier)
    assert (view.due, view.promised, view.accepted) == (None, None, True)
    paid = {"amount": "20000", "method": "cash"}
    act(dossier, "collect_fee", "reception", data=paid, now=at("2026-11-03T10:00"))
    view = fold(dossier)
    assert view.due == view.promised == at("2026-11-04T10:00")
    # A second payment starts nothing.
    act(dossier, "collect_fee", "reception", data=paid, now=at("2026-11-04T09:00"))
    assert fold(dossier).due == at("2026-11-04T10:00")


def test_the_limits_of_supplements_are_those_of_the_procedure(province):
    dossier = received(province, "2026-11-02T09:00", "9 working days", alone=2)
    now = at("2026-11-02T09:30")
    act(dossier, "forward", "reception", data={"to": LAND}, now=now)
    why = {"reason": "Thiếu sơ đồ thửa đất", "reason_code": "missing_paper"}
    for _time in range(2):
        act(dossier, "pause", "handler", data=why, now=(now := now + timedelta(1)))
        act(dossier, "resume", "handler", now=(now := now + timedelta(1)))
    assert dossier.supplements == 2
