"""Making copies for readers, wiping them, and covering words: jobs.

A copy is made of pictures of the pages of the archival copy, with the name of the
agency below each page; one that is given has “BẢN SAO” above its first page, too. It
is a stored file of its own, never the master, and its code stands in it. How its bytes
go again: ``removing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.archive.capture import store as capture
from motcua.archive.holdings import store as holdings
from motcua.archive.incoming.limits import limits
from motcua.archive.reading import items
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading import twins
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.organisation import units
from motcua.storage import confined
from motcua.storage import files
from motcua.storage import jobs
from motcua.storage import numbers
from motcua.storage.housekeeping import NIGHT
from motcua.storage.housekeeping import NOBODY
from motcua.storage.jobs import JobFailed
from motcua.storage.projections import after_commit
from pathlib import Path
from plone import api
from tempfile import TemporaryDirectory
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from motcua.archive.reading.items import Piece
    from motcua.archive.reading.requests import Asked
    from motcua.archive.reading.requests import RequestView
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.ledger.apart import Apart
    from motcua.storage.files import FileRef

#: Jobs; keys are "<code>:<number of the event>", of the nightly one the day.
MAKE: Final = "reading-make"
COVER: Final = "reading-cover"
DUE: Final = "reading-due"
MARK: Final = "BẢN SAO"
COPIES: Final = "copy"
_TASK: Final = "motcua.archive.pdf.picturing:picture"
_DPI: Final = {requests.READ: 110, requests.PLAIN: 150, requests.CERTIFIED: 200}
_DPI_OF_TWINS: Final = 150
_SECONDS: Final = 30
_SECONDS_A_PAGE: Final = 5


@dataclass(frozen=True)
class _Drawn:
    ref: FileRef
    pages: int


def make(key: str, _data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Make the copies that an answer agreed on; see ``IJob``. An item at a time."""
    site = api.portal.get()
    code, event = event_of(store.request, site, key)
    if code is None or event is None:
        return
    wanted = [*event.facts.get("agreed", ()), *event.facts.get("covered", ())]
    for done, item in enumerate(wanted):
        progress(done, len(wanted))
        _make_one(site, code, item, event)
    progress(len(wanted), len(wanted))


def _make_one(site: Any, code: str, item: str, event: Event) -> None:
    one = store.request(site, code)
    assert one is not None
    found = requests.view(one)
    asked = found.items[item]
    if asked.made or asked.state != requests.AGREED:
        return
    drawn = [
        (piece, _copy(site, found, asked, piece)) for piece in items.pieces(site, item)
    ]
    # Drawing takes a while: join the present, for others went on meanwhile.
    transaction.begin()
    if requests.view(one).items[item] != asked or not _still_there(site, item):
        _undraw(made for _piece, made in drawn)
        if requests.view(one).items[item] == asked:
            _append(one, "wipe", event, {"items": [item], "digests": []}, {})
            transaction.commit()
        return
    year = str(_now().astimezone(VIETNAM).year)
    told, given = [], found.use != requests.READ
    for piece, made in drawn:
        number = numbers.allocate(f"{COPIES}:{found.agency}", year) if given else 0
        told.append(
            {
                "code": piece.code,
                "source": piece.source,
                "sha256": made.ref.sha256,
                "size": made.ref.size,
                "pages": made.pages,
                "number": number,
            }
        )
    facts = {"item": item, "pieces": told}
    data = {"titles": {piece.code: piece.title for piece, _made in drawn}}
    _append(one, "made", event, facts, data)
    transaction.commit()


def _still_there(site: Any, item: str) -> bool:
    """Say whether an item may be read still; who destroys it now conflicts with us."""
    found = items.find(site, item)
    if found is None or found.restricted:
        return False
    for one in (holdings.file(site, found.file), capture.document(site, item)):
        if one is not None and one._p_jar is not None:
            one._p_jar.readCurrent(one)
    return True


def _undraw(drawn: Iterable[_Drawn]) -> None:
    """Remove what was drawn in vain: nobody has seen it, and its bytes are its own."""
    kept = files.current()
    with kept.tended():
        for made in drawn:
            kept.destroy(made.ref.sha256, timedelta())


def _copy(site: Any, found: RequestView, asked: Asked, piece: Piece) -> _Drawn:
    of = piece.archival
    if asked.covered:
        one = store.twin(site, piece.code)
        told = twins.view(one) if one is not None else None
        of = told.sha256 if told and told.ready_for(piece.source) else ""
    if not of or not files.exists(of):
        raise JobFailed(f"{piece.code}: chưa có bản lưu trữ / no archival copy")
    return drawn(
        of,
        title=f"{found.code} {piece.code}",
        footer=units.get(found.agency, site).name,
        mark="" if found.use == requests.READ else MARK,
        dpi=_DPI[found.use],
        pages=piece.pages,
    )


