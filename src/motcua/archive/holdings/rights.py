"""Who does what with the holdings of an agency.

* **keeps**: the duty ``archive`` in the agency that keeps the fonds, or in a unit of
  it. The fonds of an agency that ended are kept by its successor.
* **works**: the duty ``processing`` or ``archive`` in the department that makes a file.
* **heads**: the duty ``approval`` on the agency itself; where nobody holds it there,
  in one of its units: a commune often gives it to the office of its committee.

For everybody else fonds, list and file do not exist.
"""

from __future__ import annotations

from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers import rights
from motcua.organisation import duties
from motcua.organisation import units
from motcua.organisation.duties import parse_group
from motcua.organisation.small import agency_of
from motcua.storage.projections import after_commit
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.ledger.apart import Apart

ARCHIVE: Final = "archive"
#: Who works in a department opens and fills the files that it makes.
MAKERS: Final = ("processing", ARCHIVE)
APPROVAL: Final = "approval"


def groups(person: str, now: datetime) -> frozenset[str]:
    """Return the groups of a person at a moment."""
    return rights.groups_of(person, now.astimezone(VIETNAM).date())


def agencies(
    site: Any, held: Iterable[str], *wanted: str, now: datetime
) -> dict[str, str]:
    """Return the agencies in which one of the duties is held: code -> the group.

    Agencies that ended and whose work one of them does are among them.
    """
    found: dict[str, str] = {}
    day = now.astimezone(VIETNAM).date()
    for group in sorted(held):
        parsed = parse_group(group)
        agency = agency_of(parsed[0], site) if parsed and parsed[1] in wanted else ""
        if agency:
            for each in (agency, *units.predecessors(agency, day, site)):
                found.setdefault(each, group)
    return found


def keeps(site: Any, keeper: str, person: str, now: datetime) -> str:
    """Return the group by which the person keeps the archive of an agency, or ""."""
    held = agencies(site, groups(person, now), ARCHIVE, now=now)
    return held.get(keeper, "")


def works(department: str, person: str, now: datetime) -> str:
    """Return the group by which the person makes files of a department, or ""."""
    held = groups(person, now)
    named = (f"{department}:{duty}" for duty in MAKERS)
    return next((group for group in named if group in held), "")


def heads(site: Any, agency: str, person: str, now: datetime) -> str:
    """Return the group by which the person decides for the agency, or ""."""
    held = groups(person, now)
    own = f"{agency}:{APPROVAL}"
    if own in held:
        return own
    if duties.holders(agency, APPROVAL, now.astimezone(VIETNAM).date(), site):
        return ""
    found = agencies(site, held, APPROVAL, now=now)
    return found.get(agency, "")


def check_seen(one: Apart, seen: int | None) -> None:
    """Raise ``Stale`` when there are more events than the person saw."""
    if seen is not None and one.length != seen:
        raise Stale


def check(group: str, visible: bool = True) -> str:
    """Return the group; raise for who has none: ``NotYours``, or ``Unknown``."""
    if not group:
        raise NotYours if visible else Unknown
    return group


def append(
    one: Apart,
    type_: str,
    actor: str,
    group: str,
    now: datetime,
    facts: Mapping[str, Any],
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Chain one event in the duty ``group``; the caller has checked all else."""
    parsed = parse_group(group)
    told = {**facts, **rights.behalf(actor, group, now)}
    event = ledger.append(
        one,
        type_,
        actor=actor,
        unit=parsed[0] if parsed else "",
        now=now,
        facts=told,
        data=dict(data or {}),
    )
    after_commit(one, event.number)
    return event
