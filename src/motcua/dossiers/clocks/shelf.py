"""Where the texts lie that a ledger names by digest: calendars and processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from motcua.base.calendars import WorkingCalendar
from motcua.dossiers.clocks import calendars
from motcua.dossiers.processes import book
from motcua.dossiers.processes.definitions import Process
from typing import Any


@dataclass(frozen=True)
class Shelf:
    """The texts kept in a site, and those that a promise would keep there.

    ``fresh`` calendars and ``process`` are not kept yet: a date can be shown before
    anything is written.
    """

    site: Any
    fresh: Mapping[str, WorkingCalendar] = field(default_factory=dict)
    new: Process | None = None

    def calendar(self, digest: str) -> WorkingCalendar:
        """Return a calendar; KeyError when it was never used."""
        return self.fresh.get(digest) or calendars.get(self.site, digest)

    def process(self, digest: str) -> Process:
        """Return a process; KeyError when there is none."""
        if self.new is not None and self.new.digest == digest:
            return self.new
        return book.get(self.site, digest)
