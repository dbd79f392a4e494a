"""Closing a file (kết thúc hồ sơ), Decree 30/2020/NĐ-CP article 29(3), and reopening.

Checked before it is closed: title, term of keeping, access and dates are there;
documents have their data, their signatures and a proven archival form; sheets are
numbered when it is kept for five years or longer and is of paper; a file kept for ever
has a document list. A certificate is printed for every file of paper.
"""

from __future__ import annotations

from dataclasses import replace
from motcua import _
from motcua.archive import records
from motcua.archive import renditions
from motcua.archive import retention
from motcua.archive.capture import documents
from motcua.archive.capture import fields as capture_fields
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import kept
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Incomplete
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Unknown
from motcua.archive.retention import rules
from motcua.base import vietnam
from motcua.procedures import versions
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.kept import Kept
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

#: Years of keeping from which on sheets are numbered.
NUMBERED_FROM: Final = 5
#: What can be missing, with the way out.
LACKS: Final[dict[str, Any]] = {
    "title": _("The title is missing."),
    "retention": _("The term of keeping is missing."),
    "access": _("The level of access is missing."),
    "language": _("The language is missing."),
    "begin": _("The first day is missing."),
    "end": _("The last day is missing."),
    "empty": _("Nothing lies in it yet: take documents in."),
    "sheets": _("Count the sheets of paper."),
    "numbered": _("Number the sheets: it is kept for five years or longer."),
    "listed": _("Write the document list: it is kept for ever."),
    "document-data": _("Documents lack type or abstract; describe them."),
    "unsigned": _(
        "Documents await their signature: sign them under Archive → Awaiting signature."
    ),
    "unproven": _(
        "Files have no proven archival copy yet: wait until they are read, or provide "
        "one."
    ),
}
#: Data without which no file is closed, in the order in which they are told.
_NEEDED: Final = ("title", "retention", "access", "language", "begin", "end")


def lacks(site: Any, found: FileView) -> tuple[str, ...]:
    """Return what is missing to close the file, as keys of ``LACKS``."""
    told = found.fields
    gone = [name for name in _NEEDED if not told.get(name)]
    if not found.record and not found.documents and not found.on_paper:
        gone.append("empty")
    told_term = inheritance.explain(site, found, vietnam.today())
    gone += _of_paper(found, told_term.class_ if told_term else None)
    gone += _of_record(site, found) if found.record else _of_documents(site, found)
    return tuple(gone)


def _of_paper(found: FileView, class_: retention.RetentionClass | None) -> list[str]:
    """Return what is missing of the paper: sheets, their numbers, the list of them."""
    told = found.fields
    if not found.on_paper:
        return []
    gone = [] if told.get("sheets") else ["sheets"]
    if class_ is None:
        return gone
    # What is kept until an event may be kept for longer: nobody knows yet.
    long = not class_.years or class_.years >= NUMBERED_FROM
    if long and not told.get("numbered"):
        gone.append("numbered")
    # Documents that are catalogued here are listed by the house itself.
    if class_.years is None and not found.documents and not told.get("listed"):
        gone.append("listed")
    return gone


def _of_record(site: Any, found: FileView) -> list[str]:
    record = files.record_of(site, found)
    unproven = record is not None and records.view(site, record).unproven
    return ["unproven"] if unproven else []


def _of_documents(site: Any, found: FileView) -> list[str]:
    gone = set()
    for _number, one in files.documents_of(site, found):
        if capture_fields.missing(one.fields):
            gone.add("document-data")
        if one.state == documents.AWAITING:
            gone.add("unsigned")
        made = renditions.get(one.sha256, site)
        # What is signed already is the archival form itself.
        if not one.master and (made is None or not made.passed):
            gone.add("unproven")
    return [name for name in LACKS if name in gone]


