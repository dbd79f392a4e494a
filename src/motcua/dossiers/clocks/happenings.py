"""What the clock of a dossier reads in its ledger: stops, moves and restarts."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import local
from motcua.dossiers.operations import GOES_ON
from motcua.dossiers.operations import STOPS
from motcua.dossiers.statuses import ENDS
from typing import Any
from typing import Final
from typing import Protocol
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

#: Why the clock stood between an end of processing and its reopening.
ENDED: Final = "ended"


class Occurrence(Protocol):
    """An event as the clock reads it: one of a ledger, or one about to be."""

    @property
    def type(self) -> str:
        """The operation."""

    @property
    def at(self) -> datetime:
        """The moment."""

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the header, the state after it among them."""


@dataclass(frozen=True)
class Happening:
    """An event that is not written yet."""

    type: str
    at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True)
class Stops:
    """What stopped, moved and restarted the clock, in the order of ``events``.

    A dossier that was ended (at ``ended``) and opened again stood still in between.
    ``waiting`` names what the clock waits for.
    """

    events: tuple[ClockEvent, ...] = ()
    waiting: tuple[str, ...] = ()
    ended: datetime | None = None

    def after(self, event: Occurrence) -> Stops:
        """Return them after one more event."""
        found, kind = self, event.type
        if kind in STOPS and STOPS[kind] not in self.waiting:
            waits = ClockEvent("pause", event.at, STOPS[kind])
            found = self._more(waits, waiting=(*self.waiting, STOPS[kind]))
        elif kind in GOES_ON and GOES_ON[kind] in self.waiting:
            left = tuple(each for each in self.waiting if each != GOES_ON[kind])
            found = self._more(
                ClockEvent("resume", event.at, GOES_ON[kind]), waiting=left
            )
        elif kind == "extend":
            until = datetime.fromisoformat(event.facts["until"])
            found = self._more(ClockEvent("extend", event.at, until=until))
        elif kind == "reopen" and self.ended is not None:
            found = self._reopened(self.ended, event.at)
        if found.ended is None and event.facts["state"] in ENDS:
            found = replace(found, ended=event.at)
        return found

    def _reopened(self, ended: datetime, at: datetime) -> Stops:
        waiting = self.waiting or (ENDED,)
        stood = () if self.waiting else (ClockEvent("pause", ended, ENDED),)
        goes_on = [ClockEvent("resume", at, reason) for reason in waiting]
        return self._more(*stood, *goes_on, waiting=(), ended=None)

    def _more(self, *events: ClockEvent, **changes: Any) -> Stops:
        return replace(self, events=(*self.events, *events), **changes)


#: A clock that nothing touched yet.
NO_STOPS: Final = Stops()


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
