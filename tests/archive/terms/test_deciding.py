"""Rules are proposed by the archive, approved by the head, and never change."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.archive import folder
from motcua.archive import records
from motcua.archive import retention
from motcua.archive.holdings.errors import HoldingsError
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.archive.retention import tables
from motcua.archive.terms import deciding
from motcua.archive.terms.deciding import OwnRule
from motcua.dossiers import ledger
from motcua.organisation import duties
from motcua.organisation import waivers
from plone import api
import pytest
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.terms.conftest import in_force
from tests.archive.terms.conftest import PROCEDURE
from tests.archive.terms.conftest import wanted
from tests.archive.test_records import close
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE


def said(site, on, agency=PROVINCE, procedure=PROCEDURE, field=""):
    """Return the class that the rules give to a procedure on a day."""
    rules = retention.rules_of(site, agency)
    return retention.rule_for(procedure, field, on, rules).class_


def test_a_rule_holds_when_the_head_approved_it(province):
    event = deciding.propose(province, PROVINCE, wanted(), "archivist", MONDAY)
    one, key = tables.table(province, PROVINCE), event.facts["rule"]
    assert said(province, date(2026, 11, 5)) == "10-years"
    deciding.approve(province, one, key, "leader", LATER)
    assert said(province, date(2026, 11, 5)) == "20-years"
    assert said(province, date(2026, 10, 31)) == "10-years"
    rule = tables.view(one).lines[key].rule
    assert (rule.confirmed, rule.decided_by) == (True, "QĐ 45/QĐ-UBND, 20/10/2026")
    assert rule.id == "TH-H99:r1"
    assert ledger.verify(one) == []


def test_a_later_rule_ends_the_former_with_its_date_and_changes_nothing_before(
    province,
    version,
):
    one = in_force(province, "procedure", PROCEDURE, "20-years", (2026, 1, 1))
    in_force(province, "procedure", PROCEDURE, "50-years", (2027, 3, 1))
    first, second = tables.view(one).lines.values()
    assert (first.rule.valid_to, first.ended_by) == (date(2027, 2, 28), "r2")
    assert second.rule.valid_to is None
    assert said(province, date(2027, 2, 28)) == "20-years"
    assert said(province, date(2027, 3, 1)) == "50-years"


def test_a_rule_without_a_class_ends_the_one_there(province, version):
    in_force(province, "procedure", PROCEDURE, "20-years", (2026, 1, 1))
    in_force(province, "procedure", PROCEDURE, "", (2026, 6, 1))
    assert said(province, date(2026, 5, 31)) == "20-years"
    assert said(province, date(2026, 6, 1)) == "10-years"
    with pytest.raises(Impossible):
        in_force(province, "procedure", PROCEDURE, "", (2026, 7, 1))
    with pytest.raises(Impossible):
        in_force(province, "field", "Đất đai", "", (2026, 7, 1))
    # Another one can begin the day on which nothing holds any more.
    in_force(province, "procedure", PROCEDURE, "5-years", (2026, 6, 1))
    assert said(province, date(2026, 6, 1)) == "5-years"


def test_a_rule_never_begins_before_the_one_that_holds(province):
    in_force(province, "all", "", "20-years", (2026, 11, 1))
    with pytest.raises(Impossible) as told:
        in_force(province, "all", "", "50-years", (2026, 11, 1))
    assert "01/11/2026" in str(told.value)
    # Two that wait: the second to be approved is too late.
    for day in ((2027, 1, 1), (2026, 12, 1)):
        deciding.propose(province, PROVINCE, wanted(day=day), "archivist", MONDAY)
    one = tables.table(province, PROVINCE)
    deciding.approve(province, one, "r2", "leader", LATER)
    with pytest.raises(Impossible):
        deciding.approve(province, one, "r3", "leader", LATER)


def test_the_archive_does_not_approve_and_strangers_see_no_table(province):
    deciding.propose(province, PROVINCE, wanted(), "archivist", MONDAY)
    one = tables.table(province, PROVINCE)
    with pytest.raises(NotYours):
        deciding.approve(province, one, "r1", "archivist", LATER)
    for person in ("handler", "stranger"):
        with pytest.raises(Unknown):
            deciding.approve(province, one, "r1", person, LATER)
        with pytest.raises(Unknown):
            deciding.propose(province, PROVINCE, wanted(), person, LATER)
        assert deciding.agencies(province, person, LATER) == {}
    with pytest.raises(NotYours):
        deciding.withdraw(province, one, "r1", "leader", LATER)
    with pytest.raises(Unknown):
        deciding.approve(province, one, "r9", "leader", LATER)
    with pytest.raises(Stale):
        deciding.approve(province, one, "r1", "leader", LATER, seen=1)


def test_who_proposed_approves_only_where_that_is_waived(province, monkeypatch):
    duties.assign("archivist", PROVINCE, "approval", SINCE)
    deciding.propose(province, PROVINCE, wanted(), "archivist", MONDAY)
    one = tables.table(province, PROVINCE)
    with pytest.raises(OwnRule):
        deciding.approve(province, one, "r1", "archivist", LATER)
    monkeypatch.setattr(waivers, "MAY_WAIVE", frozenset({"province"}))
    days = (date(2026, 1, 1), date(2026, 12, 31))
    waivers.give(waivers.Waiver(PROVINCE, waivers.OWN_RULE, *days, "QĐ 3", "Ít người"))
    event = deciding.approve(province, one, "r1", "archivist", LATER)
    assert event.facts["waived"] == "own-rule"


def test_what_was_refused_or_withdrawn_never_holds(province):
    for _each in range(2):
        deciding.propose(province, PROVINCE, wanted(), "archivist", MONDAY)
    one = tables.table(province, PROVINCE)
    with pytest.raises(Missing):
        deciding.refuse(province, one, "r1", " ", "leader", LATER)
    deciding.refuse(province, one, "r1", "Chưa đủ căn cứ", "leader", LATER)
    deciding.withdraw(province, one, "r2", "archivist", LATER)
    states = [line.state for line in tables.view(one).lines.values()]
    assert states == ["returned", "withdrawn"]
    assert said(province, date(2026, 11, 5)) == "10-years"
    for act in (
        lambda: deciding.approve(province, one, "r1", "leader", LATER),
        lambda: deciding.withdraw(province, one, "r2", "archivist", LATER),
    ):
        with pytest.raises(Impossible):
            act()


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "paper"},
        {"subject": "procedure", "value": ""},
        {"subject": "procedure", "value": "9.999999"},
        {"subject": "heading", "value": "k77"},
        {"class_": "9-years"},
        {"class_": "event"},
        {"start": "birthday"},
        {"valid_from": None},
        {"valid_from": date(1900, 1, 1)},
        {"valid_from": date(2099, 1, 1)},
        {"deed": " "},
        {"deed_on": None},
        {"deed_on": date(2026, 12, 1)},
    ],
)
def test_a_rule_that_cannot_be_is_refused(province, version, changes):
    told = replace(wanted(), **changes)
    with pytest.raises(Missing):
        deciding.propose(province, PROVINCE, told, "archivist", MONDAY)
    assert tables.table(province, PROVINCE) is None


def test_a_rule_speaks_of_an_entry_of_the_own_lists(province, issued):
    one = in_force(province, "heading", "k2", "20-years")
    rule = tables.view(one).lines["r1"].rule
    assert rule.subject == ("heading", "k2")


def test_the_rules_of_the_agency_above_hold_below_unless_it_has_its_own(
    province, version
):
    above = province["organisation"]["H99"]
    api.content.create(
        above, "Agency", id="H99.50", title="Xã", code="H99.50", level="commune"
    )
    in_force(province, "procedure", PROCEDURE, "20-years")
    day = date(2026, 11, 5)
    assert said(province, day, "H99.50") == "20-years"
    duties.assign("archivist", "H99.50", "archive", SINCE)
    duties.assign("leader", "H99.50", "approval", SINCE)
    in_force(province, "all", "", "5-years", agency="H99.50")
    # The particular one of the province still goes first; else that of the commune.
    assert said(province, day, "H99.50") == "20-years"
    assert said(province, day, "H99.50", procedure="2.002") == "5-years"
    assert said(province, day, PROVINCE, procedure="2.002") == "10-years"
    in_force(province, "procedure", PROCEDURE, "50-years", agency="H99.50")
    assert said(province, day, "H99.50") == "50-years"
    assert said(province, day, PROVINCE) == "20-years"


def test_the_record_of_a_dossier_names_the_rule_of_the_day_of_its_closing(
    province, dossier
):
    in_force(province, "procedure", PROCEDURE, "20-years", (2026, 1, 1))
    in_force(province, "procedure", PROCEDURE, "50-years", (2027, 3, 1))
    close(dossier)
    record = folder.find(province, dossier.code)
    assert record.facts["rule"] == "TH-H99:r1"
    found = records.view(province, record)
    assert (found.retention_class.key, found.confirmed) == ("20-years", True)
    assert found.retention_until == date(2046, 12, 31)


def test_a_record_that_waits_for_an_event_is_not_for_ever(province, dossier):
    in_force(province, "procedure", PROCEDURE, "event", (2026, 1, 1), start="validity")
    close(dossier)
    found = records.view(province, folder.find(province, dossier.code))
    assert (found.retention_until, found.retention_waits) == (None, True)


def test_the_figure_of_sheets_has_a_day_and_a_source(province):
    def measured(on):
        return tables.measure_of(province, PROVINCE, on).sheets

    assert measured(date(2026, 11, 1)) == 7000
    told = (province, PROVINCE, 8000, date(2026, 11, 1))
    with pytest.raises(Missing):
        deciding.measure(*told, " ", "archivist", MONDAY)
    deciding.measure(*told, "Đo tại kho", "archivist", MONDAY)
    assert measured(date(2026, 10, 31)) == 7000
    assert measured(date(2026, 11, 1)) == 8000
    with pytest.raises(Missing):
        deciding.measure(
            province, PROVINCE, 5, date(2026, 1, 1), "x", "archivist", MONDAY
        )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rules=st.lists(
        st.tuples(
            st.sampled_from(["5-years", "20-years", "permanent", ""]),
            st.integers(0, 400),
        ),
        max_size=7,
    )
)
def test_no_rule_ever_changes_what_held_before_its_day(province, version, rules):
    first = date(2026, 1, 1)
    days = [first + timedelta(days=each) for each in range(-1, 402, 13)]
    tables.made(province).tables.pop(PROVINCE, None)
    for class_, offset in rules:
        begins = first + timedelta(days=offset)
        before = {day: said(province, day) for day in days if day < begins}
        with suppress(HoldingsError):
            in_force(
                province,
                "procedure",
                PROCEDURE,
                class_,
                (begins.year, begins.month, begins.day),
            )
        assert before == {day: said(province, day) for day in before}
    one = tables.table(province, PROVINCE)
    held = tables.view(one).approved if one is not None else ()
    assert bool(held) == any(class_ for class_, _offset in rules)
    for day in days:
        # One rule at most speaks of one subject on one day.
        assert sum(rule.in_force(day) for rule in held) <= 1
