"""What can be asked for: files of the archive, and documents in them.

Nothing here checks rights, but for what does not exist for a reader: a file of a
restricted dossier, or one that was destroyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive import renditions
from motcua.archive.capture import card
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.finding import readings
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.dossiers.folder import find as find_dossier
from motcua.organisation.small import agency_of
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.capture.documents import DocumentView


@dataclass(frozen=True)
class Item:
    """A file or a document; ``conditional`` ones are for the head to decide on.

    ``file`` is the file in which a document lies, or the file itself, "" for neither;
    ``restricted`` says that it is of a dossier that is not open to everybody.
    """

    code: str
    title: str
    keeper: str
    file: str
    conditional: bool
    restricted: bool = False


@dataclass(frozen=True)
class Piece:
    """One document of an item, with the file whose pages are copied.

    ``code`` names it (at most 64 letters), ``source`` is the digest of the scan, and
    ``archival`` that of the proven copy, "" as long as there is none.
    """

    code: str
    title: str
    source: str
    archival: str
    pages: int


def find(site: Any, code: str) -> Item | None:
    """Return what has this code, None for nothing that can be asked for."""
    one = holdings.file(site, code)
    if one is not None:
        return _file(site, files.view(one))
    document = capture.document(site, code)
    if document is None:
        return None
    return _document(site, documents.view(document))


def _file(site: Any, found: files.FileView) -> Item | None:
    if found.destroyed is not None or found.state != files.CLOSED:
        return None
    dossier = find_dossier(site, found.record) if found.record else None
    limited = found.fields.get("access") in readings.LIMITED or bool(found.record)
    inside = files.documents_of(site, found)
    limited = limited or any(readings.watches_document(one) for _n, one in inside)
    return Item(
        code=found.code,
        title=found.title,
        keeper=files.keeper_of(site, found.fonds),
        file=found.code,
        conditional=limited,
        restricted=dossier is not None and bool(dossier.restricted),
    )


def _document(site: Any, found: DocumentView) -> Item | None:
    if found.state == documents.DESTROYED:
        return None
    place = holdings.place_of(site, holdings.document_key(found.code))
    one = holdings.file(site, place) if place else None
    file = files.view(one) if one is not None else None
    limited = readings.watches_document(found)
    if file is not None:
        limited = limited or file.fields.get("access") in readings.LIMITED
    keeper = files.keeper_of(site, file.fonds) if file is not None else ""
    return Item(
        code=found.code,
        title=title_of(found),
        keeper=keeper or agency_of(found.unit, site),
        file=place,
        conditional=limited,
    )


def title_of(found: DocumentView) -> str:
    """Return what a document is called: its kind, number and what it is about."""
    told = (found.fields.get("type"), card.number(found.fields))
    head = " ".join(str(part) for part in told if part)
    return ": ".join(filter(None, (head, str(found.fields.get("abstract") or ""))))


def pieces(site: Any, code: str) -> list[Piece]:
    """Return the documents of an item in their order; empty for paper alone."""
    one = holdings.file(site, code)
    if one is None:
        document = capture.document(site, code)
        return [_piece(site, documents.view(document))] if document else []
    found = files.view(one)
    record = files.record_of(site, found)
    if record is not None:
        return [
            _of_record(site, f"{found.code}:{number}", facts)
            for number, facts in enumerate(record.facts["files"], start=1)
        ]
    return [_piece(site, told) for _number, told in files.documents_of(site, found)]


def _piece(site: Any, found: DocumentView) -> Piece:
    made = renditions.get(found.sha256, site)
    copy = made.archival if made is not None else ""
    signed = found.master if found.media == "application/pdf" else ""
    archival = copy or signed
    return Piece(found.code, title_of(found), found.sha256, archival, found.pages)


def _of_record(site: Any, code: str, facts: Any) -> Piece:
    digest = str(facts["sha256"])
    made = renditions.get(digest, site)
    archival = made.archival if made is not None else ""
    title = str(facts.get("title") or "")
    return Piece(code[:64], title, digest, archival, int(facts["pages"]))
