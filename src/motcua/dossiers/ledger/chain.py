"""The ledger: an append-only, hash-chained account of what happened.

Each event is one immutable persistent object that refers to the one before it,
so an append writes two objects (the event and the dossier with its new head)
whatever the history; two appends at once conflict on the dossier and one of
the two people is told.

The chain, format 1::

    hash = SHA-256( b"motcua-ledger-1" || previous hash (32 bytes)
                    || SHA-256(header) || SHA-256(payload) )

``header`` and ``payload`` are canonical JSON (UTF-8, sorted keys, no blanks).
The header holds what must be kept for ever (number, type, actor, unit, UTC
time, state after); personal data lie in the payload only, which can lawfully
be destroyed: its digest stays, and the chain still verifies.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
import hashlib
from itertools import takewhile
import json
from persistent import Persistent
from typing import Any
from typing import Protocol
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

#: Written into every header; a reader refuses a format it does not know.
FORMAT = 1
GENESIS = bytes(32)
_DOMAIN = b"motcua-ledger-1"


def canonical(value: Any) -> bytes:
    """Return the one JSON text of ``value`` that is hashed."""
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode("utf-8")


def link(previous: bytes, header: bytes, payload_digest: bytes) -> bytes:
    """Return the hash of an event over its predecessor's hash."""
    return hashlib.sha256(
        _DOMAIN + previous + hashlib.sha256(header).digest() + payload_digest
    ).digest()


class Chained(Protocol):
    """What has a ledger: a dossier, or a list of dossiers that are handed over."""

    first: Event | None
    last: Event | None
    head: bytes
    length: int

    @property
    def code(self) -> str:
        """Its code, which the first event names."""
        ...


class Event(Persistent):
    """One immutable entry of a ledger."""

    def __init__(
        self, previous: Event | None, before: bytes, header: bytes, payload: bytes
    ) -> None:
        self.previous = previous
        self.header = header
        self.payload: bytes | None = payload
        self.payload_digest = hashlib.sha256(payload).digest()
        self.hash = link(before, header, self.payload_digest)

    @property
    def facts(self) -> dict[str, Any]:
        """The header: v, n, type, actor, unit, at, state, holder, ..."""
        # Read once: who folds a ledger asks each event a dozen times.
        header, facts = getattr(self, "_v_facts", (b"", {}))
        if header is not self.header:
            facts = dict(json.loads(self.header))
            self._v_facts = (self.header, facts)
        return facts.copy()

    @property
    def type(self) -> str:
        """What happened: an operation of the dossier workflow, or ``receive``."""
        return str(self.facts["type"])

    @property
    def actor(self) -> str:
        """Login name of the person who acted."""
        return str(self.facts["actor"])

    @property
    def unit(self) -> str:
        """Code of the department in whose duty the person acted."""
        return str(self.facts["unit"])

    @property
    def at(self) -> datetime:
        """The moment, in UTC, later than that of the event before."""
        return datetime.fromisoformat(self.facts["at"])

    @property
    def number(self) -> int:
        """1 for the first event."""
        return int(self.facts["n"])

    @property
    def data(self) -> dict[str, Any]:
        """The payload; empty when it was lawfully destroyed."""
        if self.payload is None:
            return {}
        data: dict[str, Any] = json.loads(self.payload)
        return data


def moment(dossier: Chained, now: datetime) -> datetime:
    """Return ``now`` in UTC, moved on when the clock went back.

    Times must order the events (QCVN 12:2026 asks for unique UTC times), so an
    event is at least a microsecond later than the one before.
    """
    if now.tzinfo is None:
        raise ValueError("The time of an event needs a time zone.")
    at = now.astimezone(UTC)
    if dossier.last is not None:
        at = max(at, dossier.last.at + timedelta(microseconds=1))
    return at


def append(
    dossier: Chained,
    type_: str,
    *,
    actor: str,
    unit: str,
    now: datetime,
    facts: dict[str, Any],
    data: dict[str, Any],
) -> Event:
    """Chain one more event to ``dossier`` and return it.

    ``facts`` join the header and must not hold personal data; ``data`` is the
    payload. The caller has checked that the act is legal and permitted.
    """
    at = moment(dossier, now)
    header = canonical(
        {
            **facts,
            "v": FORMAT,
            "n": dossier.length + 1,
            "type": type_,
            "actor": actor,
            "unit": unit,
            "at": at.isoformat(timespec="microseconds"),
        }
    )
    event = Event(dossier.last, dossier.head, header, canonical(data))
    if dossier.last is None:
        dossier.first = event
    dossier.last = event
    dossier.head = event.hash
    dossier.length += 1
    return event


class CircularChain(ValueError):
    """An event refers to one that is behind it: somebody altered the database."""

    def __init__(self, dossier: Chained) -> None:
        super().__init__(
            f"{dossier.code}: nhật ký đi vòng tròn; hãy chạy “ledger verify” để tìm "
            "chỗ hỏng / its ledger goes in a circle; “ledger verify” locates where"
        )


def events(dossier: Chained) -> list[Event]:
    """Return all events, the first one first. Raises ``CircularChain``."""
    return list(_backwards(dossier))[::-1]


def since(dossier: Chained, number: int) -> list[Event]:
    """Return the events from this number on, the first one first; no other is read."""
    new = takewhile(lambda event: event.number >= number, _backwards(dossier))
    return list(new)[::-1]


def _backwards(dossier: Chained) -> Iterator[Event]:
    met: set[int] = set()
    event = dossier.last
    while event is not None:
        if id(event) in met:
            raise CircularChain(dossier)
        met.add(id(event))
        yield event
        event = event.previous
