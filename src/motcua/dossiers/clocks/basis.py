"""By what the time of a dossier is counted: what its ledger pinned.

A receipt, an acceptance and the correction of a procedure pin everything that a
due date depends on: term, calendars, way, the settings of the procedure. It is read
from there alone, so that no later change of catalogue, calendar or process moves a
date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
from motcua.base.policies import FINANCE
from motcua.base.policies import SUPPLEMENT
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.clocks.happenings import Occurrence
    from motcua.procedures.definitions import Timing

#: Facts of a receipt that say how its time is counted.
BASIS: Final = ("term", "calendar", "accounting", "supplement")
#: The overall date follows the way of the process, not the published term.
BY_WAY: Final = "way"
#: Requests for a supplement that a handler may make alone, and those that need no
#: legal basis, where the procedure says nothing (Decree 63/2010/NĐ-CP, Article
#: 20(4): nobody travels more than two times).
ALONE: Final = 1
WITHOUT_BASIS: Final = 2
#: Events that bring money in.
PAYS: Final = frozenset({"collect_fee", "confirm_payment"})


@dataclass(frozen=True)
class Basis:
    """From when, how long and by what rules the overall time is counted.

    ``received`` is the acceptance, ``start`` the moment from which time runs: later
    where the clock starts with the payment, None while that is waited for.
    ``calendar`` is the digest of the calendar of the receiving unit, ``calendars``
    those of departments by the names that the process has for them. ``process`` and
    ``answers`` are what the promise was computed by.
    """

    received: datetime
    term: Term
    calendar: str
    policy: Policy
    start: datetime | None = None
    process: str = ""
    promise: str = ""
    calendars: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    waits: Mapping[str, Term] = field(default_factory=dict)
    alone: int = ALONE
    without_basis: int = WITHOUT_BASIS
    paid_first: bool = False


@dataclass(frozen=True)
class Way:
    """Where a dossier is on its way, for the times of its steps.

    ``begun`` is when it entered this process; steps that count as done from an
    earlier process ended then. ``ended`` says when steps really ended.
    """

    process: str
    begun: datetime
    calendars: Mapping[str, str]
    answers: Mapping[str, str]
    ended: Mapping[str, datetime]


def pinned(timing: Timing | None) -> dict[str, Any]:
    """Return the facts by which a receipt pins the settings of its procedure."""
    policy = Policy()
    if timing is None:
        return {"accounting": policy.accounting, "supplement": policy.supplement}
    waits = {SUPPLEMENT: timing.supplement_wait, FINANCE: timing.finance_wait}
    found: dict[str, Any] = {
        "accounting": timing.accounting or policy.accounting,
        "supplement": timing.supplement or policy.supplement,
        "waits": {why: str(term) for why, term in waits.items() if term},
        "alone": timing.alone,
        "without_basis": timing.without_basis,
        "paid_first": timing.paid_first,
    }
    return {name: v for name, v in found.items() if v not in (None, {}, False)}


def basis_after(
    known: Basis | None, event: Occurrence, paid: datetime | None
) -> Basis | None:
    """Return what the time is counted by after an event; None before acceptance.

    A later correction takes the place of what the receipt said. ``paid`` is the
    first payment so far.
    """
    facts = event.facts
    found = known
    if all(name in facts for name in BASIS):
        found = _promised(facts, found.received if found else event.at)
    elif found and event.type == "recalendar":
        calendars = facts["calendars"]
        found = replace(found, calendar=facts["calendar"], calendars=calendars)
    if found is None:
        return None
    if facts.get("received"):
        found = replace(found, received=datetime.fromisoformat(facts["received"]))
    start: datetime | None = found.received
    if found.paid_first:
        start = None if paid is None else max(paid, found.received)
    return found if start == found.start else replace(found, start=start)


def _promised(facts: Mapping[str, Any], received: datetime) -> Basis:
    return Basis(
        received=received,
        term=Term.parse(facts["term"]),
        calendar=facts["calendar"],
        policy=Policy(accounting=facts["accounting"], supplement=facts["supplement"]),
        process=facts.get("process", ""),
        promise=facts.get("promise", ""),
        calendars=facts.get("calendars", {}),
        answers={str(name): str(v) for name, v in facts.get("answers", ())},
        waits={w: Term.parse(term) for w, term in facts.get("waits", {}).items()},
        alone=facts.get("alone", ALONE),
        without_basis=facts.get("without_basis", WITHOUT_BASIS),
        paid_first=bool(facts.get("paid_first")),
    )


def way_after(
    known: Way | None, entered: datetime | None, event: Occurrence
) -> tuple[Way | None, datetime | None]:
    """Return where the dossier is on its way after an event; None on the free road.

    And the receipt that the way was entered with, None for one entered later: a
    correction of the receipt moves the way along with it.
    """
    facts, found = event.facts, known
    if facts.get("received") and found and found.begun == entered:
        found = replace(found, begun=datetime.fromisoformat(facts["received"]))
    if "process" in facts:
        # What was received on paper entered its way before it was written down.
        late = event.type == "receive" and facts.get("received")
        at = datetime.fromisoformat(late) if late else event.at
        entered = at if "term" in facts else None
        found = None
        if facts["process"]:
            calendars = facts.get("calendars", {})
            ended = dict.fromkeys(facts.get("done", ()), at)
            found = Way(facts["process"], at, calendars, {}, ended)
    elif found and event.type == "recalendar":
        found = replace(found, calendars=facts["calendars"])
    if found and "done" in facts:
        ended = {key: found.ended.get(key, event.at) for key in facts["done"]}
        found = replace(found, ended=ended)
    if found and "answers" in facts:
        answers = {str(name): str(v) for name, v in facts["answers"]}
        found = replace(found, answers=answers)
    return found, entered
