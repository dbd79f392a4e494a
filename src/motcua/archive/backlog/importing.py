"""Inventories are sent, looked through, and become files: a job, one a transaction.

A table and what was found in it are kept under their digests, and the chain of the
project names both. A table that holds a level of state secrets is told about and not
kept at all. The job passes over rows that are files already, so that it goes on after a
kill, and the same table can be sent again.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
import json
from motcua import _
from motcua.archive.backlog import checking
from motcua.archive.backlog import faults as faults_module
from motcua.archive.backlog import glancing
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.backlog import store
from motcua.archive.backlog.checking import Entry
from motcua.archive.backlog.checking import Report
from motcua.archive.backlog.columns import COLUMNS
from motcua.archive.backlog.errors import Faulty
from motcua.archive.backlog.faults import Fault
from motcua.archive.backlog.makers import Makers
from motcua.archive.backlog.sheets import LARGEST
from motcua.archive.backlog.sheets import Sheet
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import HoldingsError
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.storage import files as stored
from plone import api
import transaction
from transaction.interfaces import TransientError
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from motcua.archive.backlog.projects import ProjectView
    from motcua.archive.backlog.projects import Upload
    from motcua.archive.backlog.store import Project
    from motcua.dossiers.ledger import Event

#: The job that makes files of rows; keys are "<project>:<number of event>".
KIND: Final = "backlog-take"
#: The job that looks a large table through; keys are of the same kind.
LOOK: Final = "backlog-look"
#: After so many rows it is told how far the job is.
_STEP: Final = 20
#: How often one row is tried when others write at the same moment.
_TURNS: Final = 5


def upload(
    site: Any,
    one: Project,
    name: str,
    data: bytes,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> tuple[Report, Event | None]:
    """Look through a table; keep it with its report unless it is not to be kept.

    A large one is kept at once and looked through by a job: the report is empty then.
    Raises as the acts of ``planning`` do.
    """
    found, group = planning.keeping(
        *(site, one, actor, now, seen),
        *(projects.PLANNED, projects.APPROVED, projects.RUNNING),
    )
    if not data:
        raise Missing(_("Choose a file first."))
    told = {"name": name[:120]}
    if len(data) <= LARGEST and glancing.is_long(data):
        kept = {"sha256": stored.store(data).sha256, "report": ""}
        facts = {**kept, "rows": 0, "good": 0, "faults": 0}
        event = rights.append(one, "upload", actor, group, now, facts, told)
        return Report(), event
    report = checking.check(
        data, makers(site, found, now), found.department, now.astimezone(VIETNAM).date()
    )
    if faults_module.secret(report.faults) or len(data) > LARGEST:
        return report, None
    facts = {
        "sha256": stored.store(data).sha256,
        "report": stored.store(packed(report)).sha256,
        "rows": report.rows,
        "good": len(report.entries),
        "faults": len(report.faults),
    }
    return report, rights.append(one, "upload", actor, group, now, facts, told)


def makers(site: Any, found: ProjectView, now: datetime) -> Makers:
    """Return the units that may have made papers of this project."""
    fonds = holdings.fonds(site, found.fonds)
    assert fonds is not None
    told = fonds_module.view(fonds)
    today = now.astimezone(VIETNAM).date()
    return Makers(site, told.agency, told.keeper, today)


def packed(report: Report) -> bytes:
    """Return a report as it is stored."""
    told = {
        "entries": [one.to_json() for one in report.entries],
        "faults": [one.to_json() for one in report.faults],
        "rows": report.rows,
        "unread": report.unread,
        "summed": report.summed,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def report_of(told: Upload) -> Report:
    """Return what was found in a table that was sent."""
    with stored.open(told.report) as file:
        data = json.load(file)
    return Report(
        entries=[Entry.from_json(one) for one in data["entries"]],
        faults=[Fault.from_json(one) for one in data["faults"]],
        rows=int(data["rows"]),
        unread=list(data["unread"]),
        summed=int(data["summed"]),
    )


def take(
    site: Any,
    one: Project,
    number: int,
    actor: str,
    now: datetime,
    *,
    good_only: bool = False,
    seen: int | None = None,
) -> Event:
    """Ask for files of the rows of a table; with ``good_only`` of those without fault.

    Raises ``Faulty`` when rows have errors, else as the acts of ``planning`` do.
    """
    found, group = planning.keeping(site, one, actor, now, seen, projects.RUNNING)
    told = found.upload(number)
    if told is None:
        raise Unknown
    if not told.report:
        raise Impossible(_("The table is being looked through; wait for the end."))
    if found.taking is not None:
        raise Impossible(_("Files are being made of its inventory; wait for the end."))
    report = report_of(told)
    if not report.whole or not report.entries:
        raise Missing(_("No row of this table can become a file."))
    if report.faults and not good_only:
        raise Faulty(rows=str(report.bad_rows))
    facts = {"upload": number, "rows": len(report.entries)}
    return rights.append(one, "take", actor, group, now, facts)


def add_row(
    site: Any, one: Project, given: Mapping[str, str], actor: str, now: datetime
) -> tuple[str, list[Fault]]:
    """Make the file of one row that was typed; return its code, or what is wrong."""
    found, group = planning.keeping(site, one, actor, now, None, projects.RUNNING)
    names = list(COLUMNS)
    heads = [COLUMNS[name].head for name in names]
    table = Sheet(rows={1: heads, 2: [given.get(name, "") for name in names]})
    today = now.astimezone(VIETNAM).date()
    report = checking.check_table(
        table, makers(site, found, now), found.department, today
    )
    if report.faults:
        return "", report.faults
    (entry,) = report.entries
    there = store.taken(site, one.code, checking.key(entry.number))
    if there:
        raise Impossible(_("File ${code} is there already."), code=there)
    return made(site, found, entry, actor, group, now).code, []


def made(
    site: Any,
    found: ProjectView,
    entry: Entry,
    actor: str,
    group: str,
    now: datetime,
) -> holdings.File:
    """Make the file of a row; its own number stays where it is free.

    Raises ``HoldingsError``.
    """
    year = int(entry.fields["begin"][:4])
    shelf, called = store.made(site), checking.key(entry.number)
    wanted = int(called) if called.isascii() and called.isdigit() else 0
    taken = filing.code_of(found.fonds, year, wanted)
    if wanted > filing.LARGEST or holdings.file(site, taken) is not None:
        wanted = 0
    told = {"language": "01", "medium": "paper", "access": "conditional"}
    file = filing.new(
        *(site, found.fonds, year, actor, group, now),
        list_="",
        heading="",
        department=entry.department,
        origin=files.PAPERS,
        told={**told, **entry.fields},
        number=wanted,
        more={"project": found.code, "box": entry.box, "called": entry.number},
    )
    shelf.taken[found.code, called] = file.code
    return file


def run(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Make the files that event "<project>:<number>" asked for; see ``IJob``."""
    code, _colon, number = key.rpartition(":")
    one = store.project(api.portal.get(), code)
    if one is None:
        return
    asked = ledger.events(one)[int(number) - 1]
    told = projects.view(one).upload(int(asked.facts["upload"]))
    assert told is not None
    entries = report_of(told).entries
    count = {"made": 0, "there": 0, "refused": 0}
    for done, entry in enumerate(entries, start=1):
        count[_tried(code, entry, asked)] += 1
        if not done % _STEP:
            progress(done, len(entries))
    transaction.begin()
    _finish(code, asked, count)
    transaction.commit()
    progress(len(entries), len(entries))


