"""Restricted dossiers: leaders, and the persons to whom they were given by name."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.archive import shelf
from motcua.archive.finding import search
from motcua.dossiers import actions
from motcua.dossiers import inbox
from motcua.dossiers import intake
from motcua.dossiers import ledger
from motcua.dossiers import rights
from motcua.dossiers.entrusting import candidates
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.folder import walk
from motcua.dossiers.register import Register
from motcua.dossiers.states import fold
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation.delegations import Delegation
from motcua.organisation.duties import Duty
from motcua.reports import register_book
from motcua.storage.engines import register_engine
from plone import api
from plone.app.testing import login
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT


DAY = MONDAY.date()
GROUND = {"ground": "Người tố cáo được bảo vệ"}


def colleague(name, department, duty):
    """Give a second person the duty that an officer of the province has."""
    duties.book().write(name, (Duty(name, department, duty, SINCE),))


def act(dossier, operation, actor, **data):
    return actions.act(dossier, operation, actor, data=data, now=MONDAY)


def sees(dossier, person):
    return rights.VIEW in actions.permitted(dossier, person, MONDAY)


def listed(person, **asked):
    return [row.code for row in inbox.inbox(rights.groups_of(person, DAY), **asked)]


def project(dossier):
    register = Register()
    with register_engine().begin() as connection:
        register.upsert(connection, register.row(dossier))


@pytest.fixture
def restricted(dossier):
    """Restricted at the counter, then sent to the land department."""
    colleague("second", UNIT, "reception")
    colleague("neighbour", LAND, "processing")
    act(dossier, "restrict", "reception", **GROUND)
    act(dossier, "forward", "reception", to=LAND)
    project(dossier)
    return dossier


def test_only_leaders_and_persons_by_name_see_it(restricted):
    seen = {
        person: sees(restricted, person)
        for person in (
            *("reception", "second", "supervisor", "leader", "handler"),
            *("neighbour", "jurist", "magistrate", "archivist", "stranger"),
        )
    }
    assert {person for person, found in seen.items() if found} == {
        "reception",
        "supervisor",
        "leader",
    }


def test_who_may_not_see_it_learns_nothing_from_acting(restricted):
    before = restricted.head
    for person in ("handler", "second"):
        with pytest.raises(UnknownDossier):
            act(restricted, "propose", person, proposal="x")
    assert restricted.head == before


def test_a_leader_gives_it_to_one_person(restricted):
    act(restricted, "assign", "leader", person="handler")
    assert sees(restricted, "handler") and not sees(restricted, "neighbour")
    act(restricted, "propose", "handler", proposal="Đủ điều kiện")
    act(restricted, "approve", "leader")
    assert fold(restricted).entrusted == ("reception", "handler", "leader")
    # The copies beside the head say what the ledger says.
    assert restricted.entrusted == fold(restricted).entrusted
    assert restricted.restricted and fold(restricted).restricted


def test_it_can_be_given_to_nobody_without_a_duty_there(restricted):
    for person in ("jurist", "archivist", "stranger"):
        with pytest.raises(MissingData):
            act(restricted, "assign", "leader", person=person)
    assert {"handler", "neighbour", "leader"} <= set(candidates(restricted))
    assert not {"jurist", "archivist", "stranger"} & set(candidates(restricted))


def test_the_list_the_count_and_the_search_leave_it_out(restricted):
    code = restricted.code
    for person in ("handler", "neighbour", "second"):
        groups = rights.groups_of(person, DAY)
        assert listed(person) == listed(person, everything=True) == []
        assert inbox.counts(groups)["all"] == 0
        assert search.search(groups, "đất").total == 0
    act(restricted, "assign", "leader", person="handler")
    project(restricted)
    assert listed("handler") == listed("handler", everything=True) == [code]
    assert inbox.counts(rights.groups_of("handler", DAY))["all"] == 1
    assert listed("neighbour", everything=True) == []


def test_the_archive_keeps_it_on_its_shelf(restricted):
    act(restricted, "assign", "leader", person="handler")
    act(restricted, "propose", "handler", proposal="Đủ điều kiện")
    act(restricted, "approve", "leader")
    act(restricted, "finish", "leader")
    act(restricted, "return_result", "reception")
    act(restricted, "close", "archivist")
    project(restricted)
    on = {
        person: [row.code for row in shelf.records(rights.groups_of(person, DAY))]
        for person in ("archivist", "handler", "leader", "neighbour", "second")
    }
    code = [restricted.code]
    assert on == {
        "archivist": code,
        "handler": code,
        "leader": code,
        "neighbour": [],
        "second": [],
    }


def test_the_register_book_counts_it_for_who_may_view_it(restricted):
    month = register_book.Period(date(2026, 11, 1), date(2026, 11, 30))
    for person, number in (("reception", 1), ("supervisor", 1), ("second", 0)):
        groups = rights.groups_of(person, DAY)
        assert register_book.length(UNIT, month, groups) == number
        assert register_book.totals(UNIT, month, MONDAY, groups).received == number
        assert len(register_book.lines(UNIT, month, MONDAY, groups)) == number


def test_zope_knows_no_more_than_the_desk(province, restricted):
    for person in ("leader", "handler", "supervisor", "jurist"):
        login(province, person)
        may = bool(api.user.has_permission("View", obj=restricted))
        assert may is sees(restricted, person), person


def test_lifting_the_restriction_opens_it_again(restricted):
    with pytest.raises(NotAllowed):
        act(restricted, "unrestrict", "reception", **GROUND)
    act(restricted, "unrestrict", "leader", **GROUND)
    project(restricted)
    assert sees(restricted, "handler") and sees(restricted, "second")
    assert listed("neighbour") == [restricted.code]
    with pytest.raises(IllegalStep):
        act(restricted, "unrestrict", "leader", **GROUND)


def test_a_restriction_has_a_ground_that_the_citizen_does_not_read(dossier):
    with pytest.raises(MissingData):
        act(dossier, "restrict", "reception")
    act(dossier, "restrict", "reception", **GROUND)
    assert fold(dossier).reason == ""
    assert fold(dossier).history[-1].text == GROUND["ground"]
    assert "Người" not in str(ledger.events(dossier)[-1].facts)


def test_who_acts_for_a_named_person_sees_it(province, restricted):
    act(restricted, "assign", "leader", person="handler")
    row = Delegation(
        giver="handler",
        receiver="jurist",
        department=LAND,
        duty="processing",
        since=DAY,
        until=DAY + timedelta(days=3),
        form="absence",
        deed="QĐ 9",
    )
    delegations.delegate(row)
    assert sees(restricted, "jurist") and not sees(restricted, "neighbour")
    project(restricted)
    assert listed("jurist") == [restricted.code]


def test_a_named_person_whose_duty_ended_is_out(restricted):
    act(restricted, "assign", "leader", person="handler")
    duties.book().write("handler", ())
    assert not sees(restricted, "handler")
    project(restricted)
    assert listed("handler", everything=True) == []


def test_one_gives_it_up_and_another_takes_it(restricted):
    act(restricted, "assign", "leader", person="handler")
    act(restricted, "assign", "leader", person="neighbour", instead="handler")
    assert sees(restricted, "neighbour") and not sees(restricted, "handler")
    with pytest.raises(MissingData):
        act(restricted, "assign", "leader", person="neighbour", instead="jurist")


def test_it_can_be_restricted_when_it_is_received(province, version):
    wanted = an_intake(version, confidentiality="restricted")
    made = intake.receive(province, wanted, "reception", MONDAY)
    colleague("second", UNIT, "reception")
    assert made.restricted and made.entrusted == ("reception",)
    assert sees(made, "reception") and not sees(made, "second")


def test_a_state_secret_is_not_received_and_the_way_out_is_told(province, version):
    wanted = an_intake(version, confidentiality="secret")
    for way in (intake.receive, intake.submit):
        with pytest.raises(MissingData, match="State Secrets"):
            way(province, wanted, "reception", MONDAY)
    with pytest.raises(MissingData, match="not possible"):
        intake.receive(
            province, an_intake(version, confidentiality="top"), "reception", MONDAY
        )
    assert list(walk(province)) == []


def test_the_side_table_holds_what_the_ledger_says(restricted):
    register = Register()
    with register_engine().connect() as connection:
        (found,) = [row for _key, row in register.stored(connection)]
    assert found["restricted"] and found["entrusted"] == ("reception",)
    assert register.compare(register.row(restricted), found) == []


def test_service_staff_see_a_dossier_until_it_goes_its_way(province, version):
    colleague("postman", UNIT, "service")
    made = intake.receive(province, an_intake(version), "postman", MONDAY)
    assert sees(made, "postman")
    assert actions.permitted(made, "postman", MONDAY) == {
        rights.VIEW,
        "attach_scan",
        "collect_fee",
        "void_fee",
        "reprint",
    }
    for operation in ("forward", "withdraw", "correct"):
        with pytest.raises(NotAllowed):
            act(made, operation, "postman")
    act(made, "forward", "reception", to=LAND)
    project(made)
    assert not sees(made, "postman")
    assert listed("postman", everything=True) == []
    with pytest.raises(NotAllowed):
        other = an_intake(version, unit=JUSTICE)
        intake.receive(province, other, "postman", MONDAY)
