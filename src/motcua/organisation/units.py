"""Looking units up by code, without waking their content.

Subscribers keep one row per unit in BTrees on ``/organisation``; a look-up reads
the row and those of its parents. Units that were abolished answer like any other.
"""

from __future__ import annotations

from AccessControl import Unauthorized
from Acquisition import aq_base
from dataclasses import dataclass
from datetime import date
from motcua.base import vietnam
from motcua.organisation.errors import UnknownUnit
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


if TYPE_CHECKING:
    from motcua.organisation.content import Organisation

FOLDER: Final = "organisation"
MANAGE: Final = "motcua: Manage Organisation"

KINDS: Final = {
    "Agency": "agency",
    "Department": "department",
    "OneStopUnit": "one-stop-unit",
    "Counter": "counter",
}
LEVELS: Final = ("ministry", "province", "district", "commune", "vertical")


@dataclass(frozen=True)
class Unit:
    """One unit as it is on record; ``parent`` and ``calendar`` are "" at the top.

    ``agency`` is the code of the nearest agency (its own for an agency), ``level``
    that agency's level, ``calendar`` the code of the nearest unit with working
    calendars of its own. ``path`` is relative to ``/organisation``.
    """

    code: str
    name: str
    kind: str
    old_code: str = ""
    level: str = ""
    agency: str = ""
    parent: str = ""
    calendar: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    deed: str = ""
    end_deed: str = ""
    successor: str = ""
    former_codes: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    opening_hours: str = ""
    receives_for: tuple[str, ...] = ()
    served_agency: str = ""
    path: str = ""
    accessibility: str = ""
    services: str = ""
    map_point: str = ""
    former_names: tuple[str, ...] = ()
    news_first: str = "email"

    def in_force(self, on: date) -> bool:
        """Return whether the unit exists on the day; both its end days included."""
        if self.valid_from and on < self.valid_from:
            return False
        return not self.valid_to or on <= self.valid_to


def organisation(site: Any = None) -> Organisation:
    """Return the folder ``/organisation``; KeyError before motcua is installed."""
    if site is None:
        site = api.portal.get()
    return site[FOLDER]


def get(code: str, site: Any = None) -> Unit:
    """Return the unit with the code.

    ``code`` is looked for among the codes in the new form, then among old codes,
    then among codes of predecessors that are not on record themselves.
    Raises UnknownUnit (a KeyError).
    """
    folder = organisation(site)
    return _unit(folder, _canonical(folder, code))


def check_manager(site: Any = None) -> str:
    """Return the id of the current user; raises Unauthorized unless they manage."""
    if not api.user.has_permission(MANAGE, obj=organisation(site)):
        raise Unauthorized(
            "Chỉ người quản trị được sửa tổ chức và giao nhiệm vụ. / "
            "Only administrators change the organisation and assign duties."
        )
    return api.user.get_current().getId() or ""


def find(code: str, site: Any = None) -> Any:
    """Return the content object of the unit; raises UnknownUnit."""
    folder = organisation(site)
    # The row was written from this object; reading its name shows nothing of it.
    return folder.unrestrictedTraverse(get(code, site).path)


def all(
    kind: str | None = None, on: date | None = None, site: Any = None
) -> list[Unit]:
    """Return the units in the order of their codes.

    ``kind`` is one of the values of ``KINDS``; ``on`` leaves out those not in force
    on the day, and without it abolished units are in the list.
    """
    folder = organisation(site)
    return _chosen((_unit(folder, code) for code in folder._units), kind, on)


def children(
    code: str,
    kind: str | None = None,
    on: date | None = None,
    site: Any = None,
) -> list[Unit]:
    """Return the units directly inside the unit; "" gives those at the top."""
    folder = organisation(site)
    parent = _canonical(folder, code) if code else ""
    inside = folder._children.get(parent, ())
    return _chosen((_unit(folder, child) for child in inside), kind, on)