def _tried(code: str, entry: Entry, asked: Event) -> str:
    """Make one file in a transaction; again when somebody else wrote there."""
    for turn in range(_TURNS):
        transaction.begin()
        try:
            came = _row(api.portal.get(), code, entry, asked)
            transaction.commit()
        except HoldingsError:
            transaction.abort()
            return "refused"
        except TransientError:
            transaction.abort()
            if turn == _TURNS - 1:
                raise
        except BaseException:
            transaction.abort()
            raise
        else:
            return came
    return "refused"


def _row(site: Any, code: str, entry: Entry, asked: Event) -> str:
    if store.taken(site, code, checking.key(entry.number)):
        return "there"
    one = store.project(site, code)
    assert one is not None
    group = f"{asked.unit}:{rights.ARCHIVE}"
    made(site, projects.view(one), entry, asked.actor, group, datetime.now(UTC))
    return "made"


def _finish(code: str, asked: Event, count: Mapping[str, int]) -> None:
    """Write on the project that the job is through."""
    one = store.project(api.portal.get(), code)
    assert one is not None
    open_ = projects.view(one).taking
    if open_ is not None and open_.number == asked.number:
        group = f"{asked.unit}:{rights.ARCHIVE}"
        facts = {"event": asked.number, **count}
        rights.append(one, "taken", asked.actor, group, datetime.now(UTC), facts)
