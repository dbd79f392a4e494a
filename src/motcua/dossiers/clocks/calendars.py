"""The calendars by which due dates were promised, kept for ever.

A dossier names the calendar of its receipt by digest, so that a later change
of the office calendar neither moves its due date nor falsifies its
explanation. A calendar is written once, when the first dossier uses it.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
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


def keep(site: Any, calendar: WorkingCalendar) -> str:
    """Keep ``calendar`` and return its digest (SHA-256, hexadecimal)."""
    text = canonical(calendar.to_json()).decode("utf-8")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    kept = _kept(site)
    if kept is None or digest not in kept:
        _kept(site, create=True)[digest] = text
    return digest


def get(site: Any, digest: str) -> WorkingCalendar:
    """Return the calendar with this digest; KeyError when it was never used."""
    return WorkingCalendar.from_json((_kept(site) or {})[digest])
