"""Offices and people: do the departments exist, does somebody hold the duty."""

from __future__ import annotations

from collections.abc import Iterator
from motcua import _
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.places import walk
from motcua.dossiers.processes.rules.finding import error
from motcua.dossiers.processes.rules.finding import Finding
from motcua.dossiers.processes.rules.finding import warning
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.organisation.duties import DUTIES
from typing import Final


#: Codes that one message names.
_NAMED: Final = 5


def check(process: Process, around: Surroundings) -> Iterator[Finding]:
    """Yield what is wrong with departments, agencies, duties and persons.

    A relative name is held against every unit that receives the procedure; without
    any there is nothing to hold it against.
    """
    if around.version is not None and not around.receiving:
        yield warning(
            "no-receiver",
            "procedure",
            _("No unit receives this procedure; departments cannot be checked."),
        )
    for place, part in walk(process.way):
        if isinstance(part, Step):
            yield from _step(place, part, around)
        elif isinstance(part, Leg):
            _found, problems = _departments(place, part.title, part.agency, around)
            yield from problems


def _step(place: str, step: Step, around: Surroundings) -> Iterator[Finding]:
    found, problems = _departments(place, step.title, step.department, around)
    yield from problems
    if step.person:
        without = [
            one for one in found if step.person not in around.holders(one, step.duty)
        ]
        if without:
            yield error(
                "person",
                place,
                _(
                    "${step}: ${person} does not hold the duty ${duty} in ${units}",
                    mapping={
                        "step": step.title,
                        "person": step.person,
                        "duty": DUTIES.get(step.duty, step.duty),
                        "units": _listed(without, around),
                    },
                ),
            )
        return
    empty = [one for one in found if not around.holders(one, step.duty)]
    if empty:
        # Where one commune of many has nobody yet, the others need not wait for it.
        say = error if len(empty) == len(found) else warning
        yield say(
            "nobody",
            place,
            _(
                "${step}: nobody holds the duty ${duty} in ${units}",
                mapping={
                    "step": step.title,
                    "duty": DUTIES.get(step.duty, step.duty),
                    "units": _listed(empty, around),
                },
            ),
        )


def _departments(
    place: str, title: str, name: str, around: Surroundings
) -> tuple[list[str], list[Finding]]:
    """Return the units that a name means on the first day, and what is wrong."""
    if not name.startswith("@"):
        unit = around.unit_of(name)
        if unit is None:
            return [], [_unknown(place, title, name)]
        if not unit.in_force(around.on):
            return [], [_not_in_force(place, title, [name], around)]
        return [name], []
    found: dict[str, None] = {}
    nowhere, ended = [], []
    for receiver in around.receiving:
        code = around.resolve(name, receiver)
        unit = around.unit_of(code) if code else None
        if unit is None:
            nowhere.append(receiver)
        elif not unit.in_force(around.on):
            ended.append(code)
        else:
            found[code] = None
    problems = []
    if nowhere:
        problems.append(_meaningless(place, title, name, nowhere, around))
    if ended:
        problems.append(_not_in_force(place, title, ended, around))
    return list(found), problems


def _unknown(place: str, title: str, name: str) -> Finding:
    return error(
        "department",
        place,
        _(
            "${step}: there is no unit ${unit}",
            mapping={"step": title, "unit": name},
        ),
    )


def _not_in_force(
    place: str, title: str, codes: list[str], around: Surroundings
) -> Finding:
    return error(
        "department-ended",
        place,
        _(
            "${step}: ${units} does not exist on ${day}",
            mapping={
                "step": title,
                "units": _listed(codes, around),
                "day": f"{around.on:%d/%m/%Y}",
            },
        ),
    )


def _meaningless(
    place: str, title: str, name: str, units: list[str], around: Surroundings
) -> Finding:
    return error(
        "department-relative",
        place,
        _(
            "${step}: ${name} is no unit for dossiers received at ${units}",
            mapping={"step": title, "name": name, "units": _listed(units, around)},
        ),
    )


def _listed(codes: list[str], around: Surroundings) -> str:
    shown = ", ".join(_named(code, around) for code in codes[:_NAMED])
    return f"{shown} … (+{len(codes) - _NAMED})" if len(codes) > _NAMED else shown


def _named(code: str, around: Surroundings) -> str:
    """Return the name of a unit with its code, for many departments share a name."""
    unit = around.unit_of(code)
    return f"{unit.name} ({code})" if unit is not None else code
