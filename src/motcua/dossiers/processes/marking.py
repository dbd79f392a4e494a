"""Where a dossier stands in its process: a pure function of what is done.

``done`` holds the keys of completed steps, ``facts`` what conditions ask for. The
open steps follow from them, so a place in the way is never stored and cannot
contradict what happened.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Kind
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
    inside = [_from(each, key) for each in parts_of(part)]
    for number, found in enumerate(inside):
        if found is not None:
            if isinstance(part, Sequence):
                for later in part.parts[number + 1 :]:
                    found |= {step.key for step in steps_of(later)}
            return found
    return None


def before(way: Part, key: str) -> frozenset[str]:
    """Return the keys of the steps that surely end before the step begins.

    Of a choice that comes before it, only what every branch holds is sure.
    KeyError for an unknown step.
    """
    return _earlier(way, key, sure)


def perhaps_before(way: Part, key: str) -> frozenset[str]:
    """Return the keys of the steps that may have ended before the step begins.

    KeyError for an unknown step.
    """
    return _earlier(way, key, lambda part: {step.key for step in steps_of(part)})


def sure(part: Part) -> set[str]:
    """Return the keys of the steps that are done whichever branches are taken."""
    if isinstance(part, Step):
        return {part.key}
    if isinstance(part, Leg):
        return sure(part.part)
    if isinstance(part, Choice):
        return set.intersection(*(sure(branch.part) for branch in part.branches))
    return {key for each in part.parts for key in sure(each)}


def _earlier(
    way: Part, key: str, keys_of: Callable[[Part], set[str]]
) -> frozenset[str]:
    found = _before(way, key, keys_of)
    if found is None:
        raise KeyError(key)
    return frozenset(found)


def _before(
    part: Part, key: str, keys_of: Callable[[Part], set[str]]
) -> set[str] | None:
    if isinstance(part, Step):
        return set() if part.key == key else None
    if isinstance(part, Leg):
        return _before(part.part, key, keys_of)
    inside = [_before(each, key, keys_of) for each in parts_of(part)]
    for number, found in enumerate(inside):
        if found is not None:
            if isinstance(part, Sequence):
                for earlier in part.parts[:number]:
                    found |= keys_of(earlier)
            return found
    return None


def parts_of(part: Sequence | Parallel | Choice) -> tuple[Part, ...]:
    """Return what lies directly inside: parts, or the parts of the branches."""
    if isinstance(part, Choice):
        return tuple(branch.part for branch in part.branches)
    return part.parts


def state_of(kinds: AbstractSet[Kind], begun: bool) -> str:
    """Return the state of a running dossier by the kinds of its open steps.

    ``begun`` says whether any step is done.
    """
    if not kinds:
        return "finished"
    if kinds == {"approve"}:
        return "proposed"
    if kinds == {"issue"}:
        return "approved"
    if kinds == {"reception"} and not begun:
        return "received"
    return "processing"
