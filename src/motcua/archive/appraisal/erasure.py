"""What goes with a file: words of people, catalogue data, and the bytes to be removed.

Everything in the database goes in one transaction, with the event that says so: the
payloads of the dossier's ledger (its chain still verifies, for digests stay), which
files its record had, what the catalogue says of documents, the words of the file's own
chain, pages in batches. Digests of all files that lay there are written down as doomed;
``purging`` removes the bytes that nobody else refers to.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive import folder
from motcua.archive.appraisal import store
from motcua.archive.appraisal.errors import Behind
from motcua.archive.capture import documents
from motcua.archive.capture import erasing
from motcua.archive.capture import register as capture_register
from motcua.archive.capture import store as capture
from motcua.archive.finding.documents import DOCUMENTS
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings.interfaces import ICarriesCopies
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers import ledger
from motcua.dossiers.folder import find as find_dossier
from motcua.organisation.duties import parse_group
from motcua.storage.engines import register_engine
from motcua.storage.projections import after_commit
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event


@dataclass
class _Going:
    """What is going: digests of files, codes of targets, codes of batches."""

    digests: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    batches: set[str] = field(default_factory=set)


def erase(
    site: Any,
    one: File,
    found: FileView,
    facts: Mapping[str, Any],
    actor: str,
    group: str,
    now: datetime,
) -> Event:
    """Let all go that a file holds, and return the event that says so.

    ``facts`` are list, deed, retention and until. The caller has checked that the file
    may be destroyed; raises ``Behind`` where SQL does not know all of it, for then
    nobody can tell who else refers to its bytes.
    """
    parsed = parse_group(group)
    unit = parsed[0] if parsed else ""
    going = _Going()
    _check_known(site, found)
    left = {
        "documents": found.count,
        "pages": files.pages_of(site, found),
        "sheets": int(found.fields.get("sheets", 0)),
    }
    for _name, one_ in getUtilitiesFor(ICarriesCopies):
        going.digests |= one_.destroy(site, found, actor, unit, now)
    if found.record:
        _dossier(site, found.record, going)
    for code in found.documents:
        _document(site, code, found.code, going, (actor, unit, now))
    for code in sorted(going.batches):
        batch = capture.batch(site, code)
        if batch is not None:
            targets = frozenset(going.targets)
            going.digests |= erasing.erase(batch, found.code, targets, actor, unit, now)
    for event in found.events:
        event.payload = None
    told = {**facts, **left}
    data = {"title": found.title, "medium": found.fields.get("medium", "paper")}
    event = rights.append(one, "destroy", actor, group, now, told, data)
    if going.digests:
        doom(store.made(site), going.digests, found.code, now)
    else:
        nothing = {"gone": 0, "shared": 0}
        rights.append(one, "purge", actor, group, now, nothing)
    return event


def doom(shelf: store.Shelf, digests: set[str], file: str, now: datetime) -> None:
    """Write down which bytes are to be looked at, and for which destroyed file."""
    at = now.isoformat()
    for digest in sorted(digests):
        before, of = shelf.doomed.get(digest, ("", ()))
        shelf.doomed[digest] = (max(before, at), tuple(sorted({*of, file})))
        shelf.awaiting.insert((file, digest))
    shelf.counted.setdefault(file, (0, 0))


def _check_known(site: Any, found: FileView) -> None:
    """Raise ``Behind`` unless SQL has a row of each file that lies here."""
    dossier = find_dossier(site, found.record) if found.record else None
    asked = (
        (DOCUMENTS, len(attachments(dossier)) if dossier is not None else 0)
        if found.record
        else (capture_register.DOCUMENTS, len(found.documents))
    )
    table, wanted = asked
    codes = [found.record] if found.record else list(found.documents)
    known = 0
    with register_engine().connect() as connection:
        for begin in range(0, len(codes), 500):
            query = sa.select(sa.func.count()).select_from(table)
            some = query.where(table.c.code.in_(codes[begin : begin + 500]))
            known += int(connection.execute(some).scalar_one())
    if known < wanted:
        raise Behind(code=found.code)


def _dossier(site: Any, code: str, going: _Going) -> None:
    dossier, record = find_dossier(site, code), folder.find(site, code)
    going.targets.add(code)
    if dossier is not None:
        _forget(dossier, going)
        going.batches |= _batches_of(code)
    if record is not None:
        going.digests |= {str(one["sha256"]) for one in record.facts["files"]}
        record.destroy()


def _forget(dossier: Dossier, going: _Going) -> None:
    """Let the words of a dossier's ledger go; headers and digests stay."""
    for event in ledger.events(dossier):
        kept = event.data.get("sha256")
        if kept:
            going.digests.add(str(kept))
        event.payload = None
    # Written anew, so that the replay meets it and a step taken meanwhile conflicts.
    dossier._p_changed = True
    after_commit(dossier)


def _batches_of(dossier: str) -> set[str]:
    table = capture_register.DOSSIERS
    query = sa.select(table.c.code).where(table.c.dossier == dossier)
    with register_engine().connect() as connection:
        return set(connection.execute(query).scalars())


def _document(
    site: Any, code: str, file: str, going: _Going, who: tuple[str, str, datetime]
) -> None:
    one = capture.document(site, code)
    if one is None:
        return
    found = documents.view(one)
    going.digests |= documents.files_of(one)
    going.targets.add(code)
    if found.batch:
        going.batches.add(found.batch)
    documents.destroy(one, file, *who)
