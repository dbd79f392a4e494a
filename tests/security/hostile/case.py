"""One hostile file, and what may become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


TAKEN = "taken"


@dataclass(frozen=True)
class Case:
    """``build`` gives the bytes; ``expected`` are reasons, or ``TAKEN``."""

    id: str
    kind: str
    #: What its sender calls the file.
    name: str
    build: Callable[[], bytes]
    expected: frozenset[str]


def case(id, kind, name, build, *expected):
    """Return a case."""
    return Case(id, kind, name, build, frozenset(expected))
