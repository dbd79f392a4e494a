"""Today's unit is found by the names people still use."""

from __future__ import annotations

from datetime import date
from motcua.organisation import places
from motcua.organisation import units
import pytest


TODAY = date(2026, 11, 25)


@pytest.fixture
def communes(province):
    """Two communes with one-stop units, beside the centre of the province."""
    units.create("one-stop-unit", "H99.61.01", "Bộ phận Một cửa xã Cửa Biển", "H99.61")
    units.create(
        "agency",
        "H99.62",
        "Ủy ban nhân dân phường Minh Hòa",
        "H99",
        level="commune",
        former_names=("Xã Tân Hòa (huyện Đông Hải)", "Phường 1", "Thị trấn Đầm Đỏ"),
    )
    units.create(
        "one-stop-unit", "H99.62.01", "Bộ phận Một cửa phường Minh Hòa", "H99.62"
    )
    return units.all("one-stop-unit", TODAY)


def found(text, communes):
    return [
        (match.unit.code, match.name)
        for match in places.matching(text, communes, TODAY)
    ]


@pytest.mark.parametrize(
    "text", ["Minh Hòa", "phường minh hoà", "MINH HOA", "  Minh   Hòa  "]
)
def test_the_name_of_today_finds_the_unit(communes, text):
    assert found(text, communes) == [("H99.62.01", "")]


@pytest.mark.parametrize(
    "text", ["Tân Hòa", "xa tan hoa", "Dong Hai", "huyện Đông Hải"]
)
def test_former_communes_and_districts_lead_to_the_unit_of_today(communes, text):
    assert found(text, communes) == [("H99.62.01", "Xã Tân Hòa (huyện Đông Hải)")]


def test_the_name_of_an_abolished_agency_leads_to_its_successor(communes):
    assert found("huyện Cửa Biển", communes)[0][0] == "H99.61.01"


def test_đ_and_d_are_one_letter_at_the_keyboard(communes):
    assert found("dam do", communes) == [("H99.62.01", "Thị trấn Đầm Đỏ")]


def test_words_that_look_like_a_kind_of_place_stay_within_a_name(communes):
    assert [code for code, _name in found("Cửa Biển", communes)] == ["H99.61.01"]


def test_numbered_wards_are_found_with_their_kind_of_place(communes):
    assert found("phuong 1", communes) == [("H99.62.01", "Phường 1")]


def test_a_part_of_a_word_is_no_name(communes):
    assert found("Hò", communes) == []
    assert found("Atlantis", communes) == []


def test_nothing_typed_shows_every_unit(communes):
    assert len(found("", communes)) == 3
    assert len(found("%'\x00", communes)) == 3


def test_former_names_stand_in_the_row_of_the_unit(communes):
    unit = units.get("H99.62")
    assert unit.former_names[1] == "Phường 1"
    assert units.get("H99.62.01").former_names == ()
