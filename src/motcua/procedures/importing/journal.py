"""What imports did, kept so that it can be told and undone.

A run is one import of one file: looked through, applied in part or in whole, perhaps
undone. What it wrote is entered in the same transaction as the procedure itself, so
nothing is ever half-applied. Nothing is removed from any history by undoing.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from motcua.procedures.folder import folder
from persistent import Persistent
from typing import Any
from typing import Final
from typing import Literal


Stage = Literal[
    "uploaded", "previewed", "applying", "applied", "undoing", "undone", "dropped"
]
#: Who acts when a command of the machine's keeper does.
COMMAND: Final = "bin/motcua"


@dataclass(frozen=True)
class Written:
    """What was written of one procedure.

    `before` is the digest adopted last until then, "" for a new procedure, and
    `source` the record it had been imported from.
    """

    before: str
    after: str
    source: Any = None


@dataclass(frozen=True)
class Act:
    """Somebody did something with a run."""

    at: datetime
    person: str
    name: str
    deed: str = ""


class Run(Persistent):
    """One import. `preview` names a file in the store (see ``preview``)."""

    def __init__(self, id_: str, name: str, sha256: str, source: str, state: str):
        self.id = id_
        self.name = name
        self.sha256 = sha256
        self.source = source
        #: The state of procedures that it creates.
        self.state = state
        self.stage: Stage = "uploaded"
        self.preview = ""
        #: Codes to apply; None for all that are not odd.
        self.selection: tuple[str, ...] | None = None
        self.acts: tuple[Act, ...] = ()
        #: Rows that could not be applied or undone: (code, reason).
        self.refused: tuple[tuple[str, str], ...] = ()
        self.written = OOBTree()
        self.undone = OOBTree()

    def note(
        self, name: str, person: str, now: datetime | None = None, deed: str = ""
    ) -> None:
        """Keep who did what, by which document."""
        self.acts = (*self.acts, Act(now or datetime.now(UTC), person, name, deed))

    def wrote(self, code: str, before: str, after: str, source: Any) -> None:
        """Enter what has just been written; the first state before it counts."""
        first = self.written.get(code)
        if first is not None:
            before, source = first.before, first.source
        self.written[code] = Written(before, after, source)

    @property
    def created(self) -> int:
        """How many procedures it created."""
        return sum(not one.before for one in self.written.values())


def start(
    name: str,
    sha256: str,
    person: str,
    source: str,
    state: str = "published",
    now: datetime | None = None,
    site: Any = None,
) -> Run:
    """Enter a new run and return it; its id tells the day and the order."""
    home = folder(site)
    if home.import_runs is None:
        home.import_runs = OOBTree()
    at = now or datetime.now(UTC)
    number = len(home.import_runs) + 1
    run = Run(f"{at:%Y%m%d}-{number:04d}", name, sha256, source, state)
    run.note("upload", person, at)
    home.import_runs[run.id] = run
    return run


def get(id_: str, site: Any = None) -> Run:
    """Return a run; KeyError when there is none of this id."""
    runs = folder(site).import_runs
    found = runs.get(id_) if runs is not None else None
    if not isinstance(found, Run):
        raise KeyError(f"{id_}: không có lần nhập này / no such import")
    return found


def known(run: Run, site: Any = None) -> bool:
    """Say whether a run is entered; one that an aborted transaction made is not."""
    runs = folder(site).import_runs
    return runs is not None and runs.get(run.id) is run


def listed(site: Any = None) -> Iterator[Run]:
    """Give the runs, the newest first."""
    runs = folder(site).import_runs
    if runs is not None:
        for id_ in reversed(list(runs)):
            yield runs[id_]
