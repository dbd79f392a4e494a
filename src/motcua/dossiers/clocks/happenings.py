"""What the clock of a dossier reads in its ledger: stops, moves and restarts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import local
from motcua.dossiers.operations import GOES_ON
from motcua.dossiers.operations import STOPS
from motcua.dossiers.statuses import ENDS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.ledger import Event

#: Why the clock stood between an end of processing and its reopening.
ENDED: Final = "ended"


@dataclass(frozen=True)
class Happening:
    """An event as the clock reads it: written already, or about to be."""

    type: str
    at: datetime
    facts: dict[str, Any]


def happenings(chain: Iterable[Event]) -> list[Happening]:
    """Return the events of a ledger as the clock reads them."""
    return [Happening(event.type, event.at, event.facts) for event in chain]


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


def since(events: Iterable[ClockEvent], start: datetime) -> list[ClockEvent]:
    """Return the events as something meets them that begins at ``start``.

    What was waited for and is over then is left out; what is still waited for
    begins with ``start``.
    """
    waiting: list[str] = []
    later: list[ClockEvent] = []
    for event in events:
        if local(event.at) >= local(start):
            later.append(event)
        elif event.type == "pause":
            waiting.append(event.reason)
        elif event.type == "resume":
            waiting.remove(event.reason)
    return [ClockEvent("pause", start, reason) for reason in waiting] + later
