"""Folders that scanners write into: what has stopped growing goes into a batch.

``<var>/scanners/<scanner>/`` feeds the newest open batch that names the scanner; files
in ``mat-truoc`` and ``mat-sau`` below it are the fronts and backs of two passes. What
was taken moves to ``taken/<day>``, what was refused to ``refused`` with an event in the
batch that says why. A file leaves its folder only behind the commit that has it: when
the disk is full, no batch is open or the house stops, it stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
import logging
from motcua.archive.capture import arrivals
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.errors import AlreadyHere
from motcua.archive.capture.errors import CaptureError
from motcua.archive.errors import ArchiveError
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming.names import display_name
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.storage.settings import settings
import os
from pathlib import Path
import stat
import time
import transaction
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.capture.store import Batch

logger = logging.getLogger(__name__)

FOLDER: Final = "scanners"
#: Folders of a scanner and which sides of the sheets their files show.
SIDES: Final = {"": "all", "mat-truoc": "fronts", "mat-sau": "backs"}
#: Seconds without a change after which a file is whole, when it was met before, and
#: when it was not.
SETTLED: Final = 10
UNSEEN: Final = 60
#: Seconds after which a file that cannot be read is no half-sent one any more.
PATIENCE: Final = 600
#: Seconds that one round may take; the next one goes on.
ROUND: Final = 30
#: Bytes that the name of a file has at most, and characters of an ending.
_LONGEST_NAME: Final = 255
_LONGEST_ENDING: Final = 10
#: Endings of files that are still being written.
_UNFINISHED: Final = (".tmp", ".part", ".partial", ".crdownload")

Outcome = Literal["taken", "again", "refused", "waiting", "no-batch", "no-room"]


@dataclass(frozen=True)
class Found:
    """What became of one file; ``message`` says why it was not taken."""

    scanner: str
    name: str
    outcome: Outcome
    batch: str = ""
    message: Any = ""


@dataclass(frozen=True)
class _File:
    path: Path
    scanner: str
    side: str
    size: int
    changed: int

    @property
    def age(self) -> float:
        return time.time() - self.changed / 1e9


#: Files met in the round before: path -> (size, moment of change).
_met: dict[Path, tuple[int, int]] = {}


def root() -> Path:
    """Return the folder of all scanners."""
    return settings().var / FOLDER


def each_minute(site: Any) -> None:
    """Take in what is there; the log tells how many, not what they are called."""
    found = take(site)
    if found:
        counts = {one.outcome for one in found}
        told = {each: sum(one.outcome == each for one in found) for each in counts}
        logger.info("Scanners: %s", dict(sorted(told.items())))


def take(site: Any, seconds: float = ROUND) -> list[Found]:
    """Take files in, each in a transaction of its own; say what became of each."""
    _make_folders(site)
    ends, found = time.monotonic() + seconds, []
    here = list(_files())
    for one in here:
        if time.monotonic() > ends:
            break
        if _settled(one):
            try:
                found.append(_take(site, one))
            except OSError as error:
                # It stays where it is, and hinders no other one.
                logger.exception("Scanner %s: a file cannot be moved.", one.scanner)
                name = display_name(one.path.name)
                found.append(Found(one.scanner, name, "no-room", "", str(error)))
            except Exception as error:  # noqa: BLE001
                # Whatever is wrong with it: it is tried again in the next round.
                transaction.abort()
                what, name = type(error).__name__, display_name(one.path.name)
                logger.error("Scanner %s: a file stays (%s).", one.scanner, what)
                found.append(Found(one.scanner, name, "no-room", "", what))
        else:
            name = display_name(one.path.name)
            found.append(Found(one.scanner, name, "waiting"))
    _met.clear()
    _met.update({one.path: (one.size, one.changed) for one in here})
    return found


def batch_of(site: Any, scanner: str) -> Batch | None:
    """Return the newest open batch that a scanner feeds, None when there is none."""
    fed = []
    for one in store.open_ones(site):
        opened = layout.fold(one, 1)
        if opened.scanner == scanner and layout.state(ledger.events(one)) == "open":
            fed.append((opened.opened_at, one))
    return max(fed, key=lambda pair: pair[0])[1] if fed else None


def _make_folders(site: Any) -> None:
    """See that every scanner that a batch names has its folders."""
    names = {layout.fold(one, 1).scanner for one in store.open_ones(site)} - {""}
    for name in names:
        for side in SIDES:
            (root() / name / side).mkdir(mode=0o770, parents=True, exist_ok=True)


def _files() -> Iterator[_File]:
    """Yield the files of all scanners, the oldest first within a folder."""
    if not root().is_dir():
        return
    for scanner in sorted(root().iterdir()):
        for name, side in SIDES.items():
            place = scanner / name
            if not place.is_dir() or place.is_symlink():
                continue
            met = []
            for path in place.iterdir():
                try:
                    told = path.lstat()
                except FileNotFoundError:
                    # The scanner took it away meanwhile.
                    continue
                # A link could lead to files that are none of the scanner's.
                if stat.S_ISREG(told.st_mode) and _wanted(path.name):
                    met.append((told.st_mtime_ns, path.name, path, told.st_size))
            for changed, _name, path, size in sorted(met):
                yield _File(path, scanner.name, side, size, changed)


def _wanted(name: str) -> bool:
    return not name.startswith((".", "~")) and not name.lower().endswith(_UNFINISHED)


def _settled(one: _File) -> bool:
    if _met.get(one.path) == (one.size, one.changed):
        return one.age >= SETTLED
    return one.age >= UNSEEN


def _take(site: Any, one: _File) -> Found:
    name = display_name(one.path.name)
    transaction.begin()
    batch = batch_of(site, one.scanner)
    if batch is None:
        return Found(one.scanner, name, "no-batch")
    try:
        outcome, message = _arrive(site, batch, one)
    except (UploadRefused, OSError) as error:
        transaction.abort()
        if isinstance(error, UploadRefused) and error.reason != "no-room":
            return _refused(batch, one, name, error)
        # The disk is full, or the folder cannot be read: the file stays.
        logger.error(
            "Scanner %s: a file stays (%s).", one.scanner, type(error).__name__
        )
        message = getattr(error, "message", str(error))
        return Found(one.scanner, name, "no-room", batch.code, message)
    except (CaptureError, ArchiveError) as error:
        transaction.abort()
        return Found(one.scanner, name, "no-batch", batch.code, error.message)
    _move(one, f"taken/{datetime.now(VIETNAM):%Y-%m-%d}")
    return Found(one.scanner, name, outcome, batch.code, message)


def _arrive(site: Any, batch: Batch, one: _File) -> tuple[Outcome, Any]:
    """Take one file in and commit; the opener of the batch answers for it."""
    opened_by = batch.first.actor if batch.first else ""
    try:
        # Whatever became of the name since: no link is followed.
        handle = os.open(one.path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as stream:
            arrivals.arrive(
                site,
                batch,
                stream,
                one.path.name,
                opened_by,
                datetime.now(UTC),
                side=one.side,
                via="folder",
            )
    except AlreadyHere as error:
        transaction.abort()
        return "again", error.message
    transaction.commit()
    return "taken", ""


def _refused(batch: Batch, one: _File, name: str, error: UploadRefused) -> Found:
    """Put a file aside that cannot come in, and say so in the batch."""
    if error.reason in ("broken", "empty") and one.age < PATIENCE:
        # It may be half-sent by a slow line.
        return Found(one.scanner, name, "waiting", batch.code, error.message)
    facts = {"reason": error.reason, "scanner": one.scanner}
    opened_by = batch.first.actor if batch.first else ""
    batches.append(
        batch, "turn_away", opened_by, datetime.now(UTC), facts, {"name": name}
    )
    transaction.commit()
    _move(one, "refused")
    return Found(one.scanner, name, "refused", batch.code, error.message)


def _move(one: _File, where: str) -> None:
    """Move a file; one of the same name that is there stays."""
    place = root() / one.scanner / where
    place.mkdir(mode=0o770, parents=True, exist_ok=True)
    target, count = place / one.path.name, 1
    while target.exists():
        count += 1
        target = place / _numbered(one.path, count)
    os.rename(one.path, target)


def _numbered(path: Path, count: int) -> str:
    """Return the name of a file with a number, no longer than disks take."""
    ending = path.suffix if len(path.suffix) <= _LONGEST_ENDING else ""
    stem = os.fsencode(path.name.removesuffix(ending))
    ending = f" ({count}){ending}"
    room = _LONGEST_NAME - len(os.fsencode(ending))
    return stem[:room].decode("utf-8", "ignore") + ending
