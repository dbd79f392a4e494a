"""Acting on a dossier: every change goes through ``act``."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import arrived
from motcua.dossiers import correction
from motcua.dossiers import effects
from motcua.dossiers import four_eyes
from motcua.dossiers import ledger
from motcua.dossiers import moments
from motcua.dossiers import progress
from motcua.dossiers import rights
from motcua.dossiers import takingback
from motcua.dossiers import workflow
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.events import DossierActed
from motcua.dossiers.operations import BY_PROCESS
from motcua.dossiers.operations import DECISIONS
from motcua.dossiers.operations import Field
from motcua.dossiers.operations import FREE
from motcua.dossiers.operations import METHODS
from motcua.dossiers.operations import OPERATIONS
from motcua.dossiers.operations import TAKERS
from motcua.dossiers.reasons import REASONS
from motcua.dossiers.slips import issuing
from motcua.dossiers.slips import names
from motcua.dossiers.takingback import TAKE_BACK
from motcua.organisation import duties
from motcua.organisation import units
from motcua.storage.projections import after_commit
from plone import api
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.event import notify


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Operations that need a written reason (Decree 63/2010, Article 18).
REASONED: Final = frozenset(each.name for each in OPERATIONS.values() if each.reasoned)
#: The largest amount of money that is not a typing error, in đồng.
LARGEST_AMOUNT: Final = 10**12


def permitted(dossier: Dossier, actor: str, now: datetime) -> frozenset[str]:
    """Return the operations open to the person now, ``view`` among them."""
    groups = rights.groups_of(actor, now.astimezone(VIETNAM).date())
    found = rights.allowed(dossier, groups, actor) & {rights.VIEW, *legal(dossier)}
    if TAKE_BACK in found and not takingback.own(dossier, actor, now):
        found -= {TAKE_BACK}
    return frozenset(
        operation for operation in found if _his(dossier, operation, groups, actor)
    )


def _his(dossier: Dossier, operation: str, groups: frozenset[str], actor: str) -> bool:
    """Say whether a task of the person is there for an operation that needs one."""
    return not _on_a_task(dossier, operation) or any(
        progress.fits(operation, task, dossier)
        for task in progress.mine(dossier, groups, actor)
    )


def legal(dossier: Dossier) -> frozenset[str]:
    """Return the operations that are possible now, whoever does them."""
    found = set(workflow.steps(dossier.state))
    found -= FREE if dossier.process else BY_PROCESS
    if not dossier.process and dossier.state != "proposed":
        found -= DECISIONS
    found.discard("unsuspend" if not dossier.suspended else "suspend")
    found.discard("unrestrict" if not dossier.restricted else "restrict")
    for operation in [each for each in found if _on_a_task(dossier, each)]:
        if not any(progress.fits(operation, each, dossier) for each in dossier.tasks):
            found.discard(operation)
    if TAKE_BACK in found and not takingback.possible(dossier):
        found.discard(TAKE_BACK)
    if not dossier.tasks and not dossier.restricted:
        found.discard("assign")
    return frozenset(found)


def _on_a_task(dossier: Dossier, operation: str) -> bool:
    """Say whether the operation deals with one task of the person who acts."""
    if operation in ("give_opinion", "complete"):
        return True
    return bool(dossier.process) and operation in DECISIONS


def act(
    dossier: Dossier,
    operation: str,
    actor: str,
    *,
    data: dict[str, Any] | None = None,
    now: datetime | None = None,
    expected: str | None = None,
    request: str = "",
    order: str = "",
) -> ledger.Event:
    """Carry out one operation and return its event.

    ``data`` holds the fields that ``operations.OPERATIONS`` names for it.
    ``expected`` is the head hash (hexadecimal) of the page the person saw; when
    the dossier moved on since, ``StalePage`` is raised. ``request`` is a digest by
    which the event is found when the same is sent again. ``order`` is the decision
    for many dossiers that this is part of; its job alone says so. Other errors:
    ``UnknownDossier`` for a person who may not even view it, ``NotAllowed``,
    ``IllegalStep``, ``MissingData``. Nothing is written when one is raised.
    """
    asked, unit, done = _prepared(
        dossier, operation, actor, data or {}, now or datetime.now(UTC), expected
    )
    if request:
        done["request"] = request
    if order:
        done["order"] = order
    return write(dossier, asked, unit, done)


def foresee(
    dossier: Dossier,
    operation: str,
    actor: str,
    *,
    data: dict[str, Any] | None = None,
    now: datetime | None = None,
    expected: str | None = None,
) -> dict[str, Any]:
    """Return the header facts that ``act`` would write now, and write nothing.

    Slips are not among them: their numbers are drawn when they are issued. Raises
    what ``act`` raises.
    """
    point = transaction.savepoint(optimistic=True)
    try:
        _asked, _unit, done = _prepared(
            dossier, operation, actor, data or {}, now or datetime.now(UTC), expected
        )
    finally:
        # Calendars and processes that a promise would keep.
        point.rollback()
    return done


def _prepared(
    dossier: Dossier,
    operation: str,
    actor: str,
    data: dict[str, Any],
    now: datetime,
    expected: str | None,
) -> tuple[effects.Act, str, dict[str, Any]]:
    """Return what is asked, the unit in which it is done and the facts of its event."""
    groups = rights.groups_of(actor, now.astimezone(VIETNAM).date())
    if rights.cause(dossier, groups, rights.VIEW, actor) is None:
        raise UnknownDossier
    if expected is not None and expected != dossier.head.hex():
        raise StalePage
    if operation not in legal(dossier):
        raise IllegalStep
    causes = [
        cause
        for cause in rights.causes(dossier, groups, actor)
        if operation in cause.operations
    ]
    if not causes:
        raise NotAllowed
    if not _his(dossier, operation, groups, actor):
        raise NotAllowed(progress.NOT_YOURS)
    if operation == TAKE_BACK and not takingback.own(dossier, actor, now):
        raise NotAllowed(takingback.NOT_YOURS)
    own = duties.groups(actor, now.astimezone(VIETNAM).date())
    causes.sort(key=lambda cause: cause.group not in own)
    facts, payload = _checked(operation, dict(data))
    site = api.portal.get()
    asked = effects.Act(
        site=site,
        dossier=dossier,
        operation=operation,
        actor=actor,
        groups=groups,
        facts=facts,
        data=arrived.checked(site, dossier, payload),
        now=ledger.moment(dossier, now),
        approves=any(cause.duty == "approval" for cause in causes),
    )
    group = _group(asked, causes)
    unit = group.rpartition(":")[0]
    four_eyes.check(asked.site, dossier, operation, actor, unit, now)
    done = {**effects.facts(asked), **rights.behalf(actor, group, now)}
    return asked, unit, done


def write(
    dossier: Dossier, asked: effects.Act, unit: str, facts: dict[str, Any]
) -> ledger.Event:
    """Append the event of a permitted act and tell who wants to know."""
    slips = issuing.for_act(dossier, asked.operation, asked.now)
    if slips:
        places = dossier.participants
        named = names.keep(
            asked.site, dossier.unit, asked.actor, unit, facts, asked.now, places
        )
        facts = {**facts, "slips": slips, "names": named}
    before = dossier.standing
    event = ledger.append(
        dossier,
        asked.operation,
        actor=asked.actor,
        unit=unit,
        now=asked.now,
        facts=facts,
        data=asked.data,
    )
    dossier.kept = before.after(event)
    notify(DossierActed(dossier, event))
    after_commit(dossier, event.number)
    return event


def _group(asked: effects.Act, causes: list[rights.Cause]) -> str:
    """Return the duty in which is acted: that of the task, if any, else an own one."""
    if _on_a_task(asked.dossier, asked.operation):
        return asked.task().group
    return causes[0].group


def _checked(
    operation: str, data: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of the fields: those of the header, those of the payload."""
    facts: dict[str, Any] = {}
    payload: dict[str, Any] = {}
    for field in OPERATIONS[operation].fields:
        value = data.pop(field.name, None)
        if value is None or (isinstance(value, str) and not value.strip()):
            if field.required:
                raise MissingData(_missing(field))
            continue
        value = _value(operation, field, value)
        (facts if field.fact else payload)[field.name] = value
    if data:
        raise MissingData(
            _(
                "This step knows nothing called “${name}”.",
                mapping={"name": min(data)[:40]},
            )
        )
    return facts, payload


