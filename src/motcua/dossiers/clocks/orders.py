"""One decision carried out on many dossiers: a job, dossier by dossier.

An order names each dossier with the head that was seen; one that moved on since is
left as it is. The event of a dossier names its order, so a job that died half-way
finds what is done, and the result can be told from the ledgers at any time. Nobody
else can name one: it is no value of a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
import hashlib
from itertools import islice
import json
from motcua import _
from motcua.dossiers import answers
from motcua.dossiers import bulk
from motcua.dossiers.answers import Refusal
from motcua.dossiers.clocks import clock
from motcua.dossiers.clocks import recounting
from motcua.dossiers.clocks.happenings import Happening
from motcua.dossiers.clocks.selecting import count
from motcua.dossiers.clocks.selecting import running
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.errors import DossierError
from motcua.dossiers.folder import find
from motcua.dossiers.ledger import canonical
from motcua.dossiers.ledger import events
from motcua.storage import jobs
from motcua.storage import sealing
from motcua.storage.interfaces import IJob
import transaction
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING
from zope.component.hooks import getSite
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.dossier import Dossier

KIND: Final = "dossiers-order"
#: Chooses the dossiers of an order that is too large for a screen.
CHOOSING: Final = "dossiers-choose"
#: Dossiers that are written in one transaction.
BATCH: Final = 20
#: Dossiers of one part of a large order, and parts that are shown.
PART: Final = 1000
MOST_PARTS: Final = 1000
#: Orders that are looked through for those of one person.
LOOKED_AT: Final = 100

#: What became of a dossier: done; its turn is still to come; somebody acted on it
#: after the preview; what was previewed would not come about any more; refused, with
#: the reason in ``answers``.
Outcome = Literal["done", "waiting", "moved_on", "not_possible", "refused"]
NOT_AS_ACCEPTED: Final = _(
    "The date would be another one than was accepted; look at it again."
)
#: Outcomes of what was left as it is, and states of a job that is over.
LEFT_OUT: Final = frozenset({"moved_on", "not_possible", "refused"})
OVER: Final = frozenset({jobs.DONE, jobs.FAILED, jobs.CANCELLED})


class Unreadable(DossierError):
    """What was decided is sealed with another secret of the house."""

    message = _("What was decided cannot be read any more; decide it again.")


@dataclass(frozen=True)
class Planned:
    """One dossier in a preview: its dates before and after, and the head seen."""

    code: str
    head: str
    before: datetime | None
    after: datetime | None
    explanation: tuple[Any, ...] = ()

    @property
    def later(self) -> bool:
        """Whether the applicant waits longer."""
        return bool(self.before and self.after and self.after > self.before)


def unchanged(dossier: Dossier) -> Planned:
    """Return a dossier as it is, without asking for its dates."""
    return Planned(dossier.code, dossier.head.hex(), None, None)


def seen(planned: Iterable[Planned]) -> str:
    """Return the name of a preview: it differs when a dossier or a date does."""
    rows = [[p.code, p.head, _iso(p.before), _iso(p.after)] for p in planned]
    return hashlib.sha256(canonical(rows)).hexdigest()


def give(
    operation: str, actor: str, planned: Iterable[Planned], values: Mapping[str, Any]
) -> str:
    """Ask for an order when the transaction commits and return its key.

    ``values`` are the fields of the operation. The same order given twice is one.
    """
    data = {
        "operation": operation,
        "actor": actor,
        "values": dict(values),
        "dossiers": [[each.code, each.head, _iso(each.after)] for each in planned],
    }
    key = _key(data)
    jobs.enqueue(KIND, key, _sealed(data))
    return key


def give_all(
    operation: str, actor: str, chosen: Selection, values: Mapping[str, Any], token: str
) -> str:
    """Ask for an order for all that a selection holds when its turn comes.

    For more dossiers than a screen chooses itself: a job chooses them, with the head
    that each has then, and makes parts of the order. ``token`` names the form, so that
    a double click is one order. Returns the key of the order.
    """
    data = {
        "operation": operation,
        "actor": actor,
        "values": dict(values),
        "chosen": chosen.to_json(),
        "token": token,
    }
    key = _key(data)
    jobs.enqueue(CHOOSING, key, _sealed(data))
    return key


def values_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the operation as they were given.

    Words of officers are among them, about people: a row of jobs holds them sealed.
    Orders from before that have them as they are. Sealed with another secret of the
    house they are gone: nobody can read them any more, and nothing is done without
    them. Raises ``Unreadable`` then.
    """
    kept = data["values"]
    if not isinstance(kept, str):
        return dict(kept)
    try:
        found: dict[str, Any] = json.loads(sealing.unseal(KIND, kept))
    except ValueError as error:
        raise Unreadable from error
    return found


def _sealed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "values": sealing.seal(KIND, json.dumps(data["values"]))}


def parts(key: str) -> list[jobs.JobState]:
    """Return the jobs of an order that exist by now."""
    found = [jobs.status(kind, key) for kind in (CHOOSING, KIND)]
    known = [each for each in found if each is not None]
    return [*known, *jobs.listed(KIND, begins=f"{key}-", limit=MOST_PARTS)]


