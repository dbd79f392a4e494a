"""Opinion of the archives authority, days of waiting, and the decision of the head.

Who hands in to the historical archive asks the authority first (Circular 05/2025
article 49(4) and (6)); others decide alone (49(8)). Between the last of that and the
decision lie the days of ``terms``, for after the decision there are few: whoever needs
a file must be able to say so before. Whoever put files on the list never decides.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua import _
from motcua.archive.appraisal import councils
from motcua.archive.appraisal import listing
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import terms
from motcua.archive.appraisal.errors import OwnDecision
from motcua.archive.appraisal.errors import TooEarly
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Missing
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.appraisal.lists import ListView
    from motcua.archive.appraisal.store import DisposalList
    from motcua.dossiers.ledger import Event


def ask(
    site: Any,
    one: DisposalList,
    authority: str,
    deed: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write down that the authority was asked, by which letter."""
    _found, group = listing.allowed(site, one, actor, now, seen, "judged")
    if not authority.strip() or not deed.strip():
        raise Missing(_("Name the authority, and the letter: number and date."))
    facts = {"authority": authority.strip()[:200], "deed": deed.strip()[:200]}
    return rights.append(one, "ask", actor, group, now, facts)


def answer(
    site: Any,
    one: DisposalList,
    deed: str,
    kept: Sequence[str],
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write the opinion down; ``kept`` are files that the authority wants kept."""
    found, group = listing.allowed(site, one, actor, now, seen, "asked")
    wanted = list(dict.fromkeys(kept))
    if not deed.strip():
        raise Missing(_("Name the opinion: number and date."))
    if set(wanted) - set(found.files):
        raise Missing(_("Choose files of this list."))
    if wanted and not reason.strip():
        raise Missing(_("Give the reason in words."))
    facts = {"deed": deed.strip()[:200], "kept": wanted}
    data = {"reason": reason.strip()} if reason.strip() else {}
    return rights.append(one, "answer", actor, group, now, facts, data)


def may_from(found: ListView) -> date | None:
    """Return the first day on which the head may decide, None before that is known."""
    last = found.answered_at if found.submits else found.judged_at
    if last is None:
        return None
    day = last.astimezone(VIETNAM).date()
    return day + timedelta(days=terms.on(day).cooling_off_days)


def decide(
    site: Any,
    one: DisposalList,
    deed: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Decide on the list: what council and authority let go is to be destroyed.

    Files that are kept get their new term at once; held ones leave the list. Raises
    ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``, ``Missing``, ``OwnDecision``,
    ``TooEarly``.
    """
    listing.get(site, one.code, actor, now)
    found = lists.view(one)
    group = rights.check(rights.heads(site, listing.keeper_of(site, found), actor, now))
    rights.check_seen(one, seen)
    listing.check_state(found, "answered" if found.submits else "judged")
    if actor in found.builders:
        raise OwnDecision
    day = may_from(found)
    if day is None or now.astimezone(VIETNAM).date() < day:
        raise TooEarly(day=f"{day:%d/%m/%Y}" if day else "-")
    if not deed.strip():
        raise Missing(_("Name the decision: number and date."))
    destroyed, held = _parted(site, found)
    kept = [code for code in found.files if code not in found.to_destroy]
    facts = {
        "deed": deed.strip()[:200],
        "destroyed": destroyed,
        "kept": kept,
        "held": held,
    }
    event = rights.append(one, "decide", actor, group, now, facts)
    for code in kept:
        _keep(site, found, code, actor, group, now)
    for code in held:
        listing.let_go(site, code, one.code, actor, group, now)
    return event


def _parted(site: Any, found: ListView) -> tuple[list[str], list[str]]:
    """Return files to be destroyed, and those among them that are held."""
    held = []
    for code in found.to_destroy:
        file = holdings.file(site, code)
        if file is not None and files.view(file).holds:
            held.append(code)
    return [code for code in found.to_destroy if code not in held], held


def _keep(
    site: Any, found: ListView, code: str, actor: str, group: str, now: datetime
) -> None:
    """Give a file that is kept its new term; without one it stands as before."""
    voice, file = found.settled.get(code), holdings.file(site, code)
    if file is None or voice is None or not voice.retention:
        listing.let_go(site, code, found.code, actor, group, now)
        return
    until = councils.new_until(files.view(file), voice.retention, now)
    facts = {
        "list": found.code,
        "verdict": "kept",
        "retention": voice.retention,
        "until": until.isoformat() if until else None,
    }
    data = {"reason": voice.reason}
    rights.append(file, "appraise", actor, group, now, facts, data)


def destroy_by(found: ListView) -> date | None:
    """Return the last day for destroying after the decision, None before it."""
    if found.decided_at is None:
        return None
    day = found.decided_at.astimezone(VIETNAM).date()
    return day + timedelta(days=terms.on(day).destroy_within_days)
