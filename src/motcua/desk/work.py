"""My work (Việc của tôi): what waits for this person's departments, by due date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import inbox
from motcua.dossiers import openings
from motcua.dossiers.folder import find
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from motcua.shell.wording import TIMES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


PAGE: Final = 25
#: Days before the due date in which a dossier is called "due soon".
SOON: Final = timedelta(days=2)


@dataclass(frozen=True)
class Counter:
    """One number that leads to exactly the dossiers it counts."""

    key: str
    label: str
    count: int
    address: str
    current: bool


@dataclass(frozen=True)
class Line:
    """A dossier in the list."""

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


class WorkScreen(Screen):
    """Counters on top, the list that they lead to below."""

    section = "desk"
    title = _("My work")
    body = ViewPageTemplateFile("templates/work.pt")

    def prepare(self) -> None:
        """Read the filter from the address, the numbers and one page of the list."""
        asked = self.text("state")
        self.state = asked if asked in STATES else ""
        self.late = self.text("late") == "1"
        self.everything = self.text("all") == "1"
        digits = self.text("page")
        number = int(digits) if digits.isascii() and digits.isdigit() else 1
        self.page = min(max(number, 1), 10_000)
        self.titles: dict[str, str] = {}
        rows = inbox.inbox(
            self.groups,
            state=self.state or None,
            late=True if self.late else None,
            now=self.now,
            everything=self.everything,
            limit=PAGE + 1,
            offset=(self.page - 1) * PAGE,
        )
        self.more = len(rows) > PAGE
        written = {row.code: row.answered_at for row in rows if row.answered_at}
        self.unread = openings.unread(written)
        self.lines = [self.line(row) for row in rows[:PAGE]]

    @property
    def heading(self) -> str:
        """Name the list that is shown, so that bookmarks differ."""
        parts = [
            self.say(
                _("All my departments' dossiers") if self.everything else self.title
            )
        ]
        if self.state:
            parts.append(self.say(STATES[self.state]))
        if self.late:
            parts.append(self.say(TIMES["late"][1]))
        return ": ".join([parts[0], ", ".join(parts[1:])]) if parts[1:] else parts[0]

    @property
    def counters(self) -> list[Counter]:
        """All, late, then the states in which something waits."""
        found = inbox.counts(self.groups, self.now)
        mine = not self.everything
        whole = [
            Counter(
                "all",
                self.say(_("All that wait for me")),
                found["all"],
                self.address(),
                mine and not self.state and not self.late,
            ),
            Counter(
                "late",
                self.say(TIMES["late"][1]),
                found["late"],
                self.address(late="1"),
                mine and not self.state and self.late,
            ),
        ]
        return whole + [
            Counter(
                state,
                self.say(title),
                found[state],
                self.address(state=state),
                mine and self.state == state and not self.late,
            )
            for state, title in STATES.items()
            if found.get(state)
        ]

    def line(self, row: inbox.Row) -> Line:
        """Return a row in words."""
        stands = clock_stands(self.context, row)
        time = standing(stands, row.due_at, row.finished_at, self.now)
        sign, words = TIMES[time]
        return Line(
            code=row.code,
            address=self.address("ho-so", row.code),
            procedure=self.procedure_title(row.procedure),
            state=self.say(STATES[row.state]),
            holder=self.unit_name(row.holder),
            received=self.moment(row.received_at),
            due=self.moment(row.due_at) if row.due_at else "",
            time=time,
            sign=sign,
            time_text=self.say(words),
            marks=self.marks(row),
        )

    def marks(self, row: inbox.Row) -> tuple[tuple[str, str], ...]:
        """Return that it was urged, and that its applicant wrote."""
        found = []
        if row.urged:
            said = _("urged: ${number}", mapping={"number": row.urged})
            found.append(("⚑", self.say(said)))
        if row.code in self.unread:
            found.append(("✉", self.say(_("The applicant wrote; nobody has read it"))))
        elif row.answered_at:
            found.append(("✉", self.say(_("The applicant waits for an answer"))))
        return tuple(found)

    def procedure_title(self, code: str) -> str:
        """Return the present title of a procedure; its code when it is gone."""
        if code not in self.titles:
            found = self.context["procedures"].get(code)
            self.titles[code] = str(found.title) if found is not None else code
        return self.titles[code]

    def turn(self, page: int) -> str:
        """Return the address of another page of the same list."""
        return self.address(
            state=self.state,
            late="1" if self.late else "",
            all="1" if self.everything else "",
            page=str(page) if page > 1 else "",
        )


def clock_stands(site: Any, row: inbox.Row) -> bool:
    """Say whether the clock of a row's dossier stands still.

    The register keeps no date then, as for one without any time limit; the dossier
    itself tells these apart.
    """
    if row.due_at is not None or row.finished_at is not None:
        return False
    dossier = find(site, row.code)
    return dossier is not None and dossier.standing.paused


def standing(
    paused: bool, due: datetime | None, finished: datetime | None, now: datetime
) -> str:
    """Return how the due date stands to now: a key of ``TIMES``."""
    if paused:
        return "paused"
    if due is None:
        return "no_limit"
    if finished is not None:
        return "done_late" if finished > due else "done"
    if now > due:
        return "late"
    if due.astimezone(VIETNAM).date() == now.astimezone(VIETNAM).date():
        return "today"
    return "soon" if due - now <= SOON else "in_time"
