"""What readers report about a page: something missing, wrong or unclear.

Reports are rows of SQL and not content: they come from anybody, and a stranger's
post must neither make the database of content grow nor meet others in it. They are
bounded in size and number, stored once for each form, and commit at once.

A contact is optional, shown to those who keep the catalogue, and leaves the row when
the report is closed or `CONTACT_KEPT` is over, whichever comes first; every night
those that are over are deleted (`forgetting`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import hmac
from motcua import _
from motcua.base.folding import normalise
from motcua.storage import tries
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import secrets
import sqlalchemy as sa
from typing import Any
from typing import Final


#: Letters of a report and of a contact.
LONGEST: Final = 2_000
LONGEST_CONTACT: Final = 200
LONGEST_PAGE: Final = 200
#: Nobody reads a page and writes a sentence about it in less.
FASTEST: Final = timedelta(seconds=3)
SLOWEST: Final = timedelta(hours=12)
CONTACT_KEPT: Final = timedelta(days=90)
#: Reports in 15 minutes: from one address, and from everybody.
PER_CLIENT: Final = 5
PER_HOUSE: Final = 300

KINDS: Final[dict[str, Any]] = {
    "missing": _("Something is missing"),
    "wrong": _("Something is wrong or out of date"),
    "unclear": _("I do not understand it"),
    "fault": _("The page does not work for me"),
    "other": _("Something else"),
}
STATES: Final[dict[str, Any]] = {
    "new": _("New report"),
    "answered": _("Answered"),
    "closed": _("Closed report"),
}

REPORTS: Final = sa.Table(
    "feedback",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("form", sa.String(64), nullable=False),
    sa.Column("received_at", UTCDateTime, nullable=False),
    sa.Column("procedure", sa.String(64), nullable=False),
    sa.Column("page", sa.String(LONGEST_PAGE), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("contact", sa.String(LONGEST_CONTACT), nullable=False),
    sa.Column("contact_until", UTCDateTime, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("changed_at", UTCDateTime, nullable=False),
    sa.UniqueConstraint("form", name="uq_feedback_form"),
    sa.Index("ix_feedback_state_received_at", "state", "received_at"),
)


class Refused(ValueError):
    """The report cannot be taken; the message is for its writer."""

    def __init__(self, message: Any, field: str = "text") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Report:
    """A report as it is kept; `contact` is "" once it has expired."""

    number: int
    received_at: datetime
    procedure: str
    page: str
    language: str
    kind: str
    text: str
    contact: str
    state: str
    note: str
    person: str
    changed_at: datetime


def ticket(now: datetime) -> str:
    """Return what a form carries: its moment, a name of its own, and our sign."""
    body = f"{int(now.timestamp())}.{secrets.token_hex(8)}"
    return f"{body}.{tries.key('feedback-form', body)}"


def submit(
    text: str,
    client: str,
    form: str,
    now: datetime | None = None,
    *,
    kind: str = "",
    procedure: str = "",
    page: str = "",
    contact: str = "",
    language: str = "vi",
) -> bool:
    """Keep a report; a second submit of one form keeps nothing and returns False.

    `client` is the address that the request came from; it is counted, not kept.
    Raises `Refused` for what cannot be kept, `tries.TooManyTries` when too much came.
    """
    now = now or datetime.now(UTC)
    text, contact = normalise(text).strip(), normalise(contact).strip()
    name = _form_of(form, now)
    if not text:
        raise Refused(_("Write what is missing or wrong."))
    if len(text) > LONGEST:
        raise Refused(_("Please write at most 2,000 letters."))
    if len(contact) > LONGEST_CONTACT:
        raise Refused(_("Please write at most 200 letters."), "contact")
    keys = {
        tries.key("feedback", client): PER_CLIENT,
        tries.key("feedback", "*"): PER_HOUSE,
    }
    tries.check(keys, now)
    with register_engine().begin() as connection:
        _expire(connection, now)
        kept = connection.execute(
            insert_for(connection, REPORTS)
            .values(
                form=name,
                received_at=now,
                procedure=procedure[:64],
                page=page[:LONGEST_PAGE],
                language=language,
                kind=kind if kind in KINDS else "other",
                text=text,
                contact=contact,
                contact_until=now + CONTACT_KEPT,
                state="new",
                note="",
                person="",
                changed_at=now,
            )
            .on_conflict_do_nothing(index_elements=[REPORTS.c.form])
        )
    if not kept.rowcount:
        return False
    tries.count(keys, now)
    return True


def listed(
    state: str = "", limit: int = 100, now: datetime | None = None
) -> list[Report]:
    """Return reports, the latest first; contacts that have expired are not told."""
    now = now or datetime.now(UTC)
    query = sa.select(REPORTS).order_by(REPORTS.c.number.desc()).limit(limit)
    if state:
        query = query.where(REPORTS.c.state == state)
    with register_engine().connect() as connection:
        return [_report(row, now) for row in connection.execute(query)]


def find(number: int, now: datetime | None = None) -> Report:
    """Return one report; KeyError when there is none with this number."""
    query = sa.select(REPORTS).where(REPORTS.c.number == number)
    with register_engine().connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise KeyError(f"{number}: không có góp ý này / no such report")
    return _report(row, now or datetime.now(UTC))


def expire(now: datetime | None = None) -> int:
    """Delete the contacts that nobody may keep any longer; return how many."""
    with register_engine().begin() as connection:
        return _expire(connection, now or datetime.now(UTC))


def counts() -> dict[str, int]:
    """Return how many reports are in each state."""
    query = sa.select(REPORTS.c.state, sa.func.count()).group_by(REPORTS.c.state)
    with register_engine().connect() as connection:
        found: dict[str, int] = dict(connection.execute(query).tuples().all())
    return {state: int(found.get(state, 0)) for state in STATES}


def settle(
    number: int, state: str, note: str, person: str, now: datetime | None = None
) -> Report:
    """Give a report a state and a note; closing it takes the contact away.

    Raises KeyError for no such report, ValueError for a state that does not exist.
    """
    if state not in STATES:
        raise ValueError(f"{state!r}: choose one of {', '.join(STATES)}")
    now = now or datetime.now(UTC)
    report = find(number, now)
    values = {
        "state": state,
        "note": normalise(note).strip()[:LONGEST],
        "person": person,
        "changed_at": now,
        "contact": "" if state == "closed" else report.contact,
    }
    with register_engine().begin() as connection:
        _expire(connection, now)
        connection.execute(
            sa.update(REPORTS).where(REPORTS.c.number == number).values(values)
        )
    return find(number, now)


def _form_of(form: str, now: datetime) -> str:
    """Return the name of the form, once its sign and its age are good."""
    body, _dot, sign = form.rpartition(".")
    stamp = body.partition(".")[0]
    good = hmac.compare_digest(sign.encode(), tries.key("feedback-form", body).encode())
    if not good or not (stamp.isascii() and stamp.isdigit()):
        raise Refused(_("Please fill in the form on this page."), "form")
    age = now - datetime.fromtimestamp(int(stamp), UTC)
    if age < FASTEST:
        raise Refused(
            _("That was very quick. Please read your text again and send it."), "form"
        )
    if age > SLOWEST:
        raise Refused(_("The form is too old. Please send your text again."), "form")
    return tries.key("feedback-name", body)


def _expire(connection: sa.Connection, now: datetime) -> int:
    gone = connection.execute(
        sa.update(REPORTS)
        .where(REPORTS.c.contact_until < now, REPORTS.c.contact != "")
        .values(contact="")
    )
    return gone.rowcount


def _report(row: Any, now: datetime) -> Report:
    values = {name: getattr(row, name) for name in Report.__dataclass_fields__}
    if row.contact_until < now:
        values["contact"] = ""
    return Report(**values)
