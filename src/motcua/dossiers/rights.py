"""Rights on a dossier: a pure function of duties, departments and a table.

The table is ``specification.md`` beside the workflow definition. Nothing is
stored on a dossier: moving a person or closing a department acts on the next
request, for a million dossiers at once, without writing one of them.
"""

from __future__ import annotations

from borg.localrole.interfaces import ILocalRoleProvider
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from functools import cache
from motcua.dossiers.codes import VIETNAM
from motcua.dossiers.interfaces import IDossier
from motcua.dossiers.operations import OPERATIONS
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation.duties import parse_group
from pathlib import Path
from typing import Any
from typing import TYPE_CHECKING
from zope.component import adapter
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.tasks import Task

VIEW = "view"
#: Operations that no dossier waits for: they look, record, or follow a wish.
IDLE = frozenset({VIEW, *(each.name for each in OPERATIONS.values() if each.idle)})
#: The only role that opens a dossier; granted by this module alone.
READER = "Dossier Reader"
RELATIONS = ("unit", "holder", "task", "participant")
SPECIFICATION = (
    Path(__file__).parent.parent
    / "profiles/default/workflows/dossier_workflow/specification.md"
)


@dataclass(frozen=True)
class Grant:
    """A row of the table: in this state, this duty there permits these."""

    state: str
    duty: str
    relation: str
    operations: frozenset[str]


@dataclass(frozen=True)
class Cause:
    """Why a person may do something: the ground that every grant has."""

    department: str
    duty: str
    relation: str
    operations: frozenset[str]

    @property
    def group(self) -> str:
        """The group that has the right."""
        return f"{self.department}:{self.duty}"


def parse(text: str) -> tuple[Grant, ...]:
    """Read the table of a specification; ValueError for a malformed row."""
    grants = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("state", "---"):
            continue
        if len(cells) != 4 or cells[2] not in RELATIONS:
            raise ValueError(f"specification.md: not a row of the table: {line!r}")
        operations = frozenset(word.strip() for word in cells[3].split(","))
        grants.append(Grant(cells[0], cells[1], cells[2], operations))
    if not grants:
        raise ValueError("specification.md: the table is empty")
    return tuple(grants)


@cache
def table() -> tuple[Grant, ...]:
    """Return the table in force."""
    return parse(SPECIFICATION.read_text(encoding="utf-8"))


def departments(
    dossier: Dossier,
    relation: str,
    duty: str,
    person: str | None = None,
    held: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Return the codes that stand in ``relation`` to the dossier for a duty.

    A task that is given to one person is no ground for another ``person``, but for
    who acts for the one by delegation (``held``); None asks for anybody's.
    """
    if relation == "unit":
        return (dossier.unit,)
    if relation == "holder":
        return (dossier.holder,)
    if relation == "participant":
        return dossier.participants
    return tuple(
        task.department
        for task in dossier.tasks
        if task.duty == duty and (person is None or open_to(task, person, held))
    )


def open_to(task: Task, person: str, held: frozenset[str]) -> bool:
    """Say whether a task is nobody's, the person's, or of whom the person acts for."""
    if task.person in ("", person):
        return True
    return delegations.behalf(task.group, task.person) in held


def causes(
    dossier: Dossier, groups: Iterable[str], person: str | None = None
) -> Iterator[Cause]:
    """Yield every ground on which the groups ("department:duty") may act."""
    held = frozenset(groups)
    for grant in table():
        if grant.state != dossier.state:
            continue
        places = departments(dossier, grant.relation, grant.duty, person, held)
        for department in places:
            if f"{department}:{grant.duty}" in held:
                yield Cause(department, grant.duty, grant.relation, grant.operations)


def allowed(
    dossier: Dossier, groups: Iterable[str], person: str | None = None
) -> frozenset[str]:
    """Return the operations that the groups permit on the dossier now."""
    found: frozenset[str] = frozenset()
    for cause in causes(dossier, groups, person):
        found |= cause.operations
    return found


def cause(
    dossier: Dossier, groups: Iterable[str], operation: str, person: str | None = None
) -> Cause | None:
    """Return the first ground for ``operation``, None when there is none."""
    for found in causes(dossier, groups, person):
        if operation in found.operations:
            return found
    return None


def groups_of(person: str, on: date) -> frozenset[str]:
    """Return the groups of a person on a day: by duties of their own, by delegation.

    For each delegation the group is there with the giver's name behind it as well;
    that opens what was given to the giver by name. Groups of units that ended and
    go on in the person's unit are among them.
    """
    found = set(duties.groups(person, on))
    for row in delegations.received(duties.book(), person, on):
        found |= {row.group, row.behalf}
    return duties.inherited(found, on)


def behalf(person: str, group: str, now: datetime) -> dict[str, Any]:
    """Return the header facts that say for whom a person acts in a group.

    Empty in a duty of their own; else ``for``: the giver's login, the form of
    signing and the deed, which slips print before the signature.
    """
    day = now.astimezone(VIETNAM).date()
    if group in duties.groups(person, day):
        return {}
    row = delegations.behind(person, group, day)
    if row is None:
        return {}
    return {"for": {"person": row.giver, "form": row.form, "deed": row.deed}}


@adapter(IDossier)
@implementer(ILocalRoleProvider)
class DossierRoles:
    """Gives ``Dossier Reader`` to those whose duties permit to view."""

    def __init__(self, context: Dossier) -> None:
        self.context = context

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        """Return the role for one group; called for each group of a user."""
        if parse_group(principal_id) is None:
            return ()
        if VIEW in allowed(self.context, duties.inherited((principal_id,))):
            return (READER,)
        return ()

    def getAllRoles(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return nothing: the grants are not stored, so none can be listed."""
        return ()