def given_by(actor: str, limit: int) -> list[jobs.JobState]:
    """Return the newest orders of a person, one job for each."""
    found = [*jobs.listed(KIND, limit=LOOKED_AT), *jobs.listed(CHOOSING, limit=limit)]
    whole = (each for each in found if "part" not in each.data)
    mine = [each for each in whole if each.data["actor"] == actor]
    return sorted(mine, key=lambda each: each.queued_at, reverse=True)[:limit]


def outcomes(
    site: Any, key: str, data: Mapping[str, Any], ended: bool = True
) -> dict[str, Outcome]:
    """Return what became of each dossier of an order, from the ledgers.

    ``ended`` says whether the job is over; before, what is not done is still to come.
    """
    found: dict[str, Outcome] = {}
    decision = data.get("part", key)
    told = answers.read(decision, (row[0] for row in data["dossiers"]))
    for code, head, _after in data["dossiers"]:
        dossier = find(site, code)
        if dossier is not None and _done(dossier, key):
            found[code] = "done"
        elif code in told:
            found[code] = "moved_on" if told[code] == answers.MOVED_ON else "refused"
        elif not ended:
            found[code] = "waiting"
        else:
            same = dossier is not None and dossier.head.hex() == head
            found[code] = "not_possible" if same else "moved_on"
    return found


def left_out(site: Any, key: str, actor: str, number: int) -> tuple[str, ...]:
    """Return the dossiers of a part of an order that were left as they are.

    Parts are numbered from 1; a part that is not over has left none yet. Raises
    KeyError where the person gave no such order, or it has no such part.
    """
    found = [each for each in parts(key) if "dossiers" in each.data]
    if not 1 <= number <= len(found) or found[0].data["actor"] != actor:
        raise KeyError(key)
    job = found[number - 1]
    told = outcomes(site, key, job.data, job.state in OVER)
    return tuple(code for code, outcome in told.items() if outcome in LEFT_OUT)


def _key(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(data)).hexdigest()[:32]


@implementer(IJob)
class CarryOut:
    """Carries an order out; the job ``dossiers-order``."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See ``IJob``. What is written is committed batch by batch."""
        rows = data["dossiers"]
        order = data.get("part", key)
        left: list[tuple[str, Refusal]] = []
        number = 0
        for number, (code, head, after) in enumerate(rows):
            if number % BATCH == 0:
                transaction.commit()
                answers.write(order, left[-BATCH:])
                progress(number, len(rows))
            refused = carry_out(getSite(), order, data, code, head, after)
            if refused is not None:
                left.append((code, refused))
        transaction.commit()
        answers.write(order, left[-BATCH:])
        told = f"{len(rows) - len(left)} / {len(rows)}"
        progress(len(rows), len(rows), told)


@implementer(IJob)
class Choose:
    """Chooses the dossiers of a large order; the job ``dossiers-choose``.

    What a run that died half-way had found already is found again at most in a second
    part: a dossier that is done is not done twice.
    """

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See ``IJob``."""
        chosen = Selection.from_json(data["chosen"])
        operation, actor = data["operation"], data["actor"]
        now = datetime.now(UTC)
        total = count(chosen, operation, actor, now)
        found = running(getSite(), chosen, operation, actor, now)
        number = 0
        while rows := [[e.code, e.head.hex(), ""] for e in islice(found, PART)]:
            part = {name: data[name] for name in ("operation", "actor", "values")}
            first = hashlib.sha256(rows[0][0].encode()).hexdigest()[:16]
            jobs.enqueue_now(
                KIND, f"{key}-{first}", {**part, "part": key, "dossiers": rows}
            )
            number += len(rows)
            progress(min(number, total), total)
        progress(total, total, str(number))


def carry_out(
    site: Any, key: str, data: Mapping[str, Any], code: str, head: str, after: str
) -> Refusal | None:
    """Do the operation on one dossier; None when its ledger holds it now, else why not.

    Not on one that moved on, nor where the date would be another than was accepted.
    """
    dossier = find(site, code)
    if dossier is None:
        return answers.MOVED_ON
    if _done(dossier, key):
        return None
    now = datetime.now(UTC)
    operation, actor = data["operation"], data["actor"]
    if dossier.head.hex() != head:
        return answers.MOVED_ON
    if not _as_accepted(site, dossier, operation, after, now):
        return answers.refusal(NOT_AS_ACCEPTED)
    point = transaction.savepoint(optimistic=True)
    try:
        bulk.do(dossier, operation, actor, values_of(data), now, key)
    except DossierError as error:
        # Rights or state are not those of the preview any more.
        point.rollback()
        return answers.refusal(error.message)
    return None


def _as_accepted(
    site: Any, dossier: Dossier, operation: str, after: str, now: datetime
) -> bool:
    if operation != "recalendar":
        return True
    found = recounting.moved(site, dossier, now)
    return found is not None and _iso(found[1].due) == after


def _done(dossier: Dossier, key: str) -> bool:
    return any(event.facts.get("order") == key for event in events(dossier))


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def plan(site: Any, dossier: Dossier, *extra: Happening) -> Planned:
    """Return the dates of a dossier as they are, and as they would be after more."""
    after = clock.due(site, dossier, extra)
    return Planned(
        code=dossier.code,
        head=dossier.head.hex(),
        before=clock.due(site, dossier).due,
        after=after.due,
        explanation=after.explanation,
    )
