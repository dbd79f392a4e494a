"""The way by itself: keys, choices, conditions, returns, what steps carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from motcua import _
from motcua.dossiers.operations import CORRECTABLE
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Condition
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.marking import perhaps_before
from motcua.dossiers.processes.marking import sure
from motcua.dossiers.processes.places import inside
from motcua.dossiers.processes.places import numbers
from motcua.dossiers.processes.places import walk
from motcua.dossiers.processes.rules.finding import error
from motcua.dossiers.processes.rules.finding import Finding
from motcua.dossiers.processes.rules.finding import warning
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.procedures.definitions import CHANNELS
from typing import Final


#: Findings after which the way cannot be followed or counted.
BREAKING: Final = frozenset({"duplicate-key", "choice-open", "nothing-to-do"})
#: Forms of slips that a step may issue (mẫu 01-07 of the one-stop rules).
FORMS: Final = frozenset({"01", "02", "03", "04", "05", "06", "07"})
#: Duties that work on dossiers, and those that kinds of steps are limited to.
WORKING: Final = frozenset({"reception", "processing", "approval"})
DUTY_OF: Final[dict[str, frozenset[str]]] = {
    "reception": frozenset({"reception"}),
    "approve": frozenset({"approval"}),
}


def check(process: Process, around: Surroundings) -> Iterator[Finding]:
    """Yield what is wrong with the way itself and with what its steps carry."""
    yield from _whole(process, around)
    yield from _keys(process)
    for place, part in walk(process.way):
        if isinstance(part, Step):
            yield from _step(process, place, part)
        elif isinstance(part, Choice):
            yield from _choice(process, place, part, around)


def _whole(process: Process, around: Surroundings) -> Iterator[Finding]:
    if not process.deed:
        yield error("no-deed", "deed", _("Name the deciding document."))
    if around.unapproved:
        yield warning(
            "approval-missing",
            "procedure",
            _("A new version of the procedure waits for approval of its process."),
        )
    if not sure(process.way):
        yield error(
            "nothing-to-do",
            "way",
            _("On some branches nothing at all is done; add a step for all."),
        )
    kinds = {step.kind for step in steps_of(process.way)}
    if "approve" not in kinds:
        yield warning("no-approval", "way", _("No step approves the result."))
    if next(steps_of(process.way)).kind != "reception":
        yield warning(
            "no-reception", "way", _("The way does not begin at the counter.")
        )


def _keys(process: Process) -> Iterator[Finding]:
    named = [
        (part.key, place)
        for place, part in walk(process.way)
        if isinstance(part, Step | Leg)
    ]
    counted = Counter(key for key, _place in named)
    for key, place in named:
        if counted[key] > 1:
            yield error(
                "duplicate-key",
                place,
                _("The key ${key} is used more than once.", mapping={"key": key}),
            )


def _step(process: Process, place: str, step: Step) -> Iterator[Finding]:
    allowed = DUTY_OF.get(step.kind, WORKING)
    if step.duty not in allowed:
        yield error(
            "duty",
            place,
            _(
                "${step}: ${duty} is no duty for this kind of step; possible: "
                "${allowed}",
                mapping={
                    "step": step.title,
                    "duty": step.duty,
                    "allowed": ", ".join(sorted(allowed)),
                },
            ),
        )
    for form in sorted(set(step.slips) - FORMS):
        yield error(
            "slip",
            place,
            _(
                "${step}: there is no slip ${form}; possible: ${allowed}",
                mapping={
                    "step": step.title,
                    "form": form,
                    "allowed": ", ".join(sorted(FORMS)),
                },
            ),
        )
    for name in sorted(set(step.may_change) - set(CORRECTABLE)):
        yield error(
            "correction",
            place,
            _(
                "${step}: “${name}” cannot be corrected; possible: ${allowed}",
                mapping={
                    "step": step.title,
                    "name": name,
                    "allowed": ", ".join(CORRECTABLE),
                },
            ),
        )
    earlier = perhaps_before(process.way, step.key)
    for key in step.returns:
        if key not in earlier:
            yield error(
                "return",
                place,
                _(
                    "${step}: cannot send back to ${key}, which does not come before "
                    "it; possible: ${allowed}",
                    mapping={
                        "step": step.title,
                        "key": key,
                        "allowed": ", ".join(sorted(earlier)) or "-",
                    },
                ),
            )


def _choice(
    process: Process, place: str, choice: Choice, around: Surroundings
) -> Iterator[Finding]:
    *others, last = choice.branches
    if last.when is not None:
        yield error(
            "choice-open",
            place,
            _("The choice has no branch for all others; the last one must be it."),
        )
    taken: set[tuple[str, str]] = set()
    for number, branch in enumerate(choice.branches):
        here = f"{place}-{number}"
        when = branch.when
        if when is None:
            if branch in others:
                yield error(
                    "branch-dead",
                    f"{place}-{number + 1}",
                    _("This branch is never taken: the one before is for all others."),
                )
            continue
        yield from _condition(process, place, here, when, around)
        pairs = {(when.name, value) for value in when.values}
        for name, value in sorted(pairs & taken):
            yield warning(
                "branch-twice",
                here,
                _(
                    "${name} ${value} is answered by an earlier branch already.",
                    mapping={"name": name, "value": value},
                ),
            )
        taken |= pairs


def _condition(
    process: Process, place: str, here: str, when: Condition, around: Surroundings
) -> Iterator[Finding]:
    """Check that what a branch asks for is known there, and may be answered so."""
    possible = _known(process, place, around)
    if when.name not in possible:
        yield error(
            "condition-name",
            here,
            _(
                "${name} is not known when the choice is made; possible: ${allowed}",
                mapping={"name": when.name, "allowed": ", ".join(possible)},
            ),
        )
        return
    allowed = possible[when.name]
    for value in when.values:
        if allowed and value not in allowed:
            yield error(
                "condition-value",
                here,
                _(
                    "${name} cannot be ${value}; possible: ${allowed}",
                    mapping={
                        "name": when.name,
                        "value": value,
                        "allowed": ", ".join(allowed),
                    },
                ),
            )


def _known(
    process: Process, place: str, around: Surroundings
) -> dict[str, tuple[str, ...]]:
    """Return what a choice may ask for, and its values; none named: any value."""
    version = around.version
    cases = () if version is None else tuple(case.key for case in version.cases)
    steps = [process.step(key) for key in sorted(sure_before(process.way, place))]
    answers = {f"outcome:{s.key}": s.outcomes for s in steps if s.outcomes}
    return {"case": cases, "channel": CHANNELS, **answers}


def sure_before(way: Part, place: str) -> set[str]:
    """Return the keys of the steps that surely end before a part begins."""
    found: set[str] = set()
    for number in numbers(place):
        if isinstance(way, Sequence):
            for earlier in way.parts[:number]:
                found |= sure(earlier)
        way = inside(way)[number]
    return found
