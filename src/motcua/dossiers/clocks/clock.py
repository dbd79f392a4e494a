"""The due date (hạn trả) of a dossier, from its ledger and its calendar.

The rules are those of ``motcua.base.deadlines``; this module says which events
of the ledger start, stop and restart the clock.
"""

from __future__ import annotations

from datetime import datetime
from motcua.base.deadlines import ClockEvent
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
from motcua.dossiers.clocks import calendars
from motcua.dossiers.ledger import events
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Ledger events that stop the clock and let it go on.
CLOCK = frozenset({"pause", "resume"})


def policy_from(data: dict[str, Any]) -> Policy:
    """Return the counting policy written in the receive event."""
    return Policy(accounting=data["accounting"], supplement=data["supplement"])


def policy_to(policy: Policy) -> dict[str, Any]:
    """Return what the receive event keeps of a policy."""
    return {"accounting": policy.accounting, "supplement": policy.supplement}


def due(site: Any, dossier: Dossier, extra: tuple[ClockEvent, ...] = ()) -> Deadline:
    """Return the deadline after all events (and ``extra``, not yet written)."""
    received, *later = events(dossier)
    facts = received.facts
    clock = [
        ClockEvent(event.type, event.at)  # type: ignore[arg-type]
        for event in later
        if event.type in CLOCK
    ]
    return deadline(
        received=received.at,
        term=Term.parse(facts["term"]),
        calendar=calendars.get(site, facts["calendar"]),
        policy=policy_from(facts),
        events=[*clock, *extra],
    )


def stamp(found: Deadline) -> str:
    """Return a due date as the ledger writes it; "" when there is none."""
    return "" if found.due is None else found.due.isoformat()


def moment(text: str) -> datetime | None:
    """Return the due date that ``stamp`` wrote."""
    return datetime.fromisoformat(text) if text else None