def _missing(field: Field) -> Any:
    if field.name == "reason":
        return _("Give the reason in words; the citizen has a right to read it.")
    if field.name == "reason_code":
        return _("Choose the kind of reason.")
    return _("This step needs “${name}”.", mapping={"name": field.name})


def _value(operation: str, field: Field, value: Any) -> Any:
    """Return the value in the shape the ledger keeps; ``MissingData`` otherwise."""
    if field.kind == "department":
        return _department_code(str(value))
    if field.kind == "object":
        return correction.checked(value)
    if field.kind == "amount":
        return _amount(value)
    if field.kind == "moment":
        return _moment(str(value))
    if field.kind == "method":
        return _one_of(field, str(value), METHODS)
    if field.kind == "taker":
        return _one_of(field, str(value), TAKERS)
    if field.kind == "reason_code":
        return _one_of(field, str(value), tuple(REASONS[operation]))
    if field.kind == "list":
        if not isinstance(value, list | tuple):
            value = [line.strip() for line in str(value).splitlines() if line.strip()]
        return [str(one) for one in value]
    return value


def _one_of(field: Field, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise MissingData(
            _(
                "“${value}” is not possible for “${name}”; allowed are: ${allowed}.",
                mapping={
                    "value": value[:40],
                    "name": field.name,
                    "allowed": ", ".join(allowed),
                },
            )
        )
    return value


def _amount(value: Any) -> int:
    text = str(value).replace(".", "").replace(" ", "")
    if not text.isdecimal() or int(text) > LARGEST_AMOUNT:
        raise MissingData(_("The amount is a whole number of đồng, such as 20000."))
    return int(text)


def _moment(text: str) -> str:
    try:
        return moments.moment(text).isoformat()
    except ValueError as error:
        raise MissingData(moments.refused(text)) from error


def _department_code(code: str) -> str:
    try:
        target = units.get(code)
    except KeyError as error:
        raise MissingData(
            _("There is no department with the code ${code}.", mapping={"code": code})
        ) from error
    if not target.in_force(vietnam.today()):
        raise MissingData(
            _(
                "The department ${code} no longer exists; forward to its successor.",
                mapping={"code": code},
            )
        )
    return target.code
