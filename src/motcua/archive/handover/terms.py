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
from motcua.base.vietnam import VIETNAM
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView


@dataclass(frozen=True)
class Terms:
    """What applies from a day on; days are days of the calendar, but for one.

    ``paper_years`` are whole years from ``paper_from`` to the last day of hand-over:
    the day on which the work ended ("work"), or the end of its year ("year").
    ``digital_days`` count from the end of the work, None where digital files are due as
    paper is. ``use_days`` count from the last day of hand-over on how long the maker
    uses digital files without being asked, ``hold_back_years`` from there on how long
    paper is kept back, ``answer_days`` from submission to the answer of the archive.
    ``reply_working_days`` are working days of the historical archive.
    """

    valid_from: date
    paper_years: int
    paper_from: str
    digital_days: int | None
    use_days: int
    hold_back_years: int
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
    """Return the day on which the work of a file ended, None before it was closed.

    That of a file that was opened again stays. Days that are known to the month or the
    year alone end with it.
    """
    if found.closed_at is None and found.before is None:
        return None
    told = found.fields.get("end", "")
    if not told and found.closed_at is not None:
        told = f"{found.closed_at.astimezone(VIETNAM):%Y-%m-%d}"
    elif not told and found.before is not None:
        told = f"{found.before.ended}"
    parts = [int(part) for part in told.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    last = calendar.monthrange(year, month)[1]
    return date(year, month, parts[2] if len(parts) > 2 else last)


def due(found: FileView) -> date | None:
    """Return the last day on which a file is handed over, None before closing.

    Circular 05/2025/TT-BNV article 19(1)(a) for digital files; for paper Decree
    30/2020/NĐ-CP article 30, from the Law on Archives 33/2024/QH15 on counted from the
    end of the year in which the work ended.
    """
    end = ended(found)
    if end is None:
        return None
    rule = on(end)
    if not found.on_paper and rule.digital_days is not None:
        return end + timedelta(days=rule.digital_days)
    begin = date(end.year, 12, 31) if rule.paper_from == "year" else end
    return years_after(begin, rule.paper_years)


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def used_until(found: FileView) -> date | None:
    """Return the last day on which the maker uses a file it handed over, unasked.

    Circular 05/2025/TT-BNV article 19(1)(b). Of a file that is partly digital that part
    is used from the day on which the whole is due.
    """
    end, last = ended(found), due(found)
    if end is None or last is None or found.fields.get("medium", "paper") == "paper":
        return None
    days = on(end).use_days
    return last + timedelta(days=days) if days else None
