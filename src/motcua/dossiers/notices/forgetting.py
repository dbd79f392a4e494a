"""Every night notices are forgotten whose time is over or whose people are gone.

What hangs on a dossier in SQL, where its people want to be told and what was to be
sent to them, has no business there once the words of its ledger that name them were
lawfully destroyed. The register tells which dossiers may be meant, the ledger decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.folder import find
from motcua.dossiers.notices import sending
from motcua.dossiers.notices.choices import CHOICES
from motcua.dossiers.notices.outbox import OUTBOX
from motcua.dossiers.people import index
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from motcua.storage.housekeeping import NIGHT
from motcua.storage.interfaces import IJob
import sqlalchemy as sa
from typing import Any
from typing import Final
from zope.component.hooks import getSite
from zope.interface import implementer


FORGET: Final = "notices-forget"
_HANGING: Final = (CHOICES, OUTBOX)


def each_night(now: datetime | None = None) -> bool:
    """Ask for tonight's once it is night; return whether it was asked for now."""
    local = (now or datetime.now(VIETNAM)).astimezone(VIETNAM)
    if local.hour < NIGHT:
        return False
    return jobs.enqueue_now(FORGET, local.date().isoformat(), {})


@implementer(IJob)
class Forget:
    """Deletes what is over its time, and what hangs on people who are gone."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See ``IJob``."""
        gone = sending.forget() + orphans(getSite())
        progress(gone, gone, f"{gone}")


def orphans(site: Any) -> int:
    """Drop what hangs on dossiers whose people are gone; return how many rows."""
    codes = [code for code in _suspects() if _gone(site, code)]
    dropped = 0
    with register_engine().begin() as connection:
        for table in _HANGING:
            for code in codes:
                done = connection.execute(sa.delete(table).where(table.c.code == code))
                dropped += done.rowcount
    return dropped


def _suspects() -> Iterator[str]:
    """Yield codes of rows that nobody known by the register stands behind."""
    known = sa.select(index.PEOPLE.c.code).where(
        index.PEOPLE.c.event != index.DESTROYED
    )
    with register_engine().connect() as connection:
        for table in _HANGING:
            query = sa.select(table.c.code).where(table.c.code.not_in(known)).distinct()
            yield from connection.execute(query).scalars().all()


def _gone(site: Any, code: str) -> bool:
    """Ask the ledger: a register that is being rebuilt knows nobody for a while."""
    dossier = find(site, code)
    return dossier is None or not index.named(dossier)
