"""What is news about a dossier: a function of its ledger.

A new public status is, so is a new date that is told, and a message of an officer to
the applicant. That a result lies uncollected is told by the calendar; see
``reminding``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.dossiers import statuses
from motcua.dossiers.clocks import clock
from motcua.dossiers.ledger import events
from motcua.dossiers.ledger import since
from motcua.dossiers.notices import recipients
from motcua.dossiers.standing import NEW_DATE
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

#: News older than this is not sent any more: not after a rebuild either, when all
#: jobs are asked for again.
FRESH: Final = timedelta(days=30)
#: The job that addresses one piece of news.
JOB: Final = "notify"

EXTENDED: Final = "extended"
MOVED: Final = "moved"
MESSAGE: Final = "message"
UNCOLLECTED: Final = "uncollected"
#: Kind of news by public status.
BY_STATUS: Final[dict[int, str]] = {
    statuses.SUBMITTED: "submitted",
    statuses.RECEIVED: "received",
    statuses.DECLINED: "declined",
    statuses.PROCESSING: "processing",
    statuses.SUPPLEMENT: "supplement",
    statuses.PAYMENT: "payment",
    statuses.WITHDRAWN: "withdrawn",
    statuses.STOPPED: "stopped",
    statuses.FINISHED: "ready",
    statuses.RETURNED: "returned",
}
#: Kind of news by event, where the status stays.
BY_EVENT: Final[dict[str, str]] = {
    "extend": EXTENDED,
    MESSAGE: MESSAGE,
    **dict.fromkeys(NEW_DATE, MOVED),
}
KINDS: Final = (*BY_STATUS.values(), EXTENDED, MOVED, MESSAGE, UNCOLLECTED)


@dataclass(frozen=True)
class News:
    """One thing that applicants are told: facts of the header, nothing personal."""

    number: int
    """Of the event in the ledger."""

    kind: str
    """One of ``KINDS``."""

    status: int
    at: datetime
    due: datetime | None = None
    was: datetime | None = None
    """The due date before."""

    until: datetime | None = None
    """The last moment that the applicant is waited for."""

    amount: int = 0
    """Whole đồng that are to be paid, 0 for none."""


def of(dossier: Dossier) -> list[News]:
    """Return all news of a dossier, the oldest first; reads the whole ledger."""
    return list(_of(events(dossier)))


def _of(chain: list[Event]) -> Iterator[News]:
    status, due, was, until = 0, "", "", ""
    for event in chain:
        facts = event.facts
        # A clock that stands has no due date; the one that was told is kept in mind.
        was, due = due or was, facts.get("due", due)
        until = facts.get("wait_until", until)
        before, status = status, statuses.public_status(facts["state"], status)
        kind = BY_STATUS[status] if status != before else BY_EVENT.get(event.type)
        if kind is None:
            continue
        yield News(
            number=event.number,
            kind=kind,
            status=status,
            at=event.at,
            due=clock.moment(due),
            was=clock.moment(was),
            until=clock.moment(until),
            amount=int(facts.get("amount", 0)) if kind == "payment" else 0,
        )


def outdated(number: int, chain: list[News]) -> bool:
    """Say whether something later takes the place of the news of an event.

    A message of an officer stays worth telling, and takes nobody's place.
    """
    mine = next((one for one in chain if one.number == number), None)
    if mine is None:
        return True
    later = (one for one in chain if one.number > number and one.kind != MESSAGE)
    return mine.kind != MESSAGE and next(later, None) is not None


def jobs(
    dossier: Dossier, now: datetime | None = None
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the jobs for the fresh news of a dossier; see ``IDerivesJobs``."""
    oldest = (now or datetime.now(UTC)) - FRESH
    recent = [news.number for news in of(dossier) if news.at > oldest]
    if recent and recipients.reached(dossier):
        for number in recent:
            yield job(dossier.code, number)


def fresh(dossier: Dossier, number: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the jobs for what the events from ``number`` on call for.

    Of two new statuses the first would be outdated before it was sent. A correction
    of the persons calls for the present status: a new address was not told it yet.
    """
    standing = dossier.standing
    oldest = datetime.now(UTC) - FRESH
    added = [event for event in since(dossier, number) if event.number >= number]
    told = [e.number for e in added if e.type in BY_EVENT and e.type != MESSAGE]
    wanted = {max([standing.told, *told])} if told or standing.told >= number else set()
    if standing.named >= number:
        wanted.add(_latest(dossier))
    wanted |= {event.number for event in added if event.type == MESSAGE}
    wanted = {one for one in wanted - {0} if since(dossier, one)[0].at > oldest}
    if wanted and recipients.reached(dossier):
        for one in sorted(wanted):
            yield job(dossier.code, one)


def _latest(dossier: Dossier) -> int:
    """Return the number of the news that tells how the dossier stands."""
    lasting = [one.number for one in of(dossier) if one.kind != MESSAGE]
    return lasting[-1] if lasting else 0


def job(code: str, number: int) -> tuple[str, str, dict[str, Any]]:
    """Return kind, key and data of the job that addresses the news of an event."""
    return JOB, f"{code}:{number}", {"code": code, "number": number}
