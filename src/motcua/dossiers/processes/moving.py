"""Moving running dossiers to another version of their process: who would stand where.

Steps are the same when their keys are. What a dossier has done stays done; where it
stands follows from that in the new version, as always. A dossier is not moved when an
open step of it has no equivalent, when moving would open something anew that was
already passed, or when a step that is not done would come before a done one: then a
person has to decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.marking import open_steps
from motcua.dossiers.processes.marking import perhaps_before
from typing import Literal


#: Why a dossier stays: a step has no equivalent, something passed would open again,
#: what is open comes before what is done, the new way asks for an answer that was not
#: given, nothing would be left to do.
Obstacle = Literal[
    "", "no-equivalent", "opens-again", "out-of-order", "no-answer", "would-end"
]


@dataclass(frozen=True)
class Position:
    """Where a running dossier stands: keys of done steps, and known facts."""

    done: frozenset[str]
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Move:
    """What moving one dossier would do.

    ``steps`` are the steps that would be open then, empty where it stays; ``keys``
    are the steps that say why it stays.
    """

    steps: tuple[Step, ...] = ()
    obstacle: Obstacle = ""
    keys: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether the dossier can be moved."""
        return not self.obstacle


def move(old: Process, new: Process, position: Position) -> Move:
    """Return where a dossier of the old version would stand in the new one."""
    now = open_steps(old.way, position.done, position.facts)
    known = {step.key for step in steps_of(new.way)}
    lost = tuple(step.key for step in now if step.key not in known)
    if lost:
        return Move(obstacle="no-equivalent", keys=lost)
    unanswered = _unanswered(new, position)
    if unanswered:
        return Move(obstacle="no-answer", keys=unanswered)
    then = open_steps(new.way, position.done & known, position.facts)
    if not then:
        return Move(obstacle="would-end")
    before = {step.key for step in now}
    behind = _behind(new.way, before | position.done)
    passed = tuple(s.key for s in then if s.key not in before and s.key in behind)
    if passed:
        return Move(obstacle="opens-again", keys=passed)
    behind = _behind(new.way, position.done)
    early = tuple(step.key for step in then if step.key in behind)
    if early:
        return Move(obstacle="out-of-order", keys=early)
    return Move(then)


def _unanswered(new: Process, position: Position) -> tuple[str, ...]:
    """Return done steps that must have an answer in the new version and have none."""
    return tuple(
        step.key
        for step in steps_of(new.way)
        if step.key in position.done
        and step.outcomes
        and position.facts.get(f"outcome:{step.key}", "") not in step.outcomes
    )


def _behind(way: Part, keys: AbstractSet[str]) -> set[str]:
    """Return the steps that come before one of these."""
    return {
        earlier
        for step in steps_of(way)
        if step.key in keys
        for earlier in perhaps_before(way, step.key)
    }


def preview(
    old: Process, new: Process, running: Iterable[tuple[str, Position]]
) -> tuple[dict[str, list[str]], list[tuple[str, Move]]]:
    """Return which dossiers would stand at which step, and which stay and why.

    ``running`` gives codes and positions. The first answer maps keys of the new
    version to codes; a dossier with several open steps is named at each.
    """
    standing: dict[str, list[str]] = {}
    staying = []
    for code, position in running:
        found = move(old, new, position)
        for step in found.steps:
            standing.setdefault(step.key, []).append(code)
        if not found.possible:
            staying.append((code, found))
    order = [step.key for step in steps_of(new.way)]
    return {key: standing[key] for key in order if key in standing}, staying
