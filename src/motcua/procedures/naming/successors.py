"""What became of a name: agencies renamed, fields merged, legal acts repealed.

One table for the three, because they are one fact: from a day on, something else
stands for what was. Rows are dated, so the name of a day can be told. The rows
that ship are seeds; each site keeps its own rows over them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
import functools
from importlib.resources import files
import json
from motcua.base.folding import fold
import re
from typing import Final
from typing import get_args
from typing import Literal


Kind = Literal["agency", "field", "act"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
#: A chain of renamings longer than this is a circle.
LONGEST_CHAIN: Final = 20
#: The number of an act inside a text: 61/2018/NĐ-CP, 43/2024/QH15, 66.7/2025/NQ-CP.
ACT_NUMBER: Final = re.compile(
    r"(?<![\w/.])(\d{1,5}(?:\.\d+)?)\s?/\s?((?:19|20)\d{2})\s?/\s?"
    r"([A-ZĐ]{2,}\d{0,2}(?:-[A-ZĐ]+\d{0,2})*)"
)


@dataclass(frozen=True)
class Row:
    """`old` is from the day `since` on called `new`; "" when nothing followed.

    For acts `since` is the day from which the act no longer holds, and `new` the
    act that repealed or replaced it. `source` says where that is written. A
    spelling that was always wrong has no day.
    """

    kind: Kind
    old: str
    new: str
    since: date | None = None
    source: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what the row is found by."""
        return (self.kind, key_of(self.kind, self.old))


class Book:
    """Rows to look names up in; later rows stand in for earlier ones of one key."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = {row.key: row for row in rows}

    def row(self, kind: Kind, name: str, on: date) -> Row | None:
        """Return the row that makes `name` a thing of the past on a day."""
        found = self.rows.get((kind, key_of(kind, name)))
        if found is None or (found.since and on < found.since):
            return None
        if key_of(kind, found.new) == found.key[1]:
            # The name is in order as it is, or only its spelling is told.
            return None if found.new == name else found
        return found

    def name(self, kind: Kind, name: str, on: date) -> str:
        """Return what `name` is called on a day, through all renamings."""
        for _turn in range(LONGEST_CHAIN):
            found = self.row(kind, name, on)
            if found is None or not found.new:
                return name
            name, before = found.new, name
            if key_of(kind, name) == key_of(kind, before):
                return name
        return name

    def circles(self, kind: Kind, name: str) -> bool:
        """Say whether the names that follow one lead back to one of them."""
        seen: set[str] = set()
        key = key_of(kind, name)
        while key not in seen:
            seen.add(key)
            found = self.rows.get((kind, key))
            if found is None or not found.new or key_of(kind, found.new) == key:
                return False
            key = key_of(kind, found.new)
        return True

    def listed(self, kind: Kind) -> list[Row]:
        """Return the rows of a kind by old name."""
        rows = (row for row in self.rows.values() if row.kind == kind)
        return sorted(rows, key=lambda row: fold(row.old))


def key_of(kind: Kind, name: str) -> str:
    """Return a name as it is compared: acts by number, others folded."""
    if kind == "act":
        numbers = act_numbers(name)
        return fold(numbers[0] if numbers else name)
    return re.sub(r"\s*[-–]\s*", " - ", fold(name)).strip(" .,;-")


def act_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of acts that a text names, each once, without blanks."""
    found = ("/".join(match.groups()) for match in ACT_NUMBER.finditer(text))
    return tuple(dict.fromkeys(found))


@functools.cache
def shipped() -> Book:
    """Return the book that ships: well-known facts, to be completed by each site."""
    source = files("motcua.procedures.naming") / "data" / "successors.json"
    rows = json.loads(source.read_text(encoding="utf-8"))
    return Book(tuple(read_row(row) for row in rows))


def read_row(values: dict[str, str]) -> Row:
    """Return a row written as JSON. Raises ValueError for an unknown kind or day."""
    kind = values["kind"]
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise ValueError(f"{kind!r} không thuộc / is none of: {known}")
    since = values.get("since", "")
    return Row(
        next(one for one in KINDS if one == kind),
        values["old"],
        values.get("new", ""),
        date.fromisoformat(since) if since else None,
        values.get("source", ""),
    )
