"""The register of dossiers (sổ theo dõi hồ sơ) in SQL: a projection.

It is never ahead of the ledgers, heals by replay, and can be thrown away and
rebuilt. Lists, counts and look-ups read it; nothing reads it to decide what a
dossier *is*. Departments stand in a table of their own so that an officer's
lists are filtered by the departments of the person, in SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from itertools import chain
from motcua.dossiers import codes
from motcua.dossiers import rights
from motcua.dossiers.arrivals import spot
from motcua.dossiers.folder import walk
from motcua.dossiers.ledger import events
from motcua.dossiers.notices import news
from motcua.dossiers.notices import officers
from motcua.dossiers.slips import issuing
from motcua.dossiers.standing import told
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IIssuesNumbers
from motcua.storage.interfaces import IKnowsWhatIsNew
from motcua.storage.interfaces import IProjection
from motcua.storage.projections import Fresh
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
from motcua.storage.settings import settings
from motcua.storage.sides import SidedProjection
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.standing import Standing

#: One row per dossier.
DOSSIERS = sa.Table(
    "dossiers",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("head", sa.LargeBinary(32), nullable=False),
    sa.Column("procedure", sa.String(64), nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("holder", sa.String(40), nullable=False),
    sa.Column("state", sa.String(32), nullable=False),
    sa.Column("public_status", sa.SmallInteger, nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Column("received_at", UTCDateTime, nullable=False),
    sa.Column("due_at", UTCDateTime),
    sa.Column("finished_at", UTCDateTime),
    sa.Column("returned_at", UTCDateTime),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("finance", sa.String(16), nullable=False, server_default=""),
    sa.Column("delivery", sa.String(16), nullable=False, server_default=""),
    sa.Column("digitisation", sa.String(16), nullable=False, server_default=""),
    sa.Column("archive", sa.String(16), nullable=False, server_default=""),
    sa.Column("accepted_at", UTCDateTime),
    sa.Column("wait_until", UTCDateTime),
    sa.Column("kept_at", UTCDateTime),
    sa.Column("entry", sa.String(40), nullable=False, server_default=""),
    sa.Column("manner", sa.String(16), nullable=False, server_default=""),
    sa.Column("priority", sa.String(16), nullable=False, server_default=""),
    sa.Column("bundle", sa.String(64), nullable=False, server_default=""),
    sa.Column("competent", sa.String(40), nullable=False, server_default=""),
    sa.Column("foreign_code", sa.String(80), nullable=False, server_default=""),
    *(
        sa.Index(
            f"ix_dossiers_{name}",
            name,
            sqlite_where=sa.text(f"{name} <> ''"),
            postgresql_where=sa.text(f"{name} <> ''"),
        )
        for name in ("bundle", "competent", "foreign_code")
    ),
    sa.Column("restricted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("late_entry", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("shelf", sa.String(40), nullable=False, server_default=""),
    sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("arrived_at", UTCDateTime),
    sa.Column("answered_at", UTCDateTime),
    sa.Column("urged", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("waits", sa.String(16), nullable=False, server_default=""),
    sa.Index(
        "ix_dossiers_wait_until",
        "wait_until",
        sqlite_where=sa.text("wait_until IS NOT NULL"),
        postgresql_where=sa.text("wait_until IS NOT NULL"),
    ),
    sa.Index(
        "ix_dossiers_waits",
        "waits",
        sqlite_where=sa.text("waits <> ''"),
        postgresql_where=sa.text("waits <> ''"),
    ),
    sa.Index("ix_dossiers_unit_received_at", "unit", "received_at"),
    # What waits for a department, by due date; all that a number needs stands in it.
    *(
        sa.Index(
            f"ix_dossiers_{column}_state_due_at",
            column,
            "state",
            "due_at",
            "code",
            "finished_at",
            "restricted",
            "paused",
            # The very words of the statements, or SQLite passes the index over.
            sqlite_where=sa.text("open = 1"),
            postgresql_where=sa.text("open"),
        )
        for column in ("unit", "holder")
    ),
)

#: Which departments take part in which dossier.
PARTICIPANTS = sa.Table(
    "participants",
    metadata,
    sa.Column(
        "code",
        sa.String(64),
        sa.ForeignKey("dossiers.code", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("department", sa.String(40), primary_key=True),
    sa.Index("ix_participants_department_code", "department", "code"),
)

#: The head of a row that no dossier stands behind: one of a house filled to be
#: measured (``make load``). No chain of hashes ends like this.
MARK = b"benchmark row; no dossier behind"
#: What is open, and where: one row per task.
TASKS = sa.Table(
    "tasks",
    metadata,
    sa.Column(
        "code",
        sa.String(64),
        sa.ForeignKey("dossiers.code", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("step", sa.String(64), primary_key=True),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("duty", sa.String(16), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("due_at", UTCDateTime),
    sa.Index("ix_tasks_department_duty", "department", "duty"),
    sa.Index("ix_tasks_person", "person"),
)

#: To whom a restricted dossier was given by name.
ENTRUSTED = sa.Table(
    "entrusted",
    metadata,
    sa.Column(
        "code",
        sa.String(64),
        sa.ForeignKey("dossiers.code", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Index("ix_entrusted_person_code", "person", "code"),
)
#: The state in which nobody has to do anything any more.
CLOSED = "closed"


@implementer(IProjection, IKnowsWhatIsNew, IDerivesJobs, IIssuesNumbers)
class Register(SidedProjection):
    """The projection onto ``dossiers``, ``participants`` and ``tasks``."""

    follows = ("motcua.dossiers.dossier.Dossier",)
    table = DOSSIERS
    sides = (PARTICIPANTS, TASKS, ENTRUSTED)

    def row(self, obj: Dossier) -> dict[str, Any]:
        """Return the row of a dossier, participants and tasks sorted beside it.

        By its ledger alone: what the dossier keeps of its standing is not asked.
        """
        return _row(obj, told(events(obj)))

    def fresh(self, obj: Dossier, since: int) -> Fresh:
        """Return the row by the standing that the last step left, and its notices."""
        called = chain(news.fresh(obj, since), officers.urgings(obj, since))
        return Fresh(_row(obj, obj.standing), called)

    def truth(self, site: Any) -> Iterator[Dossier]:
        """Iterate over every dossier of the site."""
        return walk(site)

    def jobs(self, obj: Dossier) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield the notices that the applicant is still to get."""
        return chain(news.jobs(obj), officers.urgings(obj))

    def numbers(self, obj: Dossier) -> tuple[tuple[str, str, int], ...]:
        """Return the numbers used up: of the code, of the slips, in books."""
        first = obj.first
        entered = spot.numbers_of(first, obj.unit) if first is not None else ()
        return (codes.number_of(obj.code), *issuing.numbers_of(obj), *entered)

    def pretended(self, row: Mapping[str, Any]) -> bool:
        """Say whether a row is there only to be measured; never in production."""
        return bool(row["head"] == MARK) and settings().profile != "production"


