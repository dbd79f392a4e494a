"""What happened, in one order, for other systems that follow: a projection.

One row per event of every ledger, without anything personal. Rows get their
*position* when somebody reads, not when they are written: numbers of a database are
given out before a commit, so that a reader who has passed number 8 might never see
number 7, which was committed later. Only what is committed has a position, and what
is committed later has a higher one.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from motcua.dossiers import ledger
from motcua.dossiers.folder import walk
from motcua.dossiers.inbox import visible
from motcua.dossiers.register import DOSSIERS
from motcua.storage import sealing
from motcua.storage import tries
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IKnowsWhatIsNew
from motcua.storage.projections import Fresh
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.dossier import Dossier

#: One row per event; ``position`` is None until somebody reads.
CHANGES = sa.Table(
    "changes",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("at", UTCDateTime, nullable=False),
    sa.Column("state", sa.String(32), nullable=False),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("position", sa.BigInteger),
    sa.Index("ix_changes_position", "position", unique=True),
    sa.Index(
        "ix_changes_at",
        "at",
        sqlite_where=sa.text("position IS NULL"),
        postgresql_where=sa.text("position IS NULL"),
    ),
)
_FACTS: Final = ("number", "kind", "at", "state", "department")
#: Events that one reading looks through, and to how many it gives positions.
WINDOW: Final = 10_000
#: Key of the advisory lock (PostgreSQL) under which positions are given.
LOCK: Final = 0x6D6F7465
#: Digits of a position in a cursor.
DIGITS: Final = 18


class Lost(Exception):
    """The cursor stands at an event that is not there any more: begin anew."""


@dataclass(frozen=True)
class Change:
    """One event; ``department`` is where it was done."""

    code: str
    number: int
    kind: str
    at: datetime
    state: str
    department: str


@dataclass(frozen=True)
class Page:
    """Some events, and the cursor after which the next ones come.

    It may be empty while there is ``more``: what it looked through was others'.
    """

    changes: tuple[Change, ...]
    cursor: str
    more: bool


@implementer(IKnowsWhatIsNew)
class Changes:
    """The projection of ledgers onto ``changes``."""

    follows = ("motcua.dossiers.dossier.Dossier",)
    table = CHANGES

    def key(self, obj: Dossier) -> tuple[str, ...]:
        """See ``IProjection``."""
        return (obj.code,)

    def key_of(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the key of a row: the code of the dossier."""
        return (row["code"],)

    def row(self, obj: Dossier) -> dict[str, Any]:
        """Return the events of a dossier: (number, kind, at, state, department)."""
        return _row(obj, ledger.events(obj))

    def fresh(self, obj: Dossier, since: int) -> Fresh:
        """Return the new events alone; see ``IKnowsWhatIsNew``."""
        return Fresh(_row(obj, ledger.since(obj, since)))

    def truth(self, site: Any) -> Iterator[Dossier]:
        """Iterate over every dossier of the site."""
        return walk(site)

    def upsert(self, connection: sa.Connection, row: Mapping[str, Any]) -> bool:
        """Write the events that are not there yet; a ledger only grows.

        None of them where some before are missing: the replay brings all in order.
        """
        last = sa.select(sa.func.max(CHANGES.c.number)).where(
            CHANGES.c.code == row["code"]
        )
        known = connection.execute(last).scalar() or 0
        new = [event for event in row["events"] if event[0] > known]
        if not new or new[0][0] != known + 1:
            return False
        return self._insert(connection, row["code"], new)

    def replace(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        """Write the events over those that differ; the others keep their places."""
        mine = CHANGES.c.code == row["code"]
        facts = [CHANGES.c[name] for name in _FACTS]
        found = {
            tuple(one) for one in connection.execute(sa.select(*facts).where(mine))
        }
        wrong = [one[0] for one in found - {*row["events"]}]
        if wrong:
            gone = sa.delete(CHANGES).where(mine, CHANGES.c.number.in_(wrong))
            connection.execute(gone)
        missing = [one for one in row["events"] if one not in found]
        self._insert(connection, row["code"], missing)

    def remove(self, connection: sa.Connection, key: tuple[Any, ...]) -> None:
        """Drop the events of a dossier."""
        connection.execute(sa.delete(CHANGES).where(CHANGES.c.code == key[0]))

    def stored(
        self, connection: sa.Connection
    ) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        """Iterate over what is stored, dossier by dossier."""
        query = sa.select(CHANGES.c.code, *(CHANGES.c[name] for name in _FACTS))
        query = query.order_by(CHANGES.c.code, CHANGES.c.number)
        rows = connection.execution_options(yield_per=1000).execute(query)
        for code, events in groupby(rows, lambda row: str(row[0])):
            yield (code,), {"code": code, "events": tuple(tuple(e[1:]) for e in events)}

    def compare(
        self, expected: Mapping[str, Any], found: Mapping[str, Any]
    ) -> list[str]:
        """Return "events" when they differ from the truth."""
        return [] if expected["events"] == found["events"] else ["events"]

    def _insert(
        self, connection: sa.Connection, code: str, events: Iterable[tuple[Any, ...]]
    ) -> bool:
        rows = [
            {"code": code, **dict(zip(_FACTS, event, strict=True))} for event in events
        ]
        if rows:
            insert = insert_for(connection, CHANGES).on_conflict_do_nothing()
            connection.execute(insert, rows)
        return bool(rows)


def _row(dossier: Dossier, events: Iterable[ledger.Event]) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "events": tuple(
            (each.number, each.type, each.at, each.facts["state"], each.unit)
            for each in events
        ),
    }


