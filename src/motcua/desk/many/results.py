"""What became of an order, dossier by dossier; and where these screens begin."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.desk.many.frame import duties_for
from motcua.desk.many.frame import ManyScreen
from motcua.desk.many.frame import PATH
from motcua.desk.many.frame import SECTION
from motcua.dossiers import answers
from motcua.dossiers import bulk
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks import selecting
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.folder import find
from motcua.dossiers.operations import UNDONE
from motcua.dossiers.processes import book
from motcua.dossiers.removals import OPERATION as MOVE
from motcua.dossiers.takingback import TAKE_BACK
from motcua.dossiers.takingback import WITHIN
from motcua.organisation.duties import parse_group
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.shell.wording import OPERATIONS
from motcua.storage import jobs
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: What became of a dossier: sign, class of colour, words.
OUTCOMES: Final[dict[str, tuple[str, str, Any]]] = {
    "done": ("✓", "done", _("Done")),
    "waiting": ("…", "no_limit", _("Its turn is still to come")),
    "refused": ("✗", "late", _("Not done")),
    "moved_on": (
        "▲",
        "soon",
        _("Left as it is: somebody acted on it after the preview"),
    ),
    "not_possible": (
        "▲",
        "soon",
        _("Left as it is: what was previewed would not come about any more"),
    ),
}
STATES: Final[dict[str, Any]] = {
    jobs.QUEUED: _("Waiting"),
    jobs.RUNNING: _("Running"),
    jobs.DONE: _("Done"),
    jobs.FAILED: _("Failed"),
    jobs.CANCELLED: _("Cancelled"),
}
#: The decisions of these screens, in order: (operation, name in the path).
DECISIONS: Final = (("suspend", "tam-dung"), ("unsuspend", "tiep-tuc"))
RECENT: Final = 10


@dataclass(frozen=True)
class Part:
    """A part of an order: its job, how it stands, and where its rows are."""

    number: int
    state: str
    progress: str
    address: str
    current: bool


class ResultScreen(ManyScreen):
    """``nhieu-ho-so/ket-qua/<order>``: for who gave the order."""

    title = _("What became of the decision")
    body = ViewPageTemplateFile("templates/result.pt")

    def prepare(self) -> None:
        """Find the order of this person; ``Missing`` for anybody else's."""
        self.key = self.names[2]
        found = orders.parts(self.key)
        if not found or found[0].data["actor"] != self.person:
            raise Missing
        self.first = found[0]
        self.jobs = [each for each in found if "dossiers" in each.data]
        if self.posted and self.undoable:
            self.take_back()

    def take_back(self) -> None:
        """Order that what this part did is taken back where it still may be."""
        done = [code for code, each in self.outcomes.items() if each == "done"]
        found = (find(self.context, code) for code in done)
        planned = [orders.unchanged(each) for each in found if each is not None]
        key = orders.give(TAKE_BACK, self.person, planned, {})
        self.tell(_("Decided. The worker carries it out dossier by dossier."))
        self.go(PATH, "ket-qua", key)

    @property
    def undoable(self) -> bool:
        """Whether what was done may still be taken back, dossier by dossier."""
        return (
            self.first.data["operation"] in UNDONE
            and "done" in self.outcomes.values()
            and self.now - self.first.queued_at <= WITHIN
        )

    @property
    def final(self) -> bool:
        """Whether it is an act on a list that is never taken back."""
        operation = self.first.data["operation"]
        return operation in bulk.OPERATIONS and operation not in UNDONE

    @property
    def what(self) -> str:
        """What is done, in words."""
        return self.say(OPERATIONS[self.first.data["operation"]])

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was decided; nothing where nobody can read it any more."""
        try:
            return orders.values_of(self.first.data)
        except orders.Unreadable:
            return {}

    @property
    def deed(self) -> str:
        """The deciding document, "" for none."""
        return str(self.values.get("deed", ""))

    @property
    def reason(self) -> str:
        """Why, in the words of who decided."""
        return str(self.values.get("reason") or self.values.get("note", ""))

    @property
    def choosing(self) -> str:
        """How the choice of the dossiers of a large order stands; "" for others."""
        if "chosen" not in self.first.data:
            return ""
        return f"{self.say(STATES[self.first.state])}: {self.first.message}"

    @property
    def running_still(self) -> bool:
        """Whether something of it is still to come."""
        return any(each.state not in orders.OVER for each in (self.first, *self.jobs))

    @property
    def part(self) -> int:
        """The number of the part that is shown."""
        return self.number("phan", largest=max(1, len(self.jobs)))

    @property
    def parts_told(self) -> list[Part]:
        """The parts of the order."""
        return [
            Part(
                number,
                self.say(STATES[job.state]),
                f"{job.done} / {job.total or len(job.data['dossiers'])}",
                self.address(*self.names, phan=str(number)),
                number == self.part,
            )
            for number, job in enumerate(self.jobs, 1)
        ]

    @cached_property
    def outcomes(self) -> dict[str, orders.Outcome]:
        """What became of each dossier of the part that is shown."""
        if not self.jobs:
            return {}
        job = self.jobs[self.part - 1]
        return orders.outcomes(
            self.context, self.key, job.data, job.state in orders.OVER
        )

    @cached_property
    def refusals(self) -> dict[str, answers.Refusal]:
        """Why dossiers of the part that is shown were refused."""
        return answers.read(self.key, self.outcomes)

    @property
    def reasons_told(self) -> list[tuple[str, int]]:
        """How many were refused for each reason, the most frequent first."""
        told = Counter(
            self.refusals[code].text(self.language)
            for code, outcome in self.outcomes.items()
            if outcome == "refused"
        )
        return told.most_common()

    @property
    def sums(self) -> list[tuple[str, str, int]]:
        """How many of each outcome: (sign, words, number)."""
        values = list(self.outcomes.values())
        return [
            (sign, self.say(words), values.count(outcome))
            for outcome, (sign, _kind, words) in OUTCOMES.items()
            if outcome in values
        ]

    @property
    def some_left(self) -> bool:
        """Whether any of the part that is shown was left as it is."""
        left = not orders.LEFT_OUT.isdisjoint(self.outcomes.values())
        return left and self.first.data["operation"] != TAKE_BACK

    @property
    def anew(self) -> str:
        """The address of a new preview of those that were left out."""
        asked = {"xem": "1", "lai": self.key, "phan": str(self.part)}
        if self.first.data["operation"] in bulk.OPERATIONS:
            asked["lam"] = self.first.data["operation"]
        return self.address(PATH, *self._names_of_screen(), **asked)

    def _names_of_screen(self) -> tuple[str, ...]:
        """Return the names of the screen where such a decision is made."""
        operation = self.first.data["operation"]
        if operation in bulk.OPERATIONS:
            return ("lam",)
        if operation == MOVE:
            digest = str(self.values.get("process", ""))
            if not digest:
                return ()
            return ("chuyen", book.get(self.context, digest).procedure, digest)
        return (dict(DECISIONS).get(operation, "lich"),)

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Each dossier: (code, class, sign, words)."""
        found = []
        for code, outcome in self.outcomes.items():
            sign, kind, words = OUTCOMES[outcome]
            told = self.say(words)
            if outcome == "refused":
                told = f"{told}: {self.refusals[code].text(self.language)}"
            found.append((code, kind, sign, told))
        return found


