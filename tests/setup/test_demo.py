"""The demo province is complete, invented and walks every state."""

from __future__ import annotations

from motcua.dossiers.folder import walk
from motcua.dossiers.ledger import verify
from motcua.dossiers.states import fold
from motcua.organisation import units
from motcua.procedures import versions
from motcua.setup.demo import create_demo
from motcua.setup.demo import past
from motcua.setup.demo.catalogue import read
import pytest
from tests.dossiers.conftest import empty_sql


@pytest.fixture
def demo(portal):
    empty_sql()
    # As in a site of its own; the layer of the tests leaves content without one.
    portal.portal_workflow.setDefaultChain("simple_publication_workflow")
    return create_demo(portal)


def test_forty_procedures_over_eight_fields():
    found = read()
    assert len(found) == 40
    assert len({version.field for version in found}) == 8
    assert len({version.code for version in found}) == 40


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
    assert not district.in_force(units.today())
    assert district.successor == "H99.31"


def test_passwords_are_random_and_differ(portal, demo):
    passwords = [password for _login, password, _what in demo]
    assert len(set(passwords)) == len(passwords) == 10
    assert all(len(password) >= 12 for password in passwords)
