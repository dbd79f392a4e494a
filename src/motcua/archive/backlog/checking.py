"""An inventory is looked through: rows that can become files, and what is wrong.

Every fault is found in one pass, so that a table is mended once. Nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive.backlog import columns
from motcua.archive.backlog import sheets
from motcua.archive.backlog import values
from motcua.archive.backlog.columns import COLUMNS
from motcua.archive.backlog.faults import Fault
from motcua.base.folding import fold
from motcua.base.folding import normalise
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from datetime import date
    from motcua.archive.backlog.makers import Makers
    from motcua.archive.backlog.sheets import Sheet

#: Sheets of one file; more is a typing error.
MOST_SHEETS: Final = 100_000
#: After so many rows it is told how far it is.
_STEP: Final = 500
#: Rows that sum up, and the row of figures that forms have below the heads.
_SUMS: Final = re.compile(r"(tong|tong cong|tong so|cong)\b")
_FIGURE: Final = re.compile(r"\(?\d{1,2}\)?\Z")


@dataclass
class Entry:
    """A row that can become a file; ``fields`` are those of ``holdings.fields.FILE``.

    ``row`` is where it stands in the table, ``number`` the number of the file there.
    """

    row: int
    number: str
    box: str
    department: str
    fields: dict[str, str]

    def to_json(self) -> list[Any]:
        """Return the entry as it is stored."""
        return [self.row, self.number, self.box, self.department, self.fields]

    @classmethod
    def from_json(cls, data: list[Any]) -> Entry:
        """Return the entry written by ``to_json``."""
        row, number, box, department, told = data
        return cls(int(row), number, box, department, dict(told))


@dataclass
class Report:
    """What a table comes to: ``entries`` without a fault, ``faults`` in their order.

    ``rows`` are the rows of files, ``unread`` heads of columns that are not taken,
    ``summed`` rows that were passed over because they sum up.
    """

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0
    unread: list[str] = field(default_factory=list)
    summed: int = 0

    @property
    def bad_rows(self) -> int:
        """In how many rows something is wrong."""
        return len({one.row for one in self.faults if one.row})

    @property
    def whole(self) -> bool:
        """Whether the table itself can be read; rows may be taken then."""
        return all(one.row for one in self.faults)


def check(data: bytes, makers: Makers, department: str, today: date) -> Report:
    """Look through a file; ``department`` makes what has no maker of its own."""
    table = sheets.read(data)
    return check_table(table, makers, department, today)


def check_table(
    table: Sheet,
    makers: Makers,
    department: str,
    today: date,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Report:
    """Look through a table, see ``check``; tell how many rows of how many are done."""
    report = Report(faults=list(table.faults))
    if report.faults:
        return report
    head = next(
        (
            number
            for number in list(table.rows)[: sheets.HEADS]
            if columns.is_head(table.rows[number])
        ),
        0,
    )
    if not head:
        report.faults.append(Fault(0, "", "head"))
        return report
    places, faults, report.unread = columns.mapped(table.rows[head])
    heads = {name: table.rows[head][place].strip() for name, place in places.items()}
    report.faults += faults
    report.faults += _lacking(places)
    report.faults += [
        Fault(0, heads[name], "hidden-column")
        for name, place in places.items()
        if place in table.hidden_columns
    ]
    look = _Looking(table, places, heads, makers, department, today)
    for done, number in enumerate(table.rows):
        if number > head:
            _look(look, number, report)
        if not done % _STEP:
            progress(done, len(table.rows))
    if not report.rows and report.whole:
        report.faults.append(Fault(0, "", "empty"))
    return report


def _lacking(places: Mapping[str, int]) -> list[Fault]:
    asked = [*columns.NEEDED, "term", *(() if "span" in places else ("begin",))]
    return [
        Fault(0, COLUMNS[name].head, "no-column")
        for name in asked
        if name not in places
    ]


def _look(look: _Looking, number: int, report: Report) -> None:
    """Look at one row and write down what came of it."""
    filled = [cell.strip() for cell in look.table.rows[number] if cell.strip()]
    if len(filled) > 1 and all(map(_FIGURE.match, filled)) and not report.rows:
        return
    if _SUMS.match(fold(filled[0])) and len(filled) <= len(look.places) // 2:
        report.summed += 1
        return
    report.rows += 1
    entry, faults = look.row(number)
    report.faults += faults
    if not faults:
        report.entries.append(entry)


@dataclass
class _Looking:
    """What rows are looked at with; ``seen`` maps numbers to their first row."""

    table: Sheet
    places: Mapping[str, int]
    heads: Mapping[str, str]
    makers: Makers
    department: str
    today: date
    seen: dict[str, int] = field(default_factory=dict)

    def row(self, number: int) -> tuple[Entry, list[Fault]]:
        """Return what a row says, and what is wrong with it."""
        raw = self.table.rows[number]
        told = {
            name: raw[place] if place < len(raw) else ""
            for name, place in self.places.items()
        }
        faults = list(self._seen_in_table(number))
        for name, text in told.items():
            if wrong := _text_fault(name, text):
                faults.append(self._fault(number, name, *wrong))
            told[name] = " ".join(normalise(text).split())
        wrong_cells = {one.column for one in faults}
        begin, end = self._days(number, told, faults)
        found = {
            "title": told.get("title", ""),
            "begin": begin,
            "end": end,
            "retention": values.term(told.get("term", "")),
            "sheets": self._sheets(number, told.get("sheets", ""), faults),
            "access": self._access(number, told.get("access", ""), faults),
            "condition": values.condition(told.get("condition", "")),
            "note": told.get("note", ""),
        }
        faults += self._needed(number, told, found)
        department = self.department
        if told.get("agency"):
            place = (number, self.heads["agency"])
            department, fault = self.makers.find(told["agency"], begin, end, place)
            if fault and self.heads["agency"] not in wrong_cells:
                faults.append(fault)
        box, called = told.get("box", ""), told.get("number", "")
        found["paper_code"] = "/".join(filter(None, (box, called)))[:100]
        if not found["condition"] and told.get("condition"):
            found["note"] = ". ".join(filter(None, (told["condition"], found["note"])))
        fields = {name: value for name, value in found.items() if value}
        return Entry(number, called, box, department, fields), _first_of_each(faults)

    def _fault(
        self, row: int, name: str, code: str, value: str = "", other: str = ""
    ) -> Fault:
        head = self.heads.get(name) or COLUMNS[name].head
        return Fault(row, head, code, value, other)

    def _seen_in_table(self, number: int) -> list[Fault]:
        """Return what only the table tells: hidden rows, merged cells."""
        found = []
        if number in self.table.hidden:
            found.append(Fault(number, "", "hidden"))
        if number in self.table.merged:
            found.append(Fault(number, "", "merged", self.table.merged[number]))
        return found

    def _days(
        self, row: int, told: dict[str, str], faults: list[Fault]
    ) -> tuple[str, str]:
        names = {"begin": "begin", "end": "end"}
        written = {name: told.get(name, "") for name in names}
        if told.get("span") and not written["begin"]:
            names = {"begin": "span", "end": "span"}
            written["begin"], written["end"] = values.span(told["span"])
        kept = {}
        for name, text in written.items():
            day = values.day(text) if text else ""
            if day is None:
                faults.append(self._fault(row, names[name], "date", text))
            elif day and values.later(day, self.today.isoformat()):
                faults.append(self._fault(row, names[name], "future", text))
            kept[name] = day or ""
        begin, end = kept["begin"], kept["end"]
        if begin and end and values.later(begin, end):
            told_days = (written["end"], written["begin"])
            faults.append(self._fault(row, names["end"], "order", *told_days))
        return begin, end

    def _sheets(self, row: int, text: str, faults: list[Fault]) -> str:
        if not text:
            return ""
        if text.isascii() and text.isdigit() and 0 < int(text) <= MOST_SHEETS:
            return str(int(text))
        faults.append(self._fault(row, "sheets", "sheets", text))
        return ""

    def _access(self, row: int, text: str, faults: list[Fault]) -> str:
        if not text:
            return ""
        found = values.access(text)
        if not found:
            code = "secret" if values.is_secret(text) else "access"
            faults.append(self._fault(row, "access", code, text))
        return found

    def _needed(
        self, row: int, told: Mapping[str, str], found: Mapping[str, str]
    ) -> list[Fault]:
        faults = []
        span = "span" if told.get("span") else "begin"
        for name in ("number", "title", "term"):
            if name in self.places and not told.get(name):
                faults.append(self._fault(row, name, "missing"))
        if not told.get("begin") and not told.get("span"):
            name = "span" if "begin" not in self.places else span
            faults.append(self._fault(row, name, "missing"))
        if told.get("term") and not found["retention"]:
            known = values.terms()
            faults.append(self._fault(row, "term", "term", told["term"], known))
        called = key(told.get("number", ""))
        if called and self.seen.setdefault(called, row) != row:
            number, first = told["number"], str(self.seen[called])
            faults.append(self._fault(row, "number", "doubled", number, first))
        return faults


def key(number: str) -> str:
    """Return the number of a file by which rows are the same: "007" is "7"."""
    plain = "".join(fold(number).split())
    return plain.lstrip("0") or plain


def _text_fault(name: str, text: str) -> tuple[str, str, str] | None:
    """Return (code, value, other) of what is wrong with any text of a column."""
    if values.is_formula(text):
        return ("formula", text, "")
    if values.is_old_font(text):
        return ("encoding", text, "")
    longest = COLUMNS[name].longest
    if len(text) > longest:
        return ("long", "", str(longest))
    return None


def _first_of_each(faults: list[Fault]) -> list[Fault]:
    """Return one fault of each cell, the first: the others follow from it."""
    found: dict[str, Fault] = {}
    for one in faults:
        found.setdefault(one.column or one.code, one)
    return list(found.values())
