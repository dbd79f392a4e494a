"""What a dossier is promised when it is taken in: time, calendar, way.

Used by the receipt at the counter, by the acceptance of what came online, and by
the correction of a wrong procedure. Everything is read once and pinned: what
changes later in catalogue, calendar or process moves nothing.
"""

from __future__ import annotations

from datetime import datetime
from motcua import _
from motcua.base.acceptance import answer_due
from motcua.base.deadlines import Deadline
from motcua.base.durations import Term
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import progress
from motcua.dossiers.clocks import calendars
from motcua.dossiers.clocks import clock
from motcua.dossiers.clocks.basis import BY_WAY
from motcua.dossiers.clocks.basis import pinned
from motcua.dossiers.clocks.happenings import Happening
from motcua.dossiers.clocks.promises import overall
from motcua.dossiers.clocks.reckoning import Reckoning
from motcua.dossiers.clocks.reckoning import UNTOUCHED
from motcua.dossiers.clocks.shelf import Shelf
from motcua.dossiers.errors import MissingData
from motcua.dossiers.processes import book
from motcua.dossiers.tasks import Task
from motcua.organisation.calendars import calendar_for
from motcua.procedures import versions
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.procedures.definitions import Version

#: What names the matter: a procedure, its version by digest, a case, a channel.
MATTER: Final = ("procedure", "version", "case", "channel")
#: Facts of a correction after which another date is promised.
PROMISES: Final = frozenset({"received", "procedure"})


def version_of(site: Any, matter: Mapping[str, str]) -> Version:
    """Return the version that was picked; ``MissingData`` when there is none."""
    try:
        return versions.get(matter["procedure"], matter["version"], site=site)
    except KeyError as error:
        raise MissingData(
            _("The procedure is not in force; choose one that is.")
        ) from error


def channel_of(site: Any, unit: str, matter: Mapping[str, str]) -> Any:
    """Return the channel that was picked; ``MissingData`` names what is wrong."""
    version = version_of(site, matter)
    if version.units and unit not in version.units:
        raise MissingData(
            _("This unit does not receive dossiers of the procedure; see its page.")
        )
    case = next((one for one in version.cases if one.key == matter["case"]), None)
    if case is None:
        raise MissingData(_("Choose a case of the procedure."))
    for channel in case.channels:
        if channel.kind == matter["channel"]:
            return channel
    raise MissingData(_("Choose a channel that this case offers."))


def promise(site: Any, unit: str, matter: Mapping[str, str], now: datetime) -> Deadline:
    """Return the deadline that ``facts`` would promise now; nothing is kept."""
    found, shelf = _pins(site, unit, matter, now)
    return overall(shelf, UNTOUCHED.after(Happening("receive", now, found)))


def facts(
    site: Any,
    unit: str,
    matter: Mapping[str, str],
    now: datetime,
    before: Reckoning = UNTOUCHED,
) -> dict[str, Any]:
    """Return the header facts of taking a matter in at ``unit``.

    Among them the state: "received", or where its process begins. ``before`` is what
    the clock knew before the acceptance: what was paid then need not be waited for.
    Raises ``MissingData``.
    """
    found, shelf = _pins(site, unit, matter, now)
    for calendar in shelf.fresh.values():
        calendars.keep(site, calendar)
    if shelf.new is not None:
        book.keep(site, shelf.new)
    reckoning = before.after(Happening("accept", now, found))
    found["due"] = clock.stamp(overall(shelf, reckoning))
    if "tasks" in found:
        opened = [Task.from_json(each) for each in found["tasks"]]
        dated = clock.dated(shelf, reckoning, opened)
        found["tasks"] = [each.to_json() for each in dated]
    return found


def at_once(
    site: Any, unit: str, matter: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Return the header facts of a matter that is taken in, done and given back now.

    It is promised as any other, and takes no way. Raises ``MissingData``.
    """
    found, shelf = _pins(site, unit, matter, now, way=False)
    for calendar in shelf.fresh.values():
        calendars.keep(site, calendar)
    reckoning = UNTOUCHED.after(Happening("receive", now, found))
    due = clock.stamp(overall(shelf, reckoning))
    return {**found, "state": "returned", "due": due}


def _pins(
    site: Any,
    unit: str,
    matter: Mapping[str, str],
    now: datetime,
    *,
    way: bool = True,
) -> tuple[dict[str, Any], Shelf]:
    """Return all facts but the dates, and the texts that they name."""
    day = now.astimezone(VIETNAM).date()
    channel = channel_of(site, unit, matter)
    own = calendar_for(unit, day, site)
    found: dict[str, Any] = {
        **{name: matter[name] for name in MATTER},
        "state": "received",
        "holder": unit,
        "term": str(channel.promised or Term("none")),
        "calendar": calendars.digest(own),
        **pinned(version_of(site, matter).timing),
    }
    fresh = {found["calendar"]: own}
    process = book.in_force(site, matter["procedure"], unit, day) if way else None
    if process is not None:
        answers = {"case": matter["case"], "channel": matter["channel"]}
        found["process"] = process.digest
        if process.promise == BY_WAY:
            found["promise"] = BY_WAY
        found["calendars"], more = progress.calendars_of(site, process, unit, day)
        found |= progress.begin(site, process, unit, answers, now)
        fresh |= more
    return found, Shelf(site, fresh, process)


def answer_deadline(site: Any, unit: str, sent: datetime) -> Deadline:
    """Return until when what was sent is to be accepted or answered."""
    day = sent.astimezone(VIETNAM).date()
    return answer_due(sent, calendar_for(unit, day, site))


def answer(site: Any, unit: str, sent: datetime) -> str:
    """Return ``answer_deadline`` as a stamp."""
    return clock.stamp(answer_deadline(site, unit, sent))
