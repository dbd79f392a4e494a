"""What an internal process says, as immutable values that read and write JSON.

A process is a way through steps. The way is nested, never tangled: parts come in
sequence, run side by side, or are chosen by a condition, and each agency's share
of an inter-agency way (liên thông) is a leg. So every way ends by its build, the
critical path can be told, and a person can read it from top to bottom.

It knows neither Plone nor a database. Its digest names it for ever: a dossier
keeps the process it was received under.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
import hashlib
import json
from motcua.base.durations import Term
from typing import Any
from typing import Final
from typing import get_args
from typing import Literal


#: A budget of its own is not given.
NO_TERM: Final = Term("none")

#: What a step is for. ``handle`` works on the matter, ``opinion`` answers another
#: department, ``approve`` decides and signs, ``issue`` numbers the result and hands
#: it over.
Kind = Literal["reception", "handle", "opinion", "approve", "issue"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

#: Departments that are told from the dossier: the unit that received it, and its
#: agency. ``@agency/NN`` is the unit of that agency whose code ends in ``.NN``.
UNIT: Final = "@unit"
AGENCY: Final = "@agency"

#: What the overall due date follows: the term that the procedure publishes, or the
#: critical path of the way.
Promise = Literal["term", "way"]


@dataclass(frozen=True)
class Step:
    """One piece of work of one department.

    ``department`` is the code of a unit or a relative name (``UNIT``, ``AGENCY``);
    ``duty`` is held there by who works on it; ``person`` names one of them, empty
    for whoever holds the duty. ``term`` is the time budget. ``slips`` are numbers of
    the forms it issues, ``may_change`` what may be corrected in it, ``returns`` the
    earlier steps it may send the dossier back to, ``outcomes`` the answers it may
    end with, for conditions further on.
    """

    key: str
    title: str
    kind: Kind
    department: str
    duty: str
    term: Term = NO_TERM
    person: str = ""
    checklist: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    may_change: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Parallel:
    """Parts that begin together; what follows waits for all of them."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Leg:
    """The share of one agency in an inter-agency way; ``key`` is unique in it."""

    key: str
    title: str
    agency: str
    part: Part


@dataclass(frozen=True)
class Condition:
    """True when ``name`` has one of ``values``.

    ``name`` is ``case``, ``channel`` or ``outcome:<step key>``.
    """

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """One way of a choice; without a condition it is the way for all others."""

    part: Part
    when: Condition | None = None
    title: str = ""


@dataclass(frozen=True)
class Choice:
    """The first branch whose condition holds; the last one has none."""

    branches: tuple[Branch, ...]


Part = Step | Sequence | Parallel | Leg | Choice


@dataclass(frozen=True)
class Trial:
    """What must come about when this happens; a process is tried with it.

    ``events`` and ``expected`` are described in ``trying``.
    """

    title: str
    events: tuple[dict[str, Any], ...]
    expected: tuple[dict[str, Any], ...]
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Process:
    """One version of an internal process.

    ``deed`` is the deciding document, ``regulation`` the coordination regulation
    (quy chế phối hợp) it follows.
    """

    key: str
    title: str
    way: Part
    procedure: str = ""
    deed: str = ""
    regulation: str = ""
    promise: Promise = "term"
    tests: tuple[Trial, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the JSON, hexadecimal: the name of this version."""
        return hashlib.sha256(dumps(self).encode("utf-8")).hexdigest()

    def step(self, key: str) -> Step:
        """Return the step with the key; KeyError when there is none."""
        for step in steps_of(self.way):
            if step.key == key:
                return step
        raise KeyError(key)


def steps_of(part: Part) -> Iterator[Step]:
    """Yield every step of a way in the order in which it is written."""
    if isinstance(part, Step):
        yield part
    elif isinstance(part, Leg):
        yield from steps_of(part.part)
    elif isinstance(part, Choice):
        for branch in part.branches:
            yield from steps_of(branch.part)
    else:
        for each in part.parts:
            yield from steps_of(each)


def legs_of(part: Part) -> Iterator[Leg]:
    """Yield every leg of a way; a leg may hold legs of its own."""
    if isinstance(part, Leg):
        yield part
        yield from legs_of(part.part)
    elif isinstance(part, Choice):
        for branch in part.branches:
            yield from legs_of(branch.part)
    elif not isinstance(part, Step):
        for each in part.parts:
            yield from legs_of(each)


def to_json(process: Process) -> dict[str, Any]:
    """Return the process as plain JSON, fields without a value left out."""
    return _filled(
        {
            "key": process.key,
            "title": process.title,
            "procedure": process.procedure,
            "deed": process.deed,
            "regulation": process.regulation,
            "promise": process.promise,
            "way": _part_to_json(process.way),
            "tests": [
                _filled(
                    {
                        "title": test.title,
                        "facts": test.facts,
                        "events": list(test.events),
                        "expected": list(test.expected),
                    }
                )
                for test in process.tests
            ],
        }
    )


def dumps(process: Process) -> str:
    """Return the one JSON text of a process."""
    return json.dumps(
        to_json(process), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], {})}


def _part_to_json(part: Part) -> dict[str, Any]:
    if isinstance(part, Step):
        return _step_to_json(part)
    if isinstance(part, Sequence):
        return {"sequence": [_part_to_json(each) for each in part.parts]}
    if isinstance(part, Parallel):
        return {"parallel": [_part_to_json(each) for each in part.parts]}
    if isinstance(part, Leg):
        return {
            "leg": part.key,
            "title": part.title,
            "agency": part.agency,
            "part": _part_to_json(part.part),
        }
    return {"choice": [_branch_to_json(branch) for branch in part.branches]}


def _step_to_json(step: Step) -> dict[str, Any]:
    values: dict[str, Any] = {
        "step": step.key,
        "title": step.title,
        "kind": step.kind,
        "department": step.department,
        "duty": step.duty,
        "person": step.person,
        "term": "" if step.term.kind == "none" else str(step.term),
    }
    for name in ("checklist", "slips", "may_change", "returns", "outcomes"):
        values[name] = list(getattr(step, name))
    return _filled(values)


def _branch_to_json(branch: Branch) -> dict[str, Any]:
    when = branch.when
    return _filled(
        {
            "title": branch.title,
            "when": {when.name: list(when.values)} if when else {},
            "part": _part_to_json(branch.part),
        }
    )
