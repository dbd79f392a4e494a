"""Applying an import that was looked through, and undoing it."""

from __future__ import annotations

from Acquisition import aq_base
from collections.abc import Callable
from motcua.procedures import creation
from motcua.procedures.importing import preview
from motcua.procedures.importing.importer import BATCH
from motcua.procedures.importing.importer import Change
from motcua.procedures.importing.importer import Importer
from motcua.procedures.importing.importer import Report
from motcua.procedures.importing.importer import UNDONE
from motcua.procedures.importing.incoming import Failure
from motcua.procedures.importing.journal import Run
from motcua.procedures.importing.journal import Written
from motcua.storage import files
from pathlib import Path
import transaction
from typing import Any
from typing import Final


Progress = Callable[[Report, float], None]

_STALE: Final = (
    "thủ tục đã thay đổi sau khi xem trước, hãy xem lại / the procedure has changed "
    "since the preview; look through it again"
)
_CHANGED: Final = (
    "đã có phiên bản mới hơn sau lần nhập này / has a newer version since this import"
)
_TOUCHED: Final = (
    "người khác đã bổ sung sau lần nhập này / somebody has added to it since then"
)


def journalist(run: Run) -> Callable[[Change, Any], None]:
    """Return what enters each written procedure into a run."""

    def note(change: Change, content: Any) -> None:
        before = change.before.digest if change.before is not None else ""
        source = getattr(aq_base(content), "source", None)
        run.wrote(change.row.code, before, change.read.version.digest, source)

    return note


def look_through(run: Run, folder: Any, progress: Progress | None = None) -> None:
    """Make the preview of a run. The caller commits."""
    path = Path(files.path(run.sha256))
    summary, rows = preview.compare(folder, path, run.source, progress)
    run.preview = preview.keep(summary, rows)
    run.stage = "previewed"


def apply(run: Run, folder: Any, progress: Progress | None = None) -> Report:
    """Write what the preview of a run showed and somebody chose; commit in batches.

    What has changed since the preview is refused, row by row. Run again after a
    crash it goes on where it stopped.
    """
    _summary, rows = preview.load(run.preview)
    chosen = None if run.selection is None else set(run.selection)
    expected = {
        row.code: (row.before, row.after)
        for row in rows
        if (not row.odd if chosen is None else row.code in chosen)
    }
    stale: list[Failure] = []

    def wanted(change: Change) -> bool:
        code = change.row.code
        if code not in expected:
            return False
        before = change.before.digest if change.before is not None else ""
        # What this run has written already is what it was to become.
        done = code in run.written
        if done or (before, change.read.version.digest) == expected[code]:
            return True
        stale.append(Failure(change.row.line, code, _STALE))
        return False

    importer = Importer(
        folder,
        state=run.state,
        source=run.source,
        wanted=wanted,
        journal=journalist(run),
        progress=progress,
    )
    report = importer.run(Path(files.path(run.sha256)))
    report.unchanged -= len(stale)
    report.failures.extend(stale)
    run.refused = tuple((one.code, one.reason) for one in stale)
    run.stage = "applied"
    return report


def undo(
    run: Run, folder: Any, progress: Callable[[int, int], None] | None = None
) -> None:
    """Let every procedure that a run wrote say again what it said before.

    The version before is adopted again; what the run created goes to withdrawn
    unless somebody has worked on it. What has changed since stays, with the reason.
    Commits in batches and goes on where it stopped.
    """
    run.stage = "undoing"
    codes = [code for code in run.written if code not in run.undone]
    for number, code in enumerate(codes, start=1):
        run.undone[code] = _undo_one(folder.get(code), run.written[code], run.id)
        if number % BATCH == 0:
            transaction.commit()
            folder._p_jar.cacheMinimize()
            if progress is not None:
                progress(number, len(codes))
    run.refused = tuple((code, why) for code, why in run.undone.items() if why)
    run.stage = "undone"


def _undo_one(content: Any, written: Written, run: str) -> str:
    """Undo one procedure; return "" or why it stays."""
    if content is None or not content.timeline:
        return "không còn / is gone"
    if content.timeline[-1][1] != written.after:
        return _CHANGED
    if written.before:
        creation.update(content, content.version(written.before), None)
        aq_base(content).source = written.source
        return ""
    if len(content.timeline) > 1 or content.forms or content.acts or content.ending:
        return _TOUCHED
    aq_base(content).source = None
    creation.enter(content, "withdrawn", comment=f"{UNDONE}{run}")
    return ""
