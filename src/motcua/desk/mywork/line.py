"""A dossier in a list, in words: how its date stands as text, sign and colour."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from motcua import _
from motcua.dossiers import openings
from motcua.dossiers import worklist
from motcua.dossiers.arrivals.circumstances import PRIORITIES
from motcua.dossiers.watching import escalations
from motcua.dossiers.worklist import Day
from motcua.shell.wording import STATES
from motcua.shell.wording import TIMES
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from motcua.dossiers.inbox import Row
    from motcua.shell.screen import Screen


#: That it is stuck, by whom it was told beyond the officer: level -> words.
STUCK: Final[dict[int, Any]] = {
    1: _("Stuck: the head was told"),
    2: _("Stuck: the supervision was told"),
}


@dataclass(frozen=True)
class Line:
    """A dossier in a list."""

    code: str
    address: str
    procedure: str
    state: str
    holder: str
    received: str
    due: str
    time: str
    sign: str
    time_text: str
    marks: tuple[tuple[str, str], ...] = ()
    """What else is to be seen at once: (sign, words)."""


def standing(
    due: datetime | None, finished: datetime | None, paused: bool, day: Day
) -> str:
    """Return how a due date stands: a key of ``TIMES``."""
    band = worklist.band(due, finished, paused, day)
    if band == "done":
        return "done_late" if due and finished and finished > due else "done"
    return "no_limit" if band == "in_time" and due is None else band


@dataclass(frozen=True)
class Happened:
    """What is read for all rows of a page at once.

    ``unread`` are the codes of those whose applicant wrote and nobody has read it,
    ``told`` says how far up it was told that one is stuck.
    """

    unread: frozenset[str] = frozenset()
    told: Mapping[str, int] = field(default_factory=dict)


def happened(screen: Screen, rows: Iterable[Row]) -> Happened:
    """Return what is to be marked on the rows."""
    rows = list(rows)
    written = {row.code: row.answered_at for row in rows if row.answered_at}
    codes = [row.code for row in rows]
    return Happened(
        frozenset(openings.unread(written)),
        escalations.levels(screen.context, screen.now, codes),
    )


def marks(screen: Screen, row: Row, happened: Happened) -> tuple[tuple[str, str], ...]:
    """Return what else is to be seen of a dossier at once: (sign, words).

    That it goes first, that it is stuck and the head or the supervision was told, that
    it was urged, and that its applicant wrote.
    """
    found = []
    if row.priority in PRIORITIES:
        found.append(("★", screen.say(PRIORITIES[row.priority])))
    words = STUCK.get(happened.told.get(row.code, 0))
    if words:
        found.append(("⇧", screen.say(words)))
    if row.urged:
        said = _("urged: ${number}", mapping={"number": row.urged})
        found.append(("⚑", screen.say(said)))
    if row.code in happened.unread:
        found.append(("✉", screen.say(_("The applicant wrote; nobody has read it"))))
    elif row.answered_at:
        found.append(("✉", screen.say(_("The applicant waits for an answer"))))
    return tuple(found)


NOTHING: Final = Happened()


def line_of(
    screen: Screen,
    row: Row,
    day: Day,
    title: str,
    happened: Happened = NOTHING,
) -> Line:
    """Return a row in words; ``title`` is that of its procedure."""
    time = standing(row.due_at, row.finished_at, row.paused, day)
    sign, words = TIMES[time]
    return Line(
        code=row.code,
        address=screen.address("ho-so", row.code),
        procedure=title,
        state=screen.say(STATES[row.state]),
        holder=screen.unit_name(row.holder),
        received=screen.moment(row.received_at),
        due=screen.moment(row.due_at) if row.due_at else "",
        time=time,
        sign=sign,
        time_text=screen.say(words),
        marks=marks(screen, row, happened),
    )


class Titles:
    """The present titles of procedures; the code of one that is gone."""

    def __init__(self, folder: object) -> None:
        self.folder = folder
        self.known: dict[str, str] = {}

    def __getitem__(self, code: str) -> str:
        if code not in self.known:
            found = self.folder.get(code)  # type: ignore[attr-defined]
            self.known[code] = str(found.title) if found is not None else code
        return self.known[code]
