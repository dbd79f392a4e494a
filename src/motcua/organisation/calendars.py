"""Working calendars in force, per unit and day.

A calendar lies as content in the unit it is for and holds for the units inside; the
one in ``/organisation`` is the Vietnamese calendar and holds where no unit has its
own. Nothing here touches a due date that was given: dossiers store theirs.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from functools import lru_cache
import json
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.organisation import units
from plone import api
from typing import Any
from typing import Final
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


SEED: Final = "calendar-vietnam"


def calendar_for(unit_code: str, on: date, site: Any = None) -> WorkingCalendar:
    """Return the working calendar of the unit on the day.

    That is the unit's own, else that of the nearest unit above, else the one of
    ``/organisation``; where several are in force, the one that came into force last.
    ``unit_code`` "" asks for the last. Raises UnknownUnit.
    """
    for candidates in _line(unit_code, site):
        row = _in_force(candidates, on)
        if row is not None:
            return _parse(row["text"])
    return vietnam()


def since(unit_code: str, on: date, site: Any = None) -> date:
    """Return the first day from which the calendar of ``on`` holds there.

    ``date.min`` where it always held. Raises UnknownUnit.
    """
    found = date.min
    for candidates in _line(unit_code, site):
        row = _in_force(candidates, on)
        begun = date.min if row is None else row["valid_from"] or date.min
        # One that went before it and is over.
        ends = [
            other["valid_to"] + timedelta(days=1)
            for other in candidates
            if other["valid_to"] and begun <= other["valid_to"] < on
        ]
        found = max(found, begun, *ends)
        if row is not None:
            break
    return found


def _line(unit_code: str, site: Any) -> list[tuple[dict[str, Any], ...]]:
    """Return the calendars of a unit, of those above it, and the general ones."""
    folder = units.organisation(site)
    line = [unit.code for unit in units.ancestors(unit_code, site)] if unit_code else []
    return [folder._calendars.get(code, ()) for code in [*line, ""]]


def rows(unit_code: str, site: Any = None) -> list[dict[str, Any]]:
    """Return the unit's own calendars: id, valid_from, valid_to, deed, text."""
    folder = units.organisation(site)
    code = units.get(unit_code, site).code if unit_code else ""
    return [dict(row) for row in folder._calendars.get(code, ())]


def export(unit_code: str, on: date, site: Any = None) -> dict[str, Any]:
    """Return the calendar in force as the object its JSON describes."""
    return calendar_for(unit_code, on, site).to_json()


def put(
    unit_code: str,
    calendar: WorkingCalendar | str | dict[str, Any],
    valid_from: date | None = None,
    valid_to: date | None = None,
    deed: str = "",
    site: Any = None,
) -> Any:
    """Add a calendar to the unit ("" for ``/organisation``) and return its content.

    One that begins on the same day is replaced. Raises ValueError naming the entry
    of the calendar at fault, UnknownUnit, Unauthorized.
    """
    if not isinstance(calendar, WorkingCalendar):
        calendar = WorkingCalendar.from_json(calendar)
    container = units.find(unit_code, site) if unit_code else units.organisation(site)
    name = f"calendar-{valid_from.isoformat()}" if valid_from else SEED
    fields = {
        "title": calendar.name,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "deed": deed,
        "text": as_text(calendar),
    }
    if name not in container.objectIds():
        return api.content.create(
            container=container, type="AgencyCalendar", id=name, **fields
        )
    sheet = container[name]
    for key, value in fields.items():
        setattr(sheet, key, value)
    notify(ObjectModifiedEvent(sheet))
    return sheet


def as_text(calendar: WorkingCalendar) -> str:
    """Return the calendar as JSON that people can read and edit."""
    return json.dumps(calendar.to_json(), ensure_ascii=False, indent=1)


@lru_cache(maxsize=256)
def _parse(text: str) -> WorkingCalendar:
    return WorkingCalendar.from_json(text)


def _in_force(
    candidates: tuple[dict[str, Any], ...], on: date
) -> dict[str, Any] | None:
    chosen = [
        row
        for row in candidates
        if (row["valid_from"] is None or row["valid_from"] <= on)
        and (row["valid_to"] is None or on <= row["valid_to"])
    ]
    return max(chosen, key=lambda row: row["valid_from"] or date.min, default=None)
