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
from motcua.dossiers.folder import root
from motcua.dossiers.ledger import canonical
from typing import Any


_ATTRIBUTE = "calendars_used"


def _kept(site: Any, create: bool = False) -> Any:
    folder = root(site)
    kept = getattr(folder.aq_base, _ATTRIBUTE, None)
    if kept is None and create:
        kept = OOBTree()
        setattr(folder, _ATTRIBUTE, kept)
    return kept


def digest(calendar: WorkingCalendar) -> str:
    """Return the name of a calendar: SHA-256 of its JSON, hexadecimal."""
    return hashlib.sha256(canonical(calendar.to_json())).hexdigest()


def keep(site: Any, calendar: WorkingCalendar) -> str:
    """Keep ``calendar`` and return its digest."""
    name = digest(calendar)
    kept = _kept(site)
    if kept is None or name not in kept:
        text = canonical(calendar.to_json()).decode("utf-8")
        _kept(site, create=True)[name] = text
    return name


def get(site: Any, digest: str) -> WorkingCalendar:
    """Return the calendar with this digest; KeyError when it was never used."""
    return _read((_kept(site) or {})[digest])


@lru_cache(maxsize=256)
def _read(text: str) -> WorkingCalendar:
    return WorkingCalendar.from_json(text)
