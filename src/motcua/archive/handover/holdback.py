"""Makers keep files that are due, with consent and a limit (giữ lại hồ sơ).

Decree 30/2020/NĐ-CP article 31: the head consents in writing, with a list, for two
years at most from the day on which they are due. One request keeps a file at a time.
Digital files are handed over all the same: their maker uses them without being asked
(Circular 05/2025/TT-BNV article 19(1)(b)), so they are not kept.

Events: ``ask`` (fonds, department, year, number, files, until; data: reason),
``grant``, ``refuse`` (data: reason), ``end`` (the maker needs them no longer).
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.archive.handover import store
from motcua.archive.handover import terms
from motcua.archive.handover.errors import OwnInventory
from motcua.archive.handover.errors import TooLong
from motcua.archive.handover.errors import UsedAnyway
from motcua.archive.handover.store import HoldBack
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.organisation import waivers
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

#: Files of one request.
MOST: Final = 200
SEQUENCE: Final = "holdback"
ASKED: Final = "asked"
GRANTED: Final = "granted"
STATES: Final[dict[str, Any]] = {
    ASKED: _("Asked for consent"),
    GRANTED: _("Kept with consent"),
    "refused": _("Consent refused"),
    "ended": _("Kept no longer"),
}
_AFTER: Final = {"grant": GRANTED, "refuse": "refused", "end": "ended"}


@dataclass(frozen=True)
class HoldBackView:
    """A request as it stands; ``until`` is the last day of keeping."""

    code: str
    fonds: str
    department: str
    year: int
    number: int
    state: str
    length: int
    files: tuple[str, ...]
    until: date
    reason: str
    asked_by: str
    asked_at: datetime
    answer: str = ""
    events: tuple[Event, ...] = field(default=(), repr=False)


def view(one: HoldBack) -> HoldBackView:
    """Return what the chain of a request comes to."""
    chain = ledger.events(one)
    first, last = chain[0], chain[-1]
    facts = first.facts
    return HoldBackView(
        code=one.code,
        fonds=facts["fonds"],
        department=facts["department"],
        year=int(facts["year"]),
        number=int(facts["number"]),
        state=_AFTER.get(last.type, ASKED),
        length=len(chain),
        files=tuple(facts["files"]),
        until=date.fromisoformat(facts["until"]),
        reason=str(first.data.get("reason", "")),
        asked_by=first.actor,
        asked_at=first.at,
        answer=str(last.data.get("reason", "")) if last is not first else "",
        events=tuple(chain),
    )


def ask(
    site: Any,
    codes: Sequence[str],
    until: date | None,
    reason: str,
    actor: str,
    now: datetime,
) -> HoldBack:
    """Ask to keep files of one department until a day; return the request.

    Raises ``Missing``, ``NotYours``, ``Impossible``, ``UsedAnyway``, ``TooLong``.
    """
    wanted = list(dict.fromkeys(filter(None, (code.strip() for code in codes))))
    if not 0 < len(wanted) <= MOST or until is None or not reason.strip():
        raise Missing(
            _("Name 1 to 200 files, one a line, the last day, and why they are needed.")
        )
    held = [_file(site, code, actor, now) for code in wanted]
    first = files.view(held[0])
    group = rights.check(rights.works(first.department, actor, now))
    for one in held:
        _check(first, files.view(one), until, now)
    shelf, year = store.made(site), now.astimezone(VIETNAM).year
    code = ""
    while not code or code in shelf.holdbacks:
        number = numbers.allocate(f"{SEQUENCE}:{first.fonds}", str(year))
        code = store.code("GL", first.fonds, year, number)
    made = HoldBack(code)
    facts = {
        "fonds": first.fonds,
        "department": first.department,
        "year": year,
        "number": number,
        "files": wanted,
        "until": until.isoformat(),
    }
    data = {"reason": reason.strip()[:500]}
    rights.append(made, "ask", actor, group, now, facts, data)
    shelf.holdbacks[code] = made
    return made


def _file(site: Any, code: str, actor: str, now: datetime) -> File:
    one = holdings.file(site, code)
    if one is None or not files.may_see(site, files.view(one), actor, now):
        raise Missing(_("There is no file with code ${code}."), code=code[:80])
    return one


def _check(first: FileView, told: FileView, until: date, now: datetime) -> None:
    """Raise unless a file may be kept until that day."""
    files.check_there(told)
    if told.department != first.department or told.fonds != first.fonds:
        raise Impossible(
            _("File ${code} was made by another department."), code=told.code
        )
    due, used = terms.due(told), terms.used_until(told)
    if due is None or told.state != files.CLOSED:
        raise Impossible(_("File ${code} is open; close it first."), code=told.code)
    if told.keeping != handed.MAKER:
        raise Impossible(_("File ${code} was handed over already."), code=told.code)
    if used is not None and not told.on_paper:
        raise UsedAnyway(code=told.code, days=str((used - due).days))
    today = now.astimezone(VIETNAM).date()
    if told.held_until is not None and told.held_until >= today:
        raise Impossible(
            _("File ${code} is kept back already by ${list}; end that first."),
            code=told.code,
            list=told.held_by,
        )
    last = terms.years_after(due, terms.on(due).hold_back_years)
    if not today < until <= last:
        raise TooLong(day=f"{last:%d/%m/%Y}")


def grant(
    site: Any, one: HoldBack, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Consent: the head of the agency, and not who asked."""
    found, group = _decides(site, one, actor, now, seen)
    for code in found.files:
        file = _file(site, code, actor, now)
        told = files.view(file)
        _check(told, told, found.until, now)
        facts = {"list": one.code, "until": found.until.isoformat()}
        rights.append(file, "keep_on", actor, group, now, facts)
    return rights.append(one, "grant", actor, group, now, {"files": len(found.files)})


