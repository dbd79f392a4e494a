"""Acting on a dossier: every change goes through ``act``."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.base.deadlines import ClockEvent
from motcua.dossiers import ledger
from motcua.dossiers import rights
from motcua.dossiers import workflow
from motcua.dossiers.clocks import clock
from motcua.dossiers.codes import VIETNAM
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.events import DossierActed
from motcua.dossiers.statuses import public_status
from motcua.organisation import units
from motcua.storage.projections import after_commit
from plone import api
from typing import Any
from typing import TYPE_CHECKING
from zope.event import notify


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Operations that need a written reason (Decree 63/2010, Article 18).
REASONED = frozenset({"pause", "refuse", "withdraw", "stop", "send_back"})
#: What an operation must bring along, besides a reason.
REQUIRED: dict[str, tuple[str, ...]] = {
    "forward": ("to",),
    "propose": ("proposal",),
    "attach_scan": ("paper", "sha256", "size", "media", "name"),
    "attach_result": ("sha256", "size", "media", "name"),
}


def permitted(dossier: Dossier, actor: str, now: datetime) -> frozenset[str]:
    """Return the operations, ``view`` included, open to ``actor`` now."""
    groups = rights.groups_of(actor, now.astimezone(VIETNAM).date())
    legal = {*workflow.steps(dossier.state), rights.VIEW}
    return rights.allowed(dossier, groups) & legal


def act(
    dossier: Dossier,
    operation: str,
    actor: str,
    *,
    data: dict[str, Any] | None = None,
    now: datetime | None = None,
    expected: str | None = None,
) -> ledger.Event:
    """Carry out one operation and return its event.

    ``expected`` is the head hash (hexadecimal) of the page the person saw; when
    the dossier moved on since, ``StalePage`` is raised. Other errors:
    ``UnknownDossier`` for a person who may not even view it, ``NotAllowed``,
    ``IllegalStep``, ``MissingData``. Nothing is written when one is raised.
    """
    now = now or datetime.now(UTC)
    data = dict(data or {})
    cause = _cause(dossier, operation, actor, now)
    if expected is not None and expected != dossier.head.hex():
        raise StalePage
    state = workflow.step(dossier.state, operation)
    if cause is None:
        raise NotAllowed
    _check_data(operation, data)
    facts = _facts(dossier, operation, state, data, now)
    event = ledger.append(
        dossier,
        operation,
        actor=actor,
        unit=cause.department,
        now=now,
        facts=facts,
        data=data,
    )
    _mirror(dossier, facts)
    notify(DossierActed(dossier, event))
    after_commit(dossier)
    return event


def _cause(
    dossier: Dossier, operation: str, actor: str, now: datetime
) -> rights.Cause | None:
    """Return the ground for the operation; hide the dossier without a view."""
    groups = rights.groups_of(actor, now.astimezone(VIETNAM).date())
    if rights.cause(dossier, groups, rights.VIEW) is None:
        raise UnknownDossier
    return rights.cause(dossier, groups, operation)


def _check_data(operation: str, data: dict[str, Any]) -> None:
    if operation in REASONED and not str(data.get("reason", "")).strip():
        raise MissingData(
            _("Give the reason in words; the citizen has a right to read it.")
        )
    for name in REQUIRED.get(operation, ()):
        if data.get(name) in (None, ""):
            raise MissingData(_("This step needs “${name}”.", mapping={"name": name}))
    if operation == "forward":
        _check_target(str(data["to"]))


def _check_target(code: str) -> None:
    try:
        target = units.get(code)
    except KeyError as error:
        raise MissingData(
            _("There is no department with the code ${code}.", mapping={"code": code})
        ) from error
    if not target.in_force(units.today()):
        raise MissingData(
            _(
                "The department ${code} no longer exists; forward to its successor.",
                mapping={"code": code},
            )
        )


def _facts(
    dossier: Dossier, operation: str, state: str, data: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return the header of the event: what it changes, nothing personal."""
    facts: dict[str, Any] = {"state": state}
    if operation == "forward":
        facts["holder"] = str(data.pop("to"))
    elif operation in ("finish", "refuse", "withdraw", "stop"):
        facts["holder"] = dossier.unit
    if operation in clock.CLOCK:
        at = ledger.moment(dossier, now)
        found = clock.due(
            api.portal.get(),
            dossier,
            (ClockEvent(operation, at),),  # type: ignore[arg-type]
        )
        facts["due"] = clock.stamp(found)
    return facts


def _mirror(dossier: Dossier, facts: dict[str, Any]) -> None:
    """Bring the copies on the dossier in step with its last event."""
    dossier.public_status = public_status(facts["state"], dossier.public_status)
    dossier.state = facts["state"]
    holder = facts.get("holder", dossier.holder)
    dossier.holder = holder
    if holder not in dossier.participants:
        dossier.participants = (*dossier.participants, holder)
