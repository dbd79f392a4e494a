"""Units are found by every code they ever had, and stay readable."""

from __future__ import annotations

from datetime import date
from motcua.organisation import registry
from motcua.organisation import units
from motcua.organisation.errors import CodeChanged
from motcua.organisation.errors import DuplicateCode
from motcua.organisation.errors import SuccessorLoop
from motcua.organisation.errors import UnknownUnit
from plone import api
import pytest
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


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


def test_the_successor_of_an_abolished_unit_does_its_work(province):
    assert units.successor_of("H99.50", date(2025, 6, 30)).code == "H99.50"
    assert units.successor_of("H99.50", date(2025, 7, 1)).code == "H99.61"
    assert units.successor_of("H99.50.04").code == "H99.61"


def test_successors_are_followed_through_several_mergers(province):
    units.create("agency", "H99.62", "Phường Mới", "H99", level="commune")
    units.close("H99.61", date(2026, 3, 31), "H99.62", "NQ 9")
    assert units.successor_of("H99.50", date(2026, 3, 31)).code == "H99.61"
    assert units.successor_of("H99.50", date(2026, 4, 1)).code == "H99.62"
    assert units.get("H99.61").end_deed == "NQ 9"


def test_a_chain_that_ends_has_no_successor(province):
    units.close("H99.61", date(2026, 3, 31))
    assert units.successor_of("H99.50", date(2026, 4, 1)) is None
    units.close("H99.61", date(2026, 3, 31), "H99.99")
    assert units.successor_of("H99.50", date(2026, 4, 1)) is None


def test_successors_never_run_in_a_circle(province):
    with pytest.raises(SuccessorLoop, match=r"H99.61 → H99.50 → H99.61"):
        units.close("H99.61", date(2026, 3, 31), "H99.50")
    with pytest.raises(SuccessorLoop):
        units.close("H99.01", date(2026, 3, 31), "H99.01")


def test_a_circle_that_is_there_all_the_same_ends_the_search(province):
    folder = units.organisation()
    row = folder._units["H99.61"]
    folder._units["H99.61"] = row | {
        "successor": "H99.50",
        "valid_to": date(2025, 12, 31),
    }
    assert units.successor_of("H99.50", date(2026, 4, 1)) is None


def test_a_code_is_given_once(province):
    with pytest.raises(DuplicateCode, match=r"H99.01 belongs to unit H99/H99.01"):
        units.create("department", "H99.01", "Sở khác", "H99.61")
    with pytest.raises(DuplicateCode, match=r"000.00.01.H99 belongs to unit H99.01"):
        units.create("department", "H99.02", "Sở khác", "H99", old_code="000.00.01.H99")


def test_the_code_of_a_unit_never_changes(province):
    content = units.find("H99.01")
    content.code = "H99.07"
    with pytest.raises(CodeChanged, match=r"H99.01 cannot become H99.07"):
        notify(ObjectModifiedEvent(content))


def test_a_new_name_is_found_at_once(province):
    content = units.find("H99.01")
    content.title = "Sở Tư pháp và Hộ tịch"
    content.old_code = "000.00.02.H99"
    notify(ObjectModifiedEvent(content))
    assert units.get("000.00.02.H99").name == "Sở Tư pháp và Hộ tịch"
    with pytest.raises(UnknownUnit):
        units.get("000.00.01.H99")


def test_a_unit_that_moves_takes_its_counters_along(province):
    api.content.move(units.find("H99.90"), units.find("H99.61"))
    assert units.get("H99.90").parent == "H99.61"
    assert units.get("H99.90.T1").path == "H99/H99.61/H99.90/H99.90.T1"
    assert units.get("H99.90.T1").level == "commune"
    assert [u.code for u in units.children("H99.61")] == ["H99.90"]
    assert "H99.90" not in [u.code for u in units.children("H99")]


def test_a_counter_moved_to_the_folder_above_is_not_taken_for_a_double(province):
    units.create("one-stop-unit", "H99.91", "Điểm tiếp nhận", "H99")
    api.content.move(units.find("H99.90.T1"), units.find("H99.91"))
    assert units.get("H99.90.T1").parent == "H99.91"


def test_a_unit_entered_by_mistake_can_be_deleted_with_what_it_contains(province):
    api.content.delete(units.find("H99.90"))
    assert [u.code for u in units.all(kind="counter")] == []
    with pytest.raises(UnknownUnit):
        units.get("H99.90.T1")


def test_the_index_can_be_written_again_from_the_content(province):
    folder = units.organisation()
    before = units.all()
    children = units.children("H99")
    for index in (folder._units, folder._aliases, folder._children):
        index.clear()
    assert registry.rebuild(folder) == len(before)
    assert units.all() == before
    assert units.children("H99") == children
    assert units.get("000.00.01.H99").code == "H99.01"


def test_a_lookup_wakes_no_content(province):
    content = units.find("H99.90.T1")
    content.title = "not announced"
    assert units.get("H99.90.T1").name == "Quầy thuế"


def test_a_department_has_divisions(province):
    units.create("department", "H99.01.01", "Phòng Hộ tịch", "H99.01")
    assert units.get("H99.01.01").agency == "H99"
    assert [u.code for u in units.children("H99.01")] == ["H99.01.01"]
    with pytest.raises(ValueError, match="counter"):
        units.create("bureau", "H99.01.02", "Phòng khác", "H99.01")
    with pytest.raises(ValueError):
        units.create("counter", "H99.01.02", "Quầy", "H99.01")
