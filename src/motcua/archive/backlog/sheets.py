"""A table of an office as rows of text: XLSX and CSV, read without trust.

Nothing is computed. What an eye would not see in the table is told: formulas, merged
cells, hidden rows and columns.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
import io
from motcua.archive.backlog import columns
from motcua.archive.backlog.faults import Fault
from motcua.procedures.importing.sheets.files import check_archive
from motcua.procedures.importing.sheets.files import ZIP
from motcua.procedures.importing.sheets.rows import SheetRefused
from typing import Any
from typing import Final


#: Bytes of a file, rows of files in it, columns that are read.
LARGEST: Final = 20 * 1024 * 1024
ROWS: Final = 20_000
COLUMNS: Final = 60
#: Rows among which the heads are looked for, and that may stand above the files.
HEADS: Final = 20
#: What stands for a computed cell; it begins like a formula.
FORMULA: Final = "="


@dataclass
class Sheet:
    """Rows of text by their number in the table, as far as they hold something.

    ``hidden`` are numbers of rows, ``hidden_columns`` places from 0 on; ``merged`` maps
    rows to the ranges that begin or lie in them.
    """

    rows: dict[int, list[str]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read(data: bytes) -> Sheet:
    """Return the first table of a file that has heads, else its first one.

    What makes it unreadable is in ``faults``; nothing is raised.
    """
    if len(data) > LARGEST:
        return Sheet(faults=[Fault(0, "", "large")])
    return _workbook(data) if data.startswith(ZIP) else _text(data)


def _text(data: bytes) -> Sheet:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Sheet(faults=[Fault(0, "", "encoding-file")])
    if "\0" in text:
        return Sheet(faults=[Fault(0, "", "encoding-file")])
    found = Sheet()
    first = next(filter(str.strip, text.splitlines()), "")
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, row in enumerate(reader, start=1):
            _keep(found, number, [_bare(cell) for cell in row[:COLUMNS]])
            if len(found.rows) > ROWS + HEADS:
                return Sheet(faults=[Fault(0, "", "large")])
    except csv.Error:
        return Sheet(faults=[Fault(0, "", "unreadable")])
    return found


def _bare(cell: str) -> str:
    """Take away the mark with which office programs keep a text from being computed."""
    return cell[1:] if cell.startswith("'") else cell


def _keep(found: Sheet, number: int, cells: list[str]) -> None:
    while cells and not cells[-1].strip():
        cells.pop()
    if cells:
        found.rows[number] = cells


def _workbook(data: bytes) -> Sheet:
    try:
        tables = _tables(data)
    except SheetRefused:
        return Sheet(faults=[Fault(0, "", "unreadable")])
    headed = [one for one in tables if any(map(columns.is_head, _top(one)))]
    return next(iter([*headed, *tables]), Sheet())


def _tables(data: bytes) -> list[Sheet]:
    """Return the visible sheets of a workbook. Raises SheetRefused."""
    from openpyxl import load_workbook

    check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=False)
        shown = [one for one in book.worksheets if one.sheet_state == "visible"]
        return [_table(one) for one in shown[:HEADS]]
    except Exception as error:
        # A parser of a foreign format fails in any way; the file is at fault.
        raise SheetRefused("XLSX") from error


def _top(found: Sheet) -> list[list[str]]:
    return [found.rows[number] for number in list(found.rows)[:HEADS]]


def _table(sheet: Any) -> Sheet:
    found = Sheet()
    # Cells that are not there would be made only to be left out again.
    width = min(COLUMNS, sheet.max_column or 1)
    for number, row in enumerate(sheet.iter_rows(max_col=width), start=1):
        cells = [_plain(cell) for cell in row]
        _keep(found, number, cells)
        if len(found.rows) > ROWS + HEADS:
            return Sheet(faults=[Fault(0, "", "large")])
    found.hidden = frozenset(
        number for number, told in sheet.row_dimensions.items() if told.hidden
    )
    found.hidden_columns = frozenset(
        place - 1
        for told in sheet.column_dimensions.values()
        if told.hidden
        for place in range(told.min or 1, min(told.max or 1, COLUMNS) + 1)
    )
    for each in sheet.merged_cells.ranges:
        for number in range(each.min_row, min(each.max_row, each.min_row + ROWS) + 1):
            found.merged.setdefault(number, str(each.coord))
    return found


def _plain(cell: Any) -> str:
    value = cell.value
    if cell.data_type == "f":
        text = getattr(value, "text", value)
        return f"{FORMULA}{str(text).lstrip(FORMULA)}"
    match value:
        case None:
            return ""
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case float() if value.is_integer():
            return str(int(value))
    text = str(value)
    return text[1:] if text.startswith("'") else text
