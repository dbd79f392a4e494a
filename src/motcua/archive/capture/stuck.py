"""What stands still in a batch, and the ways out that a person has.

The look at a file, or the filing of a document, can fail for good: the worker was
killed at it again and again, a bug met it, somebody cancelled it. The batch would wait
for ever. Here a person sees it and decides: look again, place the pages by hand, refuse
the file, take the document back.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.capture import layout
from motcua.archive.capture import register
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.unseen import UNSEEN
from motcua.dossiers import ledger
from motcua.storage import jobs
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.capture.arranging import Acting
    from motcua.archive.capture.pages import Arrival
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event

#: States of a job that does nothing more by itself.
_ENDED: Final = frozenset({jobs.DONE, jobs.FAILED, jobs.CANCELLED})
#: The longest reason for which a file is refused, in characters.
LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Stuck:
    """A file whose pages nobody has seen, and why.

    ``waiting`` says that the batch still waits for it: it is not submitted or closed
    before somebody decides. ``message`` is what the job said, "" for nothing.
    """

    arrival: Arrival
    waiting: bool
    message: str = ""


def files(found: Layout) -> list[Stuck]:
    """Return the files of a batch that wait for a person, in the order of arrival."""
    told = []
    for one in found.arrivals:
        if one.look == UNSEEN:
            if any(found.unassigned.get(page) == UNSEEN for page in one.ids):
                told.append(Stuck(one, False))
        elif not one.look and (job := _ended(found, one)) is not None:
            told.append(Stuck(one, True, job.message))
    return told


def documents(batch: Batch, found: Layout) -> list[Document]:
    """Return the documents whose filing was asked for and stands still."""
    filing = {one.id: one for one in found.documents if one.state == "filing"}
    if not filing:
        return []
    asked: dict[str, int] = {}
    for event in ledger.events(batch):
        if event.type == "filing":
            asked |= dict.fromkeys(event.facts["documents"], event.number)
    still = []
    for id, one in filing.items():
        job = jobs.status(register.FILE, f"{batch.code}:{asked[id]}")
        if job is not None and job.state in _ENDED:
            still.append(one)
    return still


def look_again(acting: Acting, number: int) -> Event:
    """Have the pages of a file looked at once more."""
    _waits_for_somebody(acting, number)
    return acting.act("look_again", {"arrival": number})


def give_up(acting: Acting, number: int) -> Event:
    """Do without a look: the pages are unassigned, and placed by hand."""
    _waits_for_somebody(acting, number)
    return acting.act("give_up", {"arrival": number})


def refuse_file(acting: Acting, number: int, reason: str) -> Event:
    """Reject all pages of a file, with a reason in words; the file itself is kept."""
    _waits_for_somebody(acting, number)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    told = reason.strip()[:LONGEST_REASON]
    return acting.act("refuse_file", {"arrival": number}, {"reason": told})


def take_back(acting: Acting, id: str) -> Event:
    """Take a document back whose filing stands still; it can be filed again."""
    found = layout.fold(acting.batch)
    if id not in [one.id for one in documents(acting.batch, found)]:
        raise Impossible(_("The filing of this document does not stand still."))
    return acting.act("unfiled", {"document": id, "problem": "stopped"})


def _waits_for_somebody(acting: Acting, number: int) -> None:
    found = layout.fold(acting.batch)
    if number not in [one.arrival.number for one in files(found)]:
        raise Impossible(_("This file is being looked at, or was; nothing is stuck."))


def _ended(found: Layout, arrival: Arrival) -> jobs.JobState | None:
    """Return the job of a look that ended without one, None while it may come."""
    key = register.look_key(found.code, arrival.number, arrival.asked)
    job = jobs.status(register.LOOK, key)
    return job if job is not None and job.state in _ENDED else None
