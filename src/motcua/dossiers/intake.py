"""Receiving a dossier (tiếp nhận): the first event of its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.base.deadlines import deadline
from motcua.base.deadlines import Policy
from motcua.base.durations import Term
from motcua.dossiers import codes
from motcua.dossiers import ledger
from motcua.dossiers import requests
from motcua.dossiers import rights
from motcua.dossiers import workflow
from motcua.dossiers.clocks import calendars
from motcua.dossiers.clocks import clock
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.events import DossierActed
from motcua.dossiers.folder import find
from motcua.dossiers.folder import place
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.dossiers.statuses import public_status
from motcua.organisation.calendars import calendar_for
from motcua.procedures import versions
from motcua.storage.projections import after_commit
from typing import Any
from zope.event import notify


RECEIVE = "receive"
RECEPTION = "reception"


@dataclass(frozen=True)
class Intake:
    """What the officer at the counter enters.

    ``token`` names this one form: a second submit with the same token answers
    with the dossier of the first. ``answer_by`` is how the result goes back:
    "counter", "post" or "online".
    """

    unit: str
    procedure: str
    version: str
    case: str
    channel: str
    persons: tuple[Person, ...]
    papers: tuple[PaperGiven, ...] = ()
    note: str = ""
    answer_by: str = "counter"
    token: str = ""


@dataclass(frozen=True)
class _Choice:
    """The version, case and channel that were picked."""

    version: Any
    case: Any
    channel: Any

    @property
    def term(self) -> Term:
        """The time that is promised; none when the procedure states no usable one."""
        return self.channel.promised or Term("none")


def choose(site: Any, intake: Intake) -> _Choice:
    """Return what was picked; ``MissingData`` names what does not exist."""
    try:
        version = versions.current(intake.procedure, site=site)
    except KeyError as error:
        raise MissingData(
            _("The procedure is not in force; choose one that is.")
        ) from error
    if version.digest != intake.version:
        raise MissingData(
            _(
                "The procedure changed while the form was open. Check papers, "
                "fee and time again; what you typed is kept."
            )
        )
    if version.units and intake.unit not in version.units:
        raise MissingData(
            _("This unit does not receive dossiers of the procedure; see its page.")
        )
    case = next((c for c in version.cases if c.key == intake.case), None)
    if case is None:
        raise MissingData(_("Choose a case of the procedure."))
    channel = next((c for c in case.channels if c.kind == intake.channel), None)
    if channel is None:
        raise MissingData(_("Choose a channel that this case offers."))
    return _Choice(version, case, channel)


def _check_persons(intake: Intake) -> None:
    roles = [person.role for person in intake.persons]
    if "applicant" not in roles:
        raise MissingData(_("Enter the person who hands the dossier in."))
    if len(set(roles)) != len(roles):
        raise MissingData(_("Each role of a person can be given once."))


def _check_right(intake: Intake, actor: str, now: datetime) -> None:
    day = now.astimezone(codes.VIETNAM).date()
    if f"{intake.unit}:{RECEPTION}" not in rights.groups_of(actor, day):
        raise NotAllowed(
            _("Only an officer on reception duty of the unit receives dossiers.")
        )


def preview(site: Any, intake: Intake, now: datetime | None = None) -> Any:
    """Return the ``Deadline`` that ``receive`` would promise now."""
    choice = choose(site, intake)
    now = now or datetime.now(UTC)
    day = now.astimezone(codes.VIETNAM).date()
    return deadline(now, choice.term, calendar_for(intake.unit, day), Policy())


def receive(
    site: Any, intake: Intake, actor: str, now: datetime | None = None
) -> Dossier:
    """Receive a dossier and return it, in the running transaction.

    Raises ``NotAllowed`` when ``actor`` holds no reception duty in the unit,
    ``MissingData`` for an incomplete intake.
    """
    now = now or datetime.now(UTC)
    _check_right(intake, actor, now)
    _check_persons(intake)
    choice = choose(site, intake)
    day = now.astimezone(codes.VIETNAM).date()
    code = requests.code_for(intake.token, actor, lambda: codes.allot(intake.unit, day))
    existing = find(site, code)
    if existing is not None:
        return existing
    calendar = calendar_for(intake.unit, day)
    found = deadline(now, choice.term, calendar, Policy())
    dossier = Dossier(code)
    _begin(dossier, intake.unit)
    event = ledger.append(
        dossier,
        RECEIVE,
        actor=actor,
        unit=intake.unit,
        now=now,
        facts={
            "code": code,
            "state": dossier.state,
            "holder": dossier.holder,
            "procedure": intake.procedure,
            "version": intake.version,
            "case": intake.case,
            "channel": intake.channel,
            "term": str(choice.term),
            "calendar": calendars.keep(site, calendar),
            "due": clock.stamp(found),
            "answer_by": intake.answer_by,
            **clock.policy_to(Policy()),
        },
        data={
            "persons": [person.to_json() for person in intake.persons],
            "papers": [paper.to_json() for paper in intake.papers],
            "note": intake.note,
        },
    )
    stored: Dossier = place(site, code).add(code, dossier)
    notify(DossierActed(stored, event))
    after_commit(stored)
    return stored


def _begin(dossier: Dossier, unit: str) -> None:
    """Set the copies that the ledger's first event implies."""
    dossier.state = workflow.initial_state()
    dossier.unit = dossier.holder = unit
    dossier.participants = (unit,)
    dossier.public_status = public_status(dossier.state, 0)
