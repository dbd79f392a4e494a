"""What the worker sees to every minute and every night."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
import logging
from motcua.base.vietnam import VIETNAM
from motcua.storage import drafts
from motcua.storage import jobs
from motcua.storage import journal
from motcua.storage import repeats
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IJob
from motcua.storage.keeping import rounds
from motcua.storage.replay import replay
from motcua.storage.replay import TruthWasRestored
from motcua.storage.verification import rebuild
from motcua.storage.verification import verify
from typing import Any
from typing import TYPE_CHECKING
from zope.component.hooks import getSite
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Mapping


logger = logging.getLogger(__name__)

NIGHT = 2
"""Hour of the day from which the nightly comparison may run."""

VERIFY = "register-verify"

NOBODY = jobs.Urgency.BACKGROUND
"""Nobody waits for what is done at night."""

KEPT = timedelta(days=90)
"""How long finished jobs stay in their table."""


def minute(site: Any, now: datetime | None = None) -> None:
    """Bring SQL up to date, and ask for the nightly work when it is time.

    A database that was restored from an older copy is answered with a rebuild.
    """
    try:
        report = replay(site._p_jar.db(), register_engine())
    except TruthWasRestored as error:
        logger.warning("%s", error)
        found = rebuild(site, register_engine())
        logger.warning(
            "Rebuilt: %d rows compared, %d mended, %d counters raised.",
            found.total,
            len(found.differences),
            len(found.raised),
        )
    else:
        if report.written or report.queued:
            logger.info(
                "Replay: %d rows written, %d jobs queued.",
                report.written,
                report.queued,
            )
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    night = local.date() if local.hour >= NIGHT else None
    if night and jobs.enqueue_now(VERIFY, night.isoformat(), {}, NOBODY):
        jobs.forget(KEPT)
        repeats.forget(local)
        journal.forget(local)
        drafts.forget(local)
        jobs.enqueue_now(rounds.KIND, night.isoformat(), {}, NOBODY)


@implementer(IJob)
class VerifyRegister:
    """The nightly comparison of SQL with the truth; mends nothing by itself.

    A difference that the replay did not heal has a cause that somebody should
    look for, so the job fails and keeps what it found.
    """

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """Compare everything; fail with the count when something differs."""
        progress(0, 1)
        found = verify(getSite(), register_engine())
        if found.differences:
            logger.error(
                "Verification: %d rows compared, %d differences; run "
                "`bin/motcua register rebuild`.",
                found.total,
                len(found.differences),
            )
            named = "; ".join(str(difference) for difference in found.differences[:20])
            raise jobs.JobFailed(f"{len(found.differences)} / {found.total}: {named}")
        progress(1, 1, f"{found.total} / 0")
