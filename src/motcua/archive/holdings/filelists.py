"""File lists (danh mục hồ sơ): one a year and fonds, Decree 30/2020/NĐ-CP article 28.

The archive drafts and proposes, the head approves or sends back with the reason, the
archive issues. While a list is in force entries are added, each dated, none dropped:
files hang on them. Who proposed does not approve, unless the agency has waived that
(``organisation.waivers``, rule ``own-list``).

All acts take ``seen``, the length that the person saw, and raise ``Unknown``,
``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
"""

from __future__ import annotations

from dataclasses import replace
from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import plan as plans
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import OwnList
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.plan import Entry
from motcua.archive.holdings.store import FileList
from motcua.base.vietnam import VIETNAM
from motcua.organisation import units
from motcua.organisation import waivers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.holdings.plan import Plan
    from motcua.dossiers.ledger import Event

#: Entries of one list, and how deep headings go.
MOST: Final = 5000
DEEPEST: Final = 6
#: Years that a list can be for.
FIRST: Final = 1945
_TITLE: Final = 500
_NUMBER: Final = 50
_TAKES: Final = 100


def draft(
    site: Any,
    fonds: str,
    year: int,
    actor: str,
    now: datetime,
    *,
    copied: bool = False,
) -> FileList:
    """Begin the list of a year and return it; ``copied`` takes last year's entries.

    Files that came to last year's list in its course come along. Keys stay, so that a
    heading is the same through the years.
    """
    group = _keeps(site, fonds, actor, now)
    if not FIRST <= year <= now.astimezone(VIETNAM).year + 1:
        raise Missing(_("A file list is for a year from 1945 to the next one."))
    shelf = store.made(site)
    code = store.list_code(fonds, year)
    if code in shelf.lists:
        raise Impossible(_("There is a file list for ${year} already."), year=str(year))
    entries: list[dict[str, Any]] = []
    source = store.file_list(site, fonds, year - 1) if copied else None
    if copied and source is None:
        raise Missing(
            _("There is no file list for ${year} to copy from."), year=str(year - 1)
        )
    if source is not None:
        known = plans.fold(source).entries.values()
        entries = [replace(one, added_at="").to_json() for one in known]
    one = FileList(code)
    facts = {"fonds": fonds, "year": year, "source": source.code if source else ""}
    rights.append(one, "draft", actor, group, now, facts, {"entries": entries})
    shelf.lists[code] = one
    return one


def put(
    site: Any,
    one: FileList,
    entry: Entry,
    actor: str,
    now: datetime,
    *,
    reason: str = "",
    seen: int | None = None,
) -> Event:
    """Write an entry down; ``entry.key`` is "" for a new one.

    In a list that is in force it is an addition and needs a reason.
    """
    found, group = _allowed(site, one, actor, now, seen, "draft", "issued")
    addition = found.state == "issued"
    if addition and not reason.strip():
        raise Missing(_("The list is in force: say why this is added or changed."))
    if entry.key and entry.key not in found.entries:
        raise Unknown
    if not entry.key and len(found.entries) >= MOST:
        raise Missing(_("A file list has 5000 entries at most."))
    told = as_kept(site, found, entry)
    if entry.key and told == replace(found.entries[entry.key], added_at=""):
        raise Missing(_("Nothing was changed."))
    facts = {"key": told.key, "addition": addition}
    data = {"entry": told.to_json(), **({"reason": reason} if reason else {})}
    return rights.append(one, "put", actor, group, now, facts, data)


def next_key(site: Any, fonds: str) -> str:
    """Return a key that no entry has or had in any list of a fonds.

    Rules on terms name an entry by its key alone, for all years.
    """
    lists = map(plans.fold, store.lists_of(site, fonds))
    return f"k{max((one.last_key for one in lists), default=0) + 1}"


def as_kept(site: Any, found: Plan, entry: Entry) -> Entry:
    """Return the entry as a list keeps it, with its key. Raises ``Missing``."""
    told = replace(
        entry,
        key=entry.key or next_key(site, found.fonds),
        title=" ".join(entry.title.split()),
        number=" ".join(entry.number.split()),
        note=" ".join(entry.note.split()),
        takes=tuple(dict.fromkeys(filter(None, map(str.strip, entry.takes)))),
        added_at="",
    )
    if told.kind not in plans.KINDS:
        raise Missing(_("Choose a heading or a file."))
    if not told.title or len(told.title) > _TITLE:
        raise Missing(_("A title is needed, of 500 characters at most."))
    if len(told.number) > _NUMBER or len(told.note) > 4 * _TITLE:
        raise Missing(_("Number and notation have 50 characters at most."))
    if told.retention and told.retention not in retention.classes():
        raise Missing(_("Choose a term of keeping."))
    _check_place(found, told)
    if told.kind == plans.FILE and told.takes:
        raise Missing(
            _(
                "Only a heading takes in closed dossiers: choose “Heading of the list” "
                "as the kind of entry."
            )
        )
    if len(told.takes) > _TAKES or any(len(each) > _TITLE for each in told.takes):
        raise Missing(_("A heading takes in 100 procedures and fields at most."))
    _check_taken_once(found, told)
    if told.maker:
        try:
            told = replace(told, maker=units.get(told.maker, site).code)
        except KeyError as error:
            raise Missing(_("Choose the department that makes the file.")) from error
    if told.number and any(
        one.number == told.number and one.key != told.key
        for one in found.entries.values()
        if one.kind == told.kind
    ):
        raise Missing(
            _("Number ${number} is taken by another entry."), number=told.number
        )
    return told