def read(groups: Iterable[str], after: str = "", limit: int = 100) -> Page:
    """Return the next events of dossiers that the groups may view now.

    ``after`` is the cursor of the page before, "" for the beginning. Raises
    ``ValueError`` for what is no cursor, ``Lost`` for one of another past.
    """
    full = place()
    with register_engine().connect() as connection:
        start = _position(connection, after)
        later = CHANGES.c.position > start
        ahead = sa.select(CHANGES.c.position).where(later)
        window = ahead.order_by(CHANGES.c.position).limit(WINDOW + 1)
        positions = connection.execute(window).scalars().all()
        beyond = len(positions) > WINDOW
        end = positions[:WINDOW][-1] if positions else start
        facts = [CHANGES.c[name] for name in ("code", *_FACTS)]
        query = (
            sa.select(*facts, CHANGES.c.position)
            .join(DOSSIERS, DOSSIERS.c.code == CHANGES.c.code)
            .where(later, CHANGES.c.position <= end, visible(groups))
            .order_by(CHANGES.c.position)
            .limit(limit + 1)
        )
        rows = connection.execute(query).all()
        more = full or len(rows) > limit or beyond
        rows = rows[:limit]
        if rows and (not beyond or len(rows) == limit):
            end = rows[-1].position
        elif not beyond:
            # What others do does not move the cursor: its moving would tell of it.
            end = start
        return Page(
            tuple(Change(*row[:-1]) for row in rows), _cursor(connection, end), more
        )


def place() -> bool:
    """Give positions to what was committed since; say whether some may be left.

    At most ``WINDOW`` get one at once. One statement, for on SQLite a look before it
    would not hold until it.
    """
    order = (CHANGES.c.at, CHANGES.c.code, CHANGES.c.number)
    fresh = sa.select(*order).where(CHANGES.c.position.is_(None))
    with register_engine().connect() as connection:
        if connection.execute(fresh.limit(1)).first() is None:
            return False
    some = fresh.order_by(*order).limit(WINDOW).subquery()
    turn = sa.func.row_number().over(order_by=(some.c.at, some.c.code, some.c.number))
    new = sa.select(some, turn.label("turn")).subquery()
    placed = CHANGES.alias()
    last = sa.select(sa.func.coalesce(sa.func.max(placed.c.position), 0))
    with register_engine().begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        done = connection.execute(
            sa.update(CHANGES)
            .where(CHANGES.c.code == new.c.code, CHANGES.c.number == new.c.number)
            .values(position=last.scalar_subquery() + new.c.turn)
        )
        return bool(done.rowcount == WINDOW)


def _position(connection: sa.Connection, cursor: str) -> int:
    if not cursor:
        return 0
    found = int(sealing.unseal("change", cursor)[:DIGITS])
    if _cursor(connection, found) != cursor:
        raise Lost
    return found


def _cursor(connection: sa.Connection, position: int) -> str:
    """Return the cursor for a position; it tells whether that is another event now.

    Sealed, for the position says how much happens in the whole house.
    """
    query = sa.select(CHANGES.c.code, CHANGES.c.number)
    found = connection.execute(query.where(CHANGES.c.position == position)).first()
    named = "" if found is None else f"{found.code}/{found.number}"
    event = tries.key("change", named)[:12]
    return sealing.seal("change", f"{position:0{DIGITS}d}{event}")
