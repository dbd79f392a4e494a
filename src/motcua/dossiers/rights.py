"""Rights on a dossier: a pure function of duties, departments and a table.

The table is ``specification.md`` beside the workflow definition. Nothing is
stored on a dossier: moving a person or closing a department acts on the next
request, for a million dossiers at once, without writing one of them.
"""

from __future__ import annotations

from borg.localrole.interfaces import ILocalRoleProvider
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from functools import cache
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
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
    from motcua.dossiers.standing import Standing
    from motcua.dossiers.tasks import Task

VIEW = "view"
#: Operations that no dossier waits for: they look, record, or follow a wish.
IDLE = frozenset({VIEW, *(each.name for each in OPERATIONS.values() if each.idle)})
#: The only role that opens a dossier; granted by this module alone.
READER = "Dossier Reader"
RELATIONS = ("unit", "holder", "task", "participant")
#: Whom a duty lets to a dossier of restricted access: who holds it, who is named
#: besides, no one.
ADMITS = ("all", "named", "nobody")
SPECIFICATION = (
    Path(__file__).parent.parent
    / "profiles/default/workflows/dossier_workflow/specification.md"
)


@dataclass(frozen=True)
class Grant:
    """A row of the table: in this state, this duty there permits these.

    ``admits`` says whom of them it lets to a dossier of restricted access: a key of
    ``ADMITS``.
    """

    state: str
    duty: str
    relation: str
    operations: frozenset[str]
    admits: str = "nobody"


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
    rows = []
    admits = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("state", "duty", "---"):
            continue
        if len(cells) == 4 and cells[2] in RELATIONS:
            operations = frozenset(word.strip() for word in cells[3].split(","))
            rows.append(Grant(cells[0], cells[1], cells[2], operations))
        elif len(cells) == 3 and cells[1] in RELATIONS and cells[2] in ADMITS:
            admits[cells[0], cells[1]] = cells[2]
        else:
            raise ValueError(f"specification.md: not a row of a table: {line!r}")
    if not rows:
        raise ValueError("specification.md: the table is empty")
    # What the table of restricted dossiers does not name, it does not let in.
    return tuple(
        replace(row, admits=admits.get((row.duty, row.relation), "nobody"))
        for row in rows
    )


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


def admitted(dossier: Dossier, grant: Grant, group: str, held: frozenset[str]) -> bool:
    """Say whether the confidentiality of the dossier lets a ground count.

    Where names are asked for, the person's own or that of who is acted for does.
    """
    if not dossier.restricted or grant.admits == "all":
        return True
    return grant.admits == "named" and any(
        delegations.behalf(group, name) in held for name in named(dossier)
    )


def named(dossier: Dossier | Standing) -> tuple[str, ...]:
    """Return the logins to whom the dossier or an open step was given by name."""
    steps = (task.person for task in dossier.tasks if task.person)
    return tuple(dict.fromkeys((*dossier.entrusted, *steps)))


def causes(
    dossier: Dossier, groups: Iterable[str], person: str | None = None
) -> Iterator[Cause]:
    """Yield every ground on which the groups ("department:duty") may act."""
    held, state = frozenset(groups), dossier.state
    for grant in table():
        if grant.state != state:
            continue
        places = departments(dossier, grant.relation, grant.duty, person, held)
        for department in places:
            group = f"{department}:{grant.duty}"
            if group in held and admitted(dossier, grant, group, held):
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

    Each group is there a second time with a name behind it, the person's or the
    giver's: that opens what was given to somebody by name. Groups of units that ended
    and go on in the person's unit are among them.
    """
    found = _with_name(duties.groups(person, on), person, on)
    for row in delegations.received(duties.book(), person, on):
        found |= _with_name({row.group}, row.giver, on)
    return found


def _with_name(groups: Iterable[str], name: str, on: date) -> frozenset[str]:
    held = duties.inherited(groups, on)
    return held | {delegations.behalf(group, name) for group in held}


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
        """Return the role for a user; groups get none, for some grants are by name."""
        if parse_group(principal_id) is not None:
            return ()
        groups = groups_of(principal_id, vietnam.today())
        if VIEW in allowed(self.context, groups, principal_id):
            return (READER,)
        return ()

    def getAllRoles(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return nothing: the grants are not stored, so none can be listed."""
        return ()
