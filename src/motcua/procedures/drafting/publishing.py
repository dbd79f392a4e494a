"""What is decided about procedures: publication, approvals, repeal.

Each decision names its document. Decisions raise DraftRefused before they change
anything; the caller commits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import datetime
from motcua.procedures import creation
from motcua.procedures.definitions import Version
from motcua.procedures.drafting import drafts
from motcua.procedures.drafting import officials
from motcua.procedures.drafting import writing
from motcua.procedures.drafting.drafts import Draft
from motcua.procedures.drafting.drafts import DraftRefused
from motcua.procedures.drafting.drafts import LogEntry
from motcua.procedures.drafting.writing import day_of
from motcua.procedures.drafting.writing import moment
from motcua.procedures.folder import folder
from motcua.procedures.interfaces import IAffected
from motcua.procedures.interfaces import IDependent
from motcua.procedures.procedure import Ending
from motcua.procedures.versions import procedure
from typing import Any
from zope.component import getAdapters


def dependents(content: Any) -> dict[str, Any]:
    """Return name -> IDependent of what hangs on a procedure and is there."""
    found = getAdapters((content,), IDependent)
    return {name: one for name, one in sorted(found) if one.present()}


def dependent_title(content: Any, name: str) -> Any:
    """Return what a need is called; its name when nobody knows it any more."""
    known = dict(getAdapters((content,), IDependent))
    return known[name].title if name in known else name


def affected(content: Any) -> list[tuple[Any, int]]:
    """Return (what, how many) of everything that a change touches."""
    found = sorted(getAdapters((content,), IAffected))
    return [(one.title, one.count()) for _name, one in found]


def publish(
    draft: Draft,
    person: str,
    deed: str,
    first_day: date,
    signed: date | None = None,
    reason: str = "",
    now: datetime | None = None,
    site: Any = None,
) -> Version:
    """Let the draft become a version of its procedure and return it.

    It holds from `first_day` on, by itself, or from the last approval of what
    depends on it. A first day in the past needs a reason. `signed` is the date of
    the deciding document `deed`.
    """
    at = moment(now)
    on = day_of(at)
    if draft.stage != "publication":
        raise DraftRefused(
            f"{draft.code}: bản dự thảo chưa qua kiểm soát / the draft has not passed "
            "procedure control"
        )
    how = officials.standing(draft, person, on, site)
    content = folder(site).get(draft.code)
    _check_days(draft, content, deed, first_day, signed, reason, on)
    version = replace(
        draft.version, decision=deed, decision_date=signed, effective_from=first_day
    )
    if content is None:
        content = creation.create(folder(site), version, "published", comment=deed)
    else:
        needs = tuple(dependents(content))
        if not content.adopt(version, needs=needs):
            raise DraftRefused(
                f"{draft.code}: không có gì thay đổi / nothing would change"
            )
        creation.enter(content, "published", deed)
        if needs:
            drafts.made_book(site).waiting.insert(draft.code)
    draft.stage = "closed"
    draft.adopted = version.digest
    draft.note(
        LogEntry(
            at,
            person,
            "publish",
            reason,
            deed,
            draft.revision,
            how.borrowed,
            how.waived,
        )
    )
    writing.close(draft, site)
    return version


def _check_days(
    draft: Draft,
    content: Any,
    deed: str,
    first_day: date,
    signed: date | None,
    reason: str,
    on: date,
) -> None:
    code = draft.code
    if not deed.strip():
        raise DraftRefused(f"{code}: hãy nêu quyết định / name the deciding document")
    if first_day < on and not reason.strip():
        raise DraftRefused(
            f"{code}: ngày hiệu lực {first_day} đã qua, hãy nêu lý do / the first day "
            f"{first_day} is in the past; say why"
        )
    last = draft.version.effective_to
    if last is not None and last < first_day:
        raise DraftRefused(
            f"{code}: hết hiệu lực {last} trước ngày hiệu lực / it would end on "
            f"{last}, before it begins"
        )
    if signed is not None and signed > on:
        raise DraftRefused(
            f"{code}: ngày ký {signed} chưa đến / the document is dated in the future"
        )
    ending = content.ending if content is not None else None
    if ending is not None and first_day > ending.last_day:
        raise DraftRefused(
            f"{code}: thủ tục đã bị bãi bỏ từ sau ngày {ending.last_day}; hãy hủy việc "
            f"bãi bỏ trước / the procedure was repealed after {ending.last_day}; take "
            "the repeal back first"
        )


def approve(
    code: str,
    digest: str,
    need: str,
    person: str,
    deed: str,
    now: datetime | None = None,
    site: Any = None,
) -> bool:
    """Record that something that depends on a version suits it now.

    Returns whether nothing is missing any more: then the version holds, from today
    or from its first day if that is later.
    """
    at = moment(now)
    on = day_of(at)
    officials.check_decides(code, person, "control", on, site)
    if not deed.strip():
        raise DraftRefused(f"{code}: hãy nêu văn bản / name the document")
    content = procedure(code, site)
    try:
        readiness = content.approve(digest, need, on, person, deed)
    except ValueError as error:
        raise DraftRefused(str(error)) from error
    content.acts = (*content.acts, LogEntry(at, person, "approve", need, deed))
    if not needs_of(content):
        drafts.made_book(site).waiting.discard(code)
    return not readiness.missing


def needs_of(content: Any) -> list[tuple[date | None, str, tuple[str, ...]]]:
    """Return (first day, digest, missing needs) of every version that waits."""
    found = []
    for begins, digest in content.timeline:
        readiness = content.ready(digest)
        if readiness is not None and readiness.missing:
            found.append((begins, digest, readiness.missing))
    return found


def waiting(site: Any = None) -> list[Any]:
    """Return the procedures with a version that waits for approvals, by code."""
    kept = drafts.book(site)
    codes = list(kept.waiting) if kept is not None else []
    found = [folder(site).get(code) for code in codes]
    return [one for one in found if one is not None and needs_of(one)]


def repeal(
    code: str,
    person: str,
    ending: Ending,
    now: datetime | None = None,
    site: Any = None,
) -> None:
    """Let a procedure end; what replaces it has to be in the catalogue."""
    at = moment(now)
    on = day_of(at)
    officials.check_decides(code, person, "publication", on, site)
    content = procedure(code, site)
    if not ending.deed.strip():
        raise DraftRefused(f"{code}: hãy nêu quyết định / name the deciding document")
    if ending.last_day < on and not ending.reason.strip():
        raise DraftRefused(
            f"{code}: ngày cuối {ending.last_day} đã qua, hãy nêu lý do / the last day "
            f"{ending.last_day} is in the past; say why"
        )
    unknown = [one for one in ending.replaced_by if one not in folder(site)]
    if unknown:
        raise DraftRefused(
            f"{', '.join(unknown)}: không có thủ tục này / no such procedure"
        )
    if code in ending.replaced_by:
        raise DraftRefused(f"{code}: không thay thế chính nó / cannot replace itself")
    content.repeal(ending)
    content.acts = (
        *content.acts,
        LogEntry(at, person, "repeal", ending.reason, ending.deed),
    )


def take_back(
    code: str,
    person: str,
    reason: str,
    deed: str,
    now: datetime | None = None,
    site: Any = None,
) -> None:
    """Take a repeal back; the procedure goes on as if it had never been."""
    at = moment(now)
    officials.check_decides(code, person, "publication", day_of(at), site)
    content = procedure(code, site)
    if content.ending is None:
        raise DraftRefused(f"{code}: không bị bãi bỏ / is not repealed")
    if not reason.strip() or not deed.strip():
        raise DraftRefused(
            f"{code}: cần lý do và văn bản / the reason and the document are needed"
        )
    content.repeal(None)
    content.acts = (*content.acts, LogEntry(at, person, "take_back", reason, deed))
