"""Dates as archivists write them: 27/11/2026, 11/2026, 2026."""

from __future__ import annotations

from motcua.archive.capture.fields import is_date
import re
from typing import Final


#: 27/11/2026, 27112026, 11/2026.
_DAY: Final = re.compile(
    r"(?:(?P<day>\d{1,2})[/.\- ]?(?=\d{1,2}[/.\- ]?\d{4}\Z))?"
    r"(?P<month>\d{1,2})[/.\- ]?(?P<year>\d{4})\Z",
    re.ASCII,
)


def shown(kept: str) -> str:
    """Return a date as people write it: 2026-11-27 is 27/11/2026."""
    parts = kept.split("-")
    return "/".join(reversed(parts)) if all(one.isdigit() for one in parts) else kept


def written(typed: str) -> str:
    """Return a date as it is kept; what is no date stays as it was typed."""
    found = _DAY.match(typed)
    if found is None:
        return typed
    day, month, year = found["day"], found["month"], found["year"]
    kept = "-".join(one.zfill(2) for one in (year, month, day) if one)
    return kept if is_date(kept) else typed
