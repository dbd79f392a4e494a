"""What appraisal writes: the same in a fonds of ten files and of a million."""

from __future__ import annotations

from motcua.archive.appraisal import destroying
from motcua.archive.appraisal import holds
from motcua.archive.appraisal import listing
from tests.archive.appraisal.conftest import decided
from tests.archive.appraisal.conftest import HELD
from tests.archive.appraisal.conftest import MONDAY
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import put
from tests.archive.appraisal.conftest import WEEKS
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.test_cost import written
import transaction


def test_a_hold_writes_event_and_file(house):
    one = old_file(house, put(b"x"))
    hold = written(house, lambda: holds.place(house, one, *HELD, "archivist", MONDAY))
    assert hold[0] == 2
    assert hold[1] <= 3_000


def test_a_file_on_a_list_writes_two_objects_and_the_list_two(house):
    held = [old_file(house) for _number in range(5)]
    one = listing.draft(house, PROVINCE, "archivist", MONDAY)
    transaction.commit()

    def take():
        listing.take_expired(house, one, "archivist", MONDAY)

    records, _size = written(house, take)
    assert records == 2 * len(held) + 2


def test_a_file_of_one_document_is_destroyed_in_a_dozen_objects(house):
    file = old_file(house, put(b"x"))
    one = decided(house, file)
    asked = destroying.begin(house, one, "archivist", MONDAY + WEEKS)
    transaction.commit()

    def destroy():
        destroying.one(house, one, file.code, asked, MONDAY + WEEKS)

    records, size = written(house, destroy)
    assert records <= 14, records
    assert size <= 8_000, size
