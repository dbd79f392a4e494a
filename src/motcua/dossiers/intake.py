"""Receiving a dossier (tiếp nhận): the first event of its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import codes
from motcua.dossiers import entrusting
from motcua.dossiers import ledger
from motcua.dossiers import receipt
from motcua.dossiers import requests
from motcua.dossiers import rights
from motcua.dossiers.arrivals import spot
from motcua.dossiers.arrivals.circumstances import Circumstances
from motcua.dossiers.arrivals.circumstances import USUAL
from motcua.dossiers.arrivals.foreign import FOLLOW
from motcua.dossiers.arrivals.foreign import FOLLOWED
from motcua.dossiers.arrivals.foreign import Foreign
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.events import DossierActed
from motcua.dossiers.folder import find
from motcua.dossiers.folder import place
from motcua.dossiers.notices.choices import AS_USUAL
from motcua.dossiers.notices.choices import Wish
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.dossiers.slips import issuing
from motcua.dossiers.slips import names
from motcua.dossiers.standing import Standing
from motcua.organisation import duties
from motcua.organisation import units
from motcua.procedures import versions
from motcua.storage.projections import after_commit
from typing import Any
from zope.event import notify


RECEIVE = "receive"
SUBMIT = "submit"
#: Letters of what the officer remarks.
LONGEST_NOTE = 2000
#: Who receives at the counter: officers, and the service staff beside them.
RECEIVING = ("reception", "service")


@dataclass(frozen=True)
class Intake:
    """What the officer at the counter enters.

    ``token`` names this one form: a second submit with the same token answers
    with the dossier of the first. ``answer_by`` is how the result goes back:
    "counter", "post" or "online". ``confidentiality`` is one of ``entrusting.LEVELS``,
    ``served`` what was done on the spot. ``bundle`` is common to the dossiers of one
    intake, ``competent`` the agency that decides where it is another than the unit's,
    ``foreign`` the dossier of another system that is followed here, ``news`` how the
    applicant wants to be told.
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
    confidentiality: str = entrusting.ORDINARY
    served: spot.Served | None = None
    circumstances: Circumstances = USUAL
    bundle: str = ""
    competent: str = ""
    foreign: Foreign | None = None
    news: Wish = AS_USUAL

    @property
    def matter(self) -> dict[str, str]:
        """What it is about: procedure, version, case and channel."""
        return {name: getattr(self, name) for name in receipt.MATTER}


@dataclass(frozen=True)
class Late:
    """What was received on paper: its code, the real moment, and why it comes late.

    ``told`` is kept for ever in the header of the first event.
    """

    code: str
    received: datetime
    told: dict[str, Any]
    reason: str


def choose(site: Any, intake: Intake, on: date | None = None) -> Any:
    """Return the channel picked in the version that holds on a day, today by default.

    ``MissingData`` names what does not exist.
    """
    try:
        version = versions.current(intake.procedure, on, site)
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
    return receipt.channel_of(site, intake.unit, intake.matter)


def _check_persons(intake: Intake) -> None:
    roles = [person.role for person in intake.persons]
    if "applicant" not in roles:
        raise MissingData(_("Enter the person who hands the dossier in."))
    if len(set(roles)) != len(roles):
        raise MissingData(_("Each role of a person can be given once."))
    for person in intake.persons:
        person.check_birth(vietnam.today())
    intake.news.check(intake.persons[roles.index("applicant")].to_json())


def check_right(unit: str, actor: str, now: datetime) -> None:
    """Raise ``NotAllowed`` for who holds no reception duty in the unit."""
    day = day_of(now)
    if _group(unit, actor, day) is None:
        raise NotAllowed(
            _("Only an officer on reception duty of the unit receives dossiers.")
        )


def received(site: Any, token: str, actor: str) -> Dossier | None:
    """Return the dossier that this form of this person became, None for none."""
    code = requests.code_of(token, actor)
    return None if code is None else find(site, code)


def _group(unit: str, actor: str, day: date) -> str | None:
    """Return the duty in which a person receives there, None for who does not."""
    held = rights.groups_of(actor, day)
    groups = (duties.group_id(unit, duty) for duty in RECEIVING)
    return next((group for group in groups if group in held), None)


def preview(site: Any, intake: Intake, now: datetime | None = None) -> Any:
    """Return the ``Deadline`` that ``receive`` would promise now."""
    choose(site, intake)
    moment = now or datetime.now(UTC)
    return receipt.promise(site, intake.unit, intake.matter, moment)


def receive(
    site: Any, intake: Intake, actor: str, now: datetime | None = None
) -> Dossier:
    """Receive a dossier and return it, in the running transaction.

    Raises ``NotAllowed`` when ``actor`` holds no reception duty in the unit,
    ``MissingData`` for an incomplete intake.
    """
    return _create(site, intake, actor, now or datetime.now(UTC), RECEIVE)


def receive_late(
    site: Any, intake: Intake, late: Late, actor: str, now: datetime
) -> Dossier:
    """Book what ``actor`` received on paper, and return the dossier.

    The version, the time and the form are those of the real moment. Raises as
    ``receive`` does, and ``IllegalStep`` for a code that is a dossier already.
    """
    return _create(site, intake, actor, now, RECEIVE, late)


def check(site: Any, intake: Intake, received: datetime) -> None:
    """Raise ``MissingData`` where this could not have been received at that moment."""
    _check_persons(intake)
    choose(site, intake, day_of(received))


def submit(
    site: Any, intake: Intake, actor: str, now: datetime | None = None
) -> Dossier:
    """Book a dossier that is not accepted yet: sent online, prepared, to be refused.

    It has to be accepted or answered within eight working hours. Raises as
    ``receive`` does.
    """
    return _create(site, intake, actor, now or datetime.now(UTC), SUBMIT)


