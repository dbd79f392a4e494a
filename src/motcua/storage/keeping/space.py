"""How much room the files have left, and until when.

Every night notes what the disk of the files has free (``keeping/space.jsonl``). The
least-squares line through the last sixty nights says when only the reserve is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
import json
from motcua.storage.settings import settings
import shutil
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GIB: Final = 2**30
#: Nights that the forecast goes by.
_NIGHTS: Final = 60
#: Nights without which there is none.
_FEWEST: Final = 7
#: Beyond this a forecast says nothing.
_FARTHEST: Final = timedelta(days=3650)


@dataclass(frozen=True)
class Night:
    """The disk of the files on one day; ``free`` and ``total`` in bytes."""

    day: date
    free: int
    total: int


def _path() -> Path:
    return settings().var / "keeping" / "space.jsonl"


def _files() -> Path:
    """Return the folder of the files, or the nearest one above that exists."""
    place = settings().files
    while not place.exists():
        place = place.parent
    return place


def left() -> int:
    """Return the bytes that may still be stored: what is free beyond the reserve."""
    free = shutil.disk_usage(_files()).free
    return max(0, free - settings().least_free_gb * GIB)


def note(day: date) -> Night:
    """Write down what is free today; a second time on one day changes nothing."""
    usage = shutil.disk_usage(_files())
    night = Night(day, usage.free, usage.total)
    known = nights(1)
    if not known or known[-1].day != day:
        path = _path()
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        row = {"day": day.isoformat(), "free": night.free, "total": night.total}
        with path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
    return night


def nights(most: int = _NIGHTS) -> list[Night]:
    """Return the last nights that were noted, the oldest first."""
    path = _path()
    if not path.exists():
        return []
    rows = [json.loads(each) for each in path.read_text().splitlines()[-most:]]
    return [
        Night(date.fromisoformat(each["day"]), each["free"], each["total"])
        for each in rows
    ]


def full_on(known: Sequence[Night], reserve: int) -> date | None:
    """Return the day on which only ``reserve`` bytes are left, None for none in sight.

    Nights before the disk was changed for another say nothing about it.
    """
    if not known:
        return None
    last = known[-1]
    same = [each for each in known if each.total == last.total]
    if len(same) < _FEWEST:
        return None
    days = [(each.day - last.day).days for each in same]
    middle = sum(days) / len(days)
    level = sum(each.free for each in same) / len(same)
    spread = sum((day - middle) ** 2 for day in days)
    slope = (
        sum(
            (day - middle) * (each.free - level)
            for day, each in zip(days, same, strict=True)
        )
        / spread
    )
    if slope >= 0:
        return None
    ahead = timedelta(days=max(0.0, (last.free - reserve) / -slope))
    return last.day + ahead if ahead <= _FARTHEST else None
