"""What plain papers become: catalogued documents of the archive.

A scan is a lawful master only with the digital signature of who keeps the original
(Circular 05/2025 article 8(1)(c)), so a document awaits its signature until it has one.
Each has a chain of events of its own: ``catalogue``, then ``sign``; ``destroy`` {file}
ends it: what the catalogue said and the scan are gone then.
"""

from __future__ import annotations

from dataclasses import dataclass
import hashlib
from motcua import _
from motcua.archive import renditions
from motcua.archive.capture import batches
from motcua.archive.capture import signedback
from motcua.archive.capture import store
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.errors import NotYours
from motcua.archive.incoming import sniffing
from motcua.archive.incoming.uploads import received
from motcua.dossiers import ledger
from motcua.dossiers import rights
from motcua.dossiers import signing
from motcua.dossiers.ledger.apart import Apart
from motcua.storage import files
from motcua.storage.projections import after_commit
from typing import Any
from typing import BinaryIO
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event

AWAITING: Final = "awaiting"
SIGNED: Final = "signed"
DESTROYED: Final = "destroyed"
RECEIVED: Final = "received"
STATES: Final[dict[str, Any]] = {
    AWAITING: _("Awaiting signature"),
    SIGNED: _("Signed"),
    DESTROYED: _("Destroyed"),
    RECEIVED: _("Received from elsewhere"),
}


class ArchiveDocument(Apart):
    """One document; ``code`` is its archive code: file code, dot, seven digits."""


@dataclass(frozen=True)
class DocumentView:
    """A document as screens and packages show it.

    ``sha256`` is the scan as it was filed, ``master`` the signed file, "" as long as it
    awaits its signature. ``fields`` are the data of article 4(1)(c), see ``fields``.
    Of a destroyed one there are neither files nor data.
    """

    code: str
    file_code: str
    ordinal: int
    unit: str
    batch: str
    sha256: str
    size: int
    media: str
    pages: int
    name: str
    fields: Mapping[str, Any]
    state: str
    master: str
    signed_by: str
    filed_by: str
    filed_at: datetime


def code_of(file_code: str, ordinal: int) -> str:
    """Return the name of a document's file: file code and ordinal, article 8(1)(d)."""
    return f"{file_code}.{ordinal:07d}"


def view(one: ArchiveDocument) -> DocumentView:
    """Return what the chain of a document comes to."""
    first, *later = ledger.events(one)
    facts, signed = first.facts, [each for each in later if each.type == "sign"]
    gone = any(each.type == "destroy" for each in later)
    master, by = "", ""
    if gone:
        by = signed[-1].actor if signed else ""
    elif signed:
        master, by = str(signed[-1].facts["sha256"]), signed[-1].actor
    elif facts.get("master") or facts["signed"]:
        master = str(facts.get("master") or facts["sha256"])
    return DocumentView(
        code=one.code,
        file_code=facts["file_code"],
        ordinal=int(facts["ordinal"]),
        unit=first.unit,
        batch=facts["batch"],
        sha256="" if gone else facts["sha256"],
        size=int(facts["size"]),
        media=facts["media"],
        pages=int(facts["pages"]),
        name=str(first.data.get("name", "")),
        fields=dict(first.data.get("fields", {})),
        state=DESTROYED if gone else _state(facts, master),
        master=master,
        signed_by=by,
        filed_by=first.actor,
        filed_at=first.at,
    )


def _state(facts: Mapping[str, Any], master: str) -> str:
    if not master:
        return AWAITING
    # Nobody here saw who signed what came from elsewhere.
    return RECEIVED if facts.get("accession") else SIGNED


def receive(
    site: Any,
    unit: str,
    facts: Mapping[str, Any],
    data: Mapping[str, Any],
    actor: str,
    now: datetime,
) -> ArchiveDocument:
    """Keep a document that came from elsewhere in a package.

    ``facts`` are its code, file code, ordinal, the file as it came, ``master`` for its
    archival form and ``accession``. Raises ``Impossible`` when its code is taken.
    """
    shelf, code = store.made(site), str(facts["code"])
    if code in shelf.documents:
        raise Impossible
    one = ArchiveDocument(code)
    _append(one, "catalogue", actor, unit, now, {"batch": "", **facts}, data)
    shelf.documents[code] = one
    return one


def catalogue(
    site: Any,
    batch: Batch,
    facts: Mapping[str, Any],
    data: Mapping[str, Any],
    actor: str,
    now: datetime,
) -> ArchiveDocument:
    """Keep a document; ``facts`` are its file code, ordinal and file.

    Raises ``Impossible`` when its code is taken.
    """
    shelf = store.made(site)
    code = code_of(str(facts["file_code"]), int(facts["ordinal"]))
    if code in shelf.documents:
        raise Impossible
    one = ArchiveDocument(code)
    told = {"code": code, "batch": batch.code, **facts}
    unit = batch.first.unit if batch.first else ""
    _append(one, "catalogue", actor, unit, now, told, data)
    shelf.documents[code] = one
    return one


