"""One thing that is wrong with a process, or may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from typing import Literal


Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and whether the process may come into force so.

    ``place`` is that of a part of the way (see `places`), the name of a field of
    the process, or ``tests-<number>``. ``message`` can be translated.
    """

    rule: str
    severity: Severity
    place: str
    message: Any


def error(rule: str, place: str, message: Any) -> Finding:
    """Return a finding that keeps the process from coming into force."""
    return Finding(rule, "error", place, message)


def warning(rule: str, place: str, message: Any) -> Finding:
    """Return a finding that should be looked at."""
    return Finding(rule, "warning", place, message)
