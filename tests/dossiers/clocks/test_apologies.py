"""The apology that is drafted: what is foreseen, and the date that is proposed."""

from __future__ import annotations

from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import apologies
from motcua.dossiers.ledger import events
from motcua.dossiers.standing import told
from tests.dossiers.clocks.test_ways import a_process
from tests.dossiers.clocks.test_ways import at
from tests.dossiers.clocks.test_ways import follow
from tests.dossiers.clocks.test_ways import step
from tests.dossiers.conftest import MONDAY


def test_what_its_budgets_bring_in_time_needs_no_apology(province, monkeypatch):
    dossier, _intake = follow(province, monkeypatch, a_process())
    found = apologies.draft(province, dossier, at("2026-11-02T10:00"))
    assert found.fits and found.expected == found.due == at("2026-11-06T14:30")


def test_a_late_step_moves_all_that_comes_after_it(province, monkeypatch):
    dossier, _intake = follow(province, monkeypatch, a_process())
    step(dossier, "complete", "reception", "2026-11-02T10:00")
    # Handling was to be done on Wednesday, the opinion on Thursday, at ten.
    found = apologies.draft(province, dossier, at("2026-11-06T10:00"))
    assert found.late == ("check", "opinion")
    # From Wednesday: two days were left; one more for the step that is late.
    assert found.expected == at("2026-11-11T10:00") and not found.fits
    assert found.until == at("2026-11-11T17:30")
    said = {"until": found.until.isoformat(), "reason": "Hồ sơ phức tạp"}
    act(dossier, "extend", "leader", data=said, now=at("2026-11-06T10:00"))
    assert dossier.standing.due == found.until


def test_on_the_free_road_three_days_more_are_proposed(province, dossier):
    found = apologies.draft(province, dossier, MONDAY)
    assert found.expected is None and not found.fits
    assert found.due == at("2026-11-09T09:00")
    assert found.until == at("2026-11-12T17:30")


def test_nothing_is_drafted_while_the_clock_stands(province, dossier):
    act(dossier, "forward", "reception", data={"to": "H99.02"}, now=MONDAY)
    asked = {"reason": "Thiếu sơ đồ", "reason_code": "other"}
    act(dossier, "pause", "handler", data=asked, now=MONDAY)
    assert apologies.draft(province, dossier, MONDAY) is None
    assert dossier.standing == told(events(dossier))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(min_value=0, max_value=60 * 24 * 30))
def test_the_proposed_date_is_always_a_later_one(province, dossier, minutes):
    now = MONDAY + timedelta(minutes=minutes)
    found = apologies.draft(province, dossier, now)
    assert found.until > max(found.due, now)
