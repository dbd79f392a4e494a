"""Heads of ledgers, kept outside the database.

A chain of hashes shows what was altered in the middle, but whoever can write into
the database could cut its end off, or write all of it anew. So every night the head
and length of each ledger that has grown since, of a dossier or of a list of dossiers
that were handed over, are added to a folder of files. A file is written once, and
begins with the digest of the file before; the newest one, copied to a place of its own
each day, vouches for all that happened until then.

Nothing personal stands here: a code, a number and a hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from itertools import chain
import json
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import apart
from motcua.dossiers import ledger
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.dossiers.ledger import heads
from motcua.storage import jobs
from motcua.storage.housekeeping import NIGHT
from motcua.storage.interfaces import IJob
import os
from pathlib import Path
import secrets
from typing import Any
from typing import Final
from zope.component.hooks import getSite
from zope.interface import implementer


KIND: Final = "ledger-anchor"
FORMAT: Final = 1
KEEP_AWAKE: Final = 1000
"""Ledgers between two clearings of the connection's cache."""


@dataclass(frozen=True)
class Fault:
    """A place where the database is not what it was when its heads were kept."""

    place: str
    """Code of a dossier or of a list, or name of a file."""

    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass
class Check:
    """What a comparison found."""

    heads: int = 0
    """Heads compared."""

    faults: list[Fault] = field(default_factory=list)


def write(site: Any, day: str) -> int:
    """Keep the heads that are new since the last file; return how many.

    ``day`` (2026-11-30) names the file. Where that day has its file already, or
    nothing has grown, nothing is written.
    """
    target = heads.folder() / f"{day}.jsonl"
    if target.exists():
        return 0
    with heads.Heads() as kept:
        grown = (
            {"code": one.code, "n": one.length, "head": one.head.hex()}
            for one in _awake(site, chain(walk(site), apart.every(site)))
            if one.length > max(kept.of(one.code), default=0)
        )
        one = next(grown, None)
        if one is None:
            return 0
        before = heads.files()
        first = {
            "v": FORMAT,
            "day": day,
            "before": heads.digest(before[-1]) if before else "",
        }
        return _write_once(target, chain([first, one], grown)) - 1


def check(site: Any) -> Check:
    """Compare every head that was ever kept with the ledgers; change nothing."""
    found = Check()
    found.faults.extend(broken_files())
    with heads.Heads() as kept:
        found.heads = kept.count
        for count, code in enumerate(kept.unseen(), start=1):
            found.faults.extend(_faults(site, code, kept.of(code)))
            if count % KEEP_AWAKE == 0:
                site._p_jar.cacheGC()
    return found


def _faults(site: Any, code: str, kept: Mapping[int, set[str]]) -> Iterator[Fault]:
    one = find(site, code) or apart.find(site, code)
    if one is None:
        yield Fault(code, ledger.Fault(0, "gone").what)
        return
    events, _whole = ledger.unroll(one)
    for fault in [*ledger.verify(one), *heads.against(events, kept)]:
        yield Fault(code, f"event {fault.number}: {fault.what}")


def broken_files() -> Iterator[Fault]:
    """Iterate over the files that do not name the digest of the one before."""
    before = ""
    for path in heads.files():
        try:
            first = json.loads(path.read_bytes().partition(b"\n")[0])
            fits = first["v"] == FORMAT and first["before"] == before
        except (ValueError, TypeError, KeyError):
            fits = False
        if not fits:
            yield Fault(path.name, ledger.Fault(0, "file").what)
        before = heads.digest(path)


def _awake(site: Any, ledgers: Iterator[Any]) -> Iterator[Any]:
    for number, one in enumerate(ledgers):
        yield one
        if number % KEEP_AWAKE == 0:
            site._p_jar.cacheGC()


def _write_once(target: Path, lines: Iterable[dict[str, Any]]) -> int:
    """Write a file that nobody replaces, have it on the disk, return its lines."""
    count = 0
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            for line in lines:
                out.write(f"{json.dumps(line)}\n")
                count += 1
            out.flush()
            os.fsync(out.fileno())
        # Unlike a rename, a link never replaces what is there.
        os.link(draft, target)
    finally:
        draft.unlink()
    handle = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return count


def each_night(now: datetime | None = None) -> bool:
    """Ask for tonight's file once it is night; return whether it was asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    if local.hour < NIGHT:
        return False
    return jobs.enqueue_now(KIND, local.date().isoformat(), {})


@implementer(IJob)
class Anchor:
    """Compares what was kept, then keeps what is new; fails when something differs."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See ``IJob``; the key is the day."""
        site = getSite()
        progress(0, 1)
        found = check(site)
        new = write(site, key)
        if found.faults:
            named = "; ".join(str(fault) for fault in found.faults[:20])
            raise jobs.JobFailed(f"{len(found.faults)} / {found.heads}: {named}")
        progress(1, 1, f"{found.heads} / 0, +{new}")
