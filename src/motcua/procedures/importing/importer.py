"""Importing records of the national portal, however many and however often.

One line is one record. Records are compared by content: what has not changed is
not written, so an import that was killed is simply run again. A line that cannot
be used is reported by its number and stops nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from motcua.procedures import creation
from motcua.procedures.definitions import Version
from motcua.procedures.importing import incoming
from motcua.procedures.importing.incoming import Failure
from motcua.procedures.importing.incoming import Incoming
from motcua.procedures.importing.portal_records import KIND
from motcua.procedures.importing.portal_records import UnusableRecord
from motcua.procedures.procedure import SourceRecord
from motcua.procedures.procedure import WORKFLOW
from pathlib import Path
import transaction
from transaction.interfaces import TransientError
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.importing.portal_records import PortalRecord

#: Procedures written in one transaction: enough to share the cost of a commit,
#: few enough to lose little when killed.
BATCH = 100
#: Rows that cannot be used before the rest of a file is left unread.
MOST_FAILURES: Final = 10_000
#: How the comment begins with which undoing takes back what an import created.
UNDONE: Final = "undo "
#: How often a batch is tried when somebody else wrote the same objects.
ATTEMPTS = 5

Outcome = Literal["created", "updated", "unchanged"]
Progress = Callable[["Report", float], None]


@dataclass
class Report:
    """What an import did. `flags` counts records by doubt (see portal_doubts)."""

    records: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    flags: Counter[str] = field(default_factory=Counter)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON types."""
        return {
            "records": self.records,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "failed": len(self.failures),
            "flags": dict(sorted(self.flags.items())),
            "failures": [vars(failure) for failure in self.failures],
        }


@dataclass(frozen=True)
class Change:
    """A row that has to be written: what came, what it was read as, what was there."""

    row: Incoming
    read: PortalRecord
    before: Version | None


class Importer:
    """Imports files into one folder of procedures.

    `state` is the one that new procedures get ("draft" or "published"); existing
    ones keep theirs. With `dry_run` everything is read and counted and nothing is
    written. `progress` is called after each batch with the report so far and the
    share of the file that has been read (0 to 1). `source` is one of
    `incoming.SOURCES`. `observe` is told each change before it is written, `wanted`
    says whether to write it, and `journal` keeps what was done so that it can be
    undone (see `journal.Run`).
    """

    def __init__(
        self,
        folder: Any,
        state: str = "published",
        dry_run: bool = False,
        batch: int = BATCH,
        progress: Progress | None = None,
        source: str = incoming.AUTO,
        observe: Callable[[Change], None] | None = None,
        wanted: Callable[[Change], bool] | None = None,
        journal: Callable[[Change, Any], None] | None = None,
    ) -> None:
        self.folder = folder
        self.state = state
        self.dry_run = dry_run
        self.batch = batch
        self.progress = progress or (lambda report, share: None)
        self.source = source
        self.observe = observe or (lambda change: None)
        self.wanted = wanted or (lambda change: True)
        self.journal = journal or (lambda change, content: None)

    def run(self, path: Path) -> Report:
        """Import a file (JSON lines, plain or .xz) and return the report.

        Commits after each batch. Raises OSError when the file cannot be read.
        """
        report = Report()
        seen: dict[str, tuple[int, str]] = {}
        changes: list[Change] = []
        with incoming.opened(path, self.source) as stream:
            for row in stream:
                report.records += 1
                change = self._consider(row, seen, report)
                if change is not None:
                    changes.append(change)
                if len(changes) >= self.batch:
                    self._write(changes)
                    changes = []
                if report.records % self.batch == 0:
                    self._rest(report, stream.share())
                if len(report.failures) >= MOST_FAILURES:
                    reason = (
                        "too many lines cannot be used, the rest was not read / quá "
                        "nhiều dòng không dùng được, phần còn lại không đọc"
                    )
                    report.failures.append(Failure(row.line, "", reason))
                    break
        self._write(changes)
        self._rest(report, 1.0)
        return report

    def _consider(
        self,
        row: Incoming | Failure,
        seen: dict[str, tuple[int, str]],
        report: Report,
    ) -> Change | None:
        """Read one row, count it, and return it when it has to be written."""
        if isinstance(row, Failure):
            report.failures.append(row)
            return None
        try:
            first, digest = seen.setdefault(row.code, (row.line, row.digest))
            if first != row.line:
                self._repeated(first, digest == row.digest, report)
                return None
            content = self.folder.get(row.code)
            source = getattr(content, "source", None)
            if row.text and source is not None and source.digest == row.digest:
                report.unchanged += 1
                report.flags.update(source.flags)
                return None
            # What an undone import withdrew comes in as if it were new.
            known = content is not None and not taken_back(content)
            before = content.latest() if known else None
            change = Change(row, row.read(before), before)
        except ValueError as error:
            report.failures.append(Failure(row.line, row.code, str(error)))
            return None
        report.flags.update(change.read.flags)
        return change if self._counted(change, report) else None

    def _counted(self, change: Change, report: Report) -> bool:
        """Count a change and say whether it is one to write."""
        before, after = change.before, change.read.version
        # A record is kept to the letter; other sources are kept for what they say.
        same = before is not None and before.digest == after.digest
        if same and change.row.kind != KIND:
            report.unchanged += 1
            return False
        self.observe(change)
        if not self.wanted(change):
            report.unchanged += 1
            return False
        if before is None and change.row.code not in self.folder:
            report.created += 1
        else:
            report.updated += 1
        return True

    def _repeated(self, first: int, same: bool, report: Report) -> None:
        """Deal with a code that the file had before, on line `first`."""
        if not same:
            raise UnusableRecord(
                f"the file has this code on line {first} with other content / mã đã "
                f"có ở dòng {first} với nội dung khác"
            )
        report.unchanged += 1
        report.flags["code_repeated"] += 1

    def _write(self, changes: list[Change]) -> None:
        """Write a batch and commit it; again when somebody else was faster."""
        if self.dry_run or not changes:
            return
        for attempt in range(1, ATTEMPTS + 1):
            try:
                for change in changes:
                    self._write_one(change)
                transaction.commit()
                return
            except TransientError:
                transaction.abort()
                if attempt == ATTEMPTS:
                    raise

    def _write_one(self, change: Change) -> None:
        read = change.read
        row = change.row
        source = SourceRecord(row.kind, row.text, read.digest, read.flags)
        kept = source if row.text else None
        content = self.folder.get(row.code)
        self.journal(change, content)
        if content is None:
            creation.create(self.folder, read.version, self.state, kept)
        else:
            undone = taken_back(content)
            creation.update(content, read.version, kept)
            if undone:
                creation.enter(content, self.state)

    def _rest(self, report: Report, share: float) -> None:
        """Let go of what was loaded, so that memory does not grow with the file."""
        self.folder._p_jar.cacheMinimize()
        self.progress(report, share)


def taken_back(content: Any) -> bool:
    """Say whether undoing withdrew a procedure, and nobody decided about it since.

    What an office withdrew stays withdrawn whatever comes in.
    """
    history = (content.workflow_history or {}).get(WORKFLOW, ())
    return bool(history) and str(history[-1]["comments"]).startswith(UNDONE)


def flags(folder: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give code and doubts of every imported procedure, in the order of codes."""
    for code in folder.objectIds():
        source = getattr(folder[code], "source", None)
        if source is not None:
            yield code, source.flags
