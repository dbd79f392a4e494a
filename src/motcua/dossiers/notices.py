"""Telling applicants of a new status, when they left an e-mail address.

A notice belongs to one event of a ledger. Which notices are due is a function of
the ledger; the replay asks for them as jobs, so a lost queue loses none. What was
sent is noted in SQL, and a job that runs again finds it. The text holds the code,
the status, the due date and where to look, and nothing about people: mail is read
by machines on its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.clocks import clock
from motcua.dossiers.folder import find
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.ledger import events
from motcua.dossiers.ledger import since
from motcua.dossiers.standing import NEW_DATE
from motcua.dossiers.statuses import PROCESSING
from motcua.dossiers.statuses import public_status
from motcua.dossiers.statuses import RECEIVED
from motcua.dossiers.statuses import TITLES
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IJob
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
from motcua.storage.settings import settings
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

KIND = "notify"
CHANNEL = "email"
#: News older than this is not sent any more: not after a rebuild either, when all
#: jobs are asked for again.
FRESH = timedelta(days=30)
#: Statuses in which the due date is worth telling.
RUNNING = frozenset({RECEIVED, PROCESSING})

#: One row per notice that left the house.
NOTICES = sa.Table(
    "notices",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("sent_at", UTCDateTime, nullable=False),
)


class ChannelNotSetUp(Exception):
    """The office does not send notices this way; nothing is wrong."""


@dataclass(frozen=True)
class Notice:
    """A change of the public status that the applicant is told of."""

    number: int
    """Of the event in the ledger."""

    status: int
    at: datetime
    due: datetime | None
    to: str
    """Address of the applicant; never part of the text."""

    moved: bool = False
    """Whether the due date is new, and the status is not."""


def of(dossier: Dossier) -> list[Notice]:
    """Return the notices of a dossier, none when no address was given."""
    chain = events(dossier)
    said = [event for event in chain if event.type == "correct"]
    given = [_address(event) for event in (*chain[:1], *said)]
    to = next((each for each in reversed(given) if each is not None), "")
    if not to:
        return []
    found = []
    status, due = 0, ""
    for event in chain:
        facts = event.facts
        due = facts.get("due", due)
        before, status = status, public_status(facts["state"], status)
        moved = event.type in NEW_DATE
        if status != before or moved:
            moment = clock.moment(due)
            found.append(Notice(event.number, status, event.at, moment, to, moved))
    return found


def jobs(
    dossier: Dossier, now: datetime | None = None
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the jobs for the fresh notices of a dossier; see ``IDerivesJobs``."""
    oldest = (now or datetime.now(UTC)) - FRESH
    for notice in of(dossier):
        if notice.at > oldest:
            yield _job(dossier, notice.number)


def fresh(dossier: Dossier, number: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the job for the last notice that the events from ``number`` on call for.

    An older one among them would be outdated before it was sent. An address that a
    correction adds calls for the present status, of which nobody was told.
    """
    told, named = dossier.standing.told, dossier.standing.named
    if max(told, named) < number or not _to(dossier, named):
        return
    oldest = datetime.now(UTC) - FRESH
    if any(
        event.number == told and event.at > oldest for event in since(dossier, told)
    ):
        yield _job(dossier, told)


def _to(dossier: Dossier, named: int) -> str:
    """Return the address that holds now, by the one or two events that say it."""
    saying = since(dossier, named)[:1] if named else []
    given = (_address(event) for event in (*saying, dossier.first) if event is not None)
    return next((each for each in given if each is not None), "")


def _address(event: Event) -> str | None:
    """Return the address that a receipt or a correction says, None without persons."""
    persons = event.data.get("changes", event.data).get("persons")
    if persons is None:
        return None
    given = (p.get("email", "") for p in persons if p.get("role") == "applicant")
    return str(next(given, ""))


def _job(dossier: Dossier, number: int) -> tuple[str, str, dict[str, Any]]:
    return KIND, f"{dossier.code}:{number}", {"code": dossier.code, "number": number}


@implementer(IJob)
class Notify:
    """Sends one notice, once; the job ``notify``."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """Send the notice unless it was sent, or a newer status has its own.

        Raises ``OSError`` when the channel is out of reach; the worker tries again.
        """
        code, number = data["code"], data["number"]
        dossier = find(getSite(), code)
        notices = [] if dossier is None else of(dossier)
        if not notices or notices[-1].number != number:
            progress(1, 1, "outdated")
            return
        if sent(code, number):
            progress(1, 1, "already sent")
            return
        notifier = queryUtility(INotifier, name=CHANNEL)
        try:
            if notifier is None:
                raise ChannelNotSetUp(CHANNEL)
            notifier.send(notices[-1].to, *text(code, notices[-1], address()))
        except ChannelNotSetUp:
            progress(1, 1, "chưa thiết lập thư điện tử / e-mail is not set up")
            return
        note(code, number)


def text(code: str, notice: Notice, tracking: str) -> tuple[str, str]:
    """Return subject and body: Vietnamese first, then English."""
    titles = [_in(language, TITLES[notice.status]) for language in ("vi", "en")]
    parts = [_paragraphs(language, code, notice, tracking) for language in ("vi", "en")]
    return f"{code}: {' / '.join(titles)}", "\n\n--\n\n".join(parts) + "\n"


def address() -> str:
    """Return where citizens follow a dossier: an address without its code."""
    # The page of slips knows where that is; it draws, so it is not loaded before.
    from motcua.dossiers.slips.values import TRACKING

    base = settings().address or getSite().absolute_url()
    return f"{base.rstrip('/')}/{TRACKING}"


def sent(code: str, number: int) -> bool:
    """Say whether the notice of this event left the house."""
    query = sa.select(NOTICES.c.number).where(
        NOTICES.c.code == code, NOTICES.c.number == number
    )
    with register_engine().connect() as connection:
        return connection.execute(query).first() is not None


def note(code: str, number: int) -> None:
    """Note that the notice left the house."""
    with register_engine().begin() as connection:
        insert = insert_for(connection, NOTICES).values(
            code=code, number=number, channel=CHANNEL, sent_at=datetime.now(UTC)
        )
        connection.execute(insert.on_conflict_do_nothing())


def _paragraphs(language: str, code: str, notice: Notice, tracking: str) -> str:
    said = [
        _(
            "The due date of your dossier ${code} is another one.",
            mapping={"code": code},
        )
        if notice.moved
        else _(
            "Your dossier ${code} has a new status: ${status}.",
            mapping={"code": code, "status": _in(language, TITLES[notice.status])},
        )
    ]
    if notice.due is not None and notice.status in RUNNING:
        due = f"{notice.due.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        said.append(_("The result is due at ${due}.", mapping={"due": due}))
    said.append(
        _(
            "To see more, open ${address} and enter the code and the PIN of your "
            "receipt.",
            mapping={"address": tracking},
        )
    )
    said.append(
        _("This message was sent by a machine. It never asks for money or passwords.")
    )
    return "\n".join(_in(language, message) for message in said)


def _in(language: str, message: Any) -> str:
    return str(translate(message, target_language=language))
