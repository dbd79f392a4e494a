"""People of a contractor: they work on batches that are given to them, and no more.

Who is let in holds no duty of the house, for as long as the project runs and until a
day at most, on a written undertaking (Circular 05/2025/TT-BNV article 7(4)(a)). They
scan, arrange and describe the batches given to them by name; the archive examines,
files and closes. For whoever was let in and holds no duty there is nothing else, also
after the last day. Acts raise as those of ``planning`` do.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.backlog import store
from motcua.archive.capture import layout
from motcua.archive.capture import store as capture
from motcua.archive.capture.interfaces import IAssigns
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Missing
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from datetime import date
    from datetime import datetime
    from motcua.archive.backlog.store import Project
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event

#: Roles of a login to which the platform opens nothing.
PLAIN: Final = frozenset({"Anonymous", "Authenticated", "Member"})


def engage(
    site: Any,
    one: Project,
    person: str,
    until: date | None,
    deed: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Let a person of the contractor in until a day, that of the plan by default."""
    found, group = planning.keeping(site, one, actor, now, seen, projects.RUNNING)
    last, today = found.last_day, now.astimezone(VIETNAM).date()
    until = until or last
    if until is None or until < today or (last is not None and until > last):
        raise Missing(_("Give a last day from today to the end of the project."))
    user = api.user.get(userid=person) if person else None
    if user is None:
        raise Missing(_("There is no login “${name}”."), name=person[:64])
    if rights.groups(person, now) or not set(user.getRoles()) <= PLAIN:
        raise Missing(
            _("“${name}” holds a duty of the house and is no contractor."),
            name=person[:64],
        )
    if not deed.strip():
        raise Missing(_("Name the contract and the written undertaking."))
    facts = {"person": person, "until": until.isoformat()}
    store.note_engaged(site, person, one.code)
    data = {"deed": " ".join(deed.split())[:300]}
    return rights.append(one, "engage", actor, group, now, facts, data)


def dismiss(
    site: Any,
    one: Project,
    person: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Let a person out at once."""
    found, group = planning.keeping(site, one, actor, now, seen)
    if person not in found.engaged:
        raise Missing(_("“${name}” was not let in."), name=person[:64])
    return rights.append(one, "dismiss", actor, group, now, {"person": person})


def assign(
    site: Any,
    one: Project,
    batch: str,
    person: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Give a batch of papers of the project to a person; "" takes it away."""
    found, group = planning.keeping(site, one, actor, now, seen, projects.RUNNING)
    there = capture.batch(site, batch.strip())
    if there is None or not _of_project(site, found.code, there):
        raise Missing(
            _(
                "There is no batch “${batch}” of plain papers with the code of a file "
                "of this project."
            ),
            batch=batch[:64],
        )
    if person and person not in found.engaged:
        raise Missing(_("“${name}” was not let in."), name=person[:64])
    store.made(site).batches[there.code] = one.code
    facts = {"batch": there.code, "person": person}
    return rights.append(one, "assign", actor, group, now, facts)


def _of_project(site: Any, project: str, batch: Batch) -> bool:
    facts = layout.fold(batch, 1)
    file = holdings.file(site, facts.file_code)
    data = file.first.data if file is not None and file.first is not None else {}
    return facts.purpose == "papers" and data.get("project") == project


@implementer(IAssigns)
class Assignments:
    """See ``IAssigns``: batches that are not closed, of projects that run."""

    def assigned(self, site: Any, batch: Batch, person: str, now: datetime) -> bool:
        """Say whether the batch is given to the person at this moment."""
        code = store.of_batch(site, batch.code)
        one = store.project(site, code) if code else None
        if one is None or code not in store.engaging(site, person):
            return False
        found = projects.view(one)
        until = found.engaged.get(person)
        return (
            found.state == projects.RUNNING
            and found.assigned.get(batch.code) == person
            and until is not None
            and now.astimezone(VIETNAM).date() <= until
            and layout.state(ledger.events(batch)) != "closed"
        )


def confined(site: Any, person: str, now: datetime) -> bool:
    """Say whether there is nothing but given batches for this person."""
    return bool(store.engaging(site, person)) and not rights.groups(person, now)


def given(site: Any, person: str, now: datetime) -> list[str]:
    """Return the codes of batches that are given to a person now, in order."""
    told, found = Assignments(), []
    for code in store.engaging(site, person):
        one = store.project(site, code)
        if one is None:
            continue
        for name in projects.view(one).assigned:
            batch = capture.batch(site, name)
            if batch is not None and told.assigned(site, batch, person, now):
                found.append(name)
    return sorted(found)
