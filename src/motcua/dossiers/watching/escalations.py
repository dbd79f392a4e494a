"""Telling by name what is stuck: the officer, then the head, then the supervision.

One row for each person, finding and level, whose key makes it impossible to tell twice,
whatever is killed or run at once. A row is told by ``Escalated``, at least once, from
the job; what subscribes asks for a job of its own under ``Escalation.key``, which is
asked for once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.interfaces import IEscalated
from motcua.dossiers.watching import findings
from motcua.dossiers.watching.limits import limits
from motcua.organisation import duties
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IJob
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component.hooks import getSite
from zope.event import notify
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Iterable
    from collections.abc import Mapping
    from motcua.dossiers.watching.findings import Finding

KIND: Final = "watch"
#: Rows that are told between two commits.
BATCH: Final = 100
#: How long it is known who was told.
KEPT: Final = timedelta(days=730)
LEVELS: Final = ("officer", "head", "supervision")

ESCALATIONS = sa.Table(
    "escalations",
    metadata,
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("subject", sa.String(64), primary_key=True),
    sa.Column("step", sa.String(64), primary_key=True),
    sa.Column("since", UTCDateTime, primary_key=True),
    sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("at", UTCDateTime, nullable=False),
    sa.Column("told_at", UTCDateTime),
    sa.Index("ix_escalations_person_at", "person", "at"),
    sa.Index(
        "ix_escalations_told_at",
        "told_at",
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    ),
)
_COLUMNS: Final = ("kind", "subject", "step", "since", "level", "person", "department")


@dataclass(frozen=True)
class Escalation:
    """That a person is told of a finding; ``level`` is an index of ``LEVELS``."""

    kind: str
    subject: str
    step: str
    since: datetime
    level: int
    person: str
    department: str
    at: datetime

    @property
    def key(self) -> str:
        """What names it, for a job that tells the person."""
        since = f"{self.since:%Y%m%dT%H%M%S}"
        parts = (self.kind, self.subject, self.step, since, self.level, self.person)
        return ":".join(map(str, parts))


@implementer(IEscalated)
class Escalated:
    """See ``IEscalated``."""

    def __init__(self, escalation: Escalation) -> None:
        self.escalation = escalation


def persons(site: Any, finding: Finding, level: int, on: Any) -> tuple[str, ...]:
    """Return who is told at a level, by login.

    The officer to whom the step was given by name, else who does the work there; who
    approves there; who supervises the unit. Where nobody holds a duty, nobody is told
    at that level.
    """

    def holders(department: str, *wanted: str) -> tuple[str, ...]:
        found = (duties.holders(department, duty, on, site) for duty in wanted)
        return next((tuple(each) for each in found if each), ())

    if level == 0 and finding.person:
        return (finding.person,)
    if level == 0:
        return holders(finding.department, "processing", "reception", "approval")
    if level == 1:
        return holders(finding.department, "approval")
    return holders(finding.unit, "supervision")


def escalate(site: Any, now: datetime) -> int:
    """Write down who is to be told by now; return how many are new."""
    rules, day, new = limits(), now.astimezone(VIETNAM).date(), 0
    found = findings.find(site, now, rules)
    for begin in range(0, len(found), BATCH):
        rows = [
            _row(finding, level, person, now)
            for finding in found[begin : begin + BATCH]
            for level in range(rules.level(finding.over) + 1)
            for person in dict.fromkeys(persons(site, finding, level, day))
        ]
        if rows:
            new += _write(rows)
    return new


def _row(finding: Finding, level: int, person: str, now: datetime) -> dict[str, Any]:
    values = {name: getattr(finding, name) for name in _COLUMNS if name != "level"}
    return {**values, "level": level, "person": person, "at": now}


def _write(rows: list[dict[str, Any]]) -> int:
    with register_engine().begin() as connection:
        insert = insert_for(connection, ESCALATIONS).on_conflict_do_nothing()
        return sum(connection.execute(insert, row).rowcount for row in rows)


def tell(now: datetime) -> int:
    """Tell what was not told yet, and return how many.

    A subscriber that fails leaves the row untold, for the next time.
    """
    told = 0
    query = sa.select(ESCALATIONS).where(ESCALATIONS.c.told_at.is_(None)).limit(BATCH)
    while True:
        with register_engine().connect() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
        if not rows:
            return told
        for row in rows:
            del row["told_at"]
            notify(Escalated(Escalation(**row)))
            same = [ESCALATIONS.c[name] == row[name] for name in _COLUMNS[:-1]]
            with register_engine().begin() as connection:
                update = sa.update(ESCALATIONS).where(*same)
                connection.execute(update.values(told_at=now))
            told += 1


def of(found: Iterable[Finding]) -> dict[tuple[str, str, str], list[Escalation]]:
    """Return who was told of findings: (kind, subject, step) -> rows by level."""
    known = {(each.kind, each.subject, each.step): each.since for each in found}
    subjects = {subject for _kind, subject, _step in known}
    told: dict[tuple[str, str, str], list[Escalation]] = {}
    for row in _of(subjects):
        key = (row.kind, row.subject, row.step)
        if known.get(key) == row.since:
            told.setdefault(key, []).append(row)
    return told


def levels(site: Any, now: datetime, codes: Collection[str]) -> dict[str, int]:
    """Return how far up it was told that dossiers are stuck, as far as they still are.

    Code -> the highest level; dossiers of which nobody was told are left out.
    """
    # Of most dossiers of a list nobody was told anything: they cost one look.
    told = {row.subject for row in _of(codes)} if codes else set()
    found = findings.find(site, now, limits(), codes=told) if told else []
    highest: dict[str, int] = {}
    for (_kind, code, _step), rows in of(found).items():
        highest[code] = max(highest.get(code, 0), *(row.level for row in rows))
    return highest


def told_to(person: str, after: datetime) -> list[Escalation]:
    """Return what a person was told of after a moment, the oldest first."""
    columns = [ESCALATIONS.c[name] for name in Escalation.__dataclass_fields__]
    query = (
        sa.select(*columns)
        .where(ESCALATIONS.c.person == person, ESCALATIONS.c.at > after)
        .order_by(ESCALATIONS.c.at, ESCALATIONS.c.subject)
    )
    with register_engine().connect() as connection:
        return [Escalation(*row) for row in connection.execute(query)]


def _of(subjects: Collection[str]) -> list[Escalation]:
    columns = [ESCALATIONS.c[name] for name in Escalation.__dataclass_fields__]
    # The kinds, all of them, lead the key by which the rows are found.
    query = sa.select(*columns).where(
        ESCALATIONS.c.kind.in_(findings.KINDS), ESCALATIONS.c.subject.in_(subjects)
    )
    order = (ESCALATIONS.c.level, ESCALATIONS.c.person)
    with register_engine().connect() as connection:
        return [Escalation(*row) for row in connection.execute(query.order_by(*order))]


def each_hour(now: datetime | None = None) -> bool:
    """Ask for the work of this hour; return whether it was asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    return jobs.enqueue_now(KIND, f"{local:%Y-%m-%dT%H}", {})


@implementer(IJob)
class Watch:
    """Finds what is stuck and tells it; the job ``watch``. The key is the hour."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See ``IJob``."""
        now = datetime.now(UTC)
        progress(0, 2)
        new = escalate(getSite(), now)
        progress(1, 2)
        told = tell(now)
        old = ESCALATIONS.c.at < now - KEPT
        with register_engine().begin() as connection:
            connection.execute(sa.delete(ESCALATIONS).where(old))
        progress(2, 2, f"+{new}, {told}")
