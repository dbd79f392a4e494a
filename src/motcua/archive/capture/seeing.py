"""The job ``capture-look``: look at the pages of one file that arrived, once.

What was seen is a JSON file in the store; the event ``look`` names it by its digest and
holds what decides where pages belong. A file that cannot be looked at is no obstacle:
its pages are unassigned and placed by hand.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from datetime import UTC
import json
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.marks import Judge
from motcua.archive.incoming.limits import limits
from motcua.dossiers import ledger
from motcua.storage import confined
from motcua.storage import files
from motcua.storage import room
from motcua.storage.settings import settings
from pathlib import Path
from plone import api
import shutil
from tempfile import TemporaryDirectory
import time
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from motcua.archive.capture.pages import Arrival
    from motcua.archive.capture.store import Batch

#: Written into every file; a reader refuses a format it does not know.
FORMAT: Final = 1
_PREFIX: Final = "look-"
_FORGOTTEN: Final = 48 * 3600
_TASK: Final = "motcua.archive.capture.looking:look"
_FIGURES: Final = "motcua.archive.quality.figures:measure"


def look(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Look at the arrival of a ``register.look_key`` unless that was done."""
    code, number, *_asked = key.split(":")
    site = api.portal.get()
    batch = store.batch(site, code)
    if batch is None:
        return
    arrival = layout.fold(batch).arrival(int(number))
    if arrival.look:
        return
    with TemporaryDirectory(prefix=_PREFIX, dir=scratch(_PREFIX)) as place:
        told = seen(arrival, Path(place), progress)
        # Minutes have passed: join the present, or the commit would conflict.
        transaction.begin()
        site = api.portal.get()
        batch = store.batch(site, code)
        if batch is not None:
            tell(site, batch, int(number), told)


def scratch(prefix: str) -> Path:
    """Return the folder for files in between, without what killed workers left."""
    place = settings().var / "tmp"
    place.mkdir(mode=0o750, parents=True, exist_ok=True)
    for left in place.glob(f"{prefix}*"):
        # Another lane may be done with its folder at this moment.
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - _FORGOTTEN:
                shutil.rmtree(left, ignore_errors=True)
    return place


def seen(
    arrival: Arrival, place: Path, progress: Callable[..., None]
) -> dict[str, Any]:
    """Return what is seen of an arrival, or that nothing can be, see ``tell``.

    ``place`` is a folder for files in between; the pictures are stored.
    """
    bounds, total = limits(), arrival.pages
    path, seconds = str(files.path(arrival.sha256)), bounds.conversion_time(total)
    told: dict[str, Any] = {}
    try:
        told |= confined.run(
            _TASK,
            {"path": path, "media": arrival.media, "folder": str(place)},
            limits=bounds,
            seconds=seconds,
            progress=lambda done, _of: progress(done, 2 * total),
            scratch=place,
        )
        told["figures"] = confined.run(
            _FIGURES,
            {"path": path, "media": arrival.media},
            limits=bounds,
            seconds=seconds,
            progress=lambda done, _of: progress(total + done, 2 * total),
            scratch=place,
        )
    except confined.TaskFailed as failure:
        if room.is_short(failure):
            # Nothing is wrong with the file: the job waits for room.
            raise
        return {"failed": failure.reason}
    for name in ("thumbs", "pictures"):
        told[name] = files.store(place / name).sha256
    return told


def tell(site: Any, batch: Batch, number: int, seen: dict[str, Any]) -> None:
    """Write down what was seen of an arrival; a second time changes nothing.

    ``seen`` has pages, figures, thumbs and pictures, or ``failed``. Two passes of one
    stack are collated when both have been looked at.
    """
    found = layout.fold(batch)
    arrival = found.arrival(number)
    if arrival.look:
        return
    facts: dict[str, Any] = {"arrival": number, "marks": {}, "rotations": {}}
    if "failed" in seen:
        facts |= {"sha256": "", "failed": seen["failed"]}
    else:
        text = json.dumps({"format": FORMAT, **seen}, sort_keys=True)
        facts["sha256"] = files.store(text.encode()).sha256
        facts |= {name: seen[name] for name in ("thumbs", "pictures")}
        judge = Judge(site, found)
        bare = [figure["blank"] for figure in seen["figures"]]
        for id, page, share in zip(arrival.ids, seen["pages"], bare, strict=True):
            mark = judge.mark(page, share)
            if any(mark):
                facts["marks"][id] = mark
            if page["rotation"]:
                facts["rotations"][id] = page["rotation"]
    now = datetime.now(UTC)
    batches.append(batch, "look", arrival.actor, now, facts)
    _collate(batch, number, now)


def _collate(batch: Batch, number: int, now: datetime) -> None:
    """Make one order of two passes, when the other was looked at as well."""
    made = layout.drafted(ledger.events(batch))
    arrival = made.arrivals[number - 1]
    other = layout.partner(made, arrival)
    if other is None:
        return
    fronts, backs = sorted((arrival, other), key=lambda one: one.side == "backs")
    facts = {"fronts": fronts.number, "backs": backs.number}
    try:
        layout.apply(made, "collate", facts, {}, batch.length + 1)
    except Impossible:
        # Different numbers of pages, or a person was faster: left to people.
        return
    batches.append(batch, "collate", arrival.actor, now, facts)


def seen_of(arrival: Arrival) -> dict[str, Any] | None:
    """Return what was seen of an arrival, None when nothing (yet) was."""
    if not files.SHA256.match(arrival.look):
        return None
    with files.open(arrival.look) as stream:
        found: dict[str, Any] = json.load(stream)
    if found["format"] != FORMAT:
        raise ValueError(f"{arrival.look}: unknown format {found['format']!r}")
    return found


def picture(arrival: Arrival, page: int, *, small: bool) -> bytes | None:
    """Return a JPEG of a page as it arrived, None when there is none (yet).

    It is not turned: the screen turns it as the layout says.
    """
    seen = seen_of(arrival)
    if seen is None:
        return None
    kind = "thumb" if small else "picture"
    begins, length = seen["pages"][page - 1][kind]
    with files.open(seen[f"{kind}s"]) as stream:
        stream.seek(begins)
        return stream.read(length)


def figures(arrival: Arrival) -> list[dict[str, Any]]:
    """Return the figures of each page, see ``quality.figures``; empty without any."""
    seen = seen_of(arrival)
    return [] if seen is None else list(seen["figures"])
