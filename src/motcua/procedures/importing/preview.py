"""What an import would change, row by row and in words, before it is applied.

A preview is a file of JSON lines in the store of files: first the counts and what was
refused, then one line per procedure. It follows from the file and the catalogue and
can be made again at any time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
import itertools
import json
from motcua.procedures.change import comparable
from motcua.procedures.difference import changes
from motcua.procedures.importing.importer import Change
from motcua.procedures.importing.importer import Importer
from motcua.procedures.importing.importer import Report
from motcua.storage import files
from pathlib import Path
from typing import Any
from typing import Final


#: Titles that share fewer words than this are of different procedures.
ALIKE: Final = 0.5
#: Sentences kept of one procedure; its page tells the rest.
SENTENCES: Final = 40


@dataclass(frozen=True)
class Row:
    """What would happen to one procedure.

    `odd` rows look like another procedure under the same code; they are applied
    only when somebody says so. `said` are the changes in Vietnamese and English,
    `names` their stable names.
    """

    line: int
    code: str
    title: str
    before: str
    after: str
    odd: bool
    names: tuple[str, ...]
    said: tuple[tuple[str, str], ...]

    @property
    def new(self) -> bool:
        """Whether the procedure is not in the catalogue yet."""
        return not self.before


@dataclass(frozen=True)
class Summary:
    """How many rows there are of each kind. `changes` counts procedures by change."""

    records: int
    new: int
    changed: int
    same: int
    odd: int
    failed: int
    changes: dict[str, int]
    flags: dict[str, int]
    failures: tuple[tuple[int, str, str], ...]


def compare(
    folder: Any,
    path: Path,
    source: str,
    progress: Callable[[Report, float], None] | None = None,
) -> tuple[Summary, list[Row]]:
    """Read a file against the catalogue and return what differs; nothing is written.

    Records that came in other words but say the same are no difference.
    """
    rows: list[Row] = []

    def observe(change: Change) -> None:
        row = row_of(change)
        if row.new or row.names:
            rows.append(row)

    importer = Importer(
        folder, dry_run=True, source=source, observe=observe, progress=progress
    )
    report = importer.run(path)
    counted = Counter(name for row in rows for name in set(row.names))
    new = sum(row.new for row in rows)
    changed = len(rows) - new
    failed = len(report.failures)
    summary = Summary(
        records=report.records,
        new=new,
        changed=changed,
        same=report.records - failed - new - changed,
        odd=sum(row.odd for row in rows),
        failed=failed,
        changes=dict(counted.most_common()),
        flags=dict(sorted(report.flags.items())),
        failures=tuple((one.line, one.code, one.reason) for one in report.failures),
    )
    return summary, rows


def row_of(change: Change) -> Row:
    """Return what a change says, in words."""
    after, before = change.read.version, change.before
    found = changes(before, after) if before is not None else ()
    return Row(
        line=change.row.line,
        code=change.row.code,
        title=after.title,
        before=before.digest if before is not None else "",
        after=after.digest,
        odd=before is not None and not alike(before.title, after.title),
        names=tuple(one.name for one in found),
        said=tuple((one.say("vi"), one.say("en")) for one in found[:SENTENCES]),
    )


def alike(one: str, two: str) -> bool:
    """Say whether two titles can be of one procedure."""
    words, others = set(comparable(one).split()), set(comparable(two).split())
    shared = len(words & others)
    return not words or not others or shared >= ALIKE * min(len(words), len(others))


def keep(summary: Summary, rows: list[Row]) -> str:
    """Keep a preview in the store of files and return its digest."""
    values = [asdict(summary), *(asdict(row) for row in rows)]
    lines = (json.dumps(each, ensure_ascii=False) for each in values)
    return files.store("\n".join(lines).encode()).sha256


def load(sha256: str) -> tuple[Summary, Iterator[Row]]:
    """Return a kept preview; its rows are read as they are asked for."""
    stream = files.open(sha256)
    head = json.loads(stream.readline())
    head["failures"] = tuple(tuple(one) for one in head["failures"])
    return Summary(**head), _rows(stream)


def _rows(stream: Any) -> Iterator[Row]:
    with stream:
        for line in stream:
            values = json.loads(line)
            values["names"] = tuple(values["names"])
            values["said"] = tuple(tuple(pair) for pair in values["said"])
            yield Row(**values)


def page(sha256: str, first: int, size: int) -> list[Row]:
    """Return some rows of a kept preview."""
    _summary, rows = load(sha256)
    return list(itertools.islice(rows, first, first + size))
