"""Planning a project, approving, starting and ending it.

Who keeps the archive of the fonds plans (duty ``archive``), the head approves with a
deed (Circular 05/2025/TT-BNV articles 5 and 7) and is not who planned it. Acts take
``seen`` and raise ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.backlog import fields
from motcua.archive.backlog import projects
from motcua.archive.backlog import store
from motcua.archive.backlog.errors import OwnProject
from motcua.archive.backlog.store import Project
from motcua.archive.holdings import files
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.holdings.fields import altered
from motcua.base.vietnam import VIETNAM
from motcua.organisation import units
from motcua.organisation import waivers
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.archive.backlog.projects import ProjectView
    from motcua.dossiers.ledger import Event

#: What numbers of projects are counted by.
SEQUENCE: Final = "project"


def draft(
    site: Any,
    fonds: str,
    department: str,
    given: Mapping[str, str],
    actor: str,
    now: datetime,
) -> Project:
    """Plan a project and return it; ``department`` makes files without a maker."""
    if holdings.fonds(site, fonds) is None:
        raise Unknown
    keeper = files.keeper_of(site, fonds)
    group = rights.check(rights.keeps(site, keeper, actor, now), visible=False)
    told = {name: text for name, text in fields.checked(given).items() if text}
    if not told.get("title"):
        raise Missing(_("Give the project a name."))
    try:
        maker = units.get(department, site).code
    except KeyError as error:
        raise Missing(_("Choose the department that makes the file.")) from error
    shelf, year = store.made(site), now.astimezone(VIETNAM).year
    code = ""
    while not code or code in shelf.projects:
        number = numbers.allocate(f"{SEQUENCE}:{fonds}", str(year))
        code = store.code_of(fonds, year, number)
    one = Project(code)
    facts = {
        "code": code,
        "fonds": fonds,
        "year": year,
        "number": number,
        "department": maker,
    }
    rights.append(one, "draft", actor, group, now, facts, {"plan": told})
    shelf.projects[code] = one
    return one


def get(site: Any, code: str, person: str, now: datetime) -> Project:
    """Return a project that the person keeps or heads; ``Unknown`` for every other."""
    one = store.project(site, code)
    if one is None:
        raise Unknown
    keeper = keeper_of(site, projects.view(one))
    if rights.keeps(site, keeper, person, now) or rights.heads(
        site, keeper, person, now
    ):
        return one
    raise Unknown


def keeper_of(site: Any, found: ProjectView) -> str:
    """Return the agency that keeps the fonds of a project."""
    return files.keeper_of(site, found.fonds)


def keeping(
    site: Any, one: Project, actor: str, now: datetime, seen: int | None, *states: str
) -> tuple[ProjectView, str]:
    """Return the project and the group by which the person keeps it.

    Raises unless it is in one of the states.
    """
    get(site, one.code, actor, now)
    found = projects.view(one)
    keeper = keeper_of(site, found)
    group = rights.check(rights.keeps(site, keeper, actor, now))
    rights.check_seen(one, seen)
    _check_state(found, states)
    return found, group


def _check_state(found: ProjectView, states: tuple[str, ...]) -> None:
    if states and found.state not in states:
        raise Impossible


def describe(
    site: Any,
    one: Project,
    given: Mapping[str, str],
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Change the plan before it is approved."""
    found, group = keeping(site, one, actor, now, seen, projects.PLANNED)
    changed = altered(found.plan, fields.checked(given))
    if changed.get("title") == "":
        raise Missing(_("Give the project a name."))
    return rights.append(one, "describe", actor, group, now, {}, {"plan": changed})


def approve(
    site: Any,
    one: Project,
    deed: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Approve the plan; raises ``OwnProject`` for who planned it as well."""
    get(site, one.code, actor, now)
    found = projects.view(one)
    keeper = keeper_of(site, found)
    group = rights.check(rights.heads(site, keeper, actor, now))
    rights.check_seen(one, seen)
    _check_state(found, (projects.PLANNED,))
    day = now.astimezone(VIETNAM).date()
    planners = {
        event.actor for event in found.events if event.type in ("draft", "describe")
    }
    if actor in planners and not waivers.holds(keeper, waivers.OWN_LIST, day, site):
        raise OwnProject
    lacking = projects.lacks(found)
    if lacking:
        raise Missing(_("The plan lacks “${field}”."), field=lacking[0])
    if not deed.strip():
        raise Missing(_("Name the decision, number and date."))
    facts = {"deed": " ".join(deed.split())[:200]}
    return rights.append(one, "approve", actor, group, now, facts)


def start(
    site: Any, one: Project, actor: str, now: datetime, seen: int | None = None
) -> Event:
    """Start an approved project: papers may go out now, rows become files."""
    _found, group = keeping(site, one, actor, now, seen, projects.APPROVED)
    return rights.append(one, "start", actor, group, now, {})


def end(
    site: Any,
    one: Project,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """End a project; papers that are out come back first."""
    found, group = keeping(
        site, one, actor, now, seen, projects.APPROVED, projects.RUNNING
    )
    if found.taking is not None:
        raise Impossible(_("Files are being made of its inventory; wait for the end."))
    out = projects.outside(found)
    if out:
        raise Impossible(
            _("Papers of movement ${number} are not back yet."),
            number=str(out[0].number),
        )
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    return rights.append(one, "end", actor, group, now, {}, {"reason": reason})


def spend(
    site: Any,
    one: Project,
    amount: int,
    what: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write down money that was spent, in VND, beside the price of pages."""
    states = (projects.APPROVED, projects.RUNNING)
    _found, group = keeping(site, one, actor, now, seen, *states)
    if amount < 1 or not what.strip():
        raise Missing(_("Give the amount in VND, and what it was spent for."))
    data = {"what": what.strip()[:300]}
    return rights.append(one, "spend", actor, group, now, {"amount": amount}, data)


def mine(site: Any, person: str, now: datetime) -> list[ProjectView]:
    """Return the projects that the person keeps or heads, the newest first."""
    found = []
    for one in store.every(site):
        told = projects.view(one)
        keeper = keeper_of(site, told)
        if rights.keeps(site, keeper, person, now) or rights.heads(
            site, keeper, person, now
        ):
            found.append(told)
    return sorted(found, key=lambda one: one.drafted_at, reverse=True)
