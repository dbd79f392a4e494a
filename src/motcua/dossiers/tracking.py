"""Following a dossier (tra cứu): by code and a second factor.

A dossier code is printed, spoken and can be guessed by counting, so it opens
nothing by itself. The second factor is the last four digits of a phone or
identity number given at intake, or the PIN of the slip. Unknown code and wrong
factor are one answer, and tries are counted per client and per code, outside
the database of content.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
import hashlib
import hmac
from motcua.dossiers import pins
from motcua.dossiers.folder import find
from motcua.dossiers.states import DossierView
from motcua.dossiers.states import fold
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.settings import secret
import re
import sqlalchemy as sa
from typing import Any


#: Seconds in which tries are counted, and how many may fail.
WINDOW = 900
PER_CLIENT = 10
PER_CODE = 20
DIGITS = 4

#: key: keyed digest of a client or of a code, never the thing itself.
TRIES = sa.Table(
    "tracking_tries",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("period", sa.BigInteger, primary_key=True),
    sa.Column("n", sa.Integer, nullable=False),
)


class TooManyTries(Exception):
    """Too many failed tries; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many tries; again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Tracked:
    """What the citizen may see: facts of the dossier, no name, no number."""

    code: str
    procedure: str
    version: str
    unit: str
    holder: str
    state: str
    public_status: int
    received_at: datetime
    due: datetime | None
    promised: datetime | None
    late: bool
    paused: bool
    finished_at: datetime | None
    returned_at: datetime | None
    reason: str
    answer_by: str


def track(
    site: Any, code: str, factor: str, client: str, now: datetime | None = None
) -> Tracked | None:
    """Return what the holder of code and factor may see, None otherwise.

    ``client`` is the address the request came from. Raises ``TooManyTries``
    before looking anything up when too many tries failed. A success is not
    counted.
    """
    now = now or datetime.now(UTC)
    code = code.strip().upper()[:64]
    keys = {_key("client", client): PER_CLIENT, _key("code", code): PER_CODE}
    _throttle(keys, now)
    dossier = find(site, code)
    view = None if dossier is None else fold(dossier)
    if _fits(view, code, factor):
        assert view is not None
        return _public(view, now)
    _count(keys, now)
    return None


def _key(kind: str, value: str) -> str:
    return hmac.new(
        secret().encode(), f"{kind}:{value}".encode(), hashlib.sha256
    ).hexdigest()


def _fits(view: DossierView | None, code: str, factor: str) -> bool:
    """Compare in constant time, doing the same work for an unknown code."""
    given = re.sub(r"[^0-9]", "", factor)[:32]
    known = [pins.pin(code)]
    if view is not None:
        for person in view.persons:
            known.extend(d[-DIGITS:] for d in person.digits() if len(d) >= DIGITS)
    matches = [hmac.compare_digest(one, given) for one in known]
    return view is not None and any(matches)


def _public(view: DossierView, now: datetime) -> Tracked:
    names = Tracked.__dataclass_fields__.keys() - {"late", "paused"}
    facts = {name: getattr(view, name) for name in names}
    return Tracked(**facts, late=view.late(now), paused=view.paused)


def _period(now: datetime) -> int:
    return int(now.timestamp()) // WINDOW


def _throttle(keys: dict[str, int], now: datetime) -> None:
    query = sa.select(TRIES.c.key, TRIES.c.n).where(
        TRIES.c.key.in_(keys), TRIES.c.period == _period(now)
    )
    with register_engine().connect() as connection:
        used = dict(connection.execute(query).tuples().all())
    if any(used.get(key, 0) >= limit for key, limit in keys.items()):
        raise TooManyTries(WINDOW - int(now.timestamp()) % WINDOW)


def _count(keys: dict[str, int], now: datetime) -> None:
    period = _period(now)
    with register_engine().begin() as connection:
        for key in sorted(keys):
            insert = insert_for(connection, TRIES).values(key=key, period=period, n=1)
            connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[TRIES.c.key, TRIES.c.period],
                    set_={"n": TRIES.c.n + 1},
                )
            )
        connection.execute(sa.delete(TRIES).where(TRIES.c.period < period - 1))
