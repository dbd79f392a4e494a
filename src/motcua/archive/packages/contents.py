"""What lies in a package, read from the chains of files, records and documents."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive import renditions
from motcua.archive import retention
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.custody import places
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import store
from motcua.archive.packages import deeds
from motcua.archive.packages import fields
from motcua.archive.packages import kinds
from motcua.archive.packages import recorded
from motcua.archive.packages.pieces import Item
from motcua.archive.packages.pieces import Piece
from motcua.organisation import units
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.archive.capture.documents import ArchiveDocument
    from motcua.archive.capture.documents import DocumentView
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.archive.packages.deeds import Deed
    from motcua.dossiers.ledger.chain import Chained


@dataclass(frozen=True)
class Content:
    """What is packed.

    ``fields`` are those of EAD.xml without its code; ``items`` and ``chains`` are read
    anew each time they are asked for, one by one. ``came`` is what came along when it
    was received from elsewhere: (path below ``documentation/received``, file). ``at``
    is the moment of the last event: the package has no time of its own. ``restricted``
    says that a dossier lies in it that few may view.
    """

    level: str
    code: str
    fonds: str
    keeper: str
    fields: Mapping[str, str]
    count: int
    at: datetime
    items: Callable[[], Iterator[Item]]
    chains: Callable[[], Iterator[Chained]]
    deeds: tuple[Deed, ...] = field(default=(), repr=False)
    came: tuple[tuple[str, Piece], ...] = ()
    state: str = files.CLOSED
    record: str = ""
    restricted: bool = False

    @property
    def title(self) -> str:
        """Its title."""
        return self.fields.get("title", "") or self.code


def of_file(site: Any, one: File) -> Content:
    """Return what a file of the archive holds."""
    found = files.view(one)
    record = recorded.Recorded(site, found) if found.record else None

    def items() -> Iterator[Item]:
        return record.items() if record else _documents(site, found)

    def chains() -> Iterator[Chained]:
        yield one
        if record:
            yield from record.chains()
            return
        for code in found.documents:
            document = capture.document(site, code)
            if document is not None:
                yield document

    return Content(
        level=kinds.FILE,
        code=found.code,
        fonds=found.fonds,
        keeper=files.keeper_of(site, found.fonds),
        fields=_with_place(site, found),
        count=found.count,
        at=found.events[-1].at,
        items=items,
        chains=chains,
        deeds=tuple(deeds.of_chain(found.code, found.events, _unit_name(site))),
        came=_came(found.events[0].data),
        state=found.state,
        record=found.record,
        restricted=record is not None and record.restricted,
    )


def of_document(site: Any, one: ArchiveDocument) -> Content:
    """Return what a document of the archive holds, packed by itself."""
    found = documents.view(one)
    file = store.place_of(site, store.document_key(one.code))
    parent = store.file(site, file) if file else None
    fonds = files.view(parent).fonds if parent is not None else _fonds_of(found)
    term = _of_a_file(files.view(parent))["maintenance"] if parent is not None else ""
    item = _item(site, one, found, term, "")
    maker = _maker_name(site, fonds)
    own = item.fields.get("organName", "")
    told = {
        "title": " ".join(
            filter(None, (found.fields.get("type"), found.fields.get("abstract")))
        ),
        # 0 what its maker sent, 1 what came to it.
        "source": "0" if own and own == maker else "1",
        "totalDoc": "1",
        "description": item.fields.get("description", ""),
    }
    first = one.first
    assert first is not None and one.last is not None
    return Content(
        level=kinds.DOCUMENT,
        code=one.code,
        fonds=fonds,
        keeper=files.keeper_of(site, fonds),
        fields=first.data.get("package") or told,
        count=1,
        at=one.last.at,
        items=lambda: iter((item,)),
        chains=lambda: iter((one,)),
        came=_came(first.data),
    )


def _fonds_of(found: DocumentView) -> str:
    """Return the fonds that the code of a document's file begins with."""
    return found.file_code.rsplit(".", 2)[0]


def _maker_name(site: Any, fonds: str) -> str:
    one = store.fonds(site, fonds)
    agency = fonds_module.view(one).agency if one is not None else ""
    return _unit_name(site)(agency) if agency else ""


def _unit_name(site: Any) -> Callable[[str], str]:
    names: dict[str, str] = {}

    def name(code: str) -> str:
        if code not in names:
            try:
                names[code] = units.get(code, site).name
            except KeyError:
                names[code] = code
        return names[code]

    return name


def _came(data: Mapping[str, Any]) -> tuple[tuple[str, Piece], ...]:
    told = data.get("came", {})
    return tuple((path, Piece(*told[path])) for path in sorted(told))


