"""Units are found by every code they ever had, and stay readable."""

from __future__ import annotations

from datetime import date
from motcua.organisation import units
from motcua.organisation.errors import UnknownUnit
import pytest


def test_a_department_belongs_to_its_agency_and_shares_its_level(province):
    unit = units.get("H99.01")
    assert (unit.name, unit.kind, unit.parent) == ("Sở Tư pháp", "department", "H99")
    assert (unit.agency, unit.level, unit.calendar) == ("H99", "province", "")


def test_a_counter_belongs_to_the_agency_of_its_centre_and_serves_another(province):
    unit = units.get("H99.90.T1")
    assert (unit.agency, unit.parent, unit.path) == (
        "H99",
        "H99.90",
        "H99/H99.90/H99.90.T1",
    )
    assert unit.served_agency == "G12.99"


def test_the_old_code_finds_the_unit(province):
    assert units.get("000.00.01.H99").code == "H99.01"


def test_the_code_of_a_predecessor_finds_the_unit_that_took_over(province):
    assert units.get("H99.50.03").name == "Ủy ban nhân dân xã Cửa Biển"


def test_an_abolished_district_answers_under_its_old_name(province):
    unit = units.get("H99.50")
    assert unit.name == "Ủy ban nhân dân huyện Cửa Biển"
    assert unit.in_force(date(2025, 6, 30))
    assert not unit.in_force(date(2025, 7, 1))


def test_an_unknown_code_is_named_in_both_languages(province):
    with pytest.raises(UnknownUnit, match=r"Không có đơn vị mang mã 'H98'.*No unit"):
        units.get("H98")
    with pytest.raises(KeyError):
        units.children("H98")


def test_the_list_can_be_cut_by_kind_and_day(province):
    assert [u.code for u in units.all()] == [
        "H99",
        "H99.01",
        "H99.50",
        "H99.61",
        "H99.90",
        "H99.90.T1",
    ]
    assert [u.code for u in units.all(kind="agency", on=date(2026, 1, 1))] == [
        "H99",
        "H99.61",
    ]
    assert [u.code for u in units.children("H99", on=date(2025, 1, 1))] == [
        "H99.01",
        "H99.50",
        "H99.90",
    ]
    assert [u.code for u in units.children("")] == ["H99"]
    assert [u.code for u in units.ancestors("H99.90.T1")] == [
        "H99.90.T1",
        "H99.90",
        "H99",
    ]
