"""What an act on a file writes: the same in a fonds of ten files and of a million."""

from __future__ import annotations

from motcua.archive.holdings import dossiers
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import store
import pytest
from tests.archive.holdings.conftest import document
from tests.archive.holdings.conftest import GIVEN
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.holdings.conftest import YEAR
from tests.archive.test_records import close
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.dossiers.test_cost import current_version
from tests.dossiers.test_cost import written
import transaction


@pytest.fixture
def house(functional_portal):
    """The province with a fonds of sixty files."""
    site = functional_portal
    empty_sql()
    build_province(site)
    build_procedure(site)
    fonds_module.open_fonds(site, PROVINCE, "archivist", MONDAY)
    for _number in range(60):
        opened(site)
    transaction.commit()
    return site


def opened(site):
    return filing.open_file(
        site, PROVINCE, YEAR, "archivist", MONDAY, department=UNIT, given=GIVEN
    )


def test_opening_a_file_writes_event_file_and_one_node_of_the_tree(house):
    figures = [written(house, lambda: opened(house)) for _number in range(10)]
    # A node that is full is parted in two, once in many.
    assert sorted(records for records, _ in figures)[:8] == [3] * 8, figures
    assert max(size for _, size in figures) <= 6_000, figures


def test_describing_writes_two_objects_however_long_the_history(house):
    one = next(store.every_file(house))

    def describe(number):
        filing.describe(house, one, {"note": f"{number:03d}"}, "archivist", LATER)

    figures = [written(house, lambda n=n: describe(n)) for n in range(30)]
    assert {records for records, _ in figures} == {2}
    assert figures[-1][1] - figures[1][1] <= 16, figures


def test_taking_in_forty_documents_is_one_event(house):
    one = opened(house)
    transaction.commit()
    for number in range(1, 41):
        document(house, one.code, number)
    transaction.commit()
    records, _size = written(
        house, lambda: filing.take_documents(house, one, "archivist", LATER)
    )
    # Event and file, and the nodes in which forty neighbours are written down.
    assert records <= 7


def test_a_dossier_becomes_a_file_with_six_objects(house):
    from motcua.dossiers.intake import receive

    codes = []
    for _number in range(4):
        one = receive(house, an_intake(current_version(house)), "reception", MONDAY)
        close(one)
        codes.append(one.code)
    transaction.commit()
    figures = [
        written(
            house,
            lambda c=c: dossiers.take_record(house, c, "archivist", LATER, close=True),
        )
        for c in codes
    ]
    # Three events, the file, the node of the files and that of what is placed.
    assert max(records for records, _ in figures[1:]) <= 7, figures