def answer(
    site: Any,
    intake: Intake,
    operation: str,
    data: dict[str, Any],
    actor: str,
    now: datetime | None = None,
) -> Dossier:
    """Book a dossier and answer it at once, in one transaction; return it.

    ``operation`` with its fields ``data`` asks for what is missing (``guide``), does
    not accept it (``decline``) or consults a department first (``ask_opinion``).
    Raises as ``receive`` and ``act`` do.
    """
    moment = now or datetime.now(UTC)
    before = received(site, intake.token, actor) if intake.token else None
    if before is not None:
        return before
    dossier = submit(site, intake, actor, moment)
    actions.act(dossier, operation, actor, data=data, now=moment)
    return dossier


def serve(
    site: Any, intake: Intake, actor: str, now: datetime | None = None
) -> Dossier:
    """Book what was done on the spot, collect its fee, and return the dossier.

    It is received and returned by its first event. Raises as ``receive`` does, and
    ``MissingData`` for a procedure that is not served so.
    """
    moment = now or datetime.now(UTC)
    book = spot.book_of(intake.procedure)
    served = intake.served or spot.Served()
    amount = served.fee(book)
    before = received(site, intake.token, actor) if intake.token else None
    if before is not None:
        return before
    given = replace(intake, channel=spot.WAITED_FOR, served=served)
    dossier = _create(site, given, actor, moment, spot.SERVE)
    if amount:
        paid: dict[str, Any] = {
            "amount": amount,
            "method": served.method,
            "symbol": served.symbol,
            "number": served.number,
        }
        actions.act(dossier, "collect_fee", actor, data=paid, now=moment)
    return dossier


def follow(
    site: Any, intake: Intake, actor: str, now: datetime | None = None
) -> Dossier:
    """Book a dossier that lives in another system (``intake.foreign``), and return it.

    Raises as ``receive`` does.
    """
    if intake.foreign is None:
        raise MissingData(_("Choose the system in which the dossier lives."))
    return _create(site, intake, actor, now or datetime.now(UTC), FOLLOW)


def _create(
    site: Any,
    intake: Intake,
    actor: str,
    now: datetime,
    genesis: str,
    late: Late | None = None,
) -> Dossier:
    at = late.received if late else now
    check_right(intake.unit, actor, at)
    _check_persons(intake)
    entrusting.begun(intake.confidentiality, actor)
    day = day_of(at)
    choose(site, intake, day)
    code = late.code if late else _code(intake, actor, day)
    existing = find(site, code)
    if existing is not None and late:
        raise IllegalStep(
            _("Dossier ${code} exists already.", mapping={"code": code}),
        )
    if existing is not None:
        return existing
    dossier = Dossier(code)
    # The first event names its dossier: an export proves whose ledger it is.
    behalf = rights.behalf(actor, _group(intake.unit, actor, day) or "", now)
    level = entrusting.begun(intake.confidentiality, actor)
    facts = {"code": code, **_facts(site, intake, at, genesis), **level, **behalf}
    if late:
        facts |= {"received": at.isoformat(), "late_entry": late.told}
    slips = issuing.issue(intake.unit, genesis, now, at)
    if slips:
        facts["slips"] = slips
        facts["names"] = names.keep(site, intake.unit, actor, intake.unit, facts, now)
    event = ledger.append(
        dossier,
        genesis,
        actor=actor,
        unit=intake.unit,
        now=now,
        facts=facts,
        data={
            "persons": [person.to_json() for person in intake.persons],
            "papers": [paper.to_json() for paper in intake.papers],
            "note": intake.note,
            **intake.circumstances.data,
            **intake.news.data,
            **({"late_reason": late.reason} if late else {}),
        },
    )
    dossier.kept = Standing().after(event)
    stored: Dossier = place(site, code).add(code, dossier)
    notify(DossierActed(stored, event))
    after_commit(stored, event.number)
    return stored


def _code(intake: Intake, actor: str, day: date) -> str:
    return requests.code_for(intake.token, actor, lambda: codes.allot(intake.unit, day))


def _competent(site: Any, intake: Intake) -> str:
    """Return the agency that decides, "" where it is that of the unit itself."""
    if intake.competent in ("", intake.unit):
        return ""
    try:
        return units.get(intake.competent, site).code
    except KeyError as error:
        raise MissingData(_("Choose the agency that decides out of the list.")) from (
            error
        )


def day_of(now: datetime) -> date:
    """Return the day that a moment lies on in Vietnam."""
    return now.astimezone(VIETNAM).date()


def _facts(site: Any, intake: Intake, now: datetime, genesis: str) -> dict[str, Any]:
    named = {"bundle": intake.bundle, "competent": _competent(site, intake)}
    facts: dict[str, Any] = {
        "answer_by": intake.answer_by,
        **intake.circumstances.facts,
        **{name: value for name, value in named.items() if value},
    }
    if genesis == spot.SERVE and intake.served:
        served = {"copies": intake.served.copies, "pages": intake.served.pages}
        entered = spot.entered(intake.unit, intake.procedure, day_of(now))
        once = receipt.at_once(site, intake.unit, intake.matter, now)
        return {**facts, **once, **served, **entered}
    if genesis == FOLLOW and intake.foreign:
        begun = {"state": FOLLOWED, "holder": intake.unit}
        return {**facts, **intake.matter, **begun, **intake.foreign.facts}
    if genesis == RECEIVE:
        return facts | receipt.facts(site, intake.unit, intake.matter, now)
    return {
        **facts,
        **intake.matter,
        "state": "submitted",
        "holder": intake.unit,
        "due": receipt.answer(site, intake.unit, now),
    }
