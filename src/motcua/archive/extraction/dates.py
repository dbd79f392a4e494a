"""Days as documents write them, and as recognitions leave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.letters import digits
import re
from typing import Final


#: Documents of the State whose papers may be scanned begin here.
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_WRITTEN: Final = re.compile(
    r"\bn[gq9]?[ao][yv][,.]?\s*(?P<day>[^\s,]{0,4}?)\s*"
    r"t[hb][aoue4]n[gq9]\s*(?P<month>[^\s,]{1,3}?)\s*n[ao][mn]\s*(?P<year>[^\s,;.)]{4,5})"
)
_SHORT: Final = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?"
    r"(?P<year>(?:19|20)\d\s?\d)(?!\d)"
)


@dataclass(frozen=True)
class Day:
    """A day, or a month of which the day cannot be read.

    ``value`` is ``yyyy-mm-dd`` or ``yyyy-mm``; ``begin`` and ``end`` say where it
    stands in the line.
    """

    value: str
    sure: float
    begin: int
    end: int

    @property
    def whole(self) -> bool:
        """Whether the day itself is known."""
        return len(self.value) == 10


def written(line: str) -> list[Day]:
    """Return every day that ``line`` tells in words (ngày ... tháng ... năm ...)."""
    plain = bare(line)
    found = []
    for match in _WRITTEN.finditer(plain):
        # Cut from the line itself: a bare text has lost the case of its letters.
        day, month, year = (
            line[slice(*match.span(name))] for name in ("day", "month", "year")
        )
        made = _made(day, month, year)
        if made is not None:
            value, sure = made
            found.append(Day(value, sure, match.start(), match.end()))
    return found


def short(line: str) -> list[Day]:
    """Return every day that ``line`` tells in figures (01/07/2026)."""
    found = []
    for match in _SHORT.finditer(line):
        value = _valid(
            int(match["day"]), int(match["month"]), int(match["year"].replace(" ", ""))
        )
        if value:
            found.append(Day(value, 0.9, match.start(), match.end()))
    return found


def _made(day: str, month: str, year: str) -> tuple[str, float] | None:
    numbers = [digits(part) for part in (day, month, year)]
    plain = all(part.strip(".,;: ").isdigit() for part in (day, month, year))
    if numbers[1] is None or numbers[2] is None:
        return None
    if numbers[0] is not None:
        value = _valid(numbers[0], numbers[1], numbers[2])
        if value:
            return value, 0.97 if plain else 0.7
    if _valid(1, numbers[1], numbers[2]):
        # Left blank to be written by hand, or written so that nobody can read it.
        return f"{numbers[2]:04}-{numbers[1]:02}", 0.4
    return None


def _valid(day: int, month: int, year: int) -> str:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
