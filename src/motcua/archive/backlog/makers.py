"""Who made old papers: units by code or name, at the time of the papers.

Districts and communes of before 1 July 2025 are on record with their last day, and
under their former names with the units that took them over. A name is good for papers
of the time in which the unit bore it.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import date
from motcua.archive.backlog.faults import Fault
from motcua.base.folding import fold
from motcua.organisation import units
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.organisation.units import Unit

#: On this day communes were merged and districts ended.
TWO_LEVELS: Final = date(2025, 7, 1)
#: Units named in one fault.
_NAMED: Final = 4


@dataclass
class Makers:
    """The units whose papers lie in a fonds, by what they are called.

    ``agency`` made the fonds ("" for one on no record), ``keeper`` keeps it.
    """

    site: Any
    agency: str
    keeper: str
    today: date
    _by_name: dict[str, list[Unit]] = field(default_factory=dict)
    _formerly: dict[str, list[Unit]] = field(default_factory=dict)
    _mine: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit in units.all(site=self.site):
            for name in {unit.code, unit.old_code, *unit.former_codes, unit.name}:
                if name:
                    self._by_name.setdefault(_plain(name), []).append(unit)
            for name in unit.former_names:
                self._formerly.setdefault(_plain(name), []).append(unit)
        self.kept = {
            self.keeper,
            self.agency,
            *units.predecessors(self.keeper, self.today, self.site),
        } - {""}

    def find(
        self, text: str, begin: str, end: str, place: tuple[int, str]
    ) -> tuple[str, Fault | None]:
        """Return the code of the unit of these papers, or what is wrong.

        ``begin`` and ``end`` are days as the archive keeps them, "" for unknown;
        ``place`` is row and column.
        """
        plain = _plain(text)
        known = self._by_name.get(plain, [])
        former = self._formerly.get(plain, [])
        if not known and not former:
            return "", Fault(*place, "agency", text)
        mine = [unit for unit in known if self._of_fonds(unit)]
        fit = [unit for unit in mine if not _wrong(unit, begin, end)]
        if not fit and former and not (begin and _first(begin) >= TWO_LEVELS):
            # Papers of the time before are those of who took over.
            fit = [unit for unit in former if self._of_fonds(unit)]
        if len(fit) == 1:
            return fit[0].code, None
        if fit:
            codes = ", ".join(unit.code for unit in fit[:_NAMED])
            return "", Fault(*place, "agencies", text, codes)
        if mine:
            return "", Fault(*place, _wrong(mine[0], begin, end), text, _day(mine[0]))
        if former and begin and _first(begin) >= TWO_LEVELS:
            last = f"{date.fromordinal(TWO_LEVELS.toordinal() - 1):%d/%m/%Y}"
            return "", Fault(*place, "ended", text, last)
        return "", Fault(*place, "elsewhere", text)

    def _of_fonds(self, unit: Unit) -> bool:
        """Say whether its papers lie in this fonds, also after it ended."""
        if unit.code not in self._mine:
            line = {one.code for one in units.ancestors(unit.code, self.site)}
            self._mine[unit.code] = bool(
                self.kept & {*line, unit.agency, unit.served_agency}
            )
        return self._mine[unit.code]


def _plain(name: str) -> str:
    plain = fold(name)
    for long, short in (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd")):
        plain = plain.replace(long, short)
    return plain


def _first(day: str) -> date:
    return date.fromisoformat(f"{day}-01-01"[:10])


def _last(day: str) -> date:
    """Return the last day of what is known: of the month, of the year."""
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def _wrong(unit: Unit, begin: str, end: str) -> str:
    """Return "ended" or "began" for papers of another time, else ""."""
    if unit.valid_to and begin and _first(begin) > unit.valid_to:
        return "ended"
    if unit.valid_from and end and _last(end) < unit.valid_from:
        return "began"
    return ""


def _day(unit: Unit) -> str:
    day = unit.valid_to or unit.valid_from
    return f"{day:%d/%m/%Y}" if day else ""
