"""What the dates of a dossier would be by the calendars of today.

A calendar counts from the day on which it came into force. The days of a dossier
before that stay as they were counted: what is over is not counted anew.
"""

from __future__ import annotations

from datetime import datetime
from motcua.base.deadlines import Deadline
from motcua.base.splicing import spliced
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import progress
from motcua.dossiers.clocks import calendars
from motcua.dossiers.clocks.happenings import Happening
from motcua.dossiers.clocks.promises import overall
from motcua.dossiers.clocks.shelf import Shelf
from motcua.organisation.calendars import calendar_for
from motcua.organisation.calendars import since
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.base.calendars import WorkingCalendar
    from motcua.dossiers.dossier import Dossier


def today(
    site: Any, dossier: Dossier, now: datetime
) -> tuple[dict[str, Any], dict[str, WorkingCalendar]]:
    """Return the facts that name today's calendars of a dossier, and those calendars.

    No facts when they are the ones it was promised by.
    """
    reckoning = dossier.standing.reckoning
    found, here = reckoning.basis, reckoning.way
    if found is None:
        return {}, {}
    day = now.astimezone(VIETNAM).date()
    first = found.received.astimezone(VIETNAM).date()
    pinned = {**found.calendars, **(here.calendars if here else {})}
    shelf = Shelf(site)

    def calendar_of(name: str, code: str) -> WorkingCalendar:
        old = shelf.calendar(pinned.get(name, found.calendar))
        new = calendar_for(code, day, site)
        return spliced(old, new, first, since(code, day, site))

    own = calendar_of("", dossier.unit)
    names: dict[str, str] = {}
    used: dict[str, WorkingCalendar] = {calendars.digest(own): own}
    for digest in dict.fromkeys((found.process, here.process if here else "")):
        if digest:
            process = shelf.process(digest)
            unit = dossier.unit
            more, texts = progress.calendars_of(site, process, unit, day, calendar_of)
            names |= more
            used |= texts
    facts = {"calendar": calendars.digest(own), "calendars": names}
    if facts["calendar"] == found.calendar and names == pinned:
        return {}, {}
    return facts, used


def moved(
    site: Any, dossier: Dossier, now: datetime
) -> tuple[Deadline, Deadline] | None:
    """Return the deadlines by the old and the new calendars; None when they are one.

    A dossier whose clock stands is looked at when it goes on.
    """
    facts, used = today(site, dossier, now)
    if not facts:
        return None
    reckoning = dossier.standing.reckoning
    before = overall(Shelf(site), reckoning)
    extra = Happening("recalendar", now, {**facts, "state": dossier.state})
    after = overall(Shelf(site, used), reckoning.after(extra))
    if before.due is None or after.due in (None, before.due):
        return None
    return before, after
