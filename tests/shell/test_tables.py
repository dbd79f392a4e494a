"""Tables that office programs open, and never compute."""

from __future__ import annotations

import csv
import io
from motcua.shell import tables
import pytest


def test_what_is_written_is_read_back():
    rows = [["TT", "Thủ tục"], ["1", 'Đất "ở", nhà\nvà vườn']]
    text = tables.text(rows)
    assert text.startswith(tables.MARK)
    read = csv.reader(io.StringIO(text.removeprefix(tables.MARK), newline=""))
    assert list(read) == rows


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-2", "@x", "\t=1", "\r=1", "  =1"])
def test_no_cell_is_a_formula(cell):
    assert tables.shown(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1.001193", "Một cửa", "a=b"])
def test_plain_cells_stay_as_they_are(cell):
    assert tables.shown(cell) == cell