def ancestors(code: str, site: Any = None) -> list[Unit]:
    """Return the unit and all it is part of, smallest first; raises UnknownUnit."""
    folder = organisation(site)
    line = []
    code = _canonical(folder, code)
    while code:
        line.append(_unit(folder, code))
        code = line[-1].parent
    return line


def successor_of(code: str, on: date | None = None, site: Any = None) -> Unit | None:
    """Return who does the work of the unit on the day (today by default).

    That is the unit itself while it is in force, else the first along the chain of
    successors that has not ended. None when the chain ends without one. Raises
    UnknownUnit for the code asked for; a loop cannot be stored, see
    ``registry.put``.
    """
    folder = organisation(site)
    day = on or vietnam.today()
    unit = _unit(folder, _canonical(folder, code))
    seen = {unit.code}
    while unit.valid_to is not None and unit.valid_to < day:
        if not unit.successor or unit.successor in seen:
            return None
        seen.add(unit.successor)
        if unit.successor not in folder._units:
            return None
        unit = _unit(folder, unit.successor)
    return unit


def predecessors(code: str, on: date | None = None, site: Any = None) -> list[str]:
    """Return the codes of the ended units whose work the unit does on the day.

    The nearest ones first; those that still exist keep their own work.
    """
    folder = organisation(site)
    # A house made before this is asked once more while it learns.
    index = getattr(aq_base(folder), "_predecessors", {})
    day = on or vietnam.today()
    found: list[str] = []
    waiting = [code]
    while waiting:
        for each in index.get(waiting.pop(0), ()):
            last = folder._units[each]["valid_to"]
            if each not in found and last is not None and last < day:
                found.append(each)
                waiting.append(each)
    return found


def create(
    kind: str, code: str, name: str, parent: str = "", site: Any = None, **fields: Any
) -> Any:
    """Add a unit inside the unit ``parent`` ("" for the top) and return its content.

    ``fields`` are those of ``interfaces.IUnit`` and of the kind. The current user
    must hold "motcua: Manage Organisation". Raises Unauthorized, UnknownUnit,
    DuplicateCode, and ValueError for a kind that does not exist or does not fit there.
    """
    types = {value: key for key, value in KINDS.items()}
    if kind not in types:
        raise ValueError(f"{kind!r} is no kind of unit; choose one of: {[*types]}")
    container = find(parent, site) if parent else organisation(site)
    # plone.api would turn our own errors into one about allowed types.
    container.invokeFactory(types[kind], code, title=name, code=code, **fields)
    return container[code]


def close(
    code: str,
    last_day: date,
    successor: str | None = None,
    deed: str = "",
    site: Any = None,
) -> Unit:
    """End the unit after ``last_day`` and name who takes over.

    ``deed`` names the deciding document. The unit stays readable under its name; a
    subscriber ends the duties in it on the same day. Raises Unauthorized, UnknownUnit,
    SuccessorLoop.
    """
    content = find(code, site)
    check_manager(site)
    content.valid_to = last_day
    content.successor = successor
    content.end_deed = deed
    notify(ObjectModifiedEvent(content))
    return get(content.code, site)


def _canonical(folder: Organisation, code: str) -> str:
    if code in folder._units:
        return code
    aliases = folder._aliases.get(code)
    if not aliases:
        raise UnknownUnit(code)
    return aliases[0][1]


def _unit(folder: Organisation, code: str) -> Unit:
    """Build the unit from its row and what it inherits from the rows above."""
    row = folder._units[code]
    agency = calendar = level = ""
    above, above_row = code, row
    while True:
        if not calendar and folder._calendars.get(above):
            calendar = above
        if not agency and above_row["kind"] == "agency":
            agency, level = above, above_row["level"]
        above = above_row["parent"]
        if not above or (agency and calendar):
            break
        above_row = folder._units[above]
    return Unit(**{**row, "agency": agency, "level": level, "calendar": calendar})


def _chosen(units: Any, kind: str | None, on: date | None) -> list[Unit]:
    return [
        unit
        for unit in units
        if (kind is None or unit.kind == kind) and (on is None or unit.in_force(on))
    ]
