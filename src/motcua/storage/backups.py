"""Backups on record: when each was taken, and until when it is kept.

One line each in ``keeping/backups.jsonl`` beside the data. What was destroyed in the
house lives on in backups that cannot be rewritten, and whoever asks is told until when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
import json
from motcua.base.vietnam import VIETNAM
from motcua.storage.settings import settings
import os
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path

#: The last backups that are told of; years of one a day.
_MOST: Final = 5000


@dataclass(frozen=True)
class Backup:
    """One backup; ``name`` is what its folder is called."""

    at: datetime
    name: str

    @property
    def until(self) -> date:
        """The last day on which it is kept."""
        day = self.at.astimezone(VIETNAM).date()
        return day + timedelta(days=settings().backup_days)


def note(at: datetime, name: str) -> None:
    """Write down that a backup was taken."""
    path = _path()
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        told = {"at": at.isoformat(), "name": name}
        out.write(json.dumps(told, ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())


def before(moment: datetime, today: date) -> list[Backup]:
    """Return backups taken before a moment that are still kept, the newest first."""
    found = [one for one in _all() if one.at < moment and one.until >= today]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _all() -> list[Backup]:
    path = _path()
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()[-_MOST:]
    told = [json.loads(line) for line in lines]
    return [Backup(datetime.fromisoformat(one["at"]), one["name"]) for one in told]


def _path() -> Path:
    return settings().var / "keeping" / "backups.jsonl"
