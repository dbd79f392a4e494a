"""Following the truth: what a crash skipped reaches SQL once.

The worker calls `replay` at its start and every minute. It reads the
transactions of the ZODB since the last time, picks the objects that projections
follow by the class named in their records, and writes rows from their *present*
state; so it may read a transaction twice, and never brings back an old row. How
far it came is written together with the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
import logging
from motcua.storage import edits
from motcua.storage import jobs
from motcua.storage.interfaces import IProjection
from motcua.storage.projections import class_name
from motcua.storage.projections import derived_jobs
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
import sqlalchemy as sa
import transaction
from typing import Any
from typing import TYPE_CHECKING
from ZODB.interfaces import IMVCCStorage
from ZODB.POSException import POSKeyError
from ZODB.utils import get_pickle_metadata
from ZODB.utils import p64
from ZODB.utils import u64
from zope.component import getUtilitiesFor


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from ZODB.Connection import Connection
    from ZODB.DB import DB


logger = logging.getLogger(__name__)

BATCH = 500
"""Transactions between two commits on the SQL side."""

START = b"\0" * 8

checkpoints = sa.Table(
    "checkpoints",
    metadata,
    sa.Column("projection", sa.String(100), primary_key=True),
    sa.Column("tid", sa.String(16), nullable=False),
)


class TruthWasRestored(Exception):
    """SQL is ahead of the ZODB: an older copy of the database was put back.

    Rows of transactions that no longer exist cannot be told from good ones by
    following; only a rebuild compares them all.
    """

    def __init__(self, projection: str) -> None:
        super().__init__(
            f"{projection}: bảng SQL mới hơn cơ sở dữ liệu (đã phục hồi bản sao lưu "
            "cũ?); hãy chạy `bin/motcua register rebuild`.\n"
            f"{projection}: SQL is newer than the database (was an older backup "
            "restored?); run `bin/motcua register rebuild`."
        )


@dataclass
class Report:
    """What one replay did."""

    transactions: int = 0
    records: int = 0
    """Records of followed classes that were met."""

    written: int = 0
    """Rows that were missing or older."""

    queued: int = 0
    """Jobs that were not known yet."""

    failed: list[str] = field(default_factory=list)
    """Object ids whose row could not be computed; verification names them."""


def replay(db: DB, engine: sa.Engine) -> Report:
    """Bring all projections up to the last transaction of the database.

    `db` is the ZODB of the site (on FileStorage, ZEO or RelStorage), `engine`
    the register's. Safe to run in several processes at once. Raises
    ``TruthWasRestored`` when a checkpoint lies behind the end of the database.
    """
    projections = dict(getUtilitiesFor(IProjection))
    report = Report()
    manager = transaction.TransactionManager()
    own_versions = IMVCCStorage.providedBy(db.storage)
    end = db.storage.lastTransaction()
    connection = db.open(manager)
    # Opening alone may give the view that the connection had when it was closed.
    manager.begin()
    try:
        # The state that is read must not be older than the transactions that
        # are ticked off. RelStorage tells what this very connection sees, and
        # reads transactions in the same view (its main storage lags behind); of
        # any other we asked before the connection was opened.
        if own_versions:
            end = connection._storage.lastTransaction()
        known = {name: checkpoint(engine, name) for name in projections}
        source = connection._storage if own_versions else db.storage
        for name, tid in known.items():
            # Another process may have seen more than this connection does.
            if tid > end and next(_transactions(source, tid, None), None) is None:
                raise TruthWasRestored(name)
        if projections and min(known.values()) < end:
            run = _Pass(connection, engine, projections, known, report)
            _follow(run, source, end)
    finally:
        manager.abort()
        connection.close()
    if report.written:
        # Pages made since the commit may have been made from the older rows.
        edits.mark()
    return report


def checkpoint(engine: sa.Engine, projection: str) -> bytes:
    """Return the last transaction that a projection has followed."""
    statement = sa.select(checkpoints.c.tid).where(
        checkpoints.c.projection == projection
    )
    with engine.connect() as connection:
        found = connection.execute(statement).scalar()
    return START if found is None else bytes.fromhex(found)


def set_checkpoint(
    connection: sa.Connection, projection: str, tid: bytes, backwards: bool = False
) -> None:
    """Note how far a projection came; only a rebuild may go `backwards`."""
    insert = insert_for(connection, checkpoints).values(
        projection=projection, tid=tid.hex()
    )
    # Two replays at once: the slower one must not take the faster one back.
    where = None if backwards else checkpoints.c.tid < insert.excluded.tid
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=[checkpoints.c.projection],
            set_={"tid": insert.excluded.tid},
            where=where,
        )
    )


@dataclass
class _Pass:
    """One run over the transactions."""

    connection: Connection
    engine: sa.Engine
    projections: Mapping[str, Any]
    known: dict[str, bytes]
    report: Report

    def __post_init__(self) -> None:
        self.rows: dict[tuple[str, bytes], Any] = {}
        self.wanted: list[jobs.Asked] = []

    def meet(self, tid: bytes, oid: bytes) -> None:
        """Compute the rows of an object whose record was met."""
        try:
            obj = self.connection.get(oid)
        except POSKeyError:
            return  # Packed away since: it is not part of the truth any more.
        dotted = class_name(obj)
        for name, projection in self.projections.items():
            if dotted not in projection.follows or tid <= self.known[name]:
                continue
            try:
                row = projection.row(obj)
                wanted = list(derived_jobs(projection, obj))
            except Exception as error:  # noqa: BLE001
                # One object that cannot be read must not keep all others out
                # of the register.
                self.report.failed.append(oid.hex())
                logger.error(
                    "Projection %s: object %s has no row (%s).",
                    name,
                    oid.hex(),
                    type(error).__name__,
                )
                continue
            if row is not None:
                self.rows[name, oid] = row
            self.wanted.extend(wanted)
        obj._p_deactivate()

    def write(self, tid: bytes) -> None:
        """Write what was gathered, and that `tid` has been followed."""
        for wanted in self.wanted:
            # Before the checkpoint: after a crash in between it is asked again.
            self.report.queued += jobs.enqueue_now(*wanted)
        with self.engine.begin() as sql:
            for (name, _), row in self.rows.items():
                self.report.written += self.projections[name].upsert(sql, row)
            for name in self.projections:
                set_checkpoint(sql, name, tid)
        self.rows.clear()
        self.wanted.clear()


def _follow(run: _Pass, source: Any, end: bytes) -> None:
    followed = {name for p in run.projections.values() for name in p.follows}
    start = p64(u64(min(run.known.values())) + 1)
    for entry in _transactions(source, start, end):
        run.report.transactions += 1
        for record in entry:
            if record.data and _class_of(record.data) in followed:
                run.report.records += 1
                run.meet(entry.tid, record.oid)
        if run.report.transactions % BATCH == 0:
            run.write(entry.tid)
            run.connection.cacheGC()
    run.write(end)


def _transactions(source: Any, start: bytes, end: bytes | None) -> Iterator[Any]:
    """Iterate over the transactions from `start` to `end`, both included."""
    transactions = source.iterator(start, end)
    try:
        # Not `yield from`: RelStorage ends with an exception that is not quite a
        # StopIteration, which crashes the interpreter there.
        for entry in transactions:  # noqa: UP028
            yield entry
    finally:
        close = getattr(transactions, "close", None)
        if close is not None:
            close()


def _class_of(data: bytes) -> str:
    module, name = get_pickle_metadata(data)
    return f"{module}.{name}"
