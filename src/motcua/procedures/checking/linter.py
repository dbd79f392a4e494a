"""The linter: what is wrong with a procedure, said by small named rules.

Nothing here stops an import or changes a text. Findings tell editors what to mend,
and are counted per procedure, rule and agency (see ``findings``).
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from motcua.base.folding import fold
from motcua.procedures.checking import rules
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import Rule
from motcua.procedures.checking.rules.rule import RULES
from motcua.procedures.checking.rules.rule import SEVERITIES
from motcua.procedures.checking.rules.rule import Severity
from motcua.procedures.definitions import Version
from typing import Any


__all__ = [
    "RULES",
    "SEVERITIES",
    "Finding",
    "Known",
    "Rule",
    "Severity",
    "check",
    "rules",
    "title_key",
]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or may be.

    `place` is the path of the value in the version, parts set apart by slashes and
    "" for the whole: ``cases/1/papers/p02``. `message` can be translated.
    """

    rule: str
    severity: Severity
    place: str
    message: Any


def check(
    version: Version, on: date, known: Known | None = None
) -> tuple[Finding, ...]:
    """Return what the rules find in a version on a day, the serious things first.

    `known` is what is known besides; without it rules that ask for more stay silent.
    """
    known = replace(known or Known(), on=on)
    found = [
        Finding(rule.name, rule.severity, place, message)
        for rule in RULES.values()
        for place, message in rule.check(version, known)
    ]
    # Sorting is stable: within a severity the order of the rules stays.
    return tuple(sorted(found, key=lambda one: SEVERITIES.index(one.severity)))


def title_key(title: str) -> str:
    """Return what two titles are compared by."""
    return fold(title).strip(" .,;")
