"""Reading the heads that were kept outside the database, however many."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from hashlib import file_digest
import json
from motcua.dossiers.ledger.chain import Event
from motcua.dossiers.ledger.faults import Fault
from motcua.dossiers.ledger.faults import span
from motcua.storage.settings import settings
from pathlib import Path
import sqlite3
from typing import Any
from typing import Final


FOLDER: Final = "anchors"
LONGEST: Final = 1_000_000
"""Events that no dossier ever has; a length above it is no length."""


def folder() -> Path:
    """Return where the files lie."""
    return settings().var / FOLDER


def files() -> list[Path]:
    """Return the files, the oldest first."""
    return sorted(folder().glob("*.jsonl"))


class Heads:
    """All heads that were ever kept, on disk: there may be millions of them.

    Used as a context; what it lays down is gone with it. ``only`` leaves out all
    dossiers but some.
    """

    def __init__(self, only: Collection[str] | None = None) -> None:
        self.only = only
        self.count = 0

    def __enter__(self) -> Heads:
        # An empty name: SQLite keeps a file of its own and drops it in the end.
        self._sql = sqlite3.connect("")
        self._sql.execute(
            "CREATE TABLE heads (code TEXT, n INTEGER, head TEXT,"
            " PRIMARY KEY (code, n, head)) WITHOUT ROWID"
        )
        for table in ("seen", "doubted"):
            self._sql.execute(
                f"CREATE TABLE {table} (code TEXT PRIMARY KEY) WITHOUT ROWID"
            )
        kept = (line for path in files() for line in _lines(path, self.only))
        added = self._sql.executemany(
            "INSERT OR IGNORE INTO heads VALUES (?, ?, ?)", kept
        )
        self.count = added.rowcount
        return self

    def __exit__(self, *_error: object) -> None:
        self._sql.close()

    def of(self, code: str) -> dict[int, set[str]]:
        """Return the heads of one dossier by length; several are one too many."""
        found: dict[int, set[str]] = {}
        rows = self._sql.execute("SELECT n, head FROM heads WHERE code = ?", (code,))
        for number, head in rows:
            found.setdefault(number, set()).add(head)
        return found

    def see(self, code: str) -> None:
        """Note that this dossier was met."""
        self._sql.execute("INSERT OR IGNORE INTO seen VALUES (?)", (code,))

    def saw(self, code: str) -> bool:
        """Say whether this dossier was met."""
        found = self._sql.execute("SELECT 1 FROM seen WHERE code = ?", (code,))
        return found.fetchone() is not None

    def doubt(self, code: str) -> None:
        """Note that this dossier is to be looked at again."""
        self._sql.execute("INSERT OR IGNORE INTO doubted VALUES (?)", (code,))

    def doubted(self) -> Iterator[str]:
        """Iterate over the dossiers to be looked at again, in order."""
        for (code,) in self._sql.execute("SELECT code FROM doubted ORDER BY code"):
            yield code

    def unseen(self) -> Iterator[str]:
        """Iterate over the codes that were kept and not met, in order."""
        rows = self._sql.execute(
            "SELECT DISTINCT code FROM heads"
            " WHERE code NOT IN (SELECT code FROM seen) ORDER BY code"
        )
        for (code,) in rows:
            yield code


def _lines(path: Path, only: Collection[str] | None) -> Iterator[tuple[str, int, str]]:
    """Iterate over (code, length, head) of one file."""
    with path.open(encoding="ascii", errors="replace") as stream:
        next(stream, None)
        for text in stream:
            try:
                line = json.loads(text)
                found = str(line["code"]), int(line["n"]), str(line["head"])
            except (ValueError, TypeError, KeyError):
                # What was spoiled shows in the digests of the files.
                continue
            wanted = only is None or found[0] in only
            if wanted and 0 < found[1] <= LONGEST:
                yield found


def against(events: list[Event], kept: Mapping[int, set[str]]) -> list[Fault]:
    """Return where a chain is not what it was when its heads were kept.

    What was written anew begins behind the last head that fits, at the earliest,
    and reaches the first that does not, at least; one fault says so.
    """
    faults: list[Fault] = []
    fits = 0
    for number, heads in sorted(kept.items()):
        if number > len(events):
            faults.append(
                Fault(len(events) + 1, "tail-cut", span(len(events) + 1, max(kept)))
            )
            break
        if heads == {events[number - 1].hash.hex()}:
            fits = number
        elif not faults:
            faults.append(Fault(number, "anchor-differs", span(fits + 1, number)))
    return faults


def covering(code: str) -> Iterator[dict[str, Any]]:
    """Iterate over what is kept of one dossier: day, n, head, file and its digest."""
    for path in files():
        lines = list(_lines(path, (code,)))
        if lines:
            of_file = {"day": path.stem, "file": path.name, "sha256": digest(path)}
            for _code, number, head in lines:
                yield {**of_file, "n": number, "head": head}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
