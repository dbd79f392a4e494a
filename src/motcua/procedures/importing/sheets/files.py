"""CSV and XLSX files, written so that nothing is computed, read without trust."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
import csv
from datetime import date
from datetime import datetime
import io
from motcua.base.csvtext import FORMULA
from motcua.base.csvtext import MARK
from motcua.procedures.importing.incoming import Failure
from motcua.procedures.importing.sheets import rows as sheet_rows
from motcua.procedures.importing.sheets.columns import TABLES
from motcua.procedures.importing.sheets.rows import Rows
from motcua.procedures.importing.sheets.rows import SheetRefused
from pathlib import Path
from typing import Any
from typing import Final
import zipfile


#: Bytes of a file, and of what is packed in it.
LARGEST: Final = 20 * 1024 * 1024
UNPACKED: Final = 200 * 1024 * 1024
MEMBERS: Final = 200
#: Tags in the XML of a workbook: each becomes an object in memory.
TAGS: Final = 4_000_000
_PIECE: Final = 1024 * 1024
ROWS: Final = 50_000
COLUMNS: Final = 100
#: Characters that a cell of an office program holds.
LONGEST_CELL: Final = 32_767
ZIP: Final = b"PK\x03\x04"
_GUARDED: Final = (*FORMULA, "'")
Numbered = dict[str, list[tuple[int, list[str]]]]


def to_csv(tables: Rows) -> str:
    """Return tables as one file, each after a line with its name in brackets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for name, rows in tables.items():
        writer.writerow([f"[{name}]"])
        for row in rows:
            writer.writerow([_guarded(cell) for cell in row])
    return MARK + out.getvalue()


def from_csv(data: bytes) -> Numbered:
    """Return the tables of a CSV file. Raises SheetRefused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetRefused(
            f"không phải UTF-8 ở byte {error.start}; hãy lưu lại dạng CSV UTF-8 / not "
            f"UTF-8 at byte {error.start}; save it as CSV UTF-8"
        ) from error
    if "\0" in text:
        raise SheetRefused("tệp có ký tự NUL / the file holds a NUL character")
    found: Numbered = {}
    current = TABLES[0].name
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for row in reader:
            cells = [_bare(cell) for cell in row]
            # Office programs fill every row up to the widest one.
            filled = [cell for cell in cells if cell.strip()]
            if not filled:
                continue
            head = filled[0].strip()
            if len(filled) == 1 and head.startswith("[") and head.endswith("]"):
                current = head[1:-1].strip()
                if current in found:
                    raise SheetRefused(f"bảng lặp lại / table twice: {current}")
                found[current] = []
                continue
            found.setdefault(current, []).append((reader.line_num, cells))
            _bounded(current, found[current], cells)
    except csv.Error as error:
        raise SheetRefused(
            f"dòng/row {reader.line_num}: không đọc được CSV / no CSV: {error}"
        ) from error
    return found


def to_xlsx(tables: Rows) -> bytes:
    """Return tables as a workbook, a sheet each; every cell is text.

    Raises SheetRefused for a text that no cell can hold: CSV has no such limit.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    for rows in tables.values():
        for row in rows:
            _check_cells(row)
    book = Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        for number, row in enumerate(rows):
            cells = [WriteOnlyCell(sheet, value=text) for text in row]
            for cell in cells:
                # Whatever it begins with, it is text and never a formula.
                cell.data_type = "s"
                if number == 0:
                    cell.font = Font(bold=True)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check_cells(row: list[str]) -> None:
    """Refuse what no cell of a workbook can hold; nothing is cut off in silence."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for text in row:
        if len(text) > LONGEST_CELL:
            raise SheetRefused(
                f"{row[0]}: có nội dung dài quá {LONGEST_CELL} ký tự, hãy xuất CSV / a "
                "text is too long for a cell; use CSV"
            )
        if ILLEGAL_CHARACTERS_RE.search(text):
            raise SheetRefused(
                f"{row[0]}: có ký tự không ghi được / a character cannot be written"
            )


def from_xlsx(data: bytes) -> Numbered:
    """Return the tables of a workbook. Raises SheetRefused.

    Bombs are refused by the sizes that the archive states, which unpacking holds
    to; formulas are no text and are refused.
    """
    from openpyxl import load_workbook

    check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        found = {sheet.title: _sheet(sheet) for sheet in book.worksheets}
        book.close()
    except SheetRefused:
        raise
    except Exception as error:
        # A parser of a foreign format fails in any way; the file is at fault.
        raise SheetRefused(
            f"không đọc được tệp XLSX / the workbook is unreadable: "
            f"{type(error).__name__}"
        ) from error
    return {name: rows for name, rows in found.items() if rows}


def check_archive(data: bytes) -> None:
    """Raise SheetRefused for a workbook that is broken, a bomb, or has entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if (
                len(members) > MEMBERS
                or sum(member.file_size for member in members) > UNPACKED
            ):
                raise SheetRefused("tệp giải nén quá lớn / the file unpacks too large")
            tags = 0
            for member in members:
                with archive.open(member) as stream:
                    begins = stream.read(2048)
                    if member.filename.endswith((".xml", ".rels")):
                        _check_entities(begins)
                    tags += begins.count(b"<")
                    while piece := stream.read(_PIECE):
                        tags += piece.count(b"<")
                        if tags > TAGS:
                            raise SheetRefused(
                                "tệp có quá nhiều ô / the file has too many cells"
                            )
    except SheetRefused:
        raise
    except Exception as error:
        # A broken archive fails in many ways (zlib, encryption); the file is at fault.
        raise SheetRefused("tệp XLSX hỏng / the workbook is broken") from error


