"""Duties act from their first day to their last, and always name their deed."""

from __future__ import annotations

from AccessControl import Unauthorized
from datetime import date
from datetime import timedelta
from motcua.organisation import duties
from motcua.organisation import units
from motcua.organisation.errors import DutyOverlap
from motcua.organisation.errors import UnknownDuty
from motcua.organisation.errors import UnknownPerson
from motcua.organisation.errors import UnknownUnit
from plone import api
import pytest


DEED = "QĐ 12/QĐ-STP ngày 30/6/2025"
START = date(2025, 7, 1)


@pytest.fixture
def officer(province, lan):
    """Lan receives at the centre for the second half of 2025."""
    duties.assign("lan", "H99.90", "reception", START, date(2025, 12, 31), DEED)
    return lan


def test_a_duty_is_a_group_from_its_first_to_its_last_day(officer):
    group = {"H99.90:reception"}
    assert duties.groups("lan", START - timedelta(days=1)) == set()
    assert duties.groups("lan", START) == group
    assert duties.groups("lan", date(2025, 12, 31)) == group
    assert duties.groups("lan", date(2026, 1, 1)) == set()


def test_somebody_without_duties_has_no_groups(province):
    assert duties.groups("nobody", START) == set()


def test_a_seconded_officer_holds_duties_in_two_departments(officer):
    duties.assign("lan", "H99.01", "processing", START, None, DEED)
    assert duties.groups("lan", START) == {"H99.90:reception", "H99.01:processing"}
    assert duties.groups("lan", date(2026, 1, 1)) == {"H99.01:processing"}


def test_a_department_may_be_named_by_its_old_code(province, lan):
    row = duties.assign("lan", "000.00.01.H99", "approval", START)
    assert row.group == "H99.01:approval"
    assert duties.holders("000.00.01.H99", "approval", START) == []
    assert duties.holders("H99.01", "approval", START) == ["lan"]


def test_the_holders_of_a_duty_follow_the_dates(officer):
    api.user.create(email="binh@example.org", username="binh")
    duties.assign("binh", "H99.90", "reception", date(2026, 1, 1))
    assert duties.holders("H99.90", "reception", START) == ["lan"]
    assert duties.holders("H99.90", "reception", date(2026, 1, 1)) == ["binh"]
    assert duties.holders("H99.90", "approval", START) == []


def test_ending_a_duty_keeps_what_was(officer):
    (row,) = duties.end("lan", "H99.90", "reception", date(2025, 8, 31), "QĐ 40")
    assert (row.until, row.end_deed, row.deed) == (date(2025, 8, 31), "QĐ 40", DEED)
    assert duties.groups("lan", date(2025, 8, 31)) == {"H99.90:reception"}
    assert duties.groups("lan", date(2025, 9, 1)) == set()
    assert duties.end("lan", "H99.90", "reception", date(2025, 9, 30)) == []


def test_a_duty_ended_before_it_begins_never_acts(province, lan):
    duties.assign("lan", "H99.01", "archive", date(2027, 1, 1))
    duties.end("lan", "H99.01", "archive", date(2026, 12, 1))
    assert duties.groups("lan", date(2027, 2, 1)) == set()
    assert len(duties.rows("lan")) == 1


def test_the_same_assignment_twice_is_one(officer):
    duties.assign("lan", "H99.90", "reception", START, date(2025, 12, 31), DEED)
    assert len(duties.rows("lan")) == 1


def test_one_duty_is_not_held_twice_on_one_day(officer):
    with pytest.raises(DutyOverlap, match=r"H99\.90:reception from 2025-07-01"):
        duties.assign("lan", "H99.90", "reception", date(2025, 12, 31))
    duties.assign("lan", "H99.90", "reception", date(2026, 1, 1))


def test_what_is_unknown_is_named(province, lan):
    with pytest.raises(UnknownPerson, match="'ghost'"):
        duties.assign("ghost", "H99.01", "processing", START)
    with pytest.raises(UnknownUnit, match="'H98'"):
        duties.assign("lan", "H98", "processing", START)
    with pytest.raises(UnknownDuty, match="'cooking'; choose one of: reception"):
        duties.assign("lan", "H99.01", "cooking", START)
    with pytest.raises(ValueError, match="before it begins"):
        duties.assign("lan", "H99.01", "processing", START, START - timedelta(days=1))


@pytest.mark.parametrize("role", ["Member", "Editor", "Reviewer", "Contributor"])
def test_only_administrators_assign_and_end(officer, role):
    with api.env.adopt_roles([role]):
        with pytest.raises(Unauthorized, match="Only administrators"):
            duties.assign("lan", "H99.01", "approval", START)
        with pytest.raises(Unauthorized):
            duties.end("lan", "H99.90", "reception", START)
        with pytest.raises(Unauthorized):
            duties.end_all("H99.90", START)
    assert duties.groups("lan", date(2025, 10, 1)) == {"H99.90:reception"}


def test_site_administrators_may_assign(province, lan):
    with api.env.adopt_roles(["Site Administrator"]):
        assert duties.assign("lan", "H99.01", "approval", START).department == "H99.01"


def test_closing_a_unit_ends_the_duties_in_it(officer):
    units.close("H99.90", date(2025, 9, 30), "H99.61", "NQ 5")
    assert duties.groups("lan", date(2025, 9, 30)) == {"H99.90:reception"}
    assert duties.groups("lan", date(2025, 10, 1)) == set()
    assert duties.rows("lan")[0].end_deed == "NQ 5"


def test_no_duty_outlasts_its_unit(province, lan):
    with pytest.raises(ValueError, match=r"Unit H99\.50 ends on 30/06/2025"):
        duties.assign("lan", "H99.50", "processing", date(2025, 1, 1))
    duties.assign("lan", "H99.50", "processing", date(2025, 1, 1), date(2025, 6, 30))


def test_ending_a_whole_department_spares_the_others(officer):
    duties.assign("lan", "H99.01", "processing", START)
    duties.assign("lan", "H99.01", "archive", START)
    ended = duties.end_all("H99.01", date(2025, 10, 31), "QĐ 77")
    assert {row.duty for row in ended} == {"processing", "archive"}
    assert duties.groups("lan", date(2025, 11, 1)) == {"H99.90:reception"}


def explain(day, **words):
    return duties.explain("lan", "H99.90", "reception", day, "en", **words)


def test_the_explanation_names_unit_dates_and_deed(officer):
    assert explain(START) == (
        "Reception and return of results at Trung tâm Phục vụ hành chính công "
        "(H99.90:reception): from 01/07/2025 to 31/12/2025, by " + DEED + "."
    )


def test_the_explanation_says_why_not(officer):
    assert "not yet; will be held from 01/07/2025" in explain(date(2025, 6, 1))
    assert "ended; was held" in explain(date(2026, 1, 1))
    duties.end("lan", "H99.90", "reception", date(2025, 8, 31), "QĐ 40")
    assert "ended by QĐ 40; was held" in explain(date(2025, 9, 1))
    never = duties.explain("lan", "H99.01", "approval", START, "en")
    assert never.endswith("(H99.01:approval): never assigned.")


def test_an_open_ended_duty_without_deed_says_both(province, lan):
    duties.assign("lan", "H99.90", "reception", START)
    assert "from 01/07/2025 without end, by no document on record" in explain(START)


def test_group_ids_are_read_back():
    assert duties.parse_group("H99.01:reception") == ("H99.01", "reception")
    for other in ("Administrators", "H99.01:cooking", ":reception", "reception"):
        assert duties.parse_group(other) is None