def _of_a_file(found: FileView) -> Mapping[str, str]:
    """Return the fields of a file; those that it was received with, until altered."""
    received: Mapping[str, str] = found.events[0].data.get("ead", {})
    if received and not any(event.type == "describe" for event in found.events):
        return received
    told = found.fields
    class_ = retention.classes().get(told.get("retention", ""))
    return {
        "title": found.title,
        "maintenance": class_.code if class_ else "",
        "mode": fields.access_code(told.get("access", "")),
        "language": told.get("language", ""),
        "startDate": fields.day(told.get("begin", "")),
        "endDate": fields.day(told.get("end", "")),
        "keyword": told.get("keywords", ""),
        "totalDoc": str(found.count),
        "numberOfPaper": told.get("sheets", ""),
        "numberOfPage": told.get("pages", ""),
        "format": fields.CONDITIONS.get(told.get("condition", ""), ""),
        "inforSign": told.get("information_sign", ""),
        "confidenceLevel": fields.reliability_code(told.get("reliability", "")),
        "paperFileCode": told.get("paper_code", ""),
        **fields.backup(told),
        "description": told.get("note", ""),
    }


def _with_place(site: Any, found: FileView) -> Mapping[str, str]:
    """Return the fields of a file; where nobody typed the code of its paper, its place.

    ``[archive].[store/shelf/box].[number]``, as the circular writes it.
    """
    told = _of_a_file(found)
    typed = told.get("paperFileCode") or found.origin == files.RECEIVED
    if typed or not found.lying.box:
        return told
    way = "/".join(one.barcode for one in places.way(site, found.lying.box))
    keeper = files.keeper_of(site, found.fonds)
    return {**told, "paperFileCode": f"{keeper}.{way}.{found.number}"[:100]}


def _documents(site: Any, found: FileView) -> Iterator[Item]:
    term = _of_a_file(found)["maintenance"]
    for number, code in enumerate(found.documents, start=1):
        one = capture.document(site, code)
        if one is not None:
            name = documents.code_of(found.code, number)
            yield _item(site, one, documents.view(one), term, name)


def _item(
    site: Any, one: ArchiveDocument, found: DocumentView, term: str, name: str
) -> Item:
    """Return a document as packages have it; ``name`` is its place in the file."""
    first = one.first
    assert first is not None
    facts, data = first.facts, first.data
    made = renditions.get(found.sha256, site)
    text = facts.get("text")
    original = Piece(found.sha256, found.size, found.media)
    return Item(
        name=name or one.code,
        code=one.code,
        fields=data.get("ead") or _of_a_document(found, term),
        original=original,
        archival=_archival(found, made, original, facts),
        text=made.text if made is not None else "",
        plain=Piece(*text) if text else None,
        obstacle=_obstacle(found, made, facts),
        deeds=lambda: deeds.of_document(one, found, made, _unit_name(site)),
    )


def _archival(
    found: DocumentView, made: Any, original: Piece, facts: Mapping[str, Any]
) -> Piece | None:
    if found.master == found.sha256:
        return original
    if found.master:
        came = found.master == facts.get("master")
        media = facts.get("master_media") if came else ""
        return Piece.stored(found.master, str(media or "application/pdf"))
    if made is not None and made.passed:
        return Piece(made.archival, made.archival_size, "application/pdf")
    return None


def _obstacle(found: DocumentView, made: Any, facts: Mapping[str, Any]) -> str:
    """Return what keeps a document from being packed, as ``errors.OBSTACLES``."""
    if facts.get("accession") and not found.signed_by:
        if facts.get("unproven"):
            return "unproven-received"
        return "" if facts["signed"] else "unsigned-received"
    if found.master:
        return ""
    return "unsigned" if made is not None and made.passed else "unproven"


def _of_a_document(found: DocumentView, term: str) -> dict[str, str]:
    told = {name: str(value) for name, value in found.fields.items()}
    class_ = retention.classes().get(told.get("retention", ""))
    return {
        "maintenance": class_.code if class_ else term,
        "typeName": fields.type_code(told.get("type", "")),
        "codeNumber": told.get("number", ""),
        "codeNotation": told.get("notation", ""),
        "issuedDate": fields.day(told.get("date", "")),
        "organName": told.get("agency", ""),
        "subject": told.get("abstract", ""),
        "language": fields.language_code(told.get("language", "")),
        "numberOfPage": str(found.pages),
        "inforSign": told.get("information_sign", ""),
        "keyword": told.get("keywords", ""),
        "mode": fields.access_code(told.get("access", "")),
        "confidenceLevel": fields.reliability_code(told.get("reliability", ""))
        or fields.DIGITISED,
        "autograph": told.get("autograph", ""),
        "format": fields.CONDITIONS.get(told.get("condition", ""), ""),
        "process": "0",
        **fields.backup(told),
        "description": told.get("note", ""),
    }
