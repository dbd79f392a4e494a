"""How a dossier stands: what its ledger comes to, without the history.

It is kept beside the head and taken on with each event, so that a step, the rights,
the clock and the row of the register cost the same behind three events and behind
three hundred. It is a copy: ``told`` computes it from the ledger alone, verification
compares the two, and one that is not of the present head is computed anew. It comes
from headers, so nothing in it has to be destroyed with a payload.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from functools import reduce
from motcua.dossiers import axes
from motcua.dossiers.arrivals import spot
from motcua.dossiers.arrivals.circumstances import COUNTER
from motcua.dossiers.arrivals.spot import SERVE
from motcua.dossiers.clocks.reckoning import Reckoning
from motcua.dossiers.clocks.reckoning import UNTOUCHED
from motcua.dossiers.operations import UNDONE
from motcua.dossiers.statuses import ENDS
from motcua.dossiers.statuses import public_status
from motcua.dossiers.tasks import Task
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.ledger import Event

#: Of what is kept; one of another format is computed anew.
FORMAT: Final = 4
#: Events that give a new date without a new status.
NEW_DATE: Final = frozenset({"unsuspend", "recalendar"})
#: What only the engine asks of a standing; nobody is shown it.
WORKINGS: Final = frozenset(
    {
        "format",
        "length",
        "decided",
        "paid",
        "scanned",
        "resulted",
        "told",
        "named",
        "reckoning",
        "arrived",
        "undoable",
        "urged",
        "answered",
    }
)
#: What the applicant writes: an event, and no operation of an officer.
ANSWER: Final = "answer"
_SPOKEN: Final = frozenset({ANSWER, "message"})
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Standing:
    """What lists, rights, clock and steps ask of a dossier.

    ``received_at`` is the acceptance, from which the time runs; before it, the
    arrival. ``due`` is before acceptance the moment by which it is to be answered.
    ``kept`` is the due date before it was extended: statistics go by that one.
    ``wait_until`` is the last moment that the applicant is waited for. ``shelf`` is
    where the result lies until it is fetched.
    ``done`` are the steps of the process that are done, ``answers`` what its
    conditions ask. ``entry`` is where a service on the spot stands in its book, as it
    is written there. ``manner`` and ``priority`` are those of ``circumstances``,
    ``bundle`` is common to the dossiers of one intake, ``competent`` the agency that
    decides where it is another than the unit's, ``foreign_code`` that of a dossier
    that lives in another system. ``late_entry`` says whether it was received on paper,
    see ``outage``.
    ``decided`` says whether it ever had a result, ``paid``,
    ``scanned`` and ``resulted`` whether money came in and files of papers and of the
    result were attached. ``told`` is the number of the last event that gave a new
    public status or date, ``named`` that of the last correction that says who the
    persons are, 0 while the first event does. ``undoable`` says who did the last event
    and when, where that can be taken back. ``arrived`` is when it came to where it
    is now: state, holder and open steps are those of then; ``urged`` says how often it
    was urged since. ``answered`` is when the applicant wrote last, None once an officer
    has answered.
    """

    format: int = FORMAT
    head: str = ""
    length: int = 0
    unit: str = ""
    holder: str = ""
    participants: tuple[str, ...] = ()
    state: str = ""
    public_status: int = 0
    procedure: str = ""
    version: str = ""
    case: str = ""
    channel: str = ""
    received_at: datetime = _NEVER
    accepted_at: datetime | None = None
    due: datetime | None = None
    kept: datetime | None = None
    wait_until: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    closed_at: datetime | None = None
    process: str = ""
    tasks: tuple[Task, ...] = ()
    done: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    supplements: int = 0
    suspended: bool = False
    entry: str = ""
    manner: str = COUNTER
    priority: str = ""
    bundle: str = ""
    competent: str = ""
    foreign_code: str = ""
    restricted: bool = False
    entrusted: tuple[str, ...] = ()
    shelf: str = ""
    decided: bool = False
    paid: bool = False
    scanned: bool = False
    resulted: bool = False
    late_entry: bool = False
    told: int = 0
    named: int = 0
    arrived: datetime | None = None
    undoable: tuple[str, datetime] | None = None
    urged: int = 0
    answered: datetime | None = None
    reckoning: Reckoning = UNTOUCHED

    @property
    def paused(self) -> bool:
        """Whether the clock stands still, for whatever reason."""
        return self.suspended or self.state in ("supplement", "payment")

    @property
    def accepted(self) -> bool:
        """Whether it was taken in; the rest of the road is open to it alone."""
        return self.accepted_at is not None

    @property
    def ended(self) -> bool:
        """Whether processing has ended, returned or not (Decision 766)."""
        return self.finished_at is not None

    @property
    def axes(self) -> axes.Axes:
        """What is true beside the status: money, delivery, scans, archive, exchange."""
        return axes.of(self)

    def late(self, now: datetime) -> bool:
        """Say whether it is, or was when processing ended, past the due date."""
        if self.due is None:
            return False
        return (self.finished_at or now) > self.due

    def after(self, event: Event) -> Standing:
        """Return how it stands after one more event."""
        return replace(self, **changes(self, event))

    def __getstate__(self) -> dict[str, Any]:
        """Return what is written: the format, and all that is not as in the class."""
        return {
            name: value
            for name, value in vars(self).items()
            if name == "format" or value != _DEFAULTS.get(name)
        }


_DEFAULTS: Final = {each.name: each.default for each in fields(Standing)}
#: Facts of the header that are taken as they are.
_PLAIN: Final = (
    "holder",
    "state",
    "procedure",
    "version",
    "case",
    "channel",
    "process",
    "supplements",
    "suspended",
    "restricted",
    "shelf",
    "manner",
    "priority",
    "bundle",
    "competent",
    "foreign_code",
)
#: Moments in the header, as ``clock.stamp`` writes them.
_MOMENTS: Final = ("due", "kept", "wait_until")
#: Event -> what is true from it on.
_MARKS: Final = {
    "collect_fee": "paid",
    "confirm_payment": "paid",
    "attach_scan": "scanned",
    "attach_result": "resulted",
}


def told(chain: Iterable[Event]) -> Standing:
    """Return how a dossier stands by its events alone."""
    return reduce(Standing.after, chain, Standing())


def changes(before: Standing, event: Event) -> dict[str, Any]:
    """Return what an event changes, as values of ``Standing``."""
    facts = event.facts
    found: dict[str, Any] = {name: facts[name] for name in _PLAIN if name in facts}
    found["head"], found["length"] = event.hash.hex(), before.length + 1
    undone = event.type in UNDONE
    found["undoable"] = (str(facts["actor"]), event.at) if undone else None
    if not before.length:
        found |= {"unit": event.unit, "received_at": event.at}
    found |= _hands(before, event.unit, facts)
    found |= _times(before, event, facts)
    status = public_status(facts["state"], before.public_status)
    found["public_status"] = status
    if status != before.public_status or event.type in NEW_DATE:
        found["told"] = found["length"]
    if "persons" in facts.get("corrects", ()):
        found["named"] = found["length"]
    if event.type in _MARKS:
        found[_MARKS[event.type]] = True
    if "late_entry" in facts:
        found["late_entry"] = True
    if "paid" in facts:
        # The only payment was made void.
        found["paid"] = facts["paid"]
    if facts["state"] == "finished" or event.type == SERVE:
        found["decided"] = True
    elif before.shelf:
        found["shelf"] = ""
    if event.type == SERVE:
        found["entry"] = spot.label(facts, event.at)
    found["reckoning"] = before.reckoning.after(event)
    return found | _moves(before, event, found)


def _moves(before: Standing, event: Event, found: dict[str, Any]) -> dict[str, Any]:
    """Return since when it is where it is, what was urged, and what is unanswered."""
    if event.type == "urge":
        return {"urged": before.urged + 1}
    if event.type in _SPOKEN:
        return {"answered": event.at if event.type == ANSWER else None}
    here = (before.state, before.holder, _hands_of(before.tasks))
    there = (
        found.get("state", before.state),
        found.get("holder", before.holder),
        _hands_of(found.get("tasks", before.tasks)),
    )
    if before.length and here == there:
        return {}
    return {"arrived": event.at, "urged": 0}


def _hands_of(tasks: tuple[Task, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((task.key, task.department, task.person) for task in tasks)


def _hands(before: Standing, unit: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return who takes part in it and where it stands in its process."""
    found: dict[str, Any] = {}
    taking_part = [*before.participants] or [unit]
    if "participants" in facts:
        # Where it went by mistake takes no part in it.
        taking_part = list(facts["participants"])
    if "holder" in facts:
        taking_part.append(facts["holder"])
    if "tasks" in facts:
        found["tasks"] = tuple(Task.from_json(one) for one in facts["tasks"])
        taking_part += [task.department for task in found["tasks"]]
    found["participants"] = tuple(dict.fromkeys(taking_part))
    for name in ("done", "entrusted"):
        if name in facts:
            found[name] = tuple(facts[name])
    if "answers" in facts:
        found["answers"] = tuple((str(k), str(v)) for k, v in facts["answers"])
    return found


def _times(before: Standing, event: Event, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the moments that an event settles."""
    found: dict[str, Any] = {
        name: datetime.fromisoformat(facts[name]) if facts[name] else None
        for name in _MOMENTS
        if name in facts
    }
    if event.type in ("receive", "accept", SERVE):
        found |= {"accepted_at": event.at, "received_at": event.at}
        if "received" in facts:
            found["received_at"] = datetime.fromisoformat(facts["received"])
    if event.type == SERVE:
        found |= {"finished_at": event.at, "returned_at": event.at}
    if event.type == "correct" and "received" in facts:
        found["received_at"] = datetime.fromisoformat(facts["received"])
    if event.type == "reopen":
        found |= {"finished_at": None, "returned_at": None}
    elif facts["state"] in ENDS and before.finished_at is None:
        found["finished_at"] = event.at
    if event.type == "return_result":
        found["returned_at"] = event.at
    if event.type == "close":
        found["closed_at"] = event.at
    return found
