"""Counting the findings of the whole catalogue: every night and on request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from motcua.base.vietnam import today
from motcua.base.vietnam import VIETNAM
from motcua.procedures.checking import findings
from motcua.procedures.folder import folder
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from motcua.storage.housekeeping import NIGHT
from motcua.storage.interfaces import IJob
from typing import Any
from typing import Final
from zope.interface import implementer


LINT: Final = "procedures-lint"


def each_night(now: datetime | None = None) -> bool:
    """Ask for tonight's count once it is night; return whether it was asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    if local.hour < NIGHT:
        return False
    return jobs.enqueue_now(LINT, local.date().isoformat(), {})


@implementer(IJob)
class Lint:
    """Checks every published procedure and writes the counts."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See IJob."""
        checked = findings.scan(folder(), register_engine(), today(), progress)
        progress(checked, checked, f"{checked}")