def drawn(
    of: str,
    *,
    title: str,
    footer: str = "",
    mark: str = "",
    boxes: Mapping[str, Any] | None = None,
    dpi: int = _DPI_OF_TWINS,
    pages: int = 1,
) -> _Drawn:
    """Store pictures of the pages of a stored PDF; see ``picturing.picture``."""
    with TemporaryDirectory(prefix="motcua-reading-") as folder:
        target = Path(folder) / "copy.pdf"
        told = {
            "path": str(files.path(of)),
            "target": str(target),
            "folder": folder,
            "title": title,
            "footer": footer,
            "mark": mark,
            "boxes": dict(boxes or {}),
            "dpi": dpi,
        }
        seconds = _SECONDS + _SECONDS_A_PAGE * pages
        try:
            made = confined.run(
                _TASK, told, limits=limits(), seconds=seconds, scratch=Path(folder)
            )
        except confined.TaskFailed as failure:
            raise JobFailed(f"{failure.reason}: {failure.detail}") from failure
        return _Drawn(files.store(target), int(made["pages"]))


def cover(key: str, _data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Make a covered copy; see ``IJob``."""
    site = api.portal.get()
    document, event = event_of(store.twin, site, key)
    one = store.twin(site, document) if document else None
    if one is None or event is None:
        return
    found = twins.view(one)
    if found.asked != event.number or found.sha256 or not found.of:
        return
    boxes = {
        str(page): [list(box) for box in some] for page, some in found.boxes.items()
    }
    made = drawn(found.of, title=f"{found.code}/{event.number}", boxes=boxes, pages=50)
    transaction.begin()
    told = twins.view(one)
    if (told.asked, told.of) != (found.asked, found.of) or told.sha256:
        _undraw([made])
        return
    facts = {
        "of": event.number,
        "sha256": made.ref.sha256,
        "size": made.ref.size,
        "pages": made.pages,
    }
    _append(one, "covered", event, facts, {})
    progress(1, 1)


def each_night(now: datetime | None = None) -> bool:
    """Ask for tonight's wiping once it is night; return whether it was asked for."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    if local.hour < NIGHT:
        return False
    return jobs.enqueue_now(DUE, local.date().isoformat(), {}, NOBODY)


def due(key: str, _data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Wipe the copies whose days are over; see ``IJob``. A request at a time."""
    from motcua.archive.reading import register

    site, now = api.portal.get(), _now()
    codes = register.due_to_wipe(now.astimezone(VIETNAM).date())
    for done, code in enumerate(codes):
        progress(done, len(codes))
        one = store.request(site, code)
        if one is not None and wipe(one, now):
            transaction.commit()
    progress(len(codes), len(codes), f"{len(codes)}")


def wipe(one: store.Request, now: datetime) -> Event | None:
    """Write down that the copies of a request are gone which are due, None for none.

    A job removes their bytes afterwards. In the name of who asked for the request.
    """
    found = requests.view(one)
    day = now.astimezone(VIETNAM).date()
    over = [item for item in found.items.values() if item.due_to_wipe(day)]
    if not over:
        return None
    digests = sorted(
        {digest for item in over for copy in item.copies for digest in copy.digests}
    )
    facts = {"items": [item.code for item in over], "digests": digests}
    return _append(one, "wipe", found.events[0], facts, {}, now)


def event_of(
    find: Callable[[Any, str], Any], site: Any, key: str
) -> tuple[str, Event | None]:
    """Return the code and the event that the key of a job names, None for no event."""
    code, _colon, number = key.rpartition(":")
    one = find(site, code)
    chain = ledger.events(one) if one is not None else ()
    return code, next((each for each in chain if str(each.number) == number), None)


def _append(
    one: Apart,
    type_: str,
    by: Event,
    facts: Mapping[str, Any],
    data: Mapping[str, Any],
    now: datetime | None = None,
) -> Event:
    """Chain what a job did, in the name and duty of who had it done."""
    event = ledger.append(
        one,
        type_,
        actor=by.actor,
        unit=by.unit,
        now=now or _now(),
        facts=dict(facts),
        data=dict(data),
    )
    after_commit(one, event.number)
    return event


def _now() -> datetime:
    return datetime.now(UTC)
