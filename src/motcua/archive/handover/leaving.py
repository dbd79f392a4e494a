"""Whoever leaves hands all files to a successor (Decree 30/2020/NĐ-CP article 31).

A list of the open and closed files that the person keeps in a department, and of the
dossiers that were given to them by name; those are moved by ``dossiers.succession``.
The successor accepts file by file. Nothing here keeps a duty from ending.

Events: ``draw_up`` (fonds, department, year, number, person, successor, files,
dossiers, deed), ``accept`` (files), ``return`` (files; data: reason). A file has
``pass_on`` on its own chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from motcua import _
from motcua.archive.handover import lists
from motcua.archive.handover import store
from motcua.archive.handover.errors import Decided
from motcua.archive.handover.store import Leaving
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers import succession
from motcua.organisation.small import agency_of
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from motcua.dossiers.ledger import Event

#: Files that are accepted by one act.
MOST: Final = 200
SEQUENCE: Final = "leaving"
STATES: Final[dict[str, Any]] = {
    "waits": _("Waits for the successor"),
    "done": _("Handed to the successor"),
}


@dataclass(frozen=True)
class LeavingView:
    """What a person hands on; ``items`` maps files to ``lists.ITEMS``."""

    code: str
    fonds: str
    department: str
    year: int
    number: int
    person: str
    successor: str
    deed: str
    drawn_by: str
    drawn_at: datetime
    dossiers: tuple[str, ...]
    items: Mapping[str, str]
    reasons: Mapping[str, str]
    length: int
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def state(self) -> str:
        """One of ``STATES``."""
        return "waits" if self.at(lists.WAITS) else "done"

    def at(self, state: str) -> tuple[str, ...]:
        """Return the files that stand at one of ``lists.ITEMS``."""
        return tuple(code for code, now in self.items.items() if now == state)


def view(one: Leaving) -> LeavingView:
    """Return what the chain comes to."""
    chain = ledger.events(one)
    first, *later = chain
    facts = first.facts
    items = dict.fromkeys(facts["files"], lists.WAITS)
    reasons: dict[str, str] = {}
    for event in later:
        accepted = event.type == "accept"
        state = lists.ACCEPTED if accepted else lists.RETURNED
        items |= dict.fromkeys(event.facts["files"], state)
        if not accepted:
            words = str(event.data.get("reason", ""))
            reasons |= dict.fromkeys(event.facts["files"], words)
    names = ("fonds", "department", "person", "successor", "deed")
    return LeavingView(
        code=one.code,
        **{name: facts[name] for name in names},
        year=int(facts["year"]),
        number=int(facts["number"]),
        drawn_by=first.actor,
        drawn_at=first.at,
        dossiers=tuple(facts["dossiers"]),
        items=items,
        reasons=reasons,
        length=len(chain),
        events=tuple(chain),
    )


def draw_up(
    site: Any,
    person: str,
    department: str,
    successor: str,
    deed: str,
    actor: str,
    now: datetime,
) -> Leaving:
    """List all that the person keeps in a department for the successor.

    Done by who works there, the archive or the head. Raises ``NotYours``, ``Missing``,
    ``Impossible`` while another list of the same waits.
    """
    from motcua.archive.handover import register

    fonds = holdings.fonds_of(site, agency_of(department, site))
    if fonds is None:
        raise Unknown
    group = rights.check(may(site, fonds.name, department, actor, now), visible=False)
    if successor == person or not rights.works(department, successor, now):
        raise Missing(_("Name a successor who works in the same department."))
    _check_none_waits(site, person, department)
    held = [
        code
        for code in register.held_by(person, department)
        if (file := holdings.file(site, code)) and files.view(file).holder == person
    ]
    by_name = succession.holding(person, now.astimezone(VIETNAM).date(), site)
    dossiers = list(by_name.codes)
    if not held and not dossiers:
        raise Missing(_("This person keeps no file in that department."))
    shelf, year = store.made(site), now.astimezone(VIETNAM).year
    code = ""
    while not code or code in shelf.leavings:
        number = numbers.allocate(f"{SEQUENCE}:{fonds.name}", str(year))
        code = store.code("BG", fonds.name, year, number)
    made = Leaving(code)
    facts = {
        "fonds": fonds.name,
        "department": department,
        "year": year,
        "number": number,
        "person": person,
        "successor": successor,
        "deed": " ".join(deed.split())[:200],
        "files": held,
        "dossiers": dossiers,
    }
    rights.append(made, "draw_up", actor, group, now, facts)
    shelf.leavings[code] = made
    return made


def _check_none_waits(site: Any, person: str, department: str) -> None:
    """Raise ``Impossible`` while a list of the same person waits."""
    for each in store.every_leaving(site):
        found = view(each)
        same = (found.person, found.department) == (person, department)
        if same and found.state == "waits":
            raise Impossible(
                _("List ${code} of this person still waits."), code=each.code
            )


def may(site: Any, fonds: str, department: str, person: str, now: datetime) -> str:
    """Return the group in which a person has such lists before them, "" for none."""
    keeper = files.keeper_of(site, fonds)
    works = rights.works(department, person, now)
    kept = works or rights.keeps(site, keeper, person, now)
    return kept or rights.heads(site, keeper, person, now)


def get(site: Any, code: str, person: str, now: datetime) -> Leaving:
    """Return a list for its department, the archive and the head."""
    one = store.leaving(site, code)
    if one is None:
        raise Unknown
    found = view(one)
    if not may(site, found.fonds, found.department, person, now):
        raise Unknown
    return one


def accept(
    site: Any, one: Leaving, codes: Sequence[str], actor: str, now: datetime
) -> Event:
    """Take files over; the successor alone does it."""
    found, group, wanted = _chosen(site, one, codes, actor, now)
    for code in wanted:
        file = holdings.file(site, code)
        assert file is not None
        if files.view(file).keeping == handed.MAKER:
            facts = {"list": one.code, "to": found.successor}
            rights.append(file, "pass_on", actor, group, now, facts)
    return rights.append(one, "accept", actor, group, now, {"files": wanted})


def return_(
    site: Any,
    one: Leaving,
    codes: Sequence[str],
    reason: str,
    actor: str,
    now: datetime,
) -> Event:
    """Say of files that they were not handed over, and why."""
    _found, group, wanted = _chosen(site, one, codes, actor, now)
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    data = {"reason": reason.strip()[:500]}
    return rights.append(one, "return", actor, group, now, {"files": wanted}, data)


def _chosen(
    site: Any, one: Leaving, codes: Sequence[str], actor: str, now: datetime
) -> tuple[LeavingView, str, list[str]]:
    found = view(get(site, one.code, actor, now))
    works = rights.works(found.department, actor, now)
    group = rights.check(works if actor == found.successor else "")
    wanted = list(dict.fromkeys(codes))
    if not 0 < len(wanted) <= MOST or set(wanted) - set(found.items):
        raise Missing(_("Choose 1 to 200 files of this list."))
    for code in wanted:
        if found.items[code] != lists.WAITS:
            raise Decided(code=code)
    return found, group, wanted
