"""The fields that a template can print, for those who write templates.

A test compares the groups with the values that every form is given.
"""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


GROUPS: Final[dict[str, Any]] = {
    "form": _("The form: number, title, act that prescribes it"),
    "slip": _("The slip: number, name for checking, day, status, reprint"),
    "office": _("The head: agencies, unit, address, phone, who takes complaints"),
    "dossier": _("The dossier: code, procedure, dates, ways, PIN"),
    "people": _("Applicant, owner, representative: name and lines"),
    "papers_given": _("Papers handed in: title, form, count"),
    "event": _("What the event says: reason, ground, papers, money, units"),
    "rows": _("Rows of tables: hand-overs, results, lists"),
    "signature": _("The signature: lines above it and the name"),
}


def names(values: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return (group, field, sample) of all fields in ``values``, as a template writes
    them; of lists the fields of the first entry, behind "[]"."""
    found: list[tuple[str, str, str]] = []
    for group in GROUPS:
        found += [(group, name, text) for name, text in _walk(group, values[group])]
    return found


def _walk(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [
            each for key, one in value.items() for each in _walk(f"{name}.{key}", one)
        ]
    if isinstance(value, list):
        return _walk(f"{name}[]", value[0]) if value else [(f"{name}[]", "")]
    return [(name, str(value)[:60])]
