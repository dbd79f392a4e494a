"""Fields that the one-stop units of a site receive, and those they do not."""

from __future__ import annotations

from datetime import date
from motcua.procedures import creation
from motcua.procedures import versions
from motcua.procedures.definitions import Version
from motcua.procedures.finding.search import search
from motcua.procedures.naming import names
from motcua.procedures.naming import scope
from motcua.procedures.naming.scope import ScopeRefused
from motcua.procedures.projection import ProcedureProjection
from motcua.storage import worker
from motcua.storage.engines import register_engine
import pytest
from tests.dossiers.conftest import empty_sql
from tests.procedures.conftest import make_empty
import transaction


ON = date(2026, 11, 25)
CODE = "9.000921"
POLICE = "Đăng ký, quản lý cư trú"


def decide(field, inside, deed="8/QĐ-UBND"):
    return scope.decide(field, inside, deed, "tung", ON)


@pytest.fixture
def site(functional_portal):
    empty_sql()
    make_empty()
    version = Version(CODE, "Đăng ký tạm trú ở ký túc xá", field=POLICE)
    creation.create(functional_portal["procedures"], version, "published")
    transaction.commit()
    return functional_portal


def found():
    return [each.code for each in search("tam tru ky tuc xa").results]


def settle():
    transaction.commit()
    worker.drain()
    transaction.begin()


def test_every_field_is_received_at_first(portal):
    assert scope.closed() == frozenset()
    assert not scope.outside(POLICE)


def test_what_is_left_out_leaves_lists_and_search_and_comes_back(site):
    assert found() == [CODE]
    decide(POLICE, False)
    settle()
    assert found() == []
    decide(POLICE, True)
    settle()
    assert found() == [CODE]


def test_its_page_still_answers_and_knows(site):
    decide(POLICE, False)
    standing = versions.standing(CODE, ON)
    assert (standing.kind, standing.elsewhere) == ("in_force", True)


def test_verification_agrees_with_the_decision(site):
    decide(POLICE, False)
    settle()
    projection = ProcedureProjection()
    with register_engine().connect() as connection:
        stored = dict(projection.stored(connection))
    expected = projection.row(site["procedures"][CODE])
    assert projection.compare(expected, stored[(CODE,)]) == []


def test_a_field_is_left_out_under_all_its_names(portal):
    names.enter("field", "Hộ khẩu", POLICE, None, "1/QĐ-UBND", "lan", ON)
    decide("hộ khẩu", False)
    assert scope.outside(POLICE.upper())
    assert scope.decisions()[0].field == POLICE


def test_decisions_are_kept_with_their_documents(portal):
    decide(POLICE, False, "8/QĐ-UBND")
    decide(POLICE, True, "9/QĐ-UBND")
    kept = [(one.inside, one.deed, one.person) for one in scope.decisions()]
    assert kept == [(False, "8/QĐ-UBND", "tung"), (True, "9/QĐ-UBND", "tung")]


@pytest.mark.parametrize(
    ("field", "inside", "deed", "said"),
    [
        ("", False, "8/QĐ", "Name the field"),
        (POLICE, False, " ", "the decision"),
        ("A" * 301, False, "8/QĐ", "characters"),
        (POLICE, True, "8/QĐ", "is so already"),
    ],
)
def test_decisions_that_say_nothing_are_refused(portal, field, inside, deed, said):
    with pytest.raises(ScopeRefused, match=said):
        decide(field, inside, deed)
    assert scope.decisions() == ()
