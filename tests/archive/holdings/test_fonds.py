"""A fonds for each agency: opened once, described, closed when its maker has ended."""

from __future__ import annotations

from datetime import date
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.dossiers import apart
from motcua.dossiers import ledger
from motcua.organisation import units
from plone import api
import pytest
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


def test_a_fonds_has_the_code_and_the_name_of_its_agency(province, fonds):
    found = fonds_module.view(fonds)
    assert (found.code, found.keeper, found.state) == (PROVINCE, PROVINCE, "open")
    assert found.title == "Phông Tỉnh Cửa Lớn"
    assert ledger.verify(fonds) == []
    assert apart.find(province, "P-H99") is fonds


def test_an_agency_has_one_fonds(province, fonds):
    with pytest.raises(Impossible):
        fonds_module.open_fonds(province, PROVINCE, "archivist", LATER)
    assert fonds_module.may_open(province, "archivist", LATER) == {}


def test_who_keeps_no_archive_opens_none_and_sees_none(province):
    with pytest.raises(Unknown):
        fonds_module.open_fonds(province, PROVINCE, "handler", MONDAY)
    fonds_module.open_fonds(province, PROVINCE, "archivist", MONDAY)
    for person in ("handler", "stranger"):
        with pytest.raises(Unknown):
            fonds_module.get(province, PROVINCE, person, LATER)
        assert fonds_module.mine(province, person, LATER) == []
    # The head sees what the archive keeps, and changes nothing of it.
    assert [one.code for one in fonds_module.mine(province, "leader", LATER)] == ["H99"]


def test_a_unit_of_an_agency_has_no_fonds_of_its_own(province):
    with pytest.raises((Missing, Unknown)):
        fonds_module.open_fonds(province, LAND, "archivist", MONDAY)


@pytest.mark.parametrize("code", ["../x", "H99/1", "a b", ".", "x" * 41])
def test_a_code_that_is_no_code_is_refused(province, code):
    with pytest.raises(Missing):
        fonds_module.open_fonds(province, PROVINCE, "archivist", MONDAY, code=code)
    assert store.fonds_of(province, PROVINCE) is None


def test_describing_writes_what_differs_and_tells_the_slower_one(province, fonds):
    given = {"history": "Lập năm 1997", "language": "01", "title": "Phông UBND tỉnh"}
    fonds_module.describe(province, fonds, given, "archivist", LATER, seen=1)
    assert fonds_module.view(fonds).title == "Phông UBND tỉnh"
    with pytest.raises(Stale):
        fonds_module.describe(province, fonds, {"note": "x"}, "archivist", LATER, 1)
    with pytest.raises(Missing):
        fonds_module.describe(province, fonds, given, "archivist", LATER)
    with pytest.raises(Missing):
        fonds_module.describe(province, fonds, {"title": ""}, "archivist", LATER)
    with pytest.raises(NotYours):
        fonds_module.describe(province, fonds, {"note": "x"}, "leader", LATER)
    assert fonds.length == 2


def test_a_living_agency_keeps_its_fonds_open(province, fonds):
    with pytest.raises(Missing) as told:
        fonds_module.close(
            province, fonds, "archivist", LATER, history="…", deed="NQ 1"
        )
    assert "last day" in str(told.value)
    # Nor is it given away by typing a day and another keeper.
    with pytest.raises(Missing):
        fonds_module.close(
            province,
            fonds,
            "archivist",
            LATER,
            history="…",
            deed="NQ 1",
            closed_on=date(2026, 1, 1),
            keeper="H98",
        )
    assert fonds.length == 1


def test_an_agency_that_ended_without_a_successor_is_nobodys(province):
    api.content.create(
        province["organisation"],
        "Agency",
        id="H98",
        title="Huyện Cửa Nhỏ",
        code="H98",
        level="district",
    )
    units.close("H98", date(2025, 6, 30), None, "NQ 202/2025/QH15", province)
    with pytest.raises(Unknown):
        fonds_module.open_fonds(province, "H98", "archivist", MONDAY, keeper=PROVINCE)
    assert store.fonds_of(province, "H98") is None


def test_the_fonds_of_a_district_is_closed_and_kept_by_its_successor(province):
    district = api.content.create(
        province["organisation"],
        "Agency",
        id="H98",
        title="Huyện Cửa Nhỏ",
        code="H98",
        level="district",
    )
    units.close("H98", date(2025, 6, 30), PROVINCE, "NQ 202/2025/QH15", province)
    assert fonds_module.may_open(province, "archivist", MONDAY)["H98"] == district.title
    one = fonds_module.open_fonds(province, "H98", "archivist", MONDAY)
    assert fonds_module.view(one).keeper == PROVINCE
    with pytest.raises(Missing):
        fonds_module.close(province, one, "archivist", LATER, history=" ")
    fonds_module.close(province, one, "archivist", LATER, history="1945 - 2025")
    found = fonds_module.view(one)
    assert (found.state, found.closed_on) == ("closed", date(2025, 6, 30))
    assert (found.deed, found.keeper) == ("NQ 202/2025/QH15", PROVINCE)
    with pytest.raises(Impossible):
        fonds_module.close(province, one, "archivist", LATER, history="x")


def test_a_maker_that_is_on_no_record_has_a_fonds_too(province):
    one = fonds_module.open_fonds(
        province,
        "",
        "archivist",
        MONDAY,
        code="000.01.H99",
        keeper=PROVINCE,
        given={"title": "Phông Ủy ban hành chính huyện", "begin": "1945"},
    )
    ending = {
        "history": "Giải thể năm 1976",
        "deed": "QĐ 19/CP",
        "closed_on": date(1976, 3, 1),
    }
    for keeper in (LAND, "H00"):
        with pytest.raises(Missing, match="keeps the fonds now"):
            fonds_module.close(
                province, one, "archivist", LATER, keeper=keeper, **ending
            )
    fonds_module.close(province, one, "archivist", LATER, **ending)
    assert fonds_module.view(one).keeper == PROVINCE
