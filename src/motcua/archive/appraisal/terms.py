"""Terms of appraisal as dated data with their source (``data/terms.json``).

Days between the last opinion and the decision are a cautious default of this house;
days for destroying after the decision are those of the law. ``confirmed`` is False as
long as no agency has confirmed them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
import json


@dataclass(frozen=True)
class Terms:
    """What applies from a day on; days are days of the calendar."""

    valid_from: date
    cooling_off_days: int
    destroy_within_days: int
    least_members: int
    keep_years: int
    decided_by: str
    confirmed: bool


@cache
def _all() -> tuple[Terms, ...]:
    place = resources.files("motcua.archive.appraisal") / "data" / "terms.json"
    told = json.loads(place.read_text(encoding="utf-8"))["terms"]
    return tuple(
        Terms(**{**one, "valid_from": date.fromisoformat(one["valid_from"])})
        for one in told
    )


def on(day: date) -> Terms:
    """Return what is in force; ``LookupError`` for a day before the first."""
    found = [one for one in _all() if one.valid_from <= day]
    if not found:
        raise LookupError(f"No terms of appraisal are in force on {day}.")
    return max(found, key=lambda one: one.valid_from)
