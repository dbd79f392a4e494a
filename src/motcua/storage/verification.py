"""Comparing all of SQL with the truth, and mending what differs.

Verification reads every object and every row. It takes as long as the register
is large, changes nothing, and finds what following cannot: rows that somebody
deleted or altered, rows of objects that are gone, rows of a restored past.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import UTC
import hashlib
from motcua.storage import jobs
from motcua.storage import numbers
from motcua.storage.interfaces import IProjection
from motcua.storage.projections import derived_jobs
from motcua.storage.replay import set_checkpoint
from typing import Any
from typing import TYPE_CHECKING
from ZODB.interfaces import IMVCCStorage
from zope.component import getUtilitiesFor


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.storage.projections import Key
    from motcua.storage.projections import Row
    import sqlalchemy as sa


MISSING = "missing"
EXTRA = "extra"
ALTERED = "altered"

KEEP_AWAKE = 1000
"""Objects between two clearings of the connection's cache."""


@dataclass(frozen=True)
class Difference:
    """A row that is not as the truth would have it."""

    projection: str
    kind: str
    """``missing``, ``extra`` or ``altered``."""

    key: Key
    columns: tuple[str, ...] = ()
    """For an altered row: what differs. Names only, for values may be personal."""

    def __str__(self) -> str:
        key = ", ".join(str(part) for part in self.key)
        detail = f" ({', '.join(self.columns)})" if self.columns else ""
        return f"{self.projection}: {self.kind} {key}{detail}"


@dataclass
class Verification:
    """What a comparison found, and what a rebuild mended."""

    compared: dict[str, int] = field(default_factory=dict)
    """Rows compared, by projection."""

    pretended: dict[str, int] = field(default_factory=dict)
    """Rows that say themselves that nothing stands behind them, by projection."""

    differences: list[Difference] = field(default_factory=list)
    raised: list[tuple[str, str, int]] = field(default_factory=list)
    """Counters that were behind a number in use: sequence, period, number."""

    queued: int = 0
    """Jobs that had been lost."""

    @property
    def total(self) -> int:
        """Rows compared in all projections."""
        return sum(self.compared.values())


def verify(site: Any, engine: sa.Engine) -> Verification:
    """Compare every row with the truth; change nothing.

    Rows written between reading SQL and reading the truth are read a second
    time before they are called different.
    """
    found = Verification()
    for name, projection in sorted(getUtilitiesFor(IProjection)):
        suspects = list(_differences(name, projection, site, engine, found))
        found.differences.extend(_confirmed(projection, site, engine, suspects))
    return found


def rebuild(site: Any, engine: sa.Engine) -> Verification:
    """Mend exactly the rows that differ, raise counters, queue lost jobs again.

    Starts from the truth and lowers what is ahead of it, which the replay never
    does; so this is what follows the restoring of an older database.
    """
    found = Verification()
    for name, projection in sorted(getUtilitiesFor(IProjection)):
        # Asked before we look: what comes later is left to the replay.
        last = _last_seen(site)
        suspects = list(_differences(name, projection, site, engine, found))
        wrong = _confirmed(projection, site, engine, suspects)
        extra = {d.key for d in wrong if d.kind == EXTRA}
        replaced = {d.key for d in wrong} - extra
        with engine.begin() as sql:
            for key in extra:
                projection.remove(sql, key)
            # A million rows do not fit into memory: each is written when computed.
            for key, row in _expected(projection, site) if replaced else ():
                if key in replaced:
                    projection.replace(sql, row)
            set_checkpoint(sql, name, last, backwards=True)
        found.differences.extend(wrong)
        _mend_elsewhere(projection, site, found)
    return found


def _differences(
    name: str,
    projection: Any,
    site: Any,
    engine: sa.Engine,
    found: Verification,
) -> Iterator[Difference]:
    stored = {}
    pretended = getattr(projection, "pretended", None)
    with engine.connect() as sql:
        for key, row in projection.stored(sql):
            if pretended is not None and pretended(row):
                found.pretended[name] = found.pretended.get(name, 0) + 1
            else:
                stored[key] = _digest(row)
    _synchronise(site)
    compared = 0
    for key, row in _expected(projection, site):
        compared += 1
        there = stored.pop(key, None)
        if there is None:
            yield Difference(name, MISSING, key)
        elif there != _digest(row):
            yield Difference(name, ALTERED, key)
    for key in stored:
        yield Difference(name, EXTRA, key)
    found.compared[name] = compared + len(stored)


def _digest(row: Row) -> bytes:
    """Return a short stand-in for a row: a million of them fit into memory.

    Rows that are equal but written differently only get a second look.
    """
    plain = {
        name: value.astimezone(UTC) if isinstance(value, datetime) else value
        for name, value in row.items()
    }
    text = repr(sorted(plain.items()))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _confirmed(
    projection: Any, site: Any, engine: sa.Engine, suspects: list[Difference]
) -> list[Difference]:
    """Return the differences that are still there at a second look."""
    if not suspects:
        return []
    _synchronise(site)
    keys = {suspect.key for suspect in suspects}
    with engine.connect() as sql:
        stored = {k: row for k, row in projection.stored(sql) if k in keys}
    confirmed, met = [], set()
    for key, row in _expected(projection, site):
        if key not in keys:
            continue
        met.add(key)
        there = stored.get(key)
        if there is None:
            confirmed.append(Difference(suspects[0].projection, MISSING, key))
        elif columns := tuple(projection.compare(row, there)):
            confirmed.append(Difference(suspects[0].projection, ALTERED, key, columns))
    confirmed += [
        Difference(suspects[0].projection, EXTRA, key)
        for key in keys - met
        if key in stored
    ]
    return sorted(confirmed, key=lambda found: found.key)


def _expected(projection: Any, site: Any) -> Iterator[tuple[Key, Row]]:
    for number, obj in enumerate(projection.truth(site)):
        row = projection.row(obj)
        if row is not None:
            yield projection.key_of(row), row
        if number % KEEP_AWAKE == 0:
            site._p_jar.cacheGC()


def _mend_elsewhere(projection: Any, site: Any, found: Verification) -> None:
    """Raise the counters of this projection and queue its jobs."""
    largest: dict[tuple[str, str], int] = {}
    issued = getattr(projection, "numbers", None)
    for obj in projection.truth(site):
        for sequence, period, number in issued(obj) if issued else ():
            place = (sequence, period)
            largest[place] = max(number, largest.get(place, 0))
        for wanted in derived_jobs(projection, obj):
            found.queued += jobs.enqueue_now(*wanted)
    for (sequence, period), number in sorted(largest.items()):
        if numbers.raise_above(sequence, period, number):
            found.raised.append((sequence, period, number))


def _last_seen(site: Any) -> bytes:
    """Return a transaction that the site's connection sees or has yet to see."""
    _synchronise(site)
    db = site._p_jar.db()
    own_versions = IMVCCStorage.providedBy(db.storage)
    storage = site._p_jar._storage if own_versions else db.storage
    return storage.lastTransaction()  # type: ignore[no-any-return]


def _synchronise(site: Any) -> None:
    """See what others have committed meanwhile; nothing is pending here."""
    site._p_jar.sync()
