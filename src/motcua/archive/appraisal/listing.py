"""Building a disposal list: closed files whose term is over, or that are there twice.

A file is on one open list only: that is written on the file's own chain, so two lists,
and two councils, never have the same one. All acts take ``seen`` and raise ``Unknown``,
``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import register
from motcua.archive.appraisal import store
from motcua.archive.appraisal.store import DisposalList
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import handed
from motcua.archive.holdings import lying
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.appraisal.lists import ListView
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

#: Files taken by one act, and files of a list.
MOST: Final = 500
MOST_OF_A_LIST: Final = 5000
#: What numbers of lists are counted by.
SEQUENCE: Final = "disposal"
_NOTE: Final = 500


def draft(
    site: Any, fonds: str, actor: str, now: datetime, *, submits: bool = True
) -> DisposalList:
    """Begin a list and return it.

    ``submits`` says that the agency hands in to the historical archive: then the
    archives authority is asked before the decision (Circular 05/2025 article 49(4)).
    """
    one = fonds_module.get(site, fonds, actor, now)
    keeper = fonds_module.view(one).keeper
    group = rights.check(rights.keeps(site, keeper, actor, now))
    shelf, year = store.made(site), now.astimezone(VIETNAM).year
    code = ""
    while not code or code in shelf.lists:
        number = numbers.allocate(f"{SEQUENCE}:{fonds}", str(year))
        code = store.list_code(fonds, year, number)
    made = DisposalList(code)
    facts = {"fonds": fonds, "year": year, "number": number, "submits": submits}
    rights.append(made, "draft", actor, group, now, facts)
    shelf.lists[code] = made
    return made


def take_expired(
    site: Any, one: DisposalList, actor: str, now: datetime, seen: int | None = None
) -> int:
    """Take in files whose term is over and that stand on no list, 500 at most.

    Returns how many. ``Missing`` when there is none.
    """
    found, group = allowed(site, one, actor, now, seen, "draft")
    day = now.astimezone(VIETNAM).date()
    taken = []
    for code in register.expired(found.fonds, day, MOST, rights.groups(actor, now)):
        file = holdings.file(site, code)
        if file is not None and expired(files.view(file), now):
            taken.append(file)
    if not taken:
        raise Missing(_("No closed file of this fonds has a term that is over."))
    _take(one, found, taken, "expired", {}, actor, group, now)
    return len(taken)


def take(
    site: Any,
    one: DisposalList,
    code: str,
    why: str,
    note: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Take one closed file in, with why and a note."""
    found, group = allowed(site, one, actor, now, seen, "draft")
    file = holdings.file(site, code.strip())
    told = files.view(file) if file is not None else None
    if (
        file is None
        or told is None
        or told.fonds != found.fonds
        or not files.may_see(site, told, actor, now)
    ):
        raise Missing(_("There is no file with code ${code}."), code=code[:80])
    if why not in lists.WHY:
        raise Missing(_("Say why it has no value any more."))
    files.check_there(told)
    lying.check_at_hand(told)
    if told.state != files.CLOSED:
        raise Impossible(_("File ${code} is open; close it first."), code=told.code)
    if why == "expired" and not expired(told, now):
        raise Impossible(
            _("The term of file ${code} is not over; it is kept."), code=told.code
        )
    if why == "duplicate" and not note.strip():
        raise Missing(_("Name the other one in the note: its code, where it lies."))
    notes = {told.code: note.strip()[:_NOTE]} if note.strip() else {}
    return _take(one, found, [file], why, notes, actor, group, now)


def _take(
    one: DisposalList,
    found: ListView,
    taken: Sequence[File],
    why: str,
    notes: Mapping[str, str],
    actor: str,
    group: str,
    now: datetime,
) -> Event:
    if len(found.files) + len(taken) > MOST_OF_A_LIST:
        raise Missing(_("A disposal list has 5000 files at most; begin another one."))
    facts = {"list": one.code, "verdict": "listed"}
    for file in taken:
        rights.append(file, "appraise", actor, group, now, facts)
    pairs = [[file.code, why] for file in taken]
    told = {"notes": dict(notes)}
    return rights.append(one, "take", actor, group, now, {"files": pairs}, told)


def expired(found: FileView, now: datetime) -> bool:
    """Say whether the term of a closed file is over and it can be put on a list."""
    day = now.astimezone(VIETNAM).date()
    listed = found.appraisal or found.inventory
    free = found.state == files.CLOSED and not listed
    free = free and found.keeping != handed.HISTORICAL
    free = free and found.lying.loan is None
    return free and found.until is not None and found.until < day


def strike(
    site: Any,
    one: DisposalList,
    codes: Sequence[str],
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Take files off a draft, with the reason; they stay as they are."""
    found, group = allowed(site, one, actor, now, seen, "draft")
    wanted = list(dict.fromkeys(codes))
    if not wanted or set(wanted) - set(found.files):
        raise Missing(_("Choose files of this list."))
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    for code in wanted:
        let_go(site, code, one.code, actor, group, now)
    data = {"reason": reason.strip()}
    return rights.append(one, "strike", actor, group, now, {"files": wanted}, data)


def give_up(
    site: Any,
    one: DisposalList,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Give a list up before the decision; all of its files stay as they are."""
    before = ("draft", "council", "judged", "asked", "answered")
    found, group = allowed(site, one, actor, now, seen, *before)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    for code in found.files:
        let_go(site, code, one.code, actor, group, now)
    data = {"reason": reason.strip()}
    return rights.append(one, "give_up", actor, group, now, {}, data)


def let_go(
    site: Any, code: str, list_: str, actor: str, group: str, now: datetime
) -> None:
    """Write on a file that it stands on the list no more."""
    file = holdings.file(site, code)
    if file is not None and files.view(file).appraisal == list_:
        facts = {"list": list_, "verdict": "struck"}
        rights.append(file, "appraise", actor, group, now, facts)


def keeper_of(site: Any, found: ListView) -> str:
    """Return the agency that keeps the fonds of a list."""
    return files.keeper_of(site, found.fonds)


def get(site: Any, code: str, person: str, now: datetime) -> DisposalList:
    """Return a list for the archive, the head, and the council as long as it sits."""
    one = store.disposal_list(site, code)
    if one is None:
        raise Unknown
    found = lists.view(one)
    keeper = keeper_of(site, found)
    sits = found.state == "council" and bool(found.role(person))
    if (
        sits
        or rights.keeps(site, keeper, person, now)
        or rights.heads(site, keeper, person, now)
    ):
        return one
    raise Unknown


def allowed(
    site: Any,
    one: DisposalList,
    actor: str,
    now: datetime,
    seen: int | None,
    *states: str,
) -> tuple[ListView, str]:
    """Return the list and the group in which the archive acts on it."""
    get(site, one.code, actor, now)
    found = lists.view(one)
    keeps = rights.keeps(site, keeper_of(site, found), actor, now)
    group = rights.check(keeps)
    rights.check_seen(one, seen)
    check_state(found, *states)
    return found, group


def check_state(found: ListView, *states: str) -> None:
    """Raise ``Impossible`` unless the list stands at one of the states."""
    if found.state not in states:
        raise Impossible(
            _("This is not possible while the list stands at “${state}”."),
            state=lists.STATES[found.state],
        )
