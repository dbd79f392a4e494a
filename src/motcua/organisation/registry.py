"""Keeping the indexes of ``/organisation`` in step with its content."""

from __future__ import annotations

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from Acquisition import aq_parent
from BTrees.OOBTree import OOTreeSet
from motcua.organisation.errors import CodeChanged
from motcua.organisation.errors import DuplicateCode
from motcua.organisation.errors import SuccessorLoop
from motcua.organisation.interfaces import IOrganisation
from motcua.organisation.interfaces import IUnit
from motcua.organisation.units import KINDS
from typing import Any
from typing import cast
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.organisation.content import Organisation

# Who answers first when a code is both somebody's old code and a predecessor's.
OWN_OLD_CODE: Final = 0
FORMER_CODE: Final = 1


def folder_of(content: Any) -> Organisation | None:
    """Return the organisation that contains the content, if it still lies in one."""
    chain: list[Any] = aq_chain(aq_inner(content))
    for above in chain:
        if IOrganisation.providedBy(above):
            return cast("Organisation", above)
    return None


def owner_of(content: Any) -> str:
    """Return the code of the unit directly above, "" at the top."""
    above = aq_parent(aq_inner(content))
    return above.code if IUnit.providedBy(above) else ""


def put(unit: Any) -> None:
    """Write the row of a unit that was added, moved or edited.

    Raises DuplicateCode, CodeChanged, SuccessorLoop, so that nothing is stored.
    """
    folder = folder_of(unit)
    if folder is None:
        return
    row = _row(folder, unit)
    code = row["code"]
    if code != unit.getId():
        raise CodeChanged(unit.getId(), code)
    _check_unique(folder, row)
    _check_chain(folder, code, row["successor"])
    previous = folder._units.get(code)
    if previous == row:
        return
    if previous is not None:
        _unlink(folder, previous)
    folder._units[code] = row
    folder._children.setdefault(row["parent"], OOTreeSet()).insert(code)
    if row["successor"]:
        before = folder._predecessors.setdefault(row["successor"], OOTreeSet())
        before.insert(code)
    for alias, rank in _aliases(row):
        known = folder._aliases.get(alias, ())
        folder._aliases[alias] = tuple(sorted({*known, (rank, code)}))


def is_stored(folder: Organisation, unit: Any) -> bool:
    """Return whether the unit has a row, which a unit being added has not."""
    row = folder._units.get(unit.getId())
    return row is not None and row["path"] == _path(folder, unit)


def forget(unit: Any, folder: Organisation) -> None:
    """Remove the row and the calendars of a unit that leaves ``folder``."""
    row = folder._units.get(aq_base(unit).code)
    if row is None or row["path"] != _path(folder, unit):
        return
    _unlink(folder, row)
    del folder._units[row["code"]]
    folder._calendars.pop(row["code"], None)


def put_calendars(folder: Organisation, owner: str, container: Any) -> None:
    """Write the calendars that lie in ``container`` under the code of its unit."""
    rows = tuple(
        {
            "id": sheet.getId(),
            "valid_from": sheet.valid_from,
            "valid_to": sheet.valid_to,
            "deed": sheet.deed or "",
            "text": sheet.text,
        }
        for sheet in container.objectValues()
        if sheet.portal_type == "AgencyCalendar"
    )
    if rows:
        folder._calendars[owner] = rows
    else:
        folder._calendars.pop(owner, None)


def rebuild(folder: Organisation) -> int:
    """Write all rows again from the content; return how many units there are."""
    for index in (folder._units, folder._aliases, folder._children, folder._calendars):
        index.clear()
    folder._predecessors.clear()
    waiting: list[Any] = [folder]
    while waiting:
        container = waiting.pop(0)
        owner = container.code if IUnit.providedBy(container) else ""
        put_calendars(folder, owner, container)
        for content in container.objectValues():
            if IUnit.providedBy(content):
                put(content)
                if hasattr(aq_base(content), "objectValues"):
                    waiting.append(content)
    return len(folder._units)


def _row(folder: Organisation, unit: Any) -> dict[str, Any]:
    base = aq_base(unit)
    return {
        "code": base.code,
        "name": base.title,
        "kind": KINDS[base.portal_type],
        "old_code": base.old_code or "",
        "level": getattr(base, "level", None) or "",
        "parent": owner_of(unit),
        "valid_from": base.valid_from,
        "valid_to": base.valid_to,
        "deed": base.deed or "",
        "end_deed": base.end_deed or "",
        "successor": base.successor or "",
        "former_codes": tuple(base.former_codes or ()),
        "address": base.address or "",
        "phone": base.phone or "",
        "opening_hours": base.opening_hours or "",
        "receives_for": tuple(getattr(base, "receives_for", None) or ()),
        "served_agency": getattr(base, "served_agency", None) or "",
        "path": _path(folder, unit),
        "accessibility": base.accessibility or "",
        "services": base.services or "",
        "map_point": base.map_point or "",
        "former_names": tuple(base.former_names or ()),
        "news_first": getattr(base, "news_first", None) or "email",
    }


def _path(folder: Organisation, unit: Any) -> str:
    return "/".join(unit.getPhysicalPath()[len(folder.getPhysicalPath()) :])


def _aliases(row: dict[str, Any]) -> list[tuple[str, int]]:
    own = [(row["old_code"], OWN_OLD_CODE)] if row["old_code"] else []
    return own + [(code, FORMER_CODE) for code in row["former_codes"]]


def _unlink(folder: Organisation, row: dict[str, Any]) -> None:
    code = row["code"]
    siblings = folder._children.get(row["parent"])
    if siblings is not None and code in siblings:
        siblings.remove(code)
    before = folder._predecessors.get(row["successor"])
    if before is not None and code in before:
        before.remove(code)
    for alias, rank in _aliases(row):
        left = tuple(x for x in folder._aliases.get(alias, ()) if x != (rank, code))
        if left:
            folder._aliases[alias] = left
        else:
            folder._aliases.pop(alias, None)


def _check_unique(folder: Organisation, row: dict[str, Any]) -> None:
    """No second unit with the code, none with the same old code."""
    code = row["code"]
    known = folder._units.get(code)
    elsewhere = known is not None and known["path"] != row["path"]
    # A unit that is on its way elsewhere is no longer at its old path.
    if elsewhere and _lies_at(folder, known["path"]):
        raise DuplicateCode(code, known["path"])
    for rank, holder in folder._aliases.get(row["old_code"], ()):
        if rank == OWN_OLD_CODE and holder != code:
            raise DuplicateCode(row["old_code"], holder)


def _lies_at(folder: Organisation, path: str) -> bool:
    """Return whether content is at the path itself, nothing acquired."""
    content: Any = aq_base(folder)
    for name in path.split("/"):
        if not hasattr(content, "objectIds") or name not in content.objectIds():
            return False
        content = content._getOb(name)
    return True


def _check_chain(folder: Organisation, code: str, successor: str) -> None:
    chain = [code]
    while successor:
        chain.append(successor)
        if successor == code:
            raise SuccessorLoop(chain)
        row = folder._units.get(successor)
        successor = row["successor"] if row is not None else ""
