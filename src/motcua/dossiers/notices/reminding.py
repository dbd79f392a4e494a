"""Reminding people of uncollected results: after a week, a month, a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import UTC
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import uncollected
from motcua.dossiers.folder import find
from motcua.dossiers.notices import news
from motcua.dossiers.notices import recipients
from motcua.dossiers.notices import sending
from motcua.storage import jobs
from motcua.storage.interfaces import IJob
from typing import Any
from typing import Final
from zope.component.hooks import getSite
from zope.interface import implementer


JOB: Final = "notice-uncollected"
#: Days behind which the first, second and last reminder go out.
AFTER: Final = (7, 30, 90)
#: Days for which a reminder that could not be asked for in time is made good; what is
#: older than that when the house begins to remind is not told all at once.
LATE: Final = 7
#: Hour of Vietnam from which people are reminded: nobody's telephone rings at night.
MORNING: Final = 8


def turn_of(days: int) -> int:
    """Return which reminder is due after so many days, 0 for none today."""
    for turn, after in reversed(list(enumerate(AFTER, start=1))):
        if after <= days < after + LATE:
            return turn
    return 0


def remind(site: Any, today: date, now: datetime) -> int:
    """Write the letters of a day; return for how many dossiers.

    The outbox knows each of them, so a day that is done twice reminds once.
    """
    count = 0
    for each in uncollected.waiting(today, AFTER[0]):
        turn = turn_of(each.days(today))
        dossier = find(site, each.code) if turn else None
        if dossier is None or not recipients.reached(dossier):
            continue
        ready = [one.number for one in news.of(dossier) if one.kind == "ready"]
        if ready:
            sending.address(dossier, ready[-1], news.UNCOLLECTED, now, turn)
            count += 1
    return count


@implementer(IJob)
class Remind:
    """Reminds people of their results; the job ``notice-uncollected``, once a day."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See ``IJob``; the key is the day. The letters go out with the next round."""
        now = datetime.now(UTC)
        count = remind(getSite(), date.fromisoformat(key), now)
        progress(1, 1, str(count))


def each_morning(now: datetime | None = None) -> bool:
    """Ask for the reminders of today; return whether they were asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    if local.hour < MORNING:
        return False
    return jobs.enqueue_now(JOB, local.date().isoformat(), {})
