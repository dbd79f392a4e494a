"""The due date (hạn trả) of a dossier, from its ledger and its calendar.

The rules are those of ``motcua.base.deadlines``; this module says which events
of the ledger start, stop, move and restart the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
from motcua.dossiers.clocks import calendars
from motcua.dossiers.ledger import events
from motcua.dossiers.operations import GOES_ON
from motcua.dossiers.operations import STOPS
from motcua.dossiers.statuses import ENDS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

#: Ledger events that may move the due date.
CLOCK: Final = frozenset({*STOPS, *GOES_ON, "extend", "reopen", "correct"})
#: Why the clock stood between an end of processing and its reopening.
ENDED: Final = "ended"
#: Facts of a receipt that say how its time is counted.
BASIS: Final = ("term", "calendar", "accounting", "supplement")


@dataclass(frozen=True)
class Basis:
    """From when, how long and by what rules the time of a dossier is counted.

    ``calendar`` is the digest of the calendar that was promised by.
    """

    received: datetime
    term: Term
    calendar: str
    policy: Policy


@dataclass(frozen=True)
class Happening:
    """An event as the clock reads it: written already, or about to be."""

    type: str
    at: datetime
    facts: dict[str, Any]


def policy_from(data: dict[str, Any]) -> Policy:
    """Return the counting policy written in the receive event."""
    return Policy(accounting=data["accounting"], supplement=data["supplement"])


def policy_to(policy: Policy) -> dict[str, Any]:
    """Return what the receive event keeps of a policy."""
    return {"accounting": policy.accounting, "supplement": policy.supplement}


def happenings(chain: Iterable[Event]) -> list[Happening]:
    """Return the events of a ledger as the clock reads them."""
    return [Happening(event.type, event.at, event.facts) for event in chain]


def basis(chain: Iterable[Happening]) -> Basis | None:
    """Return what the time is counted by now; None before acceptance.

    A later correction takes the place of what the receipt said.
    """
    found: Basis | None = None
    for each in chain:
        facts = each.facts
        if all(name in facts for name in BASIS):
            received = found.received if found else each.at
            found = Basis(
                received,
                Term.parse(facts["term"]),
                facts["calendar"],
                policy_from(facts),
            )
        if found and facts.get("received"):
            received = datetime.fromisoformat(facts["received"])
            found = Basis(received, found.term, found.calendar, found.policy)
    return found


def clock_events(chain: Iterable[Happening]) -> list[ClockEvent]:
    """Return what stopped, moved and restarted the clock, in the order of events.

    A dossier that was ended and opened again stood still in between.
    """
    found: list[ClockEvent] = []
    waiting: list[str] = []
    ended: datetime | None = None
    for each in chain:
        kind, facts = each.type, each.facts
        if kind in STOPS and STOPS[kind] not in waiting:
            waiting.append(STOPS[kind])
            found.append(ClockEvent("pause", each.at, STOPS[kind]))
        elif kind in GOES_ON and GOES_ON[kind] in waiting:
            waiting.remove(GOES_ON[kind])
            found.append(ClockEvent("resume", each.at, GOES_ON[kind]))
        elif kind == "extend":
            until = datetime.fromisoformat(facts["until"])
            found.append(ClockEvent("extend", each.at, until=until))
        elif kind == "reopen" and ended is not None:
            if not waiting:
                found.append(ClockEvent("pause", ended, ENDED))
                waiting.append(ENDED)
            found += [ClockEvent("resume", each.at, reason) for reason in waiting]
            waiting, ended = [], None
        if ended is None and facts["state"] in ENDS:
            ended = each.at
    return found


def due(site: Any, dossier: Dossier, extra: tuple[Happening, ...] = ()) -> Deadline:
    """Return the deadline after all events (and ``extra``, not yet written).

    Before acceptance there is none. Raises ValueError as ``deadline`` does.
    """
    chain = [*happenings(events(dossier)), *extra]
    found = basis(chain)
    if found is None:
        return Deadline(None)
    return deadline(
        received=found.received,
        term=found.term,
        calendar=calendars.get(site, found.calendar),
        policy=found.policy,
        events=clock_events(chain),
    )


def stamp(found: Deadline) -> str:
    """Return a due date as the ledger writes it; "" when there is none."""
    return "" if found.due is None else found.due.isoformat()


def moment(text: str) -> datetime | None:
    """Return the due date that ``stamp`` wrote."""
    return datetime.fromisoformat(text) if text else None
