"""Rounds through the file store: every night some buckets, until all have been read.

How far a round is lies in ``keeping/round.json`` beside the data, what it found at the
end of ``keeping/rounds.jsonl``. Both repeat what can be found again; losing them costs
a round.
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
import json
import logging
from motcua.base.vietnam import VIETNAM
from motcua.storage.files import BUCKETS
from motcua.storage.files import current
from motcua.storage.files import FileStore
from motcua.storage.jobs import JobFailed
from motcua.storage.keeping import bucket
from motcua.storage.keeping import space
from motcua.storage.settings import settings
import os
from pathlib import Path
import time
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

logger = logging.getLogger(__name__)

#: Name of the nightly job; its key is the day.
KIND: Final = "files-check"
#: How long one night may read.
NIGHT: Final = timedelta(hours=2)
#: Hashes of one kind that a report names.
_NAMED: Final = 1000


@dataclass(frozen=True)
class Round:
    """A round as far as it is; lists name hashes, ``doubtful`` buckets."""

    began: str
    done: int = 0
    files: int = 0
    size: int = 0
    copied: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    recopied: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    ended: str = ""

    @property
    def faults(self) -> int:
        """How many files were found lost."""
        return len(self.damaged) + len(self.missing)

    def with_look(self, look: bucket.Look) -> Round:
        """Return the round with one more bucket."""
        return replace(
            self,
            done=self.done + 1,
            files=self.files + look.files,
            size=self.size + look.size,
            copied=self.copied + look.copied,
            damaged=[*self.damaged, *look.damaged][:_NAMED],
            missing=[*self.missing, *look.missing][:_NAMED],
            mended=[*self.mended, *look.mended][:_NAMED],
            recopied=[*self.recopied, *look.recopied][:_NAMED],
            aside=[*self.aside, *look.aside][:_NAMED],
            doubtful=self.doubtful + [look.bucket] * look.doubtful,
        )


def folder() -> Path:
    """Return where rounds are written down."""
    return settings().var / "keeping"


def going() -> Round | None:
    """Return the round that is under way, None between two."""
    path = folder() / "round.json"
    try:
        return Round(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        # Cut off or of another release: a round begins anew.
        return None


def ended(most: int = 10) -> list[Round]:
    """Return the rounds that are over, the newest first."""
    path = folder() / "rounds.jsonl"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Round(**json.loads(each)) for each in lines[: -most - 1 : -1]]


def second_copy() -> FileStore | None:
    """Return the second copy, None where none is wanted or its disk is missing.

    The first time a folder is named it is marked, and that is written down. Found
    without its mark later, it is the empty place of a disk that is not mounted.
    """
    wanted = settings().files_copy
    if wanted is None:
        return None
    copy, note = FileStore(wanted), folder() / "second-copy"
    if copy.is_marked():
        return copy
    if note.exists() and note.read_text(encoding="utf-8") == str(wanted):
        return None
    copy.mark()
    note.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    note.write_text(str(wanted), encoding="utf-8")
    return copy


def go_on(
    now: Callable[[], datetime],
    until: float | None = None,
    progress: Callable[..., None] = lambda *_: None,
) -> Round:
    """Go on with the round until a moment of ``time.monotonic``; return how far it is.

    At least one bucket is looked at, so that every call comes nearer to the end.
    """
    store, copy = current(), second_copy()
    round_ = going() or Round(began=now().isoformat())
    for name in BUCKETS[round_.done :]:
        round_ = round_.with_look(bucket.look(name, store, copy))
        _write(folder() / "round.json", asdict(round_))
        progress(round_.done, len(BUCKETS), f"{round_.files} / {round_.faults}")
        if until is not None and time.monotonic() >= until:
            break
    if round_.done == len(BUCKETS):
        round_ = replace(round_, ended=now().isoformat())
        store.forget(bucket.FORGOTTEN_AFTER)
        _close(round_)
    return round_


def _close(round_: Round) -> None:
    with (folder() / "rounds.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(round_), ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
    (folder() / "round.json").unlink(missing_ok=True)


def _write(path: Path, data: Mapping[str, Any]) -> None:
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(data), encoding="utf-8")
    draft.replace(path)


def check(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Do a night's share; see ``IJob``. Fails by name where a file is lost."""
    space.note(datetime.now(VIETNAM).date())
    until = time.monotonic() + NIGHT.total_seconds()
    found = go_on(lambda: datetime.now(VIETNAM), until, progress)
    told = told_of(found) if found.faults or found.doubtful else ""
    if settings().files_copy is not None and second_copy() is None:
        away = f"không thấy bản sao / second copy not mounted: {settings().files_copy}"
        told = f"{told}; {away}" if told else away
    if told:
        logger.error("Files: %s", told)
        raise JobFailed(told)


def told_of(found: Round) -> str:
    """Return in one line what is wrong, for the list of jobs and the log."""
    parts = [
        f"{kind} {len(getattr(found, kind))}: {', '.join(getattr(found, kind)[:20])}"
        for kind in ("damaged", "missing", "doubtful")
        if getattr(found, kind)
    ]
    return "; ".join(parts)
