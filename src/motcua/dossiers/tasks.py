"""What is open on a dossier now, and where: its tasks.

The tasks follow from the process and what is done, or from an opinion that was
asked for. They stand in the header of every event that changes them, so that the
ledger alone tells who had to do what; nothing in them is personal but the login
name of an officer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from motcua.dossiers.processes import definitions
from motcua.dossiers.processes import marking
from motcua.organisation import units
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.processes.definitions import Process
    from motcua.dossiers.processes.definitions import Step

#: Tasks that an officer asked for, beside the way of the process.
AD_HOC = "asked-"


@dataclass(frozen=True)
class Task:
    """One open piece of work; ``key`` is that of the step.

    ``person`` is the only one who does it, empty for whoever holds ``duty`` in
    ``department``. ``due`` is the end of its own budget, None without one and while
    the clock stands.
    """

    key: str
    kind: definitions.Kind
    department: str
    duty: str
    person: str = ""
    since: datetime | None = None
    due: datetime | None = None

    @property
    def ad_hoc(self) -> bool:
        """Whether an officer asked for it; the way does not wait for it."""
        return self.key.startswith(AD_HOC)

    @property
    def group(self) -> str:
        """The group that may do it."""
        return f"{self.department}:{self.duty}"

    def to_json(self) -> dict[str, str]:
        """Return the task as the header of an event keeps it."""
        values = {
            "key": self.key,
            "kind": self.kind,
            "department": self.department,
            "duty": self.duty,
            "person": self.person,
            "since": "" if self.since is None else self.since.isoformat(),
            "due": "" if self.due is None else self.due.isoformat(),
        }
        return {name: value for name, value in values.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> Task:
        """Return the task written by ``to_json``."""
        values: dict[str, Any] = dict(data)
        for name in ("since", "due"):
            if name in values:
                values[name] = datetime.fromisoformat(values[name])
        return cls(**values)


def department_of(
    name: str, unit: str, site: Any = None, on: date | None = None
) -> str:
    """Return the code of a department that a process names.

    ``unit`` is the one-stop unit that received the dossier. A department that has
    ended is followed to its successor. Raises UnknownUnit.
    """
    if name == definitions.UNIT:
        return unit
    if name.startswith(definitions.AGENCY):
        one_stop = units.get(unit, site)
        agency = one_stop.served_agency or one_stop.agency
        suffix = name[len(definitions.AGENCY) :].lstrip("/")
        name = f"{agency}.{suffix}" if suffix else agency
    present = units.successor_of(name, on, site)
    return name if present is None else present.code


def opened(
    process: Process,
    done: AbstractSet[str],
    answers: Mapping[str, str],
    before: Iterable[Task],
    make: Callable[[Step], Task],
) -> tuple[Task, ...]:
    """Return the tasks that are open once ``done`` is done.

    Tasks that were open ``before`` stay as they are; ``make`` makes the new ones.
    """
    known = {task.key: task for task in before}
    found = [
        known.get(step.key) or make(step)
        for step in marking.open_steps(process.way, done, answers)
    ]
    return (*found, *(task for task in known.values() if task.ad_hoc))


def holding(dossier: Dossier) -> tuple[str, ...]:
    """Return the departments that have something to do now, who has the lead first."""
    found = (dossier.holder, *(task.department for task in dossier.tasks))
    return tuple(dict.fromkeys(found))


def state_of(tasks: Iterable[Task], begun: bool) -> str:
    """Return the state of a running dossier that follows a process.

    ``begun`` says whether any step is done.
    """
    return marking.state_of({task.kind for task in tasks if not task.ad_hoc}, begun)


def lead(tasks: Iterable[Task], unit: str) -> str:
    """Return the department that holds the dossier: that of the first open step.

    An opinion is asked of others while the lead holds it; the unit holds it when
    nothing is open.
    """
    found = [task for task in tasks if not task.ad_hoc]
    leading = [task for task in found if task.kind != "opinion"] or found
    return leading[0].department if leading else unit