class StartScreen(Screen):
    """``nhieu-ho-so``: what may be decided for many, and what was."""

    section = SECTION
    title = _("Decisions for many dossiers")
    body = ViewPageTemplateFile("templates/start.pt")

    def prepare(self) -> None:
        """Let in who may decide anything of this."""
        parsed = filter(None, map(parse_group, self.groups))
        held = frozenset(duty for _department, duty in parsed)
        names = ("suspend", "recalendar", MOVE)
        if not any(held & duties_for(name) for name in names):
            raise Missing

    def count(self, operation: str) -> int:
        """Return how many dossiers there are to choose from."""
        return selecting.count(Selection(), operation, self.person, self.now)

    @property
    def decisions(self) -> list[tuple[str, str]]:
        """What may be decided: (address, title)."""
        titles = {
            "tam-dung": _("Suspend many dossiers"),
            "tiep-tuc": _("End the suspension of many dossiers"),
            "lich": _("Dates by changed calendars"),
        }
        return [(self.address(PATH, name), self.say(t)) for name, t in titles.items()]

    @property
    def versions(self) -> list[tuple[str, str, str]]:
        """Versions in force to which dossiers can move: (address, code, version)."""
        by_procedure = selecting.tally(
            Selection(), MOVE, self.person, self.now, "procedure"
        )
        today = self.now.date()
        found = []
        for code in by_procedure:
            rows = book.rows(self.context, code)
            for row in rows if len(rows) > 1 else ():
                if row.status(today) == "in-force":
                    address = self.address(PATH, "chuyen", code, row.digest)
                    said = f"{row.valid_from:%d/%m/%Y}: {row.deed}"
                    found.append((address, code, said))
        return found

    @property
    def recent(self) -> list[tuple[str, str, str, str]]:
        """The newest orders of this person: (address, what, when, state)."""
        return [
            (
                self.address(PATH, "ket-qua", job.key),
                self.say(OPERATIONS[job.data["operation"]]),
                self.moment(job.queued_at),
                self.say(STATES[job.state]),
            )
            for job in orders.given_by(self.person, RECENT)
        ]
