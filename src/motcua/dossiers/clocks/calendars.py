"""The calendars by which due dates were promised, kept for ever.

A dossier names the calendars of its receipt by digest, so that a later change
of an office calendar neither moves its due date nor falsifies its
explanation. A calendar is written once, when the first dossier uses it.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from functools import lru_cache
import hashlib
from motcua.base.calendars import WorkingCalendar
from motcua.dossiers import folder
from motcua.dossiers.ledger import canonical
from typing import Any


_ATTRIBUTE = "calendars_used"


def digest(calendar: WorkingCalendar) -> str:
    """Return the name of a calendar: SHA-256 of its JSON, hexadecimal."""
    return hashlib.sha256(canonical(calendar.to_json())).hexdigest()


def keep(site: Any, calendar: WorkingCalendar) -> str:
    """Keep ``calendar`` and return its digest."""
    name = digest(calendar)
    used = folder.kept(site, _ATTRIBUTE, OOBTree)
    if used is None or name not in used:
        text = canonical(calendar.to_json()).decode("utf-8")
        folder.made(site, _ATTRIBUTE, OOBTree)[name] = text
    return name


def get(site: Any, digest: str) -> WorkingCalendar:
    """Return the calendar with this digest; KeyError when it was never used."""
    return _read((folder.kept(site, _ATTRIBUTE, OOBTree) or {})[digest])


@lru_cache(maxsize=256)
def _read(text: str) -> WorkingCalendar:
    return WorkingCalendar.from_json(text)
