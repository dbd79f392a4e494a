"""Combined duties: apart by rule, together by decision."""

from __future__ import annotations

from AccessControl import Unauthorized
from datetime import date
from datetime import timedelta
from motcua.dossiers.actions import act
from motcua.dossiers.errors import NotAllowed
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation import units
from motcua.organisation import waivers
from motcua.organisation.errors import CombinedDuties
from motcua.organisation.errors import WaiverRefused
from plone import api
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


COMMUNE = "H99.31"
DOOR = "H99.31.01"
OFFICE = "H99.31.02"
FIRST = date(2026, 1, 1)
LAST = date(2026, 12, 31)


@pytest.fixture
def commune(portal):
    """A province, and in it a commune where "hoa" does everything."""
    empty_sql()
    build_province(portal)
    units.create("agency", COMMUNE, "Xã Bãi Dài", "H99", level="commune", site=portal)
    units.create("one-stop-unit", DOOR, "Một cửa xã", COMMUNE, site=portal)
    units.create("department", OFFICE, "Văn phòng xã", COMMUNE, site=portal)
    api.user.create(email="hoa@example.org", username="hoa", password="Mot-cua-1!")
    for place, duty in (
        (DOOR, "reception"),
        (OFFICE, "processing"),
        (OFFICE, "approval"),
    ):
        duties.assign("hoa", place, duty, FIRST)
    return portal


def waiver(rule=waivers.OWN_RESULT, **changes):
    values = {
        "agency": COMMUNE,
        "rule": rule,
        "since": FIRST,
        "until": LAST,
        "deed": "16/QĐ-UBND",
        "reason": "ba biên chế",
    }
    return waivers.Waiver(**{**values, **changes})


@pytest.fixture
def proposed(commune):
    """A dossier in the commune for which hoa proposed a result."""
    from motcua.dossiers.intake import receive

    version = build_procedure(commune)
    dossier = receive(commune, an_intake(version, unit=DOOR), "hoa", MONDAY)
    act(dossier, "forward", "hoa", data={"to": OFFICE}, now=MONDAY)
    act(dossier, "propose", "hoa", data={"proposal": "Đồng ý"}, now=MONDAY)
    return dossier


def test_who_proposed_a_result_does_not_approve_it(proposed):
    with pytest.raises(NotAllowed) as refused:
        act(proposed, "approve", "hoa", now=MONDAY)
    assert "Combined duties" in str(refused.value.message)
    assert proposed.state == "proposed"


def test_a_recorded_decision_lets_one_person_do_both(proposed):
    waivers.give(waiver())
    act(proposed, "approve", "hoa", now=MONDAY)
    assert proposed.state == "approved"


@pytest.mark.parametrize(
    "other",
    [
        {"until": date(2026, 6, 30)},
        {"since": date(2026, 12, 1)},
        {"rule": waivers.OWN_MONEY},
    ],
)
def test_a_decision_for_other_days_or_another_rule_does_not(proposed, other):
    waivers.give(waiver(**other))
    with pytest.raises(NotAllowed):
        act(proposed, "approve", "hoa", now=MONDAY)


def test_an_ended_decision_acts_no_more(proposed):
    waivers.give(waiver())
    (changed,) = waivers.end(
        COMMUNE, waivers.OWN_RESULT, date(2026, 11, 1), "20/QĐ-UBND"
    )
    assert (changed.until, changed.end_deed) == (date(2026, 11, 1), "20/QĐ-UBND")
    with pytest.raises(NotAllowed):
        act(proposed, "approve", "hoa", now=MONDAY)
    assert waivers.end(COMMUNE, waivers.OWN_RESULT, date(2026, 11, 1), "x") == []


def test_refusing_and_sending_back_the_own_work_is_free(proposed):
    act(proposed, "send_back", "hoa", data={"reason": "thiếu"}, now=MONDAY)
    assert proposed.state == "processing"


def test_a_delegation_of_approval_is_no_second_person(commune):
    from motcua.dossiers.intake import receive

    version = build_procedure(commune)
    dossier = receive(commune, an_intake(version), "reception", MONDAY)
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(dossier, "propose", "handler", data={"proposal": "Đồng ý"}, now=MONDAY)
    given = delegations.Delegation(
        "leader", "handler", LAND, "approval", FIRST, LAST, "KT.", "GUQ 1"
    )
    delegations.delegate(given, commune)
    with pytest.raises(NotAllowed):
        act(dossier, "approve", "handler", now=MONDAY)
    act(dossier, "approve", "leader", now=MONDAY)


def test_who_takes_money_is_not_given_supervision(commune):
    with pytest.raises(CombinedDuties) as refused:
        duties.assign("hoa", DOOR, "supervision", FIRST)
    assert "Kiêm nhiệm" in str(refused.value)
    assert "Combined duties" in str(refused.value)
    waivers.give(waiver(waivers.OWN_MONEY))
    duties.assign("hoa", DOOR, "supervision", FIRST)


def test_what_does_not_overlap_or_lies_in_another_agency_is_free(commune):
    duties.assign("hoa", UNIT, "supervision", FIRST)
    duties.end("hoa", DOOR, "reception", date(2026, 6, 30))
    duties.assign("hoa", DOOR, "supervision", date(2026, 7, 1))


def test_the_list_shows_who_holds_both_and_what_covers_it(commune):
    day = MONDAY.date()
    assert (COMMUNE, "hoa", waivers.OWN_RESULT, False) in waivers.combined(day)
    waivers.give(waiver())
    assert (COMMUNE, "hoa", waivers.OWN_RESULT, True) in waivers.combined(day)
    assert waivers.combined(FIRST - timedelta(days=1)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"agency": "H99"},
        {"agency": DOOR},
        {"rule": "anything"},
        {"until": FIRST - timedelta(days=1)},
        {"deed": " "},
        {"reason": ""},
    ],
)
def test_a_senseless_decision_is_refused_in_two_languages(commune, wrong):
    with pytest.raises(WaiverRefused) as refused:
        waivers.give(waiver(**wrong))
    assert " / " in str(refused.value)
    assert waivers.rows() == ()


def test_only_administrators_record_decisions(commune):
    with api.env.adopt_user("hoa"):
        with pytest.raises(Unauthorized):
            waivers.give(waiver())
        with pytest.raises(Unauthorized):
            waivers.end(COMMUNE, waivers.OWN_RESULT, LAST, "x")


def test_the_same_decision_twice_is_one(commune):
    waivers.give(waiver())
    waivers.give(waiver())
    assert len(waivers.rows()) == 1


def test_books_from_before_have_none(commune):
    book = duties.book()
    assert "waivers" not in vars(book)
    assert waivers.rows() == ()