def close(
    site: Any, one: File, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Close a file at which nothing is missing.

    Who arranges it closes it; where its term would end earlier than when it was closed
    before, or than its dossier says, the head of the agency does.
    Raises ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``, ``Incomplete``.
    """
    found = files.view(one)
    if not files.may_see(site, found, actor, now):
        raise Unknown
    group = closer(site, found, actor, now)
    rights.check_seen(one, seen)
    files.check_there(found)
    if found.state != files.OPEN:
        raise Impossible(_("This file is closed already."))
    if not group and files.may_arrange(site, found, actor, now):
        raise NotYours(
            _(
                "Its term would end earlier than it was to: the head of the agency "
                "closes it, or term and last day are put right."
            )
        )
    rights.check(group)
    missing = lacks(site, found)
    if missing:
        raise Incomplete(missing)
    if found.before is not None and _earlier(site, found, now):
        back = inheritance.kept_back(site, found)
        if back:
            raise Impossible(back)
    return write(site, one, found, actor, group, now)


def closer(site: Any, found: FileView, person: str, now: datetime) -> str:
    """Return the group in which the person closes an open file, "" for none."""
    if _earlier(site, found, now):
        return rights.heads(site, files.keeper_of(site, found.fonds), person, now)
    return files.may_arrange(site, found, person, now)


def _earlier(site: Any, found: FileView, now: datetime) -> bool:
    """Say whether what people wrote on an open file ends its term earlier.

    Earlier than when it was closed before, or than the class of its dossier does. What
    lasts for ever or waits for an event ends later than any day. A rule that holds now
    was approved by the head already.
    """
    before, record = found.before, files.record_of(site, found)
    if before is None and record is None:
        return False
    if inheritance.explain(site, found, inheritance.today(now)) is None:
        return False
    told = keep_until(site, found, now)
    by_hand = told.by == rules.FILE
    others = []
    if before is not None and (by_hand or told.ended < before.ended):
        others.append(before)
    if record is not None and by_hand:
        others.append(replace(told, class_=str(record.facts["class"])))
    until = told.term.until
    ends = [one.term.until for one in others]
    return until is not None and any(one is None or until < one for one in ends)


def write(
    site: Any, one: File, found: FileView, actor: str, group: str, now: datetime
) -> Event:
    """Write the event that closes a file; all was checked."""
    facts = {
        **kept.facts_of(keep_until(site, found, now)),
        "documents": found.count,
        "sheets": int(found.fields.get("sheets", 0)),
        "pages": files.pages_of(site, found),
    }
    return rights.append(one, "close", actor, group, now, facts)


def keep_until(site: Any, found: FileView, now: datetime) -> Kept:
    """Return the term of a file that is closed now, by the rules of this day.

    Counted from the year in which the work ended: that of the last day, or of closing.
    """
    day = inheritance.today(now)
    told = inheritance.explain(site, found, day)
    assert told is not None
    procedure, of_field = _subject(site, found)
    return kept.Kept(
        class_=told.class_.key,
        start=told.start,
        ended=int((found.fields.get("end") or f"{day:%Y}")[:4]),
        # What had come before it was opened again has come.
        starts=_started(found, told.start),
        by=told.by,
        rule=told.rule,
        decided_by=told.decided_by,
        confirmed=told.confirmed,
        procedure=procedure,
        field=of_field,
        bytes=_bytes(site, found),
        moved_by=found.decided.moved_by if found.decided else "",
    )


def _started(found: FileView, start: str) -> int | None:
    before = found.before
    same = before is not None and before.start == start
    return before.starts if before is not None and same else None


def _subject(site: Any, found: FileView) -> tuple[str, str]:
    """Return procedure and field of the dossier in a file, "" for none."""
    record = files.record_of(site, found)
    if record is None:
        return "", ""
    facts = record.facts
    version = versions.get(facts["procedure"], facts["version"], site=site)
    return str(facts["procedure"]), version.field


def _bytes(site: Any, found: FileView) -> int:
    """Return how many bytes lie in a file, archival copies among them."""
    record = files.record_of(site, found)
    if record is not None:
        return sum(one.size for one in records.view(site, record).files)
    return sum(one.size for _number, one in files.documents_of(site, found))


def reopen(
    site: Any,
    one: File,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Open a closed file again, with the reason; the archive of the agency does it."""
    found, _group = files.allowed(site, one, actor, now, seen)
    keeper = files.keeper_of(site, found.fonds)
    group = rights.check(rights.keeps(site, keeper, actor, now))
    if found.state != files.CLOSED:
        raise Impossible(_("This file is open."))
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    return rights.append(one, "reopen", actor, group, now, {}, {"reason": reason})


def may_reopen(site: Any, found: FileView, person: str, now: datetime) -> bool:
    """Say whether the person may open the file again."""
    keeper = files.keeper_of(site, found.fonds)
    listed = found.appraisal or found.inventory
    closed = found.state == files.CLOSED and not listed
    closed = closed and found.keeping != handed.HISTORICAL
    return closed and bool(rights.keeps(site, keeper, person, now))
