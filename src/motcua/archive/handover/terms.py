"""Terms of hand-over as dated data with their source (``data/terms.json``).

What applies is what was in force when the work of a file ended. ``confirmed`` is False
as long as no agency has confirmed the figures.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cache
from importlib import resources
import json
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView


@dataclass(frozen=True)
class Terms:
    """What applies from a day on; days are days of the calendar, but for one.

    ``paper_days`` and ``digital_days`` count from the end of the work to the last day
    of hand-over, ``use_days`` from that day on how long the maker uses digital files
    without being asked, ``answer_days`` from submission to the answer of the archive.
    ``reply_working_days`` are working days of the historical archive.
    """

    valid_from: date
    paper_days: int
    digital_days: int
    use_days: int
    hold_back_days: int
    answer_days: int
    register_days: int
    reply_working_days: int
    decide_days: int
    transfer_years: int
    remind_days: int
    decided_by: str
    confirmed: bool


@cache
def _all() -> tuple[Terms, ...]:
    place = resources.files("motcua.archive.handover") / "data" / "terms.json"
    told = json.loads(place.read_text(encoding="utf-8"))["terms"]
    found = [
        Terms(**{**one, "valid_from": date.fromisoformat(one["valid_from"])})
        for one in told
    ]
    return tuple(sorted(found, key=lambda one: one.valid_from))


def on(day: date) -> Terms:
    """Return what is in force on a day; before the first rule, the first one."""
    found = [one for one in _all() if one.valid_from <= day]
    return found[-1] if found else _all()[0]


def ended(found: FileView) -> date | None:
    """Return the day on which the work of a closed file ended, None before that.

    Days that are known to the month or the year alone end with it.
    """
    if found.closed_at is None:
        return None
    told = found.fields.get("end", "") or f"{found.closed_at:%Y-%m-%d}"
    parts = [int(part) for part in told.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    last = calendar.monthrange(year, month)[1]
    return date(year, month, parts[2] if len(parts) > 2 else last)


def due(found: FileView) -> date | None:
    """Return the last day on which a closed file is handed over, None before closing.

    Circular 05/2025/TT-BNV article 19(1)(a) for digital files, Decree 30/2020/NĐ-CP
    article 30 for paper.
    """
    end = ended(found)
    if end is None:
        return None
    rule = on(end)
    days = rule.paper_days if found.on_paper else rule.digital_days
    return end + timedelta(days=days)


def used_until(found: FileView) -> date | None:
    """Return the last day on which the maker uses a file it handed over, unasked.

    Circular 05/2025/TT-BNV article 19(1)(b).
    """
    end, last = ended(found), due(found)
    if end is None or last is None or found.on_paper:
        return None
    days = on(end).use_days
    return last + timedelta(days=days) if days else None