def _check_place(found: Plan, entry: Entry) -> None:
    line = found.line(entry.parent)
    if entry.parent and (not line or line[0].kind != plans.HEADING):
        raise Missing(_("An entry stands under a heading of this list, or at the top."))
    if any(one.key == entry.key for one in line):
        raise Missing(_("A heading cannot stand under itself."))
    if len(line) >= DEEPEST:
        raise Missing(_("Headings go six levels deep at most."))
    old = found.entries.get(entry.key)
    if old is not None and old.kind != entry.kind and found.children(old.key):
        raise Missing(_("Something stands under this heading; it stays a heading."))


def _check_taken_once(found: Plan, entry: Entry) -> None:
    for one in found.entries.values():
        both = set(one.takes) & set(entry.takes) if one.key != entry.key else set()
        if both:
            raise Missing(
                _("“${what}” is taken in by heading “${title}” already."),
                what=min(both),
                title=one.title,
            )


def drop(
    site: Any,
    one: FileList,
    key: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Strike an entry out of a draft; a heading has to be empty."""
    found, group = _allowed(site, one, actor, now, seen, "draft")
    if key not in found.entries:
        raise Unknown
    if found.children(key):
        raise Impossible(_("Something stands under this heading; move it first."))
    return rights.append(one, "drop", actor, group, now, {"key": key})


def propose(
    site: Any, one: FileList, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Send the draft to the head. Every file needs a term of keeping by then."""
    found, group = _allowed(site, one, actor, now, seen, "draft")
    if not found.entries:
        raise Missing(_("The list is empty."))
    without = [
        each
        for each in found.entries.values()
        if (each.kind == plans.FILE or each.takes) and not found.retention(each.key)
    ]
    if without:
        raise Missing(
            _("“${title}” has no term of keeping, nor has a heading above it."),
            title=without[0].title,
        )
    return rights.append(one, "propose", actor, group, now, {})


def send_back(
    site: Any,
    one: FileList,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Send a proposed list back with the reason; the head does it."""
    _found, group = _decided(site, one, actor, now, seen)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    return rights.append(one, "return", actor, group, now, {}, {"reason": reason})


def approve(
    site: Any, one: FileList, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Approve a proposed list; the head does it, and not who proposed it."""
    found, group = _decided(site, one, actor, now, seen)
    facts: dict[str, Any] = {}
    if actor == found.proposed_by:
        keeper = _keeper(site, found.fonds)
        day = now.astimezone(VIETNAM).date()
        if not waivers.holds(keeper, waivers.OWN_LIST, day, site):
            raise OwnList
        facts["waived"] = waivers.OWN_LIST
    return rights.append(one, "approve", actor, group, now, facts)


def issue(
    site: Any,
    one: FileList,
    deed: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Put an approved list in force; ``deed`` is number and date of the decision."""
    _found, group = _allowed(site, one, actor, now, seen, "approved")
    if not deed.strip():
        raise Missing(_("Name the decision: number and date."))
    return rights.append(one, "issue", actor, group, now, {"deed": deed.strip()})


def close(
    site: Any, one: FileList, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """End a list after its year: nothing is opened under it any more."""
    found, group = _allowed(site, one, actor, now, seen, "issued")
    if now.astimezone(VIETNAM).year <= found.year:
        raise Impossible(
            _("The list is ended when its year is over, from 1 January ${year} on."),
            year=str(found.year + 1),
        )
    return rights.append(one, "close", actor, group, now, {})


def get(site: Any, fonds: str, year: int, person: str, now: datetime) -> FileList:
    """Return a list that the person may see; ``Unknown`` for every other."""
    fonds_module.get(site, fonds, person, now)
    one = store.file_list(site, fonds, year)
    if one is None:
        raise Unknown
    return one


def may_decide(site: Any, found: Plan, person: str, now: datetime) -> bool:
    """Say whether the person is the head, for whom a proposed list waits."""
    head = rights.heads(site, _keeper(site, found.fonds), person, now)
    return found.state == "proposed" and bool(head)


def in_force(site: Any, fonds: str, year: int) -> Plan | None:
    """Return the list of a year when it is, or was, in force."""
    one = store.file_list(site, fonds, year)
    found = plans.fold(one) if one is not None else None
    return found if found and found.state in ("issued", "closed") else None


def _keeper(site: Any, fonds: str) -> str:
    one = store.fonds(site, fonds)
    if one is None:
        raise Unknown
    return fonds_module.view(one).keeper


def _keeps(site: Any, fonds: str, actor: str, now: datetime) -> str:
    fonds_module.get(site, fonds, actor, now)
    return rights.check(rights.keeps(site, _keeper(site, fonds), actor, now))


def _allowed(
    site: Any,
    one: FileList,
    actor: str,
    now: datetime,
    seen: int | None,
    *states: str,
) -> tuple[Plan, str]:
    found = plans.fold(one)
    group = _keeps(site, found.fonds, actor, now)
    rights.check_seen(one, seen)
    _check_state(found, states)
    return found, group


def _decided(
    site: Any, one: FileList, actor: str, now: datetime, seen: int | None
) -> tuple[Plan, str]:
    found = plans.fold(one)
    fonds_module.get(site, found.fonds, actor, now)
    head = rights.heads(site, _keeper(site, found.fonds), actor, now)
    group = rights.check(head)
    rights.check_seen(one, seen)
    _check_state(found, ("proposed",))
    return found, group


def _check_state(found: Plan, states: Sequence[str]) -> None:
    if found.state not in states:
        raise Impossible(
            _("This is not possible while the list stands at “${state}”."),
            state=plans.STATES[found.state],
        )
