"""The job that looks a large table through, and writes down what it found.

A kill in between leaves nothing behind: the job begins anew. What it finds twice is
written once.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.archive.backlog import checking
from motcua.archive.backlog import faults
from motcua.archive.backlog import importing
from motcua.archive.backlog import projects
from motcua.archive.backlog import sheets
from motcua.archive.backlog import store
from motcua.archive.holdings import rights
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.storage import files
from plone import api
import transaction
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from motcua.archive.backlog.checking import Report


def run(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Look through the table of event "<project>:<number>"; see ``IJob``."""
    code, _colon, number = key.rpartition(":")
    site = api.portal.get()
    one = store.project(site, code)
    if one is None:
        return
    found = projects.view(one)
    told = found.upload(int(number))
    if told is None or told.report or told.secret:
        return
    with files.open(told.sha256) as stream:
        table = sheets.read(stream.read())
    # The day on which it was sent: what has not come yet does not depend on the queue.
    day, makers = (
        told.at.astimezone(VIETNAM).date(),
        importing.makers(site, found, told.at),
    )
    report = checking.check_table(table, makers, found.department, day, progress)
    facts = _facts(report)
    # Looking took a while: join the present.
    transaction.begin()
    one = store.project(api.portal.get(), code)
    assert one is not None
    kept = projects.view(one).upload(told.number)
    if kept is not None and not (kept.report or kept.secret):
        asked = ledger.events(one)[told.number - 1]
        group = f"{asked.unit}:{rights.ARCHIVE}"
        facts = {"upload": told.number, **facts}
        rights.append(one, "look", asked.actor, group, datetime.now(UTC), facts)
        transaction.commit()


def _facts(report: Report) -> dict[str, Any]:
    if faults.secret(report.faults):
        # No text of it told so at a glance; nothing refers to the file any more.
        return {"secret": True}
    return {
        "report": files.store(importing.packed(report)).sha256,
        "rows": report.rows,
        "good": len(report.entries),
        "faults": len(report.faults),
    }
