"""When a person moves: all that was given by name goes to others, in one act.

Rights follow duties, so nothing is written for what a department has. What was given
to the person by name - an open step, a restricted dossier - goes over with an event of
its ledger (``assign``, with ``instead``, the deed and the order); duties and
delegations end and begin by the same deed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import hashlib
from motcua import _
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import effects
from motcua.dossiers import entrusting
from motcua.dossiers import rights
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import MissingData
from motcua.dossiers.folder import find
from motcua.dossiers.ledger import canonical
from motcua.dossiers.ledger import events
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import ENTRUSTED
from motcua.dossiers.register import TASKS
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation.delegations import Delegation
from motcua.organisation.duties import Duty
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IJob
import sqlalchemy as sa
import transaction
from typing import Any
from typing import Final
from zope.component.hooks import getSite
from zope.interface import implementer


KIND: Final = "dossiers-succession"
#: More dossiers than these are a job.
AT_ONCE: Final = 100
#: Dossiers that are written in one transaction.
BATCH: Final = 20


@dataclass(frozen=True)
class Holding:
    """All that a person has on a day: ``steps`` are (code, step, group) by name."""

    person: str
    duties: tuple[Duty, ...]
    given: tuple[Delegation, ...]
    taken: tuple[Delegation, ...]
    steps: tuple[tuple[str, str, str], ...]
    entrusted: tuple[str, ...]
    overdue: int = 0

    @property
    def groups(self) -> tuple[str, ...]:
        """The duties that need a successor."""
        return tuple(dict.fromkeys(row.group for row in self.duties))

    @property
    def codes(self) -> tuple[str, ...]:
        """The dossiers of which something was given by name."""
        return tuple(sorted({*(step[0] for step in self.steps), *self.entrusted}))


@dataclass(frozen=True)
class Order:
    """Who takes over what: ``successors`` maps each duty to a login, by a deed.

    ``since`` is the first day of the successors; the person's last day is the one
    before.
    """

    person: str
    successors: Mapping[str, str]
    since: date
    deed: str
    actor: str

    def to_json(self, codes: tuple[str, ...]) -> dict[str, Any]:
        """Return the order as a job keeps it."""
        return {
            "person": self.person,
            "successors": dict(self.successors),
            "since": self.since.isoformat(),
            "deed": self.deed,
            "actor": self.actor,
            "dossiers": list(codes),
        }


def holding(person: str, on: date, site: Any = None) -> Holding:
    """Return what a person has on the day, now or later on."""

    def lasting(row: Duty | Delegation) -> bool:
        return row.until is None or row.until >= on

    every = [row for row in delegations.rows(site) if lasting(row)]
    steps, entrusted, overdue = _by_name(person)
    return Holding(
        person,
        tuple(row for row in duties.rows(person, site) if lasting(row)),
        tuple(row for row in every if row.giver == person),
        tuple(row for row in every if row.receiver == person),
        steps,
        entrusted,
        overdue,
    )


def _by_name(
    person: str,
) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...], int]:
    columns = (TASKS.c.code, TASKS.c.step, TASKS.c.department, TASKS.c.duty)
    steps = (
        sa.select(*columns, TASKS.c.due_at)
        .where(TASKS.c.person == person)
        .order_by(TASKS.c.code, TASKS.c.step)
    )
    named = (
        sa.select(ENTRUSTED.c.code)
        .join(DOSSIERS, DOSSIERS.c.code == ENTRUSTED.c.code)
        .where(ENTRUSTED.c.person == person, DOSSIERS.c.open)
        .order_by(ENTRUSTED.c.code)
    )
    now = datetime.now(UTC)
    with register_engine().connect() as connection:
        found = connection.execute(steps).all()
        codes = tuple(connection.execute(named).scalars())
    late = sum(1 for row in found if row.due_at is not None and row.due_at < now)
    rows = tuple((row.code, row.step, f"{row.department}:{row.duty}") for row in found)
    return rows, codes, late


def check(order: Order, found: Holding) -> None:
    """Raise ``MissingData`` that says what the order still needs."""
    if not order.deed.strip():
        raise MissingData(_("Name the decision: number and date."))
    if order.since > vietnam.today():
        raise MissingData(
            _(
                "The successors begin today at the latest: what was given by name goes "
                "over at once. Come back on that day."
            )
        )
    for group in found.groups:
        successor = order.successors.get(group, "")
        if not successor or successor == order.person:
            raise MissingData(
                _("Name who takes over “${duty}”.", mapping={"duty": group})
            )


def name_of(order: Order, codes: tuple[str, ...]) -> str:
    """Return the key of an order: it differs when anything in it does."""
    return hashlib.sha256(canonical(order.to_json(codes))).hexdigest()[:32]


def give(site: Any, order: Order, found: Holding) -> str:
    """Carry the order out, a large one as a job; return its key.

    Raises what ``check``, ``duties.assign`` and ``delegations.revoke`` raise.
    """
    check(order, found)
    _duties(site, order, found)
    key = name_of(order, found.codes)
    data = order.to_json(found.codes)
    jobs.enqueue(KIND, key, data)
    if len(found.codes) <= AT_ONCE:
        for code in found.codes:
            hand_over(site, key, data, code)
    return key


def _duties(site: Any, order: Order, found: Holding) -> None:
    last = order.since - timedelta(days=1)
    for row in found.duties:
        successor = order.successors[row.group]
        since = max(order.since, row.since)
        held = duties.groups(successor, since, site)
        if row.group not in held:
            duties.assign(
                successor,
                row.department,
                row.duty,
                since,
                row.until,
                order.deed,
                site=site,
            )
        duties.end(order.person, row.department, row.duty, last, order.deed, site=site)
    for each in (*found.given, *found.taken):
        delegations.revoke(
            each.giver, each.receiver, each.group, last, order.deed, site
        )


def hand_over(site: Any, key: str, data: Mapping[str, Any], code: str) -> bool:
    """Let what the person has of a dossier go over; say whether its ledger says so."""
    dossier = find(site, code)
    if dossier is None:
        return False
    if _done(dossier, key):
        return True
    now = datetime.now(UTC)
    day = now.astimezone(VIETNAM).date()
    person = data["person"]
    for successor in dict.fromkeys(data["successors"].values()):
        groups = {g for g, who in data["successors"].items() if who == successor}
        if person not in rights.named(dossier):
            break
        try:
            found = entrusting.instead_of(dossier, person, successor, day, groups)
            facts = {
                "person": successor,
                "instead": person,
                "deed": data["deed"],
                "order": key,
            }
            asked = effects.Act(
                site, dossier, "assign", data["actor"], frozenset(), facts, {}, now
            )
            unit = dossier.holder
            actions.write(
                dossier, asked, unit, {"state": dossier.state, **facts, **found}
            )
        except DossierError:
            # Nothing of this dossier is in the duties of this successor.
            continue
    return _done(dossier, key)


def outcomes(site: Any, key: str, data: Mapping[str, Any]) -> dict[str, bool]:
    """Return for each dossier of an order whether it went over, by its ledger."""
    found = {code: find(site, code) for code in data["dossiers"]}
    return {
        code: dossier is not None and _done(dossier, key)
        for code, dossier in found.items()
    }


def _done(dossier: Any, key: str) -> bool:
    return any(event.facts.get("order") == key for event in events(dossier))


@implementer(IJob)
class Succeed:
    """Hands over dossier by dossier; the job ``dossiers-succession``."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See ``IJob``. What is written is committed batch by batch."""
        codes = data["dossiers"]
        done = 0
        for number, code in enumerate(codes):
            if number % BATCH == 0:
                transaction.commit()
                progress(number, len(codes))
            done += hand_over(getSite(), key, data, code)
        progress(len(codes), len(codes), f"{done} / {len(codes)}")
