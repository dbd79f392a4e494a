"""Imports as jobs: what takes longer than anybody waits for a page."""

from __future__ import annotations

from collections.abc import Mapping
from motcua.procedures.checking.job import LINT
from motcua.procedures.folder import folder
from motcua.procedures.importing import applying
from motcua.procedures.importing import journal
from motcua.procedures.importing.importer import Report
from motcua.storage import jobs
from motcua.storage.files import UnknownFile
from motcua.storage.interfaces import IJob
from typing import Any
from typing import Final
from zope.interface import implementer


PREVIEW: Final = "procedures-preview"
APPLY: Final = "procedures-apply"
UNDO: Final = "procedures-undo"
#: Steps that a bar of progress counts.
STEPS: Final = 100


def ask(run: journal.Run, kind: str) -> bool:
    """Queue work on a run when the transaction commits; False when it was queued."""
    return jobs.enqueue(kind, run.id, {"sha256": run.sha256})


def _told(progress: Any) -> Any:
    def tell(report: Report, share: float) -> None:
        progress(int(share * STEPS), STEPS, f"{report.records}")

    return tell


def _run(key: str) -> journal.Run:
    try:
        return journal.get(key)
    except KeyError as error:
        raise jobs.JobFailed(str(error)) from error


@implementer(IJob)
class LookThrough:
    """Compares an uploaded file with the catalogue."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See IJob."""
        run = _run(key)
        if run.stage != "uploaded":
            return
        try:
            applying.look_through(run, folder(), _told(progress))
        except (OSError, UnknownFile) as error:
            raise jobs.JobFailed(f"không đọc được tệp / unreadable: {error}") from error


@implementer(IJob)
class Apply:
    """Writes what was chosen of a preview."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See IJob."""
        run = _run(key)
        if run.stage != "applying":
            return
        report = applying.apply(run, folder(), _told(progress))
        told = f"{report.created} + {report.updated}; {len(run.refused)} !"
        progress(STEPS, STEPS, told)
        jobs.enqueue(LINT, f"import-{key}", {})


@implementer(IJob)
class Undo:
    """Takes back what an import wrote."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See IJob."""
        run = _run(key)
        if run.stage not in ("undoing", "applied"):
            return
        applying.undo(run, folder(), progress)
