"""Moments as people write them: a year that can be meant, in the time of Vietnam."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from motcua import _
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import Final


#: Years of dossiers, as in their codes. Also keeps clear of the ends of the calendar,
#: where no moment can be told in another zone.
FIRST: Final = 2000
LAST: Final = 2099


def moment(text: str) -> datetime:
    """Return the moment of an ISO 8601 text; one without a zone is in Vietnam.

    Raises ``ValueError`` for what is none, or lies in a year that cannot be meant.
    """
    found = datetime.fromisoformat(text)
    _check(found)
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def day(text: str) -> date:
    """Return the day of an ISO 8601 text; raises ``ValueError`` as ``moment`` does."""
    found = date.fromisoformat(text)
    _check(found)
    return found


def refused(text: str) -> Any:
    """Return the message for a text of which ``moment`` makes nothing."""
    return _(
        "“${text}” is no moment of the years ${first} to ${last}; write "
        "2026-11-05T17:00.",
        mapping={"text": text[:40], "first": FIRST, "last": LAST},
    )


def _check(found: date) -> None:
    if not FIRST <= found.year <= LAST:
        raise ValueError(f"{found}: the year is {FIRST} to {LAST}")
