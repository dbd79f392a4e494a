"""Closed dossiers become files: one by one, or all of an agency that wait, as a job.

The record of a dossier stays as it is and hangs in its file. The heading that takes in
its procedure, or its field, is found by itself; where no list is in force, or no
heading takes it, the file stands outside the list and says so.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import UTC
import logging
from motcua import _
from motcua.archive import folder
from motcua.archive.holdings import closing
from motcua.archive.holdings import filelists
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import register
from motcua.archive.holdings import rights
from motcua.archive.holdings import store
from motcua.archive.holdings.errors import HoldingsError
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.dossiers import ledger
from motcua.dossiers.folder import find as find_dossier
from motcua.organisation import units
from motcua.organisation.small import agency_of
from motcua.procedures import versions
from plone import api
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Collection
    from collections.abc import Mapping
    from motcua.archive.holdings.store import File
    from motcua.archive.holdings.store import Fonds
    from motcua.archive.records import Record
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

logger = logging.getLogger(__name__)

KIND: Final = register.GATHER
#: Dossiers that the job looks for at once; each is a transaction of its own.
_CHUNK: Final = 200


def agency(site: Any, unit: str, competent: str = "") -> str:
    """Return the agency whose archive a dossier belongs to: the one that decides."""
    return agency_of(competent or unit, site)


def keeper_of(site: Any, dossier: Dossier) -> str:
    """Return the agency that keeps the archive to which a dossier goes."""
    of = agency(site, dossier.unit, dossier.standing.competent)
    fonds = store.fonds_of(site, of)
    return fonds_module.view(fonds).keeper if fonds is not None else of


def heading_of(site: Any, record: Record, fonds: str) -> tuple[str, str]:
    """Return (list, heading) that takes a record in, "" where nothing does."""
    facts = record.facts
    plan = filelists.in_force(site, fonds, _year(facts))
    if plan is None:
        return "", ""
    version = versions.get(facts["procedure"], facts["version"], site=site)
    key = plan.taking(facts["procedure"], version.field)
    return (plan.code, key) if key else ("", "")


def _year(facts: Mapping[str, Any]) -> int:
    """Return the year of a dossier's file: that in which the work began."""
    return date.fromisoformat(facts["received_on"]).year


def take_record(
    site: Any,
    code: str,
    actor: str,
    now: datetime,
    *,
    close: bool = False,
) -> File:
    """Make the file of a closed dossier and return it; one that is there stays.

    ``close`` closes it at once where nothing is missing. Raises ``Unknown`` for a
    dossier that has no record or is not of an agency whose archive the person keeps,
    ``Missing`` when its agency has no fonds yet.
    """
    record, dossier = folder.find(site, code), find_dossier(site, code)
    if record is None or dossier is None:
        raise Unknown
    of = agency(site, dossier.unit, dossier.standing.competent)
    fonds = store.fonds_of(site, of)
    keeper = keeper_of(site, dossier)
    group = rights.check(rights.keeps(site, keeper, actor, now), visible=False)
    there = store.place_of(site, store.record_key(code))
    if there:
        found = store.file(site, there)
        assert found is not None
        return found
    if fonds is None:
        raise Missing(
            _("“${agency}” has no fonds yet; open one under Archive → Fonds."),
            agency=_name(site, of),
        )
    one = _made(site, record, fonds, actor, group, now)
    if close:
        found_now = files.view(one)
        if not closing.lacks(site, found_now):
            closing.write(site, one, found_now, actor, group, now)
    return one


def _made(
    site: Any, record: Record, fonds: Fonds, actor: str, group: str, now: datetime
) -> File:
    facts = record.facts
    list_, heading = heading_of(site, record, fonds.name)
    one = filing.new(
        site,
        fonds.name,
        _year(facts),
        actor,
        group,
        now,
        list_=list_,
        heading=heading,
        department=facts["unit"],
        origin=files.DOSSIER,
        told={
            "title": facts["title"],
            "retention": facts["class"],
            "access": "conditional",
            "language": "01",
            "begin": facts["received_on"],
            "end": facts["closed_on"],
            "medium": "digital",
        },
    )
    filing.place_record(site, one, record.code)
    told = {"record": record.code, "files": len(facts["files"])}
    rights.append(one, "take", actor, group, now, told)
    return one


def _name(site: Any, code: str) -> str:
    try:
        return units.get(code, site).name
    except KeyError:
        return code


def waiting(site: Any, fonds: str, most: int = _CHUNK, after: str = "") -> list[str]:
    """Return codes of closed dossiers of a fonds that lie in no file, in order."""
    one = store.fonds(site, fonds)
    of = fonds_module.view(one).agency if one is not None else ""
    if not of:
        return []
    return register.unfiled(of, _units(site, of), most, after)


def waiting_count(site: Any, fonds: str, groups: Collection[str] | None = None) -> int:
    """Return how many closed dossiers of a fonds lie in no file yet.

    With ``groups`` those that are restricted to others are not counted.
    """
    one = store.fonds(site, fonds)
    of = fonds_module.view(one).agency if one is not None else ""
    return register.unfiled_count(of, _units(site, of), groups) if of else 0


def _units(site: Any, of: str) -> list[str]:
    """Return the units whose dossiers belong to an agency."""
    return [
        unit.code
        for unit in units.all(site=site)
        if (unit.served_agency or unit.agency) == of
    ]


def gather(
    site: Any, fonds: str, actor: str, now: datetime, *, close: bool = False
) -> Event:
    """Ask for files of all closed dossiers that wait; the job makes them.

    ``close`` closes those at which nothing is missing. Raises ``Unknown``,
    ``NotYours``, ``Missing`` when nothing waits.
    """
    one = fonds_module.get(site, fonds, actor, now)
    found = fonds_module.view(one)
    group = rights.check(rights.keeps(site, found.keeper, actor, now))
    if not waiting(site, fonds, 1):
        raise Missing(_("Every closed dossier lies in a file."))
    return rights.append(one, "gather", actor, group, now, {"close": close})


def run(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Make the files that event "<fonds>:<number>" asked for; see ``IJob``.

    One dossier is one transaction; a job that was killed goes on with what still
    waits. What cannot be taken in is passed over and waits on.
    """
    name, _colon, number = key.rpartition(":")
    one = store.fonds(api.portal.get(), name)
    if one is None:
        return
    asked = ledger.events(one)[int(number) - 1]
    done, after = 0, ""
    total = waiting_count(api.portal.get(), name)
    while codes := waiting(api.portal.get(), name, after=after):
        for code in codes:
            done += _one(code, asked)
        after = codes[-1]
        progress(done, max(total, done))
    progress(done, max(total, done), f"{done} / {total}")


def _one(code: str, asked: Event) -> int:
    transaction.begin()
    site, close = api.portal.get(), bool(asked.facts["close"])
    try:
        take_record(site, code, asked.actor, datetime.now(UTC), close=close)
    except (HoldingsError, LookupError) as error:
        # Also where its procedure, its unit or its term is on no record any more.
        transaction.abort()
        logger.warning("No file of dossier %s (%s).", code, type(error).__name__)
        return 0
    transaction.commit()
    return 1


def taken_in(site: Any, dossier: str) -> str:
    """Return the code of the file in which a dossier lies, "" for none."""
    return store.place_of(site, store.record_key(dossier))
