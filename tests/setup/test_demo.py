"""The demo province is complete, invented and walks every state."""

from __future__ import annotations

from motcua.base import vietnam
from motcua.dossiers.folder import walk
from motcua.dossiers.ledger import events
from motcua.dossiers.ledger import verify
from motcua.dossiers.processes import book
from motcua.dossiers.processes.definitions import legs_of
from motcua.dossiers.processes.enacting import examine
from motcua.dossiers.processes.surroundings import surroundings
from motcua.dossiers.slips import names
from motcua.dossiers.states import fold
from motcua.organisation import duties
from motcua.organisation import units
from motcua.procedures import versions
from motcua.setup.demo import create_demo
from motcua.setup.demo import past
from motcua.setup.demo import processes
from motcua.setup.demo.catalogue import read
import pytest
from tests.dossiers.conftest import empty_sql


@pytest.fixture
def demo(portal):
    empty_sql()
    # As in a site of its own; the layer of the tests leaves content without one.
    portal.portal_workflow.setDefaultChain("simple_publication_workflow")
    return create_demo(portal)


def test_forty_two_procedures_over_eight_fields():
    found = read()
    assert len(found) == 42
    assert len({version.field for version in found}) == 8
    assert len({version.code for version in found}) == 42


def test_every_demo_procedure_has_papers_a_term_and_a_fee():
    for version in read():
        for case in version.cases:
            assert case.papers, version.code
            for channel in case.channels:
                assert channel.term is not None, version.code
                assert channel.fees[0].amount is not None, version.code


def test_a_demo_site_is_whole(portal, demo):
    dossiers = list(walk(portal))
    assert len(dossiers) == past.NUMBER
    assert {dossier.state for dossier in dossiers} == {
        "received",
        "processing",
        "proposed",
        "approved",
        "supplement",
        "finished",
        "returned",
        "refused",
        "withdrawn",
        "closed",
    }
    assert all(verify(dossier) == [] for dossier in dossiers)
    now = past.datetime.now(past.UTC)
    late = [d for d in dossiers if fold(d).late(now) and d.state in ("processing",)]
    assert late
    assert versions.current("1.001193").title == "Đăng ký khai sinh"
    district = units.get("H99.21")
    assert not district.in_force(vietnam.today())
    assert district.successor == "H99.31"


def test_passwords_are_random_and_differ(portal, demo):
    passwords = [password for _login, password, _what in demo]
    assert len(set(passwords)) == len(passwords) == 16
    assert all(len(password) >= 12 for password in passwords)


def test_slips_of_the_demo_are_signed_with_a_position(portal, demo):
    signed = {
        (event.actor, names.of_event(portal, event).signature["position"])
        for dossier in walk(portal)
        for event in events(dossier)
        if event.facts.get("names")
    }
    assert ("tiepnhan", "Chuyên viên") in signed
    assert ("lanhdao", "Trưởng phòng") in signed
    assert all(position for _actor, position in signed)
    for login, _password, _what in demo:
        assert all(row.position for row in duties.rows(login)), login


def test_inter_agency_processes_of_the_demo_are_in_force(portal, demo):
    found = {
        process.procedure: book.in_force(
            portal, process.procedure, "H99.01", vietnam.today()
        )
        for process in processes.read()
    }
    assert set(found) == {"9.900106", "9.900306", "9.900402"}
    for code, process in found.items():
        assert process.regulation, code
        assert len(list(legs_of(process.way))) >= 3, code
        (row,) = book.rows(portal, code)
        assert len(row.trials) >= 3, code
        assert all(ok for _title, ok in row.trials), code


def test_nothing_is_to_be_said_about_them_but_empty_communes(portal, demo):
    for process in processes.read():
        around = surroundings(process.procedure, vietnam.today(), portal)
        said, _verdicts = examine(process, around)
        assert {one.rule for one in said} <= {"nobody"}, process.procedure