def _row(dossier: Dossier, standing: Standing) -> dict[str, Any]:
    ended, due, axes = standing.finished_at, standing.due, standing.axes
    return {
        "code": dossier.code,
        "length": dossier.length,
        "head": dossier.head,
        "procedure": standing.procedure,
        "unit": standing.unit,
        "holder": standing.holder,
        "state": standing.state,
        "public_status": standing.public_status,
        "channel": standing.channel,
        # A service on the spot waits for nobody.
        "open": standing.state != CLOSED and standing.axes.archive != "none",
        "received_at": standing.received_at,
        "due_at": due,
        "finished_at": ended,
        "returned_at": standing.returned_at,
        "late": bool(ended and due and ended > due),
        "finance": axes.finance,
        "delivery": axes.delivery,
        "digitisation": axes.digitisation,
        "archive": axes.archive,
        "accepted_at": standing.accepted_at,
        "wait_until": None if ended else standing.wait_until,
        "kept_at": standing.kept,
        "entry": standing.entry,
        "manner": standing.manner,
        "priority": standing.priority,
        "bundle": standing.bundle,
        "competent": standing.competent,
        "foreign_code": standing.foreign_code,
        "restricted": standing.restricted,
        "late_entry": standing.late_entry,
        "shelf": standing.shelf,
        "paused": standing.paused and not ended,
        "arrived_at": standing.arrived,
        "answered_at": standing.answered,
        "urged": standing.urged,
        "waits": _waits(standing),
        "entrusted": _named(standing),
        "participants": tuple(sorted(standing.participants)),
        "tasks": tuple(
            (t.key, t.department, t.duty, t.kind, t.person, t.due)
            for t in sorted(standing.tasks, key=lambda task: task.key)
        ),
    }


def _waits(standing: Standing) -> str:
    """Return what the clock stands still for, the first of several; "" for nothing."""
    waiting = () if standing.ended else standing.reckoning.stops.waiting
    return waiting[0] if waiting else ""


def _named(standing: Standing) -> tuple[str, ...]:
    return tuple(sorted(rights.named(standing))) if standing.restricted else ()
