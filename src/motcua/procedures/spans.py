"""From which day to which each version of a procedure holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from motcua.procedures.definitions import Version
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.procedure import Procedure


@dataclass(frozen=True)
class Span:
    """A version from `begins` to `ends`, both included; None is without limit."""

    version: Version
    begins: date | None
    ends: date | None

    def holds(self, on: date) -> bool:
        """Say whether the version holds on a day."""
        if self.begins and on < self.begins:
            return False
        return not (self.ends and on > self.ends)


def spans(procedure: Procedure) -> tuple[Span, ...]:
    """Return the spans of a procedure, oldest adoption first; no two overlap.

    A version holds from its first day until the day before a version adopted later
    begins, and no longer than the procedure. Versions that never hold, or still wait
    for approvals, have no span.
    """
    found = []
    rows = procedure.holding()
    ending = procedure.ending
    for place, (begins, digest) in enumerate(rows):
        later = [first for first, _digest in rows[place + 1 :]]
        if None in later:
            continue
        version = procedure.version(digest)
        last = [day - timedelta(days=1) for day in later if day is not None]
        if version.effective_to:
            last.append(version.effective_to)
        if ending is not None:
            last.append(ending.last_day)
        ends = min(last, default=None)
        if begins is None or ends is None or begins <= ends:
            found.append(Span(version, begins, ends))
    return tuple(found)