def refuse(
    site: Any,
    one: HoldBack,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Refuse, with the reason: the files are handed over."""
    _found, group = _decides(site, one, actor, now, seen)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    data = {"reason": reason.strip()[:500]}
    return rights.append(one, "refuse", actor, group, now, {}, data)


def end(
    site: Any, one: HoldBack, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """The maker needs the files no longer, or takes its request back."""
    found = view(get(site, one.code, actor, now))
    group = rights.check(rights.works(found.department, actor, now))
    rights.check_seen(one, seen)
    _state(found, ASKED, GRANTED)
    for code in found.files:
        file = holdings.file(site, code)
        if file is not None and files.view(file).held_by == one.code:
            facts = {"list": one.code, "until": ""}
            rights.append(file, "keep_on", actor, group, now, facts)
    return rights.append(one, "end", actor, group, now, {})


def _decides(
    site: Any, one: HoldBack, actor: str, now: datetime, seen: int | None
) -> tuple[HoldBackView, str]:
    found = view(get(site, one.code, actor, now))
    keeper = files.keeper_of(site, found.fonds)
    group = rights.check(may_decide(site, found, actor, now))
    rights.check_seen(one, seen)
    _state(found, ASKED)
    day = now.astimezone(VIETNAM).date()
    waived = waivers.holds(keeper, waivers.OWN_INVENTORY, day, site)
    if actor == found.asked_by and not waived:
        raise OwnInventory
    return found, group


def may_decide(site: Any, found: HoldBackView, person: str, now: datetime) -> str:
    """Return the group in which a person gives consent, "" for none."""
    return rights.heads(site, files.keeper_of(site, found.fonds), person, now)


def _state(found: HoldBackView, *states: str) -> None:
    if found.state not in states:
        raise Impossible(
            _("This is not possible while the request stands at “${state}”."),
            state=STATES[found.state],
        )


def get(site: Any, code: str, person: str, now: datetime) -> HoldBack:
    """Return a request for its department, the archive and the head."""
    one = store.holdback(site, code)
    if one is None:
        raise Unknown
    found = view(one)
    works = rights.works(found.department, person, now)
    keeps = rights.keeps(site, files.keeper_of(site, found.fonds), person, now)
    if not works and not keeps and not may_decide(site, found, person, now):
        raise Unknown
    return one


def ends_soon(found: HoldBackView, day: date) -> bool:
    """Say whether the makers are to be reminded: it ends soon, or is over."""
    remind = timedelta(days=terms.on(day).remind_days)
    return found.state == GRANTED and found.until <= day + remind
