"""For how long a job goes on that takes one page after the other."""

from __future__ import annotations

from motcua import _
from motcua.storage import jobs
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.storage.jobs import JobState

#: Pages that an earlier worker finished go by at once and say nothing of the others:
#: no page is taken to need less than this share of what a page ordinarily needs.
_LEAST: Final = 0.5


def left(job: JobState | None, pages: int, each: float, now: datetime) -> float:
    """Return the seconds that a job with so many pages still takes, above 0.

    ``each`` are those of an ordinary page, which count until the job has done one.
    """
    if job is None or job.state != jobs.RUNNING or job.started_at is None:
        return each * pages
    done = job.progress * pages
    gone = max((now - job.started_at).total_seconds(), 0.0)
    if not done:
        return max(each * pages - gone, 1.0)
    return max(max(gone / done, each * _LEAST) * (pages - done), 1.0)


def words(seconds: float) -> Any:
    """Return in words, as people say it, how long that is."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes == 1:
        return _("about a minute")
    return Message(_("about ${number} minutes"), mapping={"number": str(minutes)})
