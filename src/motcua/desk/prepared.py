"""The checklist that a citizen brings, read again from its QR code.

The code comes from outside and is not signed, because it claims nothing that the
officer does not see: it is looked up in the version in force, and either all of it
fits, or nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.procedures.checklists import checklist
from motcua.procedures.checklists.choices import Choice
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from motcua.procedures.checklists.checklist import Checklist
    from motcua.procedures.definitions import Version

CHANGED = _(
    "The procedure has changed since this checklist was made. Go through case and "
    "papers anew; nothing was filled in."
)
UNFIT = _(
    "This code is no finished checklist of this procedure. Nothing was filled in."
)


@dataclass(frozen=True)
class Prepared:
    """Either a checklist, or the reason why nothing can be filled in."""

    choice: Choice
    checklist: Checklist | None = None
    problem: Any = None

    @property
    def listed(self) -> frozenset[str] | None:
        """The keys of the papers on the list; what is handed in, the officer sees."""
        if self.checklist is None:
            return None
        return frozenset(paper.key for paper in self.checklist.papers)

    @property
    def proofs(self) -> list[tuple[str, str]]:
        """The exemptions that were claimed, each with what proves it."""
        fees = self.checklist.fees if self.checklist else ()
        claimed = [due.exemption for due in fees if due.exemption]
        return list(dict.fromkeys((each.group, each.proof) for each in claimed))


def prepared(query: str, version: Version, on: date) -> Prepared | None:
    """Return what a scanned choice prepares; None where nothing was scanned."""
    if not query:
        return None
    choice = Choice.read(query)
    if choice.version and not choice.made_for(version):
        return Prepared(choice, problem=CHANGED)
    found = checklist.find(version, choice, on)
    if found.checklist is None or found.odd or not choice.version:
        return Prepared(choice, problem=UNFIT)
    return Prepared(found.choice, found.checklist)
