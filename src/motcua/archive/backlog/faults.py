"""What can be wrong with an inventory, cell by cell, in plain words.

A fault names row and column as the table of the office has them: rows are counted from
1 with the heads among them, columns are called as their head is.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from collections.abc import Iterable

#: Characters of a cell that a fault repeats.
SHOWN: Final = 60

#: Of the whole table; nothing of it is taken then.
TABLE: Final[dict[str, Any]] = {
    "unreadable": _("The file cannot be read as a table of XLSX or CSV."),
    "encoding-file": _(
        "The file is not UTF-8. Save it as “CSV UTF-8” or as XLSX and send it again."
    ),
    "large": _("The file is too large: 20 MB and 20000 rows at most; part it."),
    "head": _(
        "No row of heads was found: one of the first 20 rows names at least the number "
        "and the title of the files."
    ),
    "no-column": _("There is no column “${column}”."),
    "two-columns": _("Two columns are read as “${column}”: ${value}."),
    "empty": _("There is no file below the heads."),
}
#: Of a row or a cell.
CELLS: Final[dict[str, Any]] = {
    "missing": _("Nothing stands here, and it is needed."),
    "date": _("“${value}” is no day, month or year from 1800 on."),
    "future": _("“${value}” has not come yet."),
    "order": _("It ends on ${value}, before it begins on ${other}."),
    "doubled": _("Number “${value}” stands in row ${other} already."),
    "term": _(
        "“${value}” is no term of keeping in force; known are: ${other}. Old words as "
        "“lâu dài” and “tạm thời” are appraised anew."
    ),
    "agency": _("No agency or department is called “${value}” in the organisation."),
    "agencies": _("Several units are called “${value}”: ${other}. Write the code."),
    "ended": _("“${value}” ended on ${other}, before the papers begin."),
    "began": _("“${value}” began on ${other}, after the papers end."),
    "elsewhere": _("“${value}” belongs to another agency than the fonds."),
    "sheets": _("“${value}” is no number of sheets from 1 to 100000."),
    "secret": _(
        "“${value}” is a level of state secrets. Nothing of this table was kept: take "
        "the file out of it; state secrets are never kept in this system."
    ),
    "access": _("“${value}” is no level of access: open or conditional."),
    "formula": _("The cell is computed, or begins like a formula: “${value}”."),
    "long": _("The text has ${other} characters at most."),
    "merged": _("The cells ${value} are merged; each file has cells of its own."),
    "hidden": _("The row is hidden; show it or delete it."),
    "hidden-column": _("The column is hidden; show it or delete it."),
    "encoding": _(
        "“${value}” is written in an old font code (TCVN3, VNI) or was damaged; "
        "convert it to Unicode."
    ),
}
SECRET: Final = "secret"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; ``row`` is 0 for the whole table.

    ``column`` is the head as it stands in the table, ``code`` a key of ``TABLE`` or
    ``CELLS``; ``value`` is what stands there, cut short, ``other`` what it is compared
    with.
    """

    row: int
    column: str
    code: str
    value: str = ""
    other: str = ""

    @property
    def words(self) -> Any:
        """What is wrong, to be translated."""
        text = TABLE.get(self.code) or CELLS[self.code]
        value = self.value[:SHOWN]
        told = {"value": value, "other": self.other, "column": self.column}
        return Message(text, mapping=told)

    def to_json(self) -> list[Any]:
        """Return the fault as a stored report has it."""
        return [self.row, self.column, self.code, self.value[:SHOWN], self.other]

    @classmethod
    def from_json(cls, data: list[Any]) -> Fault:
        """Return the fault written by ``to_json``."""
        row, column, code, value, other = data
        return cls(int(row), str(column), str(code), str(value), str(other))


def secret(faults: Iterable[Fault]) -> bool:
    """Say whether a level of state secrets is among them."""
    return any(one.code == SECRET for one in faults)
