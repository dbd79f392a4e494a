"""Trials: is there one at all, and can each of them be read."""

from __future__ import annotations

from collections.abc import Iterator
from motcua import _
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.rules.finding import error
from motcua.dossiers.processes.rules.finding import Finding
from motcua.dossiers.processes.rules.finding import warning
from motcua.dossiers.processes.stories import read_story
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.dossiers.processes.values import MalformedProcess


def check(process: Process, around: Surroundings) -> Iterator[Finding]:
    """Yield what is wrong with the trials themselves; running them is another act."""
    if not process.tests:
        yield warning("no-trial", "tests", _("Nothing was tried: add a trial."))
    for number, trial in enumerate(process.tests):
        try:
            read_story(trial, f"tests[{number}]")
        except MalformedProcess as problem:
            yield error("trial", f"tests-{number}", str(problem))
        strange = sorted(set(trial.facts) - {"case", "channel"})
        known = [case.key for case in around.version.cases] if around.version else []
        case = trial.facts.get("case", "")
        if strange or (known and case and case not in known):
            yield error(
                "trial-fact",
                f"tests-{number}",
                _(
                    "${title}: facts are case and channel; cases: ${cases}",
                    mapping={"title": trial.title, "cases": ", ".join(known) or "-"},
                ),
            )
