"""Heads of ledgers, kept outside the database.

A chain of hashes shows what was altered in the middle, but whoever can write into
the database could cut its end off, or write all of it anew. So every night the head
and length of each ledger that has grown since are added to a folder of files. A file
is written once, and begins with the digest of the file before; the newest one, copied
to a place of its own each day, vouches for all that happened until then.

Nothing personal stands here: a code, a number and a hash.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from hashlib import sha256
import json
from motcua.dossiers import ledger
from motcua.dossiers.codes import VIETNAM
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.storage import jobs
from motcua.storage.housekeeping import NIGHT
from motcua.storage.interfaces import IJob
from motcua.storage.settings import settings
import os
from pathlib import Path
import secrets
from typing import Any
from typing import Final
from zope.component.hooks import getSite
from zope.interface import implementer


KIND: Final = "ledger-anchor"
FORMAT: Final = 1
FOLDER: Final = "anchors"
KEEP_AWAKE: Final = 1000
"""Dossiers between two clearings of the connection's cache."""


@dataclass(frozen=True)
class Fault:
    """A place where the database is not what it was when its heads were kept."""

    place: str
    """Code of a dossier, or name of a file."""

    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass
class Check:
    """What a comparison found."""

    heads: int = 0
    """Heads compared."""

    faults: list[Fault] = field(default_factory=list)


def folder() -> Path:
    """Return where the files lie."""
    return settings().var / FOLDER


def files() -> list[Path]:
    """Return the files, the oldest first."""
    return sorted(folder().glob("*.jsonl"))


def write(site: Any, day: str) -> int:
    """Keep the heads that are new since the last file; return how many.

    ``day`` (2026-11-30) names the file. Where that day has its file already, or
    nothing has grown, nothing is written.
    """
    target = folder() / f"{day}.jsonl"
    if target.exists():
        return 0
    kept = {code: number for code, number, _head in _anchored()}
    lines = [
        {"code": dossier.code, "n": dossier.length, "head": dossier.head.hex()}
        for dossier in _awake(site, walk(site))
        if dossier.length > kept.get(dossier.code, 0)
    ]
    if lines:
        before = files()
        first = {
            "v": FORMAT,
            "day": day,
            "before": _digest(before[-1]) if before else "",
        }
        _write_once(target, [first, *lines])
    return len(lines)


def check(site: Any) -> Check:
    """Compare every head that was ever kept with the ledgers; change nothing."""
    found = Check()
    found.faults.extend(_broken_files())
    heads: dict[str, dict[int, str]] = {}
    for code, number, head in _anchored():
        heads.setdefault(code, {})[number] = head
        found.heads += 1
    for count, (code, kept) in enumerate(sorted(heads.items()), start=1):
        found.faults.extend(_faults(site, code, kept))
        if count % KEEP_AWAKE == 0:
            site._p_jar.cacheGC()
    return found


def _faults(site: Any, code: str, kept: Mapping[int, str]) -> Iterator[Fault]:
    dossier = find(site, code)
    if dossier is None:
        yield Fault(code, "the dossier is gone")
        return
    for fault in ledger.verify(dossier):
        yield Fault(code, f"event {fault.number}: {fault.what}")
    chain = ledger.events(dossier)
    for number, head in sorted(kept.items()):
        if number > len(chain):
            yield Fault(code, f"{number} events were kept, {len(chain)} are there")
        elif chain[number - 1].hash.hex() != head:
            yield Fault(code, f"event {number} was written anew")


def _anchored() -> Iterator[tuple[str, int, str]]:
    """Iterate over (code, length, head) of all files, in order."""
    for path in files():
        for text in path.read_text(encoding="ascii", errors="replace").splitlines()[1:]:
            try:
                line = json.loads(text)
                yield str(line["code"]), int(line["n"]), str(line["head"])
            except (ValueError, TypeError, KeyError):
                # What was spoiled shows in the digests of the files.
                continue


def _broken_files() -> Iterator[Fault]:
    before = ""
    for path in files():
        try:
            first = json.loads(path.read_bytes().partition(b"\n")[0])
            fits = first["v"] == FORMAT and first["before"] == before
        except (ValueError, TypeError, KeyError):
            fits = False
        if not fits:
            yield Fault(path.name, "the file before it is missing or was altered")
        before = _digest(path)


def _awake(site: Any, dossiers: Iterator[Any]) -> Iterator[Any]:
    for number, dossier in enumerate(dossiers):
        yield dossier
        if number % KEEP_AWAKE == 0:
            site._p_jar.cacheGC()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return sha256(stream.read()).hexdigest()


def _write_once(target: Path, lines: list[dict[str, Any]]) -> None:
    """Write a file that nobody replaces, and have it on the disk."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.writelines(f"{json.dumps(line)}\n" for line in lines)
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