def _check_entities(begins: bytes) -> None:
    if b"<!" in begins.replace(b"<!--", b""):
        raise SheetRefused("tệp khai báo thực thể XML / the file declares entities")


def _sheet(sheet: Any) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS + 1), start=1):
        cells = []
        for cell in row:
            if cell.data_type == "f":
                raise SheetRefused(
                    f"{sheet.title}, dòng/row {number}: ô có công thức / a cell "
                    "holds a formula"
                )
            cells.append(_plain(cell.value))
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((number, cells))
            _bounded(sheet.title, found, cells)
        elif number > ROWS:
            raise SheetRefused(f"{sheet.title}: quá nhiều dòng / too many rows")
    return found


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _bounded(name: str, rows: list[Any], cells: list[str]) -> None:
    if len(rows) > ROWS or len(cells) > COLUMNS:
        raise SheetRefused(
            f"{name}: nhiều nhất {ROWS} dòng, {COLUMNS} cột / at most {ROWS} rows, "
            f"{COLUMNS} columns"
        )


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_GUARDED) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def _delimiter(text: str) -> str:
    """Return what parts the cells: the first header tells."""
    for line in text.splitlines():
        if not line.strip(' \t",;').startswith("["):
            counts = {mark: line.count(mark) for mark in ",;\t"}
            return max(counts, key=lambda mark: counts[mark])
    return ","


@contextmanager
def opened(path: Path) -> Iterator[tuple[Iterator[Any], Callable[[], float]]]:
    """Open a CSV or XLSX file as rows of an import and the share that was read.

    A file that cannot be used at all gives one failure with the reason.
    """
    done = [0.0]

    def rows() -> Iterator[Any]:
        try:
            with path.open("rb") as stream:
                data = stream.read(LARGEST + 1)
            if len(data) > LARGEST:
                raise SheetRefused(f"lớn hơn / larger than {LARGEST // 2**20} MB")
            tables = from_xlsx(data) if data.startswith(ZIP) else from_csv(data)
            yield from sheet_rows.incoming(tables)
        except SheetRefused as error:
            yield Failure(1, "", str(error))
        done[0] = 1.0

    yield rows(), lambda: done[0]
