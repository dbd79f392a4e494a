"""What expires in the years to come, and how much room that is.

Of today's terms, and of those that a rule would bring that is only proposed. Nothing is
written by it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import replace
from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import inheritance
from motcua.archive.retention import tables
from motcua.archive.terms.counting import groups_about
from motcua.archive.terms.counting import groups_of
from motcua.archive.terms.counting import Reckoning
from motcua.archive.terms.counting import subjects_of
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from datetime import date
    from motcua.archive.terms.counting import Group
    from motcua.archive.terms.counting import Subject

#: How many years are looked ahead.
YEARS: Final = 10
#: Rows of the foreseen years are parted by one of these.
PARTS: Final[dict[str, Any]] = {
    "class": _("Term of keeping"),
    "department": _("Made by"),
    "medium": _("Paper or digital"),
}
#: Years of a row that are no years.
EARLIER: Final = "earlier"
LATER: Final = "later"
WAITS: Final = "waits"
FOREVER: Final = "forever"


@dataclass(frozen=True)
class Sum:
    """How much there is of something; ``sheets`` of paper, ``bytes`` of files."""

    files: int = 0
    documents: int = 0
    sheets: int = 0
    bytes: int = 0

    def __add__(self, other: Any) -> Sum:
        return Sum(
            self.files + other.files,
            self.documents + other.documents,
            self.sheets + other.sheets,
            self.bytes + other.bytes,
        )

    def __sub__(self, other: Any) -> Sum:
        return Sum(
            self.files - other.files,
            self.documents - other.documents,
            self.sheets - other.sheets,
            self.bytes - other.bytes,
        )

    def metres(self, measure: tables.Measure) -> float:
        """Return the metres of shelf that the sheets take."""
        return self.sheets / measure.sheets


@dataclass(frozen=True)
class Foreseen:
    """What expires: (year or one of the words above, part) -> how much."""

    first: int
    cells: dict[tuple[str, str], Sum]

    @property
    def years(self) -> list[str]:
        """The years of the table, from the first to what is kept for ever."""
        years = [str(self.first + each) for each in range(YEARS)]
        return [EARLIER, *years, LATER, WAITS, FOREVER]

    @property
    def parts(self) -> list[str]:
        """The parts that have anything, in their order."""
        return sorted({part for _year, part in self.cells})

    def of_year(self, year: str) -> Sum:
        """Return what expires in a year."""
        found = (one for (each, _part), one in self.cells.items() if each == year)
        return sum(found, Sum())

    def cell(self, year: str, part: str) -> Sum:
        """Return what expires in a year of one part."""
        return self.cells.get((year, part), Sum())


def foreseen(counted: Iterable[Group], first: int, part: str) -> Foreseen:
    """Return what expires from the year ``first`` on, parted by a key of ``PARTS``.

    A file whose last day is 31 December 2036 expires in 2036.
    """
    cells: dict[tuple[str, str], Sum] = defaultdict(Sum)
    for one in counted:
        cells[_cell(one, one.term, first, part)] += one
    return Foreseen(first, dict(cells))


def _cell(one: Group, found: retention.Term, first: int, part: str) -> tuple[str, str]:
    of = found.class_.key if part == "class" else one.part
    return row_of(found, first), of


def row_of(found: retention.Term, first: int) -> str:
    """Return the row of a term: a year, or what stands for none of the next ones."""
    if found.until is None:
        return WAITS if found.waits else FOREVER
    if found.until.year < first:
        return EARLIER
    year = found.until.year
    return str(year) if year < first + YEARS else LATER


def simulate(
    site: Any,
    fonds: Collection[str],
    groups: Collection[str],
    on: date,
    part: str,
    proposed: retention.RetentionRule | None = None,
) -> Foreseen:
    """Return what expires in the next years of these fonds. Checks no rights.

    With ``proposed``, a rule that nobody approved yet, as if it held and the terms of
    all closed files followed it.
    """
    found = foreseen(groups_of(fonds, groups, part), on.year, part)
    if proposed is None:
        return found
    with_it = with_rule(site, fonds, proposed, max(on, proposed.valid_from))
    moved = [one for one in subjects_of(fonds, groups) if with_it.rule(one)]
    cells: dict[tuple[str, str], Sum] = defaultdict(Sum, found.cells)
    for one in groups_about(moved, groups, part):
        cells[_cell(one, one.term, on.year, part)] -= one
        cells[_cell(one, with_it.term(one), on.year, part)] += one
    left = {key: one for key, one in cells.items() if one.files}
    return Foreseen(on.year, left)


def with_rule(
    site: Any, fonds: Collection[str], proposed: retention.RetentionRule, on: date
) -> Reckoning:
    """Return what rules make of files when one more holds, where it would.

    Only files of which another rule speaks then are reckoned anew; all others keep what
    is written down. A rule without a class ends the one on its subject.
    """
    of = proposed.table.removeprefix("TH-")
    today, then = {}, {}
    for each in fonds:
        agency = inheritance.agency_for(site, each)
        line = tables.line(site, agency)
        today[each] = then[each] = held = retention.rules_of(site, agency)
        if of in line and (proposed.heading is None or agency == of):
            former = (proposed.table, proposed.subject)
            kept = [one for one in held if (one.table, one.subject) != former]
            near = replace(proposed, near=line.index(of) + 1)
            then[each] = (*kept, *([near] if proposed.class_ else []))
    return _Changed(then, on, Reckoning(today, on))


class _Changed(Reckoning):
    """What rules make of files of which others spoke before."""

    def __init__(self, rules: Any, on: date, before: Reckoning) -> None:
        super().__init__(rules, on)
        self._before = before

    def rule(self, subject: Subject) -> retention.RetentionRule | None:
        """Return the rule where another one spoke before."""
        found = super().rule(subject)
        return None if found == self._before.rule(subject) else found
