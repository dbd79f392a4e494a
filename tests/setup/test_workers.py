"""The tests are dealt whole file by whole file, the long ones first."""

from __future__ import annotations

from motcua.setup.testing import workers
import pytest
from types import SimpleNamespace


FOUND = (
    "tests/admin/test_people.py::test_a[x::y]",
    "tests/e2e/test_road.py::test_a",
    "tests/security/test_matrix.py::test_a",
    "tests/e2e/test_counter.py::TestKeys::test_b",
    "tests/admin/test_people.py::test_b",
)


def test_the_browser_begins_and_small_files_come_last() -> None:
    items = [SimpleNamespace(nodeid=nodeid) for nodeid in FOUND]
    workers.dealt(items)
    assert [item.nodeid for item in items] == [FOUND[n] for n in (1, 3, 2, 0, 4)]


@pytest.mark.parametrize(
    ("nodeid", "heap"),
    [
        (FOUND[0], "tests/admin/test_people.py"),
        (FOUND[1], "tests/e2e/"),
        (FOUND[3], "tests/e2e/"),
    ],
)
def test_a_file_stays_together_and_so_does_the_browser(nodeid: str, heap: str) -> None:
    deal = workers.Deal.__new__(workers.Deal)
    assert deal._split_scope(nodeid) == heap
