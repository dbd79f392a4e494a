"""What an act on a term writes: the same in a fonds of ten files and of a million."""

from __future__ import annotations

from motcua.archive import retention
from motcua.archive.retention import tables
from motcua.archive.terms import deciding
from motcua.archive.terms import starting
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.holdings.test_cost import house
from tests.archive.terms.conftest import a_file
from tests.archive.terms.conftest import wanted
from tests.dossiers.conftest import MONDAY
from tests.dossiers.test_cost import written
import transaction


__all__ = ["house"]


def test_the_year_of_an_event_is_event_and_file(house):
    one = a_file(house, "5-years", start=retention.WORKS)
    transaction.commit()

    def begin(year):
        starting.begin(house, one, year, "BB 3", "archivist", LATER)

    figures = [written(house, lambda y=year: begin(y)) for year in range(2026, 2046)]
    assert {records for records, _size in figures} == {2}
    assert figures[-1][1] - figures[1][1] <= 16, figures


def test_a_rule_is_event_and_table_however_many_there_are(house):
    deciding.propose(house, PROVINCE, wanted(), "archivist", MONDAY)
    transaction.commit()

    def propose(number):
        told = wanted("field", f"Lĩnh vực {number:02d}")
        deciding.propose(house, PROVINCE, told, "archivist", MONDAY)

    figures = [written(house, lambda n=number: propose(n)) for number in range(20)]
    assert {records for records, _size in figures} == {2}
    one = tables.table(house, PROVINCE)
    approved, _size = written(
        house, lambda: deciding.approve(house, one, "r1", "leader", LATER)
    )
    assert approved == 2
