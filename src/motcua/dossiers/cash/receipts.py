"""Every đồng that was taken or given back, in SQL: a projection of the ledgers.

A payment is an event (``collect_fee``) and never changes; a receipt that is void has an
event of its own (``void_fee``), which takes the amount out of the drawer again. So the
rows only grow, in any order. ``confirm_payment`` is none: what it confirms was paid to
the State Treasury and never lay in a drawer.
"""

from __future__ import annotations

from collections.abc import Generator
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from motcua.dossiers import ledger
from motcua.dossiers.folder import walk
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

COLLECT: Final = "collect_fee"
VOID: Final = "void_fee"
MOVES: Final = frozenset({COLLECT, VOID})
#: One row per movement; ``receipt`` is the event that a void one takes back, else 0.
RECEIPTS: Final = sa.Table(
    "receipts",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("event", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UTCDateTime, nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("cashier", sa.String(64), nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("method", sa.String(16), nullable=False),
    sa.Column("symbol", sa.String(40), nullable=False),
    sa.Column("number", sa.String(40), nullable=False),
    sa.Column("receipt", sa.Integer, nullable=False),
    sa.Index("ix_receipts_unit_cashier_at", "unit", "cashier", "at"),
    sa.Index("ix_receipts_symbol_number", "symbol", "number"),
)
_FACTS: Final = tuple(column.name for column in RECEIPTS.columns)[1:]


@dataclass(frozen=True)
class Move:
    """Money that came or went: ``amount`` in đồng, below zero when it went back."""

    code: str
    event: int
    at: datetime
    unit: str
    cashier: str
    amount: int
    method: str
    symbol: str
    number: str
    receipt: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """Code of the dossier and number of the event: nothing else is like it."""
        return self.code, self.event


def moves(dossier: Dossier, events: Iterable[ledger.Event]) -> Iterator[Move]:
    """Yield what these events of a dossier moved."""
    for event in events:
        if event.type in MOVES:
            facts = event.facts
            sign = -1 if event.type == VOID else 1
            yield Move(
                code=dossier.code,
                event=event.number,
                at=event.at,
                unit=event.unit,
                cashier=event.actor,
                amount=sign * int(facts["amount"]),
                method=str(facts["method"]),
                symbol=str(facts.get("symbol", ""))[:40],
                number=str(facts.get("number", ""))[:40],
                receipt=int(facts.get("receipt", 0)),
            )


@implementer(IKnowsWhatIsNew)
class Receipts:
    """The projection of ledgers onto ``receipts``."""

    follows = ("motcua.dossiers.dossier.Dossier",)
    table = RECEIPTS

    def key(self, obj: Dossier) -> tuple[str, ...]:
        """See ``IProjection``."""
        return (obj.code,)

    def key_of(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the key of a row: the code of the dossier."""
        return (row["code"],)

    def row(self, obj: Dossier) -> dict[str, Any] | None:
        """Return what moved in a dossier, None where no money did."""
        return _row(obj, ledger.events(obj))

    def fresh(self, obj: Dossier, since: int) -> Fresh:
        """Return the new events alone; see ``IKnowsWhatIsNew``."""
        return Fresh(_row(obj, ledger.since(obj, since)))

    def truth(self, site: Any) -> Iterator[Dossier]:
        """Iterate over every dossier of the site."""
        return walk(site)

    def upsert(self, connection: sa.Connection, row: Mapping[str, Any]) -> bool:
        """Write what is not there yet; what is there never changes."""
        rows = [dict(zip(_FACTS, each, strict=True)) for each in row["moves"]]
        insert = insert_for(connection, RECEIPTS).on_conflict_do_nothing()
        returning = insert.returning(RECEIPTS.c.event)
        written = 0
        for each in rows:
            done = connection.execute(returning, {"code": row["code"], **each})
            written += done.first() is not None
        return bool(written)

    def replace(self, connection: sa.Connection, row: Mapping[str, Any]) -> None:
        """Write the rows of a dossier anew."""
        self.remove(connection, self.key_of(row))
        self.upsert(connection, row)

    def remove(self, connection: sa.Connection, key: tuple[Any, ...]) -> None:
        """Drop the rows of a dossier."""
        connection.execute(sa.delete(RECEIPTS).where(RECEIPTS.c.code == key[0]))

    def stored(
        self, connection: sa.Connection
    ) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        """Iterate over what is stored, dossier by dossier."""
        query = sa.select(RECEIPTS).order_by(RECEIPTS.c.code, RECEIPTS.c.event)
        rows = connection.execution_options(yield_per=1000).execute(query)
        for code, found in groupby(rows, lambda row: str(row[0])):
            yield (code,), {"code": code, "moves": tuple(tuple(e[1:]) for e in found)}

    def compare(
        self, expected: Mapping[str, Any], found: Mapping[str, Any]
    ) -> list[str]:
        """Return "moves" when they differ from the truth."""
        return [] if expected["moves"] == found["moves"] else ["moves"]


def _row(dossier: Dossier, events: Iterable[ledger.Event]) -> dict[str, Any] | None:
    found = tuple(
        tuple(getattr(move, name) for name in _FACTS) for move in moves(dossier, events)
    )
    return {"code": dossier.code, "moves": found} if found else None


def of_drawer(unit: str, cashier: str, since: datetime) -> Generator[Move]:
    """Yield what a cashier took in a unit from a moment on, the oldest first.

    Rows are read as they are asked for: close it when enough was seen.
    """
    query = sa.select(RECEIPTS).where(
        RECEIPTS.c.unit == unit,
        RECEIPTS.c.cashier == cashier,
        RECEIPTS.c.at >= since,
    )
    query = query.order_by(RECEIPTS.c.at, RECEIPTS.c.code, RECEIPTS.c.event)
    with register_engine().connect() as connection:
        rows = connection.execution_options(yield_per=500).execute(query)
        yield from (Move(*row) for row in rows)


def with_symbol(symbol: str) -> list[Move]:
    """Return the payments whose receipts have a symbol, the oldest first."""
    query = sa.select(RECEIPTS).where(
        RECEIPTS.c.symbol == symbol, RECEIPTS.c.receipt == 0
    )
    with register_engine().connect() as connection:
        return [Move(*row) for row in connection.execute(query)]
