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
from lzma import LZMAError
from motcua.procedures import creation
from motcua.procedures.portal_records import KIND
from motcua.procedures.portal_records import read_record
from motcua.procedures.portal_records import record_code
from motcua.procedures.portal_records import record_digest
from motcua.procedures.portal_records import UnusableRecord
from motcua.procedures.procedure import SourceRecord
from motcua.procedures.record_lines import Lines
from motcua.procedures.record_lines import lines
from motcua.procedures.record_lines import load
from pathlib import Path
import transaction
from transaction.interfaces import TransientError
from typing import Any
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.portal_records import PortalRecord

#: Procedures written in one transaction: enough to share the cost of a commit,
#: few enough to lose little when killed.
BATCH = 100
#: How often a batch is tried when somebody else wrote the same objects.
ATTEMPTS = 5

Outcome = Literal["created", "updated", "unchanged"]
Progress = Callable[["Report", float], None]


@dataclass(frozen=True)
class Failure:
    """A line that was not imported, and why."""

    line: int
    code: str
    reason: str


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
    """A record that has to be written: its own text and what it was read as."""

    text: str
    read: PortalRecord


class Importer:
    """Imports files into one folder of procedures.

    `state` is the one that new procedures get ("draft" or "published"); existing
    ones keep theirs. With `dry_run` everything is read and counted and nothing is
    written. `progress` is called after each batch with the report so far and the
    share of the file that has been read (0 to 1).
    """

    def __init__(
        self,
        folder: Any,
        state: str = "published",
        dry_run: bool = False,
        batch: int = BATCH,
        progress: Progress | None = None,
    ) -> None:
        self.folder = folder
        self.state = state
        self.dry_run = dry_run
        self.batch = batch
        self.progress = progress or (lambda report, share: None)

    def run(self, path: Path) -> Report:
        """Import a file (JSON lines, plain or .xz) and return the report.

        Commits after each batch. Raises OSError when the file cannot be read.
        """
        report = Report()
        seen: dict[str, tuple[int, str]] = {}
        changes: list[Change] = []
        with lines(path) as source:
            for number, line in readable(source, report):
                report.records += 1
                change = self._consider(number, line, seen, report)
                if change is not None:
                    changes.append(change)
                if len(changes) >= self.batch:
                    self._write(changes)
                    changes = []
                if report.records % self.batch == 0:
                    self._rest(report, source.share())
        self._write(changes)
        self._rest(report, 1.0)
        return report

    def _consider(
        self,
        number: int,
        line: bytes,
        seen: dict[str, tuple[int, str]],
        report: Report,
    ) -> Change | None:
        """Read one line, count it, and return it when it has to be written."""
        code = ""
        try:
            text, record = load(line)
            code = record_code(record)
            digest = record_digest(record)
            first, known = seen.setdefault(code, (number, digest))
            if first != number:
                self._repeated(first, known == digest, report)
                return None
            content = self.folder.get(code)
            source = getattr(content, "source", None)
            if source is not None and source.digest == digest:
                report.unchanged += 1
                report.flags.update(source.flags)
                return None
            read = read_record(record)
        except ValueError as error:
            report.failures.append(Failure(number, code, str(error)))
            return None
        report.flags.update(read.flags)
        if content is None:
            report.created += 1
        else:
            report.updated += 1
        return Change(text, read)

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
        source = SourceRecord(KIND, change.text, read.digest, read.flags)
        content = self.folder.get(read.version.code)
        if content is None:
            creation.create(self.folder, read.version, self.state, source)
        else:
            creation.update(content, read.version, source)

    def _rest(self, report: Report, share: float) -> None:
        """Let go of what was loaded, so that memory does not grow with the file."""
        self.folder._p_jar.cacheMinimize()
        self.progress(report, share)


def readable(source: Lines, report: Report) -> Iterator[tuple[int, bytes]]:
    """Give the lines of `source`; where a compressed file breaks is a failure."""
    number = 0
    try:
        for number, line in source:
            yield number, line
    except (EOFError, LZMAError) as error:
        report.records += 1
        reason = f"the file is broken from here on / tệp hỏng từ dòng này: {error}"
        report.failures.append(Failure(number + 1, "", reason))


def flags(folder: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give code and doubts of every imported procedure, in the order of codes."""
    for code in folder.objectIds():
        source = getattr(folder[code], "source", None)
        if source is not None:
            yield code, source.flags
