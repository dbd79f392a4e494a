"""Old papers name districts and communes of their time."""

from __future__ import annotations

from datetime import date
from motcua.archive.backlog import checking
from motcua.archive.backlog.makers import Makers
from motcua.organisation import units
import pytest
from tests.archive.backlog.conftest import row
from tests.archive.backlog.conftest import TODAY
from tests.archive.backlog.conftest import told
from tests.archive.backlog.conftest import workbook
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import LAND


LAST = date(2025, 6, 30)


@pytest.fixture
def district(province):
    """A district that ended with June 2025 and whose work the province does."""
    units.create(
        "agency",
        "H99.77",
        "Ủy ban nhân dân huyện Cửa Lớn",
        PROVINCE,
        level="district",
        valid_from=date(1990, 1, 1),
    )
    units.close("H99.77", LAST, PROVINCE, "Nghị quyết 1/2025")
    return "H99.77"


def found(site, name, begin, end):
    makers = Makers(site, PROVINCE, PROVINCE, TODAY)
    code, fault = makers.find(name, begin, end, (4, "Đơn vị"))
    return code or (fault.code, fault.other)


def test_a_district_of_its_time_is_found_by_any_spelling(province, district):
    for name in ("UBND huyện Cửa Lớn", "uy ban nhan dan huyen cua lon", district):
        assert found(province, name, "1998", "1999") == district


def test_a_name_is_refused_for_papers_of_another_time(province, district):
    name = "UBND huyện Cửa Lớn"
    assert found(province, name, "2025-07-01", "2025-08") == ("ended", "30/06/2025")
    assert found(province, name, "1985", "1986")[0] == "began"
    # Papers that go on over the end are those of who took over as well.
    assert found(province, name, "2025-06-30", "2025-08") == district


def test_an_unknown_agency_and_one_of_another_fonds_are_told_apart(province, district):
    assert found(province, "UBND huyện Không Có", "1998", "")[0] == "agency"
    units.create("agency", "H98", "Ủy ban nhân dân tỉnh khác", "", level="province")
    assert found(province, "Ủy ban nhân dân tỉnh khác", "1998", "")[0] == "elsewhere"


def test_two_of_one_name_are_both_named(province, district):
    units.create(
        *("department", "H99.77.9", "Phòng Địa chính", district), valid_to=LAST
    )
    units.create("department", "H99.78", "Phòng Địa chính", PROVINCE)
    assert found(province, "Phòng Địa chính", "1998", "1999") == (
        "agencies",
        "H99.77.9, H99.78",
    )


def test_the_table_names_row_and_column_of_a_maker_that_is_none(province, district):
    data = workbook(
        row(1, **{"Đơn vị": "UBND huyện Cửa Lớn"}), row(2, **{"Đơn vị": "Sở Lạ"})
    )
    makers = Makers(province, PROVINCE, PROVINCE, TODAY)
    report = checking.check(data, makers, LAND, TODAY)
    assert told(report) == [(5, "Đơn vị", "agency")]
    assert report.entries[0].department == district
