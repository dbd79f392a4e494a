"""What is wrong with a chain, and where.

Whoever alters a database leaves a trace that depends on what was done: an altered
payload breaks its own digest, an altered header its own hash, a removed event leaves
a gap in the numbers. ``examine`` says which of it happened to which event. What was
written anew with all hashes that follow shows against the anchors alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
import hashlib
from itertools import pairwise
from motcua.dossiers.ledger.chain import Chained
from motcua.dossiers.ledger.chain import FORMAT
from motcua.dossiers.ledger.chain import GENESIS
from motcua.dossiers.ledger.chain import link
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from ZODB.POSException import POSKeyError


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.dossiers.ledger.chain import Event

#: Kind of a fault -> what it says in Vietnamese and in English.
KINDS: Final[dict[str, tuple[str, str]]] = {
    "payload-altered": ("nội dung bị sửa", "payload altered"),
    "digest-altered": ("mã băm nội dung bị sửa", "digest of the payload altered"),
    "header-altered": (
        "phần đầu bị sửa, hoặc sự kiện ngay trước bị viết lại",
        "header altered, or the event before it written anew",
    ),
    "hash-altered": ("mã băm sự kiện bị sửa", "hash of the event altered"),
    "replaced": ("sự kiện bị thay bằng sự kiện khác", "replaced by another event"),
    "unreadable": ("không đọc được: {}", "cannot be read: {}"),
    "format": ("định dạng lạ: {}", "unknown format {}"),
    "removed": ("sự kiện {} đã bị gỡ khỏi chuỗi", "removed from the middle: {}"),
    "reordered": ("sai thứ tự, đứng sau sự kiện {}", "out of order, behind event {}"),
    "time": ("không muộn hơn sự kiện trước", "not later than the event before"),
    "tail-cut": ("đuôi bị cắt: thiếu sự kiện {}", "tail cut: missing {}"),
    "head-replaced": (
        "mã băm đầu chuỗi không phải của sự kiện cuối",
        "head is not the hash of the last event",
    ),
    "length": ("số sự kiện ghi là {}", "length says {}"),
    "copy-differs": (
        "bản sao trên hồ sơ khác nhật ký: {}",
        "copies on the dossier differ from the ledger: {}",
    ),
    "anchor-differs": (
        "khác mã băm đã lưu bên ngoài; bị viết lại: sự kiện {}",
        "not the head that was kept; written anew: {}",
    ),
    "file": (
        "tệp trước đó bị thiếu hoặc bị sửa",
        "the file before it is missing or was altered",
    ),
    "gone": ("không còn trong cơ sở dữ liệu", "gone from the database"),
    "foreign": (
        "sự kiện đầu thuộc về hồ sơ {}",
        "the first event belongs to dossier {}",
    ),
    "row-missing": ("không có dòng trong sổ đăng ký", "no row in the register"),
    "row-differs": ("dòng sổ đăng ký khác: {}", "row of the register differs: {}"),
}


@dataclass(frozen=True)
class Fault:
    """A place where a ledger does not hold."""

    number: int
    """Number of the event; 0 for the dossier as a whole."""

    kind: str
    """A key of ``KINDS``."""

    detail: str = ""
    """Numbers or names, never personal data."""

    @property
    def what(self) -> str:
        """The fault in English words."""
        return self.told("en")

    def told(self, language: str) -> str:
        """Return the fault in words of "vi" or "en"."""
        return KINDS[self.kind][language == "en"].format(self.detail)


def verify(dossier: Chained) -> list[Fault]:
    """Recompute the chain of a dossier; return its faults, none when it holds.

    The tail cannot be cut unseen as long as the head is anchored outside the
    database: compare ``dossier.head`` and ``dossier.length`` with the anchor.
    """
    chain, whole = unroll(dossier)
    broken = [] if whole else [Fault(0, "unreadable", "event before the first")]
    return [*broken, *examine(chain, dossier.head, dossier.length, dossier.code)]


def unroll(dossier: Chained) -> tuple[list[Event], bool]:
    """Return the events in order, and False when they do not reach the first.

    They go in a circle then, or the database has lost the one before.
    """
    found: list[Event] = []
    met: set[int] = set()
    event = dossier.last
    try:
        while event is not None and id(event) not in met:
            before = event.previous
            found.append(event)
            met.add(id(event))
            event = before
    except POSKeyError:
        return found[::-1], False
    return found[::-1], event is None


def examine(
    chain: list[Event], head: bytes, length: int, code: str = ""
) -> list[Fault]:
    """Return the faults of a chain under the ``head`` and ``length`` of its dossier."""
    faults: list[Fault] = []
    facts = [_facts(event) for event in chain]
    numbers = _numbers(facts, length)
    if facts and facts[0].get("code", code) != code:
        faults.append(Fault(1, "foreign", str(facts[0]["code"])))
    before = GENESIS
    for place, event in enumerate(chain):
        number = numbers[place]
        in_place = number == (numbers[place - 1] if place else 0) + 1
        ahead = chain[place + 1] if place + 1 < len(chain) else None
        kinds = _payload(event, before)
        if in_place and "digest-altered" not in kinds:
            kinds += _own(event, before, ahead, head)
        if facts[place].get("v") != FORMAT:
            faults.append(_strange(number, facts[place]))
        faults.extend(Fault(number, kind) for kind in kinds)
        # An altered hash is told once: the event behind was chained to the right one.
        right = "hash-altered" in kinds
        before = _recomputed(event, before) if right else event.hash
    faults.extend(_order(numbers))
    faults.extend(_times(numbers, facts))
    faults.extend(_end(numbers, before, head, length))
    return sorted(faults, key=lambda fault: (fault.number, fault.kind))


def _facts(event: Event) -> dict[str, Any]:
    try:
        return event.facts
    except (TypeError, ValueError):
        return {}


def _numbers(facts: list[dict[str, Any]], length: int) -> list[int]:
    """Return the number of each event: its own, or that of its place.

    A number that fits neither before nor behind, while its neighbours fit each
    other, was altered; one that nobody can read is that of its place.
    """
    said = [one.get("n") for one in facts]
    found: list[int] = []
    for place, number in enumerate(said):
        due = found[-1] + 1 if found else 1
        ahead = said[place + 1] if place + 1 < len(said) else length + 1
        fits = type(number) is int and number > 0
        found.append(number if fits and ahead != due + 1 else due)  # type: ignore[arg-type]
    return found


def _strange(number: int, facts: dict[str, Any]) -> Fault:
    if "v" not in facts:
        return Fault(number, "unreadable", "header")
    return Fault(number, "format", repr(facts["v"])[:20])


def _payload(event: Event, before: bytes) -> list[str]:
    """Say whether the payload, or its digest, is not what was hashed."""
    if event.payload is None:
        return []
    digest = hashlib.sha256(event.payload).digest()
    if digest == event.payload_digest:
        return []
    own = link(before, event.header, digest) == event.hash
    return ["digest-altered" if own else "payload-altered"]


def _own(
    event: Event, before: bytes, ahead: Event | None, head: bytes
) -> Iterator[str]:
    """Yield what is wrong with an event that stands behind the right one."""
    right = _recomputed(event, before)
    if right == event.hash:
        return
    if _leads(right, ahead, head):
        yield "hash-altered"
    elif _leads(event.hash, ahead, head):
        yield "header-altered"
    else:
        yield "replaced"


def _recomputed(event: Event, before: bytes) -> bytes:
    return link(before, event.header, event.payload_digest)


def _leads(hash_: bytes, ahead: Event | None, head: bytes) -> bool:
    """Say whether the event ahead, or the head, was computed over this hash."""
    if ahead is None:
        return hash_ == head
    return link(hash_, ahead.header, ahead.payload_digest) == ahead.hash


def _order(numbers: list[int]) -> Iterator[Fault]:
    """Yield gaps, and events that stand behind a later one."""
    known = sorted({0, *numbers})
    for before, behind in pairwise(known):
        if behind > before + 1:
            yield Fault(before + 1, "removed", span(before + 1, behind - 1))
    largest = 0
    for number in numbers:
        if number <= largest:
            yield Fault(number, "reordered", str(largest))
        largest = max(largest, number)


def _times(numbers: list[int], facts: list[dict[str, Any]]) -> Iterator[Fault]:
    last: datetime | None = None
    for number, one in zip(numbers, facts, strict=True):
        if not one:
            continue
        try:
            at = datetime.fromisoformat(one["at"])
            late_enough = last is None or at > last
        except (KeyError, TypeError, ValueError):
            yield Fault(number, "unreadable", "at")
            continue
        if not late_enough:
            yield Fault(number, "time")
        last = at


def _end(numbers: list[int], last: bytes, head: bytes, length: int) -> Iterator[Fault]:
    there = max(numbers, default=0)
    if length > there:
        yield Fault(there + 1, "tail-cut", span(there + 1, length))
    elif length < there:
        yield Fault(there, "length", str(length))
    elif last != head:
        yield Fault(there, "head-replaced")


def span(first: int, last: int) -> str:
    """Return the numbers from ``first`` to ``last``: ``3-5``, or ``3``."""
    return str(first) if first == last else f"{first}-{last}"
