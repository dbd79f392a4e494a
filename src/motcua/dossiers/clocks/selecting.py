"""Which running dossiers a decision for many is for.

The register narrows them down: by what was chosen, and by where the person may act.
Each is then looked at itself, for the register does not decide what a dossier is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import rights
from motcua.dossiers.folder import find
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import PARTICIPANTS
from motcua.dossiers.register import TASKS
from motcua.organisation.duties import parse_group
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from motcua.dossiers.dossier import Dossier

#: Dossiers that a screen chooses itself; more are chosen by a job.
LIMIT: Final = 1000
#: Codes that are read from the register at once.
CHUNK: Final = 500


@dataclass(frozen=True)
class Selection:
    """Units that received, departments that hold, procedures; empty limits nothing.

    ``first`` and ``last`` are days of receipt, both included; ``process`` is the
    digest of the process that is followed, ``besides`` one that is not, ``codes`` are
    those of single dossiers.
    """

    units: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    process: str = ""
    besides: str = ""
    codes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the selection as a job carries it."""
        return {
            "units": list(self.units),
            "departments": list(self.departments),
            "procedures": list(self.procedures),
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
            "process": self.process,
            "besides": self.besides,
            "codes": list(self.codes),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Selection:
        """Return the selection written by ``to_json``."""
        return cls(
            units=tuple(data["units"]),
            departments=tuple(data["departments"]),
            procedures=tuple(data["procedures"]),
            first=date.fromisoformat(data["first"]) if data["first"] else None,
            last=date.fromisoformat(data["last"]) if data["last"] else None,
            process=data["process"],
            besides=data["besides"],
            # A job that was asked for before there were any has none.
            codes=tuple(data.get("codes", ())),
        )

    def holds(self, dossier: Dossier) -> bool:
        """Say whether a dossier follows a process that is meant."""
        process = dossier.process
        return self.process in ("", process) and process != (self.besides or None)


def running(
    site: Any,
    chosen: Selection,
    operation: str,
    actor: str,
    now: datetime,
    after: str = "",
) -> Iterator[Dossier]:
    """Yield the running dossiers for which the person may do ``operation`` now.

    All of them, by code; from the one behind the code ``after`` on.
    """
    query = sa.select(DOSSIERS.c.code).where(*_terms(chosen, operation, actor, now))
    query = query.order_by(DOSSIERS.c.code).limit(CHUNK)
    while True:
        with register_engine().connect() as connection:
            codes = list(
                connection.execute(query.where(DOSSIERS.c.code > after)).scalars()
            )
        for code in codes:
            dossier = find(site, code)
            if dossier is None or not chosen.holds(dossier):
                continue
            if operation in actions.permitted(dossier, actor, now):
                yield dossier
        if len(codes) < CHUNK:
            return
        after = codes[-1]


def count(chosen: Selection, operation: str, actor: str, now: datetime) -> int:
    """Return how many dossiers ``running`` has to look at; it yields no more."""
    query = sa.select(sa.func.count()).select_from(DOSSIERS)
    query = query.where(*_terms(chosen, operation, actor, now))
    with register_engine().connect() as connection:
        return int(connection.execute(query).scalar_one())


def tally(
    chosen: Selection, operation: str, actor: str, now: datetime, column: str
) -> dict[str, int]:
    """Return ``count`` by the values of "unit", "holder" or "procedure"."""
    wanted = DOSSIERS.c[column]
    query = sa.select(wanted, sa.func.count()).group_by(wanted).order_by(wanted)
    query = query.where(*_terms(chosen, operation, actor, now))
    with register_engine().connect() as connection:
        return {str(value): int(number) for value, number in connection.execute(query)}


def _terms(
    chosen: Selection, operation: str, actor: str, now: datetime
) -> Iterator[Any]:
    """Yield the SQL conditions of a selection within what a person may do."""
    yield DOSSIERS.c.open
    yield DOSSIERS.c.accepted_at.is_not(None)
    yield DOSSIERS.c.finished_at.is_(None)
    for column, values in (
        (DOSSIERS.c.unit, chosen.units),
        (DOSSIERS.c.holder, chosen.departments),
        (DOSSIERS.c.procedure, chosen.procedures),
        (DOSSIERS.c.code, chosen.codes),
    ):
        if values:
            yield column.in_(values)
    if chosen.first:
        yield DOSSIERS.c.received_at >= _midnight(chosen.first)
    if chosen.last:
        yield DOSSIERS.c.received_at < _midnight(chosen.last + timedelta(days=1))
    day = now.astimezone(VIETNAM).date()
    yield sa.or_(sa.false(), *_places(operation, rights.groups_of(actor, day)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _places(operation: str, groups: frozenset[str]) -> Iterator[Any]:
    """Yield where the duties permit the operation: the table of rights in SQL."""
    for department, duty in filter(None, map(parse_group, groups)):
        for relation in rights.RELATIONS:
            states = [
                grant.state
                for grant in rights.table()
                if (grant.duty, grant.relation) == (duty, relation)
                and operation in grant.operations
            ]
            if states:
                there = _stands(relation, department, duty)
                yield sa.and_(there, DOSSIERS.c.state.in_(states))


def _stands(relation: str, department: str, duty: str) -> Any:
    if relation in ("unit", "holder"):
        return DOSSIERS.c[relation] == department
    if relation == "participant":
        codes = sa.select(PARTICIPANTS.c.code)
        return DOSSIERS.c.code.in_(codes.where(PARTICIPANTS.c.department == department))
    codes = sa.select(TASKS.c.code)
    codes = codes.where(TASKS.c.department == department, TASKS.c.duty == duty)
    return DOSSIERS.c.code.in_(codes)
