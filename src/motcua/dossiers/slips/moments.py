"""Moments and days as forms write them."""

from __future__ import annotations

from datetime import datetime
from motcua.base.vietnam import VIETNAM


def moment(at: datetime) -> str:
    """Return a moment as the form writes it: "08:05 ngày 02/11/2026"."""
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def day(at: datetime) -> dict[str, str]:
    """Return day, month and year of the date line, two digits each but the year."""
    local = at.astimezone(VIETNAM)
    return {"day": f"{local:%d}", "month": f"{local:%m}", "year": f"{local:%Y}"}
