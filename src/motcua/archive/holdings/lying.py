"""Where the paper of a file is: in a box, and on loan.

Events on the chain of a file (free texts are payload):

=========== ===================================================================
shelve      box -- its paper lies in the box with this barcode, "" in none any more
lend        department, login -- of an officer, "" for others; until; data: to,
            purpose -- somebody has it
extend      until -- the borrower keeps it longer
remind      -- the borrower was asked for it; data: how
give_back   shape -- one of ``CONDITIONS``; data: condition -- it is back in its box
undo        of -- the number of the event; that one was a mistake: all is as before it
=========== ===================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from motcua import _
from motcua.archive.holdings.errors import Lent
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.holdings.files import FileView
    from motcua.dossiers.ledger import Event

TYPES: Final = frozenset({"shelve", "lend", "extend", "remind", "give_back", "undo"})
#: How paper comes back.
CONDITIONS: Final[dict[str, Any]] = {
    "good": _("Complete, undamaged"),
    "incomplete": _("Sheets are missing"),
    "damaged": _("Damaged"),
}


@dataclass(frozen=True)
class Loan:
    """Who has the paper: a person of a department, or a reader with none.

    ``until`` is the day by which it is to be back; ``login`` that of an officer of the
    house. ``number`` is that of the event, ``by`` who lent it.
    """

    department: str
    to: str
    purpose: str
    until: date
    at: datetime
    number: int
    by: str
    login: str = ""
    extended: int = 0
    reminded: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Lying:
    """The barcode of the box, "" for none yet, and the loan, None for none.

    ``number`` is that of the event that brought it about, 0 for none, and ``before``
    how things lay before that event: what an undoing goes back to.
    """

    box: str = ""
    loan: Loan | None = None
    number: int = 0
    before: Lying | None = None


#: Of a file whose paper was never put anywhere.
NOWHERE: Final = Lying()


def after(lying: Lying, event: Event) -> Lying:
    """Return where the paper is after an event."""
    facts = event.facts
    if event.type == "undo":
        # One step back is what a wrong scan needs; an undoing is not undone.
        back = lying.before or NOWHERE
        return replace(back, number=event.number, before=None)
    told = replace(lying, number=event.number, before=replace(lying, before=None))
    if event.type == "shelve":
        return replace(told, box=facts["box"])
    if event.type == "give_back":
        return replace(told, loan=None)
    if event.type == "lend":
        return replace(told, loan=_lent(event))
    if lying.loan is None:
        return told
    return replace(told, loan=_changed(lying.loan, event))


def _lent(event: Event) -> Loan:
    facts, data = event.facts, event.data
    return Loan(
        department=facts["department"],
        to=str(data.get("to", "")),
        purpose=str(data.get("purpose", "")),
        until=date.fromisoformat(facts["until"]),
        at=event.at,
        number=event.number,
        by=event.actor,
        login=facts.get("login", ""),
    )


def _changed(loan: Loan, event: Event) -> Loan:
    if event.type == "remind":
        return replace(loan, reminded=(*loan.reminded, event.at))
    until = date.fromisoformat(event.facts["until"])
    return replace(loan, until=until, extended=loan.extended + 1)


def check_at_hand(found: FileView) -> None:
    """Raise ``Lent`` for a file that somebody has: it is not there to be judged."""
    if found.lying.loan is not None:
        raise Lent(code=found.code, day=f"{found.lying.loan.until:%d/%m/%Y}")
