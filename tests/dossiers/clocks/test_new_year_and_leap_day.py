"""Clocks that jump, the turn of the year, the 29th of February, calendars with gaps."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import clock
from motcua.dossiers.intake import receive
from motcua.dossiers.slips import issuing
from motcua.dossiers.states import fold
from motcua.storage import numbers
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import HANOI
from tests.dossiers.conftest import LAND


WHY = {"reason_code": "missing_paper", "reason": "Thiếu sơ đồ"}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def received(province, moment, term="5 working days"):
    version = build_procedure(province, term=term)
    return receive(province, an_intake(version), "reception", moment)


@pytest.mark.parametrize(
    ("moment", "term", "due"),
    [
        # A month from the 31st ends with the 29th where there is one.
        ("2028-01-31T09:00", "1 month", "2028-02-29T17:30"),
        ("2027-01-29T09:00", "1 month", "2027-03-01T17:30"),
        ("2028-02-29T09:00", "1 month", "2028-03-29T17:30"),
        # A year from the 29th ends with the 28th.
        ("2028-02-29T09:00", "12 months", "2029-02-28T17:30"),
        ("2028-02-28T09:00", "2 working days", "2028-03-01T09:00"),
        ("2028-02-28T09:00", "2 days", "2028-03-01T17:30"),
        # Over the turn of the year: the first of January is off.
        ("2026-12-31T15:00", "1 working day", "2027-01-04T15:00"),
        ("2026-12-31T15:01", "in the day", "2027-01-04T17:30"),
    ],
)
def test_short_months_and_the_turn_of_the_year(province, moment, term, due):
    assert fold(received(province, at(moment), term)).due == at(due)


def test_a_date_in_years_without_days_off_says_that_it_is_provisional(province):
    dossier = received(province, at("2030-12-30T09:00"))
    found = clock.due(province, dossier)
    gaps = [line for line in found.explanation if line.kind == "gap"]
    assert [line.date.year for line in gaps] == [2031]
    assert all("tạm tính" in line.vi and "provisional" in line.en for line in gaps)
    assert found.explanation[-1].kind == "due"


def test_codes_and_numbers_begin_anew_at_midnight_of_vietnam(province):
    """In UTC it is still the old year then, for seven hours."""
    intake = an_intake(build_procedure(province))
    old, new = (
        receive(province, intake, "reception", moment.replace(tzinfo=UTC))
        for moment in (datetime(2026, 12, 31, 16, 59), datetime(2026, 12, 31, 17, 0))
    )
    assert (old.code, new.code) == ("H99.01-261231-0001", "H99.01-270101-0001")
    for dossier, year in ((old, "2026"), (new, "2027")):
        for _sequence, period, number in issuing.numbers_of(dossier):
            assert (period, number) == (year, 1)


def test_a_clock_that_goes_back_over_new_year_numbers_as_the_ledger_says(province):
    """Else a restore raises the counter of the wrong year, and numbers come twice."""
    dossier = received(province, at("2026-12-31T09:00"))
    act(dossier, "forward", "reception", data={"to": LAND}, now=at("2027-01-04T09:00"))
    act(dossier, "pause", "handler", data=WHY, now=at("2026-12-31T10:00"))
    assert ledger.verify(dossier) == []
    assert dossier.last.at > at("2027-01-04T09:00")
    (issued,) = dossier.last.facts["slips"]
    found = issuing.numbers_of(dossier)
    assert [each[2] for each in found if each[1] == "2027"] == [issued["number"]]
    for sequence, period, number in found:
        assert numbers.last(sequence, period) == number


def test_a_clock_that_goes_back_makes_no_late_apology_timely(province):
    dossier = received(province, at("2026-11-02T09:00"))
    act(dossier, "forward", "reception", data={"to": LAND}, now=at("2026-11-09T08:00"))
    late = {"reason": "Mưa bão", "until": "2026-11-12T10:00"}
    act(dossier, "extend", "leader", data=late, now=at("2026-11-03T09:00"))
    assert dossier.last.facts["in_time"] is False


def test_a_clock_that_runs_ahead_moves_no_date_that_was_promised(province):
    dossier = received(province, at("2026-11-02T09:00"))
    act(dossier, "forward", "reception", data={"to": LAND}, now=at("2027-11-02T09:00"))
    act(dossier, "pause", "handler", data=WHY, now=at("2026-11-03T09:00"))
    view = fold(dossier)
    # By the ledger the term ran out before the wait: the date stays for all to see.
    assert (view.due, view.promised) == (at("2026-11-09T09:00"),) * 2
    assert [event.number for event in ledger.events(dossier)] == [1, 2, 3]
