"""Versions as rows of tables, and rows as versions again."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
import hashlib
import json
from motcua.base.folding import normalise
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Version
from motcua.procedures.importing.incoming import Failure
from motcua.procedures.importing.incoming import Incoming
from motcua.procedures.importing.portal_records import PortalRecord
from motcua.procedures.importing.portal_records import USABLE_CODE
from motcua.procedures.importing.sheets import cells
from motcua.procedures.importing.sheets import columns
from motcua.procedures.importing.sheets.columns import CASE
from motcua.procedures.importing.sheets.columns import CODE
from motcua.procedures.importing.sheets.columns import key_of
from motcua.procedures.importing.sheets.columns import Table
from motcua.procedures.importing.sheets.columns import TABLES
from motcua.procedures.importing.sheets.columns import WAY
from typing import Any
from typing import Final


KIND: Final = "sheet"
ONLY_CASE: Final = "1"
Rows = dict[str, list[list[str]]]


class SheetRefused(ValueError):
    """The file cannot be used at all; the message says why, in both languages."""


@dataclass
class Line:
    """One row as it was read: where it stands and its cells by header key."""

    number: int
    cells: dict[str, str]


@dataclass
class Gathered:
    """All rows of one procedure, by the name of their table."""

    head: Line
    rows: dict[str, list[Line]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def tables_of(versions: Iterable[Version]) -> Rows:
    """Return the tables of versions, headers first, by name."""
    found: Rows = {table.name: [table.heads] for table in TABLES}

    def add(table: Table, value: Any, *places: str) -> None:
        types = cells.types_of(table.kind)
        found[table.name].append(
            [
                *places,
                *(
                    cells.shown(types[name], getattr(value, name), name)
                    for name in table.headers
                ),
            ]
        )

    for version in versions:
        code = version.code
        add(columns.PROCEDURES, version, code)
        for case in version.cases:
            add(columns.CASES, case, code, case.key)
            for number, channel in enumerate(case.channels, start=1):
                add(columns.WAYS, channel, code, case.key)
                for fee in channel.fees:
                    add(columns.FEES, fee, code, case.key, str(number))
            for paper in case.papers:
                add(columns.PAPERS, paper, code, case.key)
        for table, values in (
            (columns.ACTS, version.legal_basis),
            (columns.STEPS, version.sequence),
            (columns.QUESTIONS, version.questions),
        ):
            for value in values:
                add(table, value, code)
    return found


def template() -> Rows:
    """Return the tables without a row, to be filled in."""
    return tables_of(())


def incoming(tables: dict[str, list[tuple[int, list[str]]]]) -> Iterator[Any]:
    """Give what comes in from tables: usable procedures and refused rows.

    `tables` are numbered rows by the name of the table, headers first. Raises
    SheetRefused for unknown tables and columns, before anything is read.
    """
    known = {key_of(table.name): table for table in TABLES}
    lines: dict[str, list[Line]] = {}
    for name, rows in tables.items():
        table = known.get(key_of(name))
        if table is None:
            names = ", ".join(each.name for each in TABLES)
            raise SheetRefused(f"Bảng lạ / unknown table {name!r}. Có / known: {names}")
        lines[table.name] = list(_lines(table, rows))
    if not lines.get(columns.PROCEDURES.name):
        raise SheetRefused(
            f"Thiếu bảng {columns.PROCEDURES.name!r} hoặc bảng trống / the table "
            "of procedures is missing or empty"
        )
    gathered: dict[str, Gathered] = {}
    for line in lines[columns.PROCEDURES.name]:
        code = line.cells.get(key_of(CODE), "").strip()
        if not USABLE_CODE.fullmatch(code):
            yield Failure(
                line.number, code[:40], "mã thủ tục không dùng được / no usable code"
            )
        elif code in gathered:
            first = gathered[code].head.number
            yield Failure(
                line.number,
                code,
                f"mã đã có ở dòng {first} / the code stands on row {first} already",
            )
        else:
            gathered[code] = Gathered(line)
    yield from _spread(lines, gathered)
    for code, all_rows in gathered.items():
        yield _one(code, all_rows, frozenset(lines))


def _lines(table: Table, rows: list[tuple[int, list[str]]]) -> Iterator[Line]:
    if not rows:
        return
    number, heads = rows[0]
    allowed = {key_of(head): head for head in table.heads}
    keys = [key_of(head) for head in heads]
    unknown = [
        head for head, key in zip(heads, keys, strict=True) if key not in allowed
    ]
    if any(head.strip() for head in unknown) or key_of(CODE) not in keys:
        raise SheetRefused(
            f"{table.name}, dòng/row {number}: cột lạ / unknown columns: "
            f"{', '.join(filter(str.strip, unknown)) or '-'}; cần / needed: {CODE}; "
            f"có / known: {', '.join(table.heads)}"
        )
    if len(set(filter(None, keys))) != len(list(filter(None, keys))):
        raise SheetRefused(f"{table.name}: cột lặp lại / a column occurs twice")
    for place, cells_ in rows[1:]:
        if any(cell.strip() for cell in cells_):
            padded = [*cells_, *[""] * (len(keys) - len(cells_))]
            yield Line(
                place,
                {
                    key: normalise(cell)
                    for key, cell in zip(keys, padded, strict=False)
                    if key
                },
            )


def _spread(
    lines: dict[str, list[Line]], gathered: dict[str, Gathered]
) -> Iterator[Failure]:
    """Give rows of further tables to their procedures; tell which have none."""
    for name, rows in lines.items():
        if name == columns.PROCEDURES.name:
            continue
        for line in rows:
            code = line.cells.get(key_of(CODE), "").strip()
            if code in gathered:
                gathered[code].rows.setdefault(name, []).append(line)
            else:
                yield Failure(
                    line.number,
                    code[:40],
                    f"{name}: không có thủ tục này trong bảng {columns.PROCEDURES.name}"
                    " / no such row in the table of procedures",
                )


def _one(code: str, rows: Gathered, present: frozenset[str]) -> Incoming:
    told = json.dumps(
        [
            rows.head.cells,
            {n: [line.cells for line in r] for n, r in rows.rows.items()},
        ],
        sort_keys=True,
    )
    digest = hashlib.sha256(told.encode()).hexdigest()

    def read(base: Version | None) -> PortalRecord:
        version = version_of(code, rows, present, base)
        return PortalRecord(version, digest, ())

    return Incoming(rows.head.number, code, digest, KIND, "", read)


def version_of(
    code: str, rows: Gathered, present: frozenset[str], base: Version | None
) -> Version:
    """Return the version that the rows of a procedure say.

    Tables and columns that are not there leave what is known. Raises ValueError that
    names table, row and column of everything that is wrong.
    """
    problems: list[str] = []
    known = base or Version(code=code, title="")
    version = _made(columns.PROCEDURES, known, rows.head, problems)
    values: dict[str, Any] = {}
    for table, name in (
        (columns.ACTS, "legal_basis"),
        (columns.STEPS, "sequence"),
        (columns.QUESTIONS, "questions"),
    ):
        if table.name in present:
            values[name] = tuple(
                _made(table, _empty(table), line, problems)
                for line in rows.rows.get(table.name, ())
            )
    values["cases"] = _cases(rows, present, known.cases, problems)
    if not version.title.strip():
        problems.append(f"{columns.PROCEDURES.name}: thiếu tên / the title is missing")
    if problems:
        raise ValueError("; ".join(problems))
    return replace(version, **values)


def _cases(
    rows: Gathered,
    present: frozenset[str],
    known: tuple[Case, ...],
    problems: list[str],
) -> tuple[Case, ...]:
    cases = {case.key: case for case in known}
    if columns.CASES.name in present:
        before = cases
        cases = {}
        for line in rows.rows.get(columns.CASES.name, ()):
            key = line.cells.get(key_of(CASE), "").strip() or ONLY_CASE
            if key in cases:
                problems.append(_told(columns.CASES, line, CASE, "lặp lại / twice"))
            start = before.get(key, Case(key))
            cases[key] = _made(columns.CASES, start, line, problems)
    needed = rows.rows.get(columns.WAYS.name) or rows.rows.get(columns.PAPERS.name)
    if not cases and needed:
        cases = {ONLY_CASE: Case(ONLY_CASE)}
    for table, name in ((columns.WAYS, "channels"), (columns.PAPERS, "papers")):
        if table.name in present:
            found = _by_case(table, rows, cases, problems)
            made: dict[str, Any] = {k: {name: tuple(v)} for k, v in found.items()}
            cases = {key: replace(case, **made[key]) for key, case in cases.items()}
    if columns.FEES.name in present:
        _fees(rows, cases, problems)
    return tuple(cases.values())


def _by_case(
    table: Table, rows: Gathered, cases: dict[str, Case], problems: list[str]
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {key: [] for key in cases}
    for line in rows.rows.get(table.name, ()):
        key = line.cells.get(key_of(CASE), "").strip() or ONLY_CASE
        if key not in found:
            problems.append(_told(table, line, CASE, f"{key}: không có / none"))
            continue
        made = _made(table, _empty(table), line, problems)
        if table is columns.PAPERS and not made.key:
            made = replace(made, key=f"p{len(found[key]) + 1:02d}")
        found[key].append(made)
    return found


def _fees(rows: Gathered, cases: dict[str, Case], problems: list[str]) -> None:
    fees: dict[tuple[str, int], list[Any]] = {}
    for line in rows.rows.get(columns.FEES.name, ()):
        key = line.cells.get(key_of(CASE), "").strip() or ONLY_CASE
        place = line.cells.get(key_of(WAY), "").strip() or "1"
        count = len(cases[key].channels) if key in cases else 0
        if not place.isdecimal() or not 1 <= int(place) <= count:
            told = f"{place}: có / known 1-{count}"
            problems.append(_told(columns.FEES, line, WAY, told))
            continue
        made = _made(columns.FEES, _empty(columns.FEES), line, problems)
        fees.setdefault((key, int(place)), []).append(made)
    for key, case in cases.items():
        channels = tuple(
            replace(channel, fees=tuple(fees.get((key, number), ())))
            for number, channel in enumerate(case.channels, start=1)
        )
        cases[key] = replace(case, channels=channels)


def _empty(table: Table) -> Any:
    """Return a value of a table's class with nothing in it."""
    made = {"title": "", "key": "", "kind": "counter", "text": "", "amount": None}
    types = cells.types_of(table.kind)
    needed = {
        name: made[name]
        for name in table.headers
        if name in made and name in types and not hasattr(table.kind, name)
    }
    return table.kind(**needed)


def _made(table: Table, start: Any, line: Line, problems: list[str]) -> Any:
    """Return `start` with what the cells of a row say."""
    types = cells.types_of(table.kind)
    values = {}
    for name, head in table.headers.items():
        text = line.cells.get(key_of(head))
        if text is None:
            continue
        if name == "currency" and not text.strip():
            text = "VND"
        try:
            values[name] = cells.read(types[name], text, name)
        except ValueError as error:
            problems.append(_told(table, line, head, str(error)))
    return replace(start, **values)


def _told(table: Table, line: Line, head: str, why: str) -> str:
    return f"{table.name}, dòng/row {line.number}, {head}: {why}"
