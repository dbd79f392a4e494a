"""Every night what was kept for a time only is forgotten, whether anybody comes or not.

Contacts of reports, questions that never came again, and what editors typed and never
saved. Each also leaves when something of its kind comes in, but on a quiet site
nothing does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.procedures import feedback
from motcua.procedures.drafting import scratch
from motcua.procedures.finding import misses
from motcua.storage import jobs
from motcua.storage.housekeeping import NIGHT
from motcua.storage.interfaces import IJob
from typing import Any
from typing import Final
from zope.interface import implementer


FORGET: Final = "procedures-forget"


def each_night(now: datetime | None = None) -> bool:
    """Ask for tonight's once it is night; return whether it was asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    if local.hour < NIGHT:
        return False
    return jobs.enqueue_now(FORGET, local.date().isoformat(), {})


@implementer(IJob)
class Forget:
    """Deletes what is over its time."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See IJob."""
        gone = feedback.expire() + misses.expire() + scratch.expire()
        progress(gone, gone, f"{gone}")
