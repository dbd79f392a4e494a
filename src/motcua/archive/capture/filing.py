"""Filing: documents of a batch go where they belong, each once, whatever happens.

``ask`` writes down what is to be filed; the job ``capture-file`` does it, one document
in one transaction: the scan in the dossier (``attach_scan``), or the document of the
archive, and the event ``file`` of the batch are there together or not at all. A job
that was killed goes on with the document at which it was.

A document that is one whole file as it came in is filed as these bytes; others are put
together from the files, which stay.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.capture import fields
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.seeing import scratch
from motcua.archive.errors import ArchiveError
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming import scans
from motcua.archive.incoming.limits import limits
from motcua.archive.incoming.names import EXTENSIONS
from motcua.archive.incoming.uploads import check
from motcua.dossiers import ledger
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.folder import find as find_dossier
from motcua.storage import confined
from motcua.storage import files
from motcua.storage import room
from pathlib import Path
from plone import api
from tempfile import TemporaryDirectory
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from collections.abc import Sequence
    from motcua.archive.capture.pages import Arrival
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event

_PREFIX: Final = "file-"
_TASK: Final = "motcua.archive.capture.assembling:assemble"


class _Failed(Exception):
    """Filing failed; ``problem`` is a key of ``words.PROBLEMS``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def ask(
    site: Any,
    batch: Batch,
    chosen: Sequence[str],
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Ask for documents to be filed and return the event.

    A batch that is no stack of the counter has to be found good first. Raises what
    ``Acting.act`` raises, ``Missing`` for plain papers that lack catalogue data.
    """
    found = layout.fold(batch)
    if not chosen:
        raise Missing(_("Choose a document first."))
    if found.purpose != "counter" and found.state != "accepted":
        raise Impossible(_("The batch has to be examined and found good first."))
    for one in found.documents:
        lacking = fields.missing(one.fields) if one.id in chosen else []
        if found.purpose == "papers" and lacking:
            raise Missing(
                _("Document ${number} lacks “${field}”."),
                number=str(one.target.ordinal if one.target else one.id),
                field=lacking[0].title,
            )
    acting = Acting(site, batch, actor, now, seen)
    return acting.act("filing", {"documents": list(dict.fromkeys(chosen))})


def file(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """File what event "<batch>:<number>" asked for; see ``IJob``."""
    code, _colon, number = key.rpartition(":")
    batch = store.batch(api.portal.get(), code)
    if batch is None:
        return
    asked = ledger.events(batch)[int(number) - 1]
    wanted = asked.facts["documents"]
    for count, id in enumerate(wanted):
        progress(count, len(wanted))
        with TemporaryDirectory(prefix=_PREFIX, dir=scratch(_PREFIX)) as place:
            _file_next(code, id, asked.actor, Path(place))
    progress(len(wanted), len(wanted))


def _file_next(code: str, id: str, actor: str, place: Path) -> None:
    """File one document unless that was done, in a transaction of its own."""
    batch = store.batch(api.portal.get(), code)
    if batch is None:
        return
    found = layout.fold(batch)
    document = next((one for one in found.documents if one.id == id), None)
    if document is None or document.state != "filing":
        # Filed already; or taken back meanwhile, and perhaps merged with another.
        return
    ready = made(found, document, place)
    # Putting it together took a while: join the present.
    transaction.begin()
    site = api.portal.get()
    batch = store.batch(site, code)
    if batch is not None:
        file_one(site, batch, id, ready, actor)
        transaction.commit()


def whole(found: Layout, document: Document) -> Arrival | None:
    """Return the file that the document is, untouched; None for an arranged one."""
    pages = [found.pages[one] for one in document.pages]
    arrival = found.arrival(pages[0].arrival)
    untouched = not any(page.rotation or page.part for page in pages)
    return arrival if untouched and document.pages == arrival.ids else None


def made(found: Layout, document: Document, place: Path) -> tuple[Path, str] | str:
    """Return the file of a document and its name, or the problem with it.

    ``place`` is a folder for files in between.
    """
    arrival = whole(found, document)
    if arrival is not None:
        name = arrival.name or f"{document.id}{EXTENSIONS[arrival.media]}"
        return files.path(arrival.sha256), name
    arrivals = {one.number: one for one in found.arrivals}
    target = place / "document.pdf"
    pages = [
        {
            "path": str(files.path(page.sha256)),
            "media": arrivals[page.arrival].media,
            "number": page.number,
            "rotation": page.rotation,
            "part": list(page.part) if page.part else None,
        }
        for page in (found.pages[one] for one in document.pages)
    ]
    bounds = limits()
    try:
        confined.run(
            _TASK,
            {"pages": pages, "target": str(target), "folder": str(place)},
            limits=bounds,
            seconds=bounds.conversion_time(len(pages)),
            scratch=place,
        )
    except confined.TaskFailed as failure:
        if room.is_short(failure):
            # The job waits for room, and the document with it.
            raise
        return "no-pdf"
    return target, f"{found.code}-{document.id}.pdf"


def file_one(
    site: Any,
    batch: Batch,
    id: str,
    ready: tuple[Path, str] | str,
    actor: str,
    now: datetime | None = None,
) -> None:
    """File one document, or write down why that is impossible; no commit."""
    now = now or datetime.now(UTC)
    found = layout.fold(batch)
    document = next((one for one in found.documents if one.id == id), None)
    if document is None or document.state != "filing":
        return
    try:
        if isinstance(ready, str):
            raise _Failed(ready)
        facts = _filed(site, batch, found, document, ready, actor, now)
    except _Failed as failure:
        told = {"document": id, "problem": failure.problem}
        batches.append(batch, "unfiled", actor, now, told)
    else:
        batches.append(batch, "file", actor, now, {"document": id, **facts})


def _filed(
    site: Any,
    batch: Batch,
    found: Layout,
    document: Document,
    ready: tuple[Path, str],
    actor: str,
    now: datetime,
) -> dict[str, Any]:
    target = document.target
    if target is None:
        raise _Failed("no-paper")
    try:
        if target.dossier:
            return _attached(site, target.dossier, target.paper, ready, actor, now)
        return _catalogued(site, batch, found, document, ready, actor, now)
    except IllegalStep as error:
        raise _Failed("not-now") from error
    except MissingData as error:
        raise _Failed("no-paper") from error
    except DossierError as error:
        raise _Failed("not-allowed") from error
    except UploadRefused as error:
        if room.is_short(error):
            # The job waits for room, and the document with it.
            raise
        raise _Failed("no-pdf") from error
    except ArchiveError as error:
        raise _Failed("code-taken") from error


def _attached(
    site: Any,
    code: str,
    paper: str,
    ready: tuple[Path, str],
    actor: str,
    now: datetime,
) -> dict[str, Any]:
    dossier = find_dossier(site, code)
    if dossier is None:
        raise _Failed("not-allowed")
    path, name = ready
    with path.open("rb") as stream:
        event = scans.add(site, dossier, paper, stream, name, actor, now=now)
    filed = {"dossier": code, "event": event.number}
    return {"sha256": event.data["sha256"], "as": filed}


def _catalogued(
    site: Any,
    batch: Batch,
    found: Layout,
    document: Document,
    ready: tuple[Path, str],
    actor: str,
    now: datetime,
) -> dict[str, Any]:
    path, name = ready
    upload = check(path, name)
    kept = files.store(path)
    ordinal = document.target.ordinal if document.target else 0
    code = documents.code_of(found.file_code, ordinal)
    facts = {
        "file_code": found.file_code,
        "ordinal": ordinal,
        "document": document.id,
        "sha256": kept.sha256,
        "size": kept.size,
        "media": upload.media,
        "pages": upload.pages,
        "signed": upload.signed,
    }
    name = code + EXTENSIONS[upload.media]
    data = {"fields": fields.lasting(document.fields), "name": name}
    documents.catalogue(site, batch, facts, data, actor, now)
    return {"sha256": kept.sha256, "as": {"document": code}}
