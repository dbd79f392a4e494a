"""Birth, residence and health card: one intake, several dossiers."""

from __future__ import annotations

from dataclasses import replace
from motcua.dossiers.arrivals import bundles
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.states import fold
from motcua.procedures import versions
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import MONDAY


@pytest.fixture
def wanted(province, intake):
    """One form for two procedures."""
    other = build_procedure(province, "1.004194", "7 working days")
    return [replace(intake, token="a-form"), an_intake(other)]


def test_each_has_its_code_and_date_and_all_the_same_bundle(province, wanted):
    first, second = map(fold, bundles.receive(province, wanted, "reception", MONDAY))
    assert first.code != second.code
    assert first.bundle == second.bundle == first.code
    assert first.due < second.due
    assert first.persons == second.persons


def test_a_second_click_receives_nothing_twice(province, wanted):
    first = bundles.receive(province, wanted, "reception", MONDAY)
    again = bundles.receive(province, wanted, "reception", MONDAY)
    assert [one.code for one in first] == [one.code for one in again]


def test_without_a_token_every_call_is_a_new_bundle(province, wanted):
    bare = [replace(one, token="") for one in wanted]
    first = bundles.receive(province, bare, "reception", MONDAY)
    again = bundles.receive(province, bare, "reception", MONDAY)
    assert not {one.code for one in first} & {one.code for one in again}
    assert first[1].standing.bundle == first[0].code


def test_one_that_cannot_be_received_stops_all(province, wanted):
    wrong = [wanted[0], replace(wanted[1], case="9")]
    with pytest.raises(MissingData):
        bundles.receive(province, wrong, "reception", MONDAY)


def test_a_bundle_is_two_at_least(province, wanted):
    with pytest.raises(MissingData):
        bundles.receive(province, wanted[:1], "reception", MONDAY)


def test_only_reception_receives(province, wanted):
    with pytest.raises(NotAllowed):
        bundles.receive(province, wanted, "handler", MONDAY)


def test_what_is_done_together_is_in_force(province, version, wanted):
    together = replace(version, bundle=("1.004194", "9.999999"))
    found = bundles.members(province, together)
    assert [one.code for one in found] == [version.code, "1.004194"]
    assert versions.current("1.004194", site=province) == found[1]
