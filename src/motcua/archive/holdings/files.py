"""Files (hồ sơ lưu trữ): what their chains come to, and who may see them.

Events (free texts are payload):

=========== ===================================================================
open        code, fonds, year, number, list, heading, department, origin;
            data: fields; of a received one ead, came, accession as well
take        record, files -- of a closed dossier, and how many files it has; or
            documents -- codes, in their order
take_out    documents; data: reason -- a duplicate, a draft, or the wrong file
describe    data: fields -- what differs; "" takes a value away
move        list, heading; data: reason -- another heading
close       retention, until, documents, sheets, pages, and what ``kept.facts_of``
            says
reopen      data: reason
start       starts -- a year, until; data: source -- what starts the term has come
retain      retention, start, until, by, rule, decided_by, confirmed, revision,
            was -- the term follows a rule that changed
hold        hold -- its number, kind; data: owner, reason, deed
release     hold; data: reason
appraise    list, verdict -- listed, kept or struck; with kept: retention, until;
            data: reason
destroy     list, deed, retention, until, documents, pages, sheets; data:
            title, medium
purge       gone, shared -- files whose bytes were removed, or live on elsewhere
=========== ===================================================================

A file holds one record, or documents, or paper alone. Documents are counted 1, 2, 3 ...
in the order in which they lie; their archive codes never change. What is behind
``reopen`` is written by appraisal (``archive.appraisal``): a file that is held is not
destroyed, one that stands on a disposal list is not changed, and of one that was
destroyed the header alone is left, with the title. Events of hand-over stand in
``handed``, those of paper in ``lying``: while a file is on an inventory it is not
changed, and one that was handed over is no more its maker's to change.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from motcua import _
from motcua.archive import folder
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.holdings import appraised
from motcua.archive.holdings import fields
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import handed
from motcua.archive.holdings import kept as terms
from motcua.archive.holdings import lying as paper
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.appraised import Destroyed
from motcua.archive.holdings.appraised import Hold
from motcua.archive.holdings.errors import Appraised
from motcua.archive.holdings.errors import Gone
from motcua.archive.holdings.errors import Inventoried
from motcua.archive.holdings.errors import Transferred
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.interfaces import ILetsSee
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import ledger
from motcua.dossiers.folder import find as find_dossier
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.capture.documents import DocumentView
    from motcua.archive.holdings.kept import Kept
    from motcua.archive.holdings.lying import Lying
    from motcua.archive.holdings.store import File
    from motcua.archive.records import Record
    from motcua.dossiers.ledger import Event

OPEN: Final = "open"
CLOSED: Final = "closed"
DESTROYED: Final = appraised.DESTROYED
STATES: Final[dict[str, Any]] = {
    OPEN: _("File open"),
    CLOSED: _("File closed"),
    DESTROYED: _("File destroyed"),
}
DOSSIER: Final = "dossier"
PAPERS: Final = "papers"
RECEIVED: Final = "received"
ORIGINS: Final[dict[str, Any]] = {
    DOSSIER: _("Made of a closed dossier"),
    PAPERS: _("Made of documents or paper"),
    RECEIVED: _("Received from elsewhere as a package"),
}


@dataclass(frozen=True)
class FileView:
    """A file as it stands; ``fields`` are those of ``fields.FILE``.

    ``until`` is the last day of keeping, None before closing, for ever and as long as
    the term waits for its event; ``kept`` tells these apart, None before closing;
    ``before`` is that of the closing before it was opened again. ``pages`` is None
    before it is closed. ``record`` is the code of the dossier, ``documents`` the codes
    of documents in their order. ``appraisal`` is the code of the disposal list on which
    it stands, ``inventory`` that of the open inventory. ``keeping`` is one of
    ``handed.KEEPING``, ``handed_by`` the inventory by which it went there; a maker who
    may hold it back does so to ``held_until``, by the request ``held_by``.
    """

    code: str
    fonds: str
    year: int
    number: int
    list: str
    heading: str
    department: str
    origin: str
    state: str
    length: int
    fields: Mapping[str, str]
    record: str
    record_files: int
    documents: tuple[str, ...]
    opened_by: str
    opened_at: datetime
    closed_by: str = ""
    closed_at: datetime | None = None
    until: date | None = None
    reopened: str = ""
    kept: Kept | None = None
    before: Kept | None = None
    pages: int | None = None
    holds: tuple[Hold, ...] = ()
    appraisal: str = ""
    destroyed: Destroyed | None = None
    keeping: str = handed.MAKER
    inventory: str = ""
    held_until: date | None = None
    held_by: str = ""
    handed_by: str = ""
    handed_at: datetime | None = None
    passed_to: str = ""
    lying: Lying = paper.NOWHERE
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def title(self) -> str:
        """Its title, or its code where it has none yet."""
        return self.fields.get("title", "") or self.code

    @property
    def holder(self) -> str:
        """Who of its department keeps it: who opened it, or was given it."""
        return self.passed_to or self.opened_by

    @property
    def count(self) -> int:
        """How many documents lie in it: the house counts, nobody types it."""
        return self.record_files or len(self.documents)

    @property
    def decided(self) -> Kept | None:
        """The term that was decided on before it was opened again, None for none.

        It stands unless somebody described another one since.
        """
        kept = self.before
        if kept is None or not kept.moved_by:
            return None
        return kept if kept.class_ == self.fields.get("retention") else None

    @property
    def on_paper(self) -> bool:
        """Whether sheets are counted and a certificate is printed."""
        return self.fields.get("medium", "paper") != "digital"


def view(one: File) -> FileView:
    """Return what the chain of a file comes to."""
    chain = ledger.events(one)
    first = chain[0]
    facts = first.facts
    found = FileView(
        code=one.code,
        fonds=facts["fonds"],
        year=int(facts["year"]),
        number=int(facts["number"]),
        list=facts["list"],
        heading=facts["heading"],
        department=facts["department"],
        origin=facts["origin"],
        state=OPEN,
        length=len(chain),
        fields=dict(first.data.get("fields", {})),
        record="",
        record_files=0,
        documents=(),
        opened_by=first.actor,
        opened_at=first.at,
        events=tuple(chain),
    )
    for event in chain[1:]:
        found = _apply(found, event)
    return found


def _apply(found: FileView, event: Event) -> FileView:
    facts, data = event.facts, event.data
    match event.type:
        case "take" if "record" in facts:
            files = int(facts["files"])
            return replace(found, record=facts["record"], record_files=files)
        case "take":
            return replace(found, documents=(*found.documents, *facts["documents"]))
        case "take_out":
            out = set(facts["documents"])
            kept = tuple(code for code in found.documents if code not in out)
            return replace(found, documents=kept)
        case "describe":
            told = fields.merged(found.fields, data.get("fields", {}))
            return replace(found, fields=told)
        case "move":
            return replace(found, list=facts["list"], heading=facts["heading"])
        case "close":
            return replace(
                _dated(found, event),
                state=CLOSED,
                closed_by=event.actor,
                closed_at=event.at,
                kept=terms.closed(event, found.fields, found.origin == DOSSIER),
                pages=facts.get("pages"),
                reopened="",
            )
        case "start" | "retain" if found.kept is not None:
            moved = terms.moved(found.kept, event)
            return replace(_dated(found, event), kept=moved)
        case "reopen":
            return replace(
                found,
                state=OPEN,
                closed_by="",
                closed_at=None,
                until=None,
                kept=None,
                pages=None,
                before=found.kept,
                fields=_as_before(found),
                inventory="",
                reopened=str(data.get("reason", "")) or "-",
            )
        case "hold" | "release" | "appraise" | "destroy" | "purge":
            return replace(found, **appraised.changes(found, event))
        case _ if event.type in handed.TYPES:
            return replace(found, **handed.changes(event))
        case _ if event.type in paper.TYPES:
            return replace(found, lying=paper.after(found.lying, event))
    raise ValueError(f"{found.code}: unknown event {event.type}")


def _as_before(found: FileView) -> dict[str, str]:
    """Return the fields of a file that is opened again."""
    class_ = terms.reopened(found.kept) if found.kept is not None else ""
    return fields.merged(found.fields, {"retention": class_} if class_ else {})


def _dated(found: FileView, event: Event) -> FileView:
    """Return the file with the last day that an event writes, and its class."""
    facts = event.facts
    until = date.fromisoformat(facts["until"]) if facts["until"] else None
    class_ = facts.get("retention") or found.fields.get("retention", "")
    told = fields.merged(found.fields, {"retention": class_})
    return replace(found, until=until, fields=told)


def record_of(site: Any, found: FileView) -> Record | None:
    """Return the record in a file, None for none."""
    return folder.find(site, found.record) if found.record else None


def documents_of(
    site: Any, found: FileView, begin: int = 0, most: int | None = None
) -> list[tuple[int, DocumentView]]:
    """Return documents in a file with their numbers 1, 2, 3 ..., ``most`` of them."""
    end = None if most is None else begin + most
    listed = []
    for number, code in enumerate(found.documents[begin:end], start=begin + 1):
        one = capture.document(site, code)
        if one is not None:
            listed.append((number, documents.view(one)))
    return listed


def pages_of(site: Any, found: FileView) -> int:
    """Return how many pages there are: counted by the house, else as described."""
    if found.destroyed is not None:
        return found.destroyed.pages
    if found.pages is not None:
        return found.pages
    record = record_of(site, found)
    counted = sum(int(one["pages"]) for one in record.facts["files"]) if record else 0
    counted += sum(one.pages for _number, one in documents_of(site, found))
    return counted or int(found.fields.get("pages", 0))


def keeper_of(site: Any, fonds: str) -> str:
    """Return the agency that keeps a fonds, "" for no such fonds."""
    one = store.fonds(site, fonds)
    return fonds_module.view(one).keeper if one is not None else ""


def may_arrange(site: Any, found: FileView, person: str, now: datetime) -> str:
    """Return the group by which the person may change a file, "" for none.

    The archive of the agency, and the department that makes it until it is handed over.
    A file of a restricted dossier is for those who may view that dossier.
    """
    if not _dossier_open_to(site, found, person, now):
        return ""
    keeps = rights.keeps(site, keeper_of(site, found.fonds), person, now)
    if found.keeping != handed.MAKER:
        return keeps
    return keeps or rights.works(found.department, person, now)


def may_see(site: Any, found: FileView, person: str, now: datetime) -> bool:
    """Say whether the person may look at a file: who may change it, and the head.

    And who has it before them for a time, see ``ILetsSee``.
    """
    if may_arrange(site, found, person, now):
        return True
    if not _dossier_open_to(site, found, person, now):
        return False
    if rights.heads(site, keeper_of(site, found.fonds), person, now):
        return True
    return _lent(site, found, person, now)


def _lent(site: Any, found: FileView, person: str, now: datetime) -> bool:
    lenders = getUtilitiesFor(ILetsSee)
    return any(one.lets(site, found, person, now) for _name, one in lenders)


def lends(site: Any, document: str, person: str, now: datetime) -> bool:
    """Say whether the person has the file of a document before them for a time."""
    one = store.file(site, store.place_of(site, store.document_key(document)))
    return one is not None and _lent(site, view(one), person, now)


def _dossier_open_to(site: Any, found: FileView, person: str, now: datetime) -> bool:
    dossier = find_dossier(site, found.record) if found.record else None
    if dossier is None or not dossier.restricted:
        return True
    return bool(actions.permitted(dossier, person, now))


def get(site: Any, code: str, person: str, now: datetime) -> File:
    """Return a file that the person may see; ``Unknown`` for every other."""
    one = store.file(site, code)
    if one is None or not may_see(site, view(one), person, now):
        raise Unknown
    return one


def allowed(
    site: Any, one: File, actor: str, now: datetime, seen: int | None
) -> tuple[FileView, str]:
    """Return the file and the group in which the person changes it.

    Raises ``Unknown``, ``NotYours``, ``Stale``, ``Gone``, ``Appraised``.
    """
    found = view(one)
    if not may_see(site, found, actor, now):
        raise Unknown
    group = rights.check(may_arrange(site, found, actor, now))
    rights.check_seen(one, seen)
    check_there(found)
    return found, group


def check_there(found: FileView) -> None:
    """Raise ``Gone`` for a destroyed file, ``Appraised`` for one on a disposal list.

    Neither is changed by anybody but appraisal. ``Inventoried`` for one on an open
    inventory, ``Transferred`` for one that the historical archive has.
    """
    if found.destroyed is not None:
        day = f"{found.destroyed.at.astimezone(VIETNAM):%d/%m/%Y}"
        raise Gone(code=found.code, day=day, deed=found.destroyed.deed)
    if found.appraisal:
        raise Appraised(code=found.code, list=found.appraisal)
    if found.inventory:
        raise Inventoried(code=found.code, list=found.inventory)
    if found.keeping == handed.HISTORICAL:
        raise Transferred(code=found.code, list=found.handed_by)
