"""What applicant and officers write to each other (trao đổi), and notes of officers.

Officers write by the operations ``message`` and ``note``; the applicant, who proves
with code and second factor whose dossier it is, by ``write``. All of it stands in the
ledger, can only be added to, and is plain text. Notes are for colleagues alone:
nothing that a citizen sees may be made from them.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.dossiers import ledger
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.events import DossierActed
from motcua.dossiers.standing import ANSWER
from motcua.storage import tries
from motcua.storage.projections import after_commit
import re
from typing import Final
from typing import TYPE_CHECKING
from zope.event import notify


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.states import DossierView
    from motcua.dossiers.states import Entry

#: Who writes an answer; no officer may have such a login (``duties.RESERVED``).
APPLICANT: Final = "applicant"
#: Letters of one message of an applicant.
LONGEST: Final = 1000
#: Messages of a day: about one dossier, and from one address.
PER_CODE: Final = 5
PER_CLIENT: Final = 20
#: What officer and applicant say to each other, and what officers say to each other.
THREAD: Final = frozenset({"message", ANSWER})
NOTES: Final = frozenset({"note", "urge"})
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff]")


def write(
    dossier: Dossier, client: str, words: str, now: datetime | None = None
) -> Event:
    """Write what the applicant answers and return its event.

    The caller has proven whose dossier it is (``tracking.proven``); ``client`` is the
    address the request came from. The same words sent again while nothing else
    happened are one message. Raises ``TooManyTries``, ``MissingData`` for no words or
    too many, ``IllegalStep`` once the dossier is closed. Nothing is written then.
    """
    now = now or datetime.now(UTC)
    said = plain(words)
    last = dossier.last
    if last and last.type == ANSWER and last.data.get("words") == said:
        return last
    if dossier.state == "closed":
        raise IllegalStep(_("The dossier is closed; ask the unit that received it."))
    limits = {
        tries.key("messages", dossier.code): PER_CODE,
        tries.key("messages from", client): PER_CLIENT,
    }
    tries.check(limits, now, tries.DAY)
    tries.count(limits, now, tries.DAY)
    before = dossier.standing
    event = ledger.append(
        dossier,
        ANSWER,
        actor=APPLICANT,
        unit=dossier.unit,
        now=now,
        facts={"state": dossier.state},
        data={"words": said},
    )
    dossier.kept = before.after(event)
    notify(DossierActed(dossier, event))
    after_commit(dossier, event.number)
    return event


def plain(words: str) -> str:
    """Return the words as they are kept; ``MissingData`` for none or too many."""
    said = _CONTROL.sub("", words.replace("\r\n", "\n")).strip()
    if not said:
        raise MissingData(_("Write your message first."))
    if len(said) > LONGEST:
        raise MissingData(
            _(
                "A message has ${most} letters at most; yours has ${number}.",
                mapping={"most": str(LONGEST), "number": str(len(said))},
            )
        )
    return said


def thread(view: DossierView) -> tuple[Entry, ...]:
    """Return what was written to and fro, the oldest first: this the citizen reads.

    Names of officers are for their colleagues: a page of citizens shows ``unit``.
    """
    return _of(view.history, THREAD)


def by_applicant(entry: Entry) -> bool:
    """Say whether the applicant wrote an entry: its kind tells, no login does."""
    return entry.type == ANSWER


def notes(view: DossierView) -> tuple[Entry, ...]:
    """Return notes and urgings, the oldest first: for officers alone."""
    return _of(view.history, NOTES)


def _of(history: Iterable[Entry], kinds: frozenset[str]) -> tuple[Entry, ...]:
    return tuple(entry for entry in history if entry.type in kinds)