def sign(site: Any, one: ArchiveDocument, actor: str, now: datetime) -> Event:
    """Have the archival file signed in the name of the person; return the event.

    Raises ``NotYours``, and ``Impossible`` while the signature is not there: nobody
    signs here, the file is still being made, refused, or to be confirmed on a device.
    """
    found = _signable(one, actor, now)
    way = signing.signer()
    if way is None:
        raise Impossible(
            _(
                "No signing service is set up here. Sign the PDF with the program of "
                "your signature device and bring the signed file back."
            )
        )
    archival = archival_of(site, found)
    request = hashlib.sha256(f"{one.code}:{archival}".encode()).hexdigest()
    try:
        way.prepare(request, actor, ((f"{one.code}.pdf", archival),))
        answer = way.collect(request)
    except OSError as error:
        raise Impossible(
            _("The signing service is out of reach; try again later.")
        ) from error
    if answer.state == "waiting":
        raise Impossible(
            _("The signature is still to be confirmed on the device; ask again then.")
        )
    if answer.state == "refused" or len(answer.documents) != 1:
        raise Impossible(_("Not signed: ${why}"), why=answer.why)
    kept = files.store(answer.documents[0])
    facts = {"sha256": kept.sha256, "size": kept.size, "of": archival}
    return _append(one, "sign", actor, found.unit, now, facts, {})


def bring_signed(
    site: Any,
    one: ArchiveDocument,
    stream: BinaryIO,
    name: str,
    actor: str,
    now: datetime,
) -> Event:
    """Take in the file that was signed elsewhere; return the event.

    It has to be the archival file with a signature behind it. Raises as ``sign`` does,
    and ``UploadRefused``, ``Missing``.
    """
    found = _signable(one, actor, now)
    archival = archival_of(site, found)
    with received(stream, name) as upload:
        if upload.media != sniffing.PDF or not upload.signed:
            raise Missing(_("“${name}” has no digital signature."), name=upload.name)
        if upload.pages != found.pages:
            raise Missing(
                _("“${name}” has ${found} pages, the document has ${pages}."),
                name=upload.name,
                found=str(upload.pages),
                pages=str(found.pages),
            )
        signedback.check(archival, upload)
        kept, shown = files.store(upload.path), upload.name
    facts = {"sha256": kept.sha256, "size": kept.size, "of": archival}
    return _append(one, "sign", actor, found.unit, now, facts, {"name": shown})


def archival_of(site: Any, found: DocumentView) -> str:
    """Return the PDF/A that is signed; ``Impossible`` when there is none (yet)."""
    rendition = renditions.get(found.sha256, site)
    if rendition is None or not rendition.passed:
        raise Impossible(
            _("The archival file is not ready, or not proven; it is signed then.")
        )
    return rendition.archival


def files_of(one: ArchiveDocument) -> set[str]:
    """Return the digests of all files that its chain names, destroyed or not.

    Of one that came in a package also its archival form and its text.
    """
    found = set()
    for event in ledger.events(one):
        facts = event.facts
        found |= {str(facts.get(name) or "") for name in ("sha256", "master")}
        found.add(str((facts.get("text") or [""])[0]))
    return found - {""}


def destroy(
    one: ArchiveDocument, file: str, actor: str, unit: str, now: datetime
) -> Event:
    """Let what the catalogue says of a document go, with its file; its code stays.

    The caller has checked all else, and destroys the bytes.
    """
    for event in ledger.events(one):
        event.payload = None
    event = ledger.append(
        one, "destroy", actor=actor, unit=unit, now=now, facts={"file": file}, data={}
    )
    after_commit(one)
    return event


def get(site: Any, code: str, person: str, now: datetime) -> ArchiveDocument:
    """Return a document of a unit whose archive the person keeps; KeyError else.

    One that was destroyed is there no more; its file tells of it.
    """
    one = store.document(site, code)
    if one is None:
        raise KeyError(code)
    found = view(one)
    if found.state == DESTROYED or not batches.holds(found.unit, person, now):
        raise KeyError(code)
    return one


def _signable(one: ArchiveDocument, actor: str, now: datetime) -> DocumentView:
    found = view(one)
    if not batches.holds(found.unit, actor, now):
        raise NotYours
    if found.state == SIGNED:
        raise Impossible(_("The document is signed already."))
    return found


def _append(
    one: ArchiveDocument,
    type_: str,
    actor: str,
    unit: str,
    now: datetime,
    facts: Mapping[str, Any],
    data: Mapping[str, Any],
) -> Event:
    told = {**facts, **rights.behalf(actor, f"{unit}:{batches.DUTY}", now)}
    event = ledger.append(
        one, type_, actor=actor, unit=unit, now=now, facts=told, data=dict(data)
    )
    after_commit(one)
    return event
