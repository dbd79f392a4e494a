"""What is wrong with a process, said before it comes into force.

Errors keep it from coming into force: a dossier would stand still, take a way that
nobody meant, or be promised in a time that the offices do not have. Warnings tell
what may be meant and should be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.rules import offices
from motcua.dossiers.processes.rules import shape
from motcua.dossiers.processes.rules import stories
from motcua.dossiers.processes.rules import times
from motcua.dossiers.processes.rules.finding import Finding
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.dossiers.processes.trying import Verdict


__all__ = ["Finding", "check", "errors", "failing"]


def check(process: Process, around: Surroundings) -> tuple[Finding, ...]:
    """Return what is wrong, errors first, then in the order of the way.

    Times and trials are looked at when the way itself is sound.
    """
    found = [*shape.check(process, around), *offices.check(process, around)]
    if not any(one.rule in shape.BREAKING for one in found):
        found += [*times.check(process, around), *stories.check(process, around)]
    return tuple(sorted(found, key=lambda one: one.severity != "error"))


def errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a process from coming into force."""
    return tuple(one for one in found if one.severity == "error")


def failing(found: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the trials that did not come out as expected."""
    return tuple(one for one in found if not one.ok)
