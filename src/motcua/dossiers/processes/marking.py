"""Where a dossier stands in its process: a pure function of what is done.

``done`` holds the keys of completed steps, ``facts`` what conditions ask for. The
open steps follow from them, so a place in the way is never stored and cannot
contradict what happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of


def open_steps(
    way: Part, done: AbstractSet[str], facts: Mapping[str, str]
) -> tuple[Step, ...]:
    """Return the steps that are to be worked on now, in their order; none at the end.

    Raises ``LookupError`` when a choice is reached that no branch answers, which a
    checked process cannot do.
    """
    if isinstance(way, Step):
        return () if way.key in done else (way,)
    if isinstance(way, Leg):
        return open_steps(way.part, done, facts)
    if isinstance(way, Choice):
        return open_steps(chosen(way, facts), done, facts)
    if isinstance(way, Parallel):
        return tuple(s for part in way.parts for s in open_steps(part, done, facts))
    for part in way.parts:
        found = open_steps(part, done, facts)
        if found:
            return found
    return ()


def chosen(choice: Choice, facts: Mapping[str, str]) -> Part:
    """Return the part of the first branch whose condition holds."""
    for branch in choice.branches:
        when = branch.when
        if when is None or facts.get(when.name, "") in when.values:
            return branch.part
    raise LookupError("No branch of the choice holds, and none is for all others.")


def undone_by(way: Part, back_to: str) -> frozenset[str]:
    """Return the keys of the steps that are to be done anew from ``back_to`` on.

    That is the step itself and whatever comes after it; what runs beside it and
    does not wait for it stays done. KeyError for an unknown step.
    """
    found = _from(way, back_to)
    if found is None:
        raise KeyError(back_to)
    return frozenset(found)


def _from(part: Part, key: str) -> set[str] | None:
    if isinstance(part, Step):
        return {key} if part.key == key else None
    if isinstance(part, Leg):
        return _from(part.part, key)
    if isinstance(part, Choice):
        inside = [_from(branch.part, key) for branch in part.branches]
    else:
        inside = [_from(each, key) for each in part.parts]
    for number, found in enumerate(inside):
        if found is not None:
            if isinstance(part, Sequence):
                for later in part.parts[number + 1 :]:
                    found |= {step.key for step in steps_of(later)}
            return found
    return None


def before(way: Part, key: str) -> frozenset[str]:
    """Return the keys of the steps that surely end before the step begins.

    KeyError for an unknown step.
    """
    found = _before(way, key)
    if found is None:
        raise KeyError(key)
    return frozenset(found)


def _before(part: Part, key: str) -> set[str] | None:
    if isinstance(part, Step):
        return set() if part.key == key else None
    if isinstance(part, Leg):
        return _before(part.part, key)
    if isinstance(part, Choice):
        inside = [_before(branch.part, key) for branch in part.branches]
    else:
        inside = [_before(each, key) for each in part.parts]
    for number, found in enumerate(inside):
        if found is not None:
            if isinstance(part, Sequence):
                for earlier in part.parts[:number]:
                    found |= {step.key for step in steps_of(earlier)}
            return found
    return None
