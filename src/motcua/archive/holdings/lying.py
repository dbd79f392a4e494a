"""Where the paper of a file is: in a box, and on loan.

Events on the chain of a file (free texts are payload):

=========== ===================================================================
shelve      box -- its paper lies in the box with this barcode
lend        department, until; data: to, purpose -- somebody has it
give_back   data: condition -- it is back in its box
=========== ===================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.ledger import Event

TYPES: Final = frozenset({"shelve", "lend", "give_back"})


@dataclass(frozen=True)
class Loan:
    """Who has the paper: a person of a department, or a reader with none.

    ``until`` is the day by which it is to be back.
    """

    department: str
    to: str
    purpose: str
    until: date
    at: datetime


@dataclass(frozen=True)
class Lying:
    """The barcode of the box, "" for none yet, and the loan, None for none."""

    box: str = ""
    loan: Loan | None = None


#: Of a file whose paper was never put anywhere.
NOWHERE: Final = Lying()


def after(lying: Lying, event: Event) -> Lying:
    """Return where the paper is after an event."""
    facts, data = event.facts, event.data
    if event.type == "shelve":
        return replace(lying, box=facts["box"])
    if event.type == "give_back":
        return replace(lying, loan=None)
    loan = Loan(
        department=facts["department"],
        to=str(data.get("to", "")),
        purpose=str(data.get("purpose", "")),
        until=date.fromisoformat(facts["until"]),
        at=event.at,
    )
    return replace(lying, loan=loan)
