"""The stamp of arrival (dấu đến): number and day under which a paper came in.

It is mostly filled in by hand, so what is read of it is a proposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.sheet import Row
import re
from typing import Final


#: Rows around the word that may belong to the stamp, before and behind it.
_BEFORE, _BEHIND = 2, 4
#: Days after which an old paper does not arrive any more.
_LONGEST: Final = 1000
_WORD: Final = re.compile(r"(?<![A-ZĐÀ-Ỹ])(?:CÔNG VĂN )?[ĐDB][ÊEẾÉỀỂ][NM](?![A-ZĐÀ-Ỹ])")
_NUMBER: Final = re.compile(
    r"\bs[o06]\W{0,8}(\d[\d ]{0,6}\d|\d)(?![\d/])(?!\s?/\s?[a-z])"
)
_DAY: Final = re.compile(r"\bn[gq9]?[ao][yv]\b\W*([\d/.,\-\s|lIiÍ]{6,24})")
#: Between the parts of a day a hand writes a stroke that is read as a 1.
_PARTS: Final = re.compile(
    r"(?P<day>0?[1-9]|[12]\d|3[01])[/.,\-|lI1i]{0,2}[/.,\-|lI1i]"
    r"(?P<month>0?[1-9]|1[0-2])[/.,\-|lI1i]{0,2}[/.,\-|lI1i](?P<year>20\d\d)(?!\d)"
)
_CERTAIN: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(20\d\d)")


@dataclass(frozen=True)
class Arrival:
    """What the stamp says; "" and 0 for what cannot be read."""

    number: str = ""
    number_sure: float = 0.0
    day: str = ""
    day_sure: float = 0.0


def read(rows: list[Row], issued: str = "") -> Arrival | None:
    """Return what the stamp says, None where there is none.

    ``issued`` is the day of the document: nothing arrives before it is issued, or
    years later. Where it is not known, only a day in clear figures is believed.
    """
    for index, row in enumerate(rows):
        if _WORD.search(row.text):
            return _read(_around(rows, index), issued)
    return None


def _around(rows: list[Row], index: int) -> list[str]:
    """Return the lines of the stamp: those beside and below, left of the title."""
    near = rows[max(0, index - _BEFORE) : index + _BEHIND]
    middle = next((p.middle for p in rows[index].pieces if _WORD.search(p.text)), None)
    lines = []
    for row in near:
        kept = [
            piece.text
            for piece in row.pieces
            if middle is None
            or piece.middle is None
            or abs(piece.middle - middle) < 0.2
        ]
        lines.append(" ".join(kept))
    return lines


def _read(lines: list[str], issued: str) -> Arrival:
    number, number_sure, day, day_sure = "", 0.0, "", 0.0
    for line in lines:
        plain = bare(line)
        found = _NUMBER.search(plain)
        if found and not number and "/" not in plain[found.end() : found.end() + 2]:
            number, number_sure = found[1].replace(" ", ""), 0.8
        asked = _DAY.search(plain)
        if asked and not day:
            day, day_sure = _day(line[slice(*asked.span(1))], issued)
    return Arrival(number, number_sure, day, day_sure)


def _day(text: str, issued: str) -> tuple[str, float]:
    tight = re.sub(r"\s", "", text).strip(".,-")
    certain = _CERTAIN.search(tight)
    if certain:
        value = _valid(certain[4], certain[3], certain[1], issued)
        if value:
            return value, 0.85
    loose = _PARTS.search(tight)
    if loose and issued:
        value = _valid(loose["year"], loose["month"], loose["day"], issued)
        if value:
            return value, 0.4
    return "", 0.0


def _valid(year: str, month: str, day: str, issued: str) -> str:
    try:
        value = date(int(year), int(month), int(day))
        begin = date.fromisoformat(issued) if issued else value
    except ValueError:
        return ""
    return value.isoformat() if 0 <= (value - begin).days <= _LONGEST else ""
