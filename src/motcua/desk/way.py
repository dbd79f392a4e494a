"""The way of a dossier in words: its steps, the shares of agencies, what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from motcua import _
from motcua.dossiers import progress
from motcua.dossiers.arrivals import bundles
from motcua.dossiers.clocks import clock
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.drawing import draw
from motcua.dossiers.processes.outline import Entry
from motcua.dossiers.processes.outline import outline
from motcua.dossiers.processes.words import MARKS
from motcua.dossiers.processes.words import Reader
from motcua.dossiers.states import DossierView
from motcua.dossiers.states import Entry as Happened
from motcua.dossiers.tasks import department_of
from motcua.dossiers.tasks import Task
from motcua.organisation import duties
from motcua.organisation.errors import UnknownUnit
from motcua.shell.screen import Screen
from motcua.shell.wording import OPERATIONS
from motcua.shell.wording import OPINION_WORDS
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Events that end a step of a process.
ENDING = frozenset({"complete", "approve"})


@dataclass(frozen=True)
class Line:
    """One step: ``mark`` is "done", "open" or "" for what comes later."""

    title: str
    kind: str
    place: str
    mark: str
    sign: str
    word: str
    who: str
    since: datetime | None
    due: datetime | None
    ended: datetime | None


@dataclass(frozen=True)
class Share:
    """The share of one agency."""

    title: str
    agency: str
    start: datetime | None
    due: datetime | None
    ended: datetime | None
    paused: bool


@dataclass(frozen=True)
class Said:
    """What a department was asked and answered, beside the way or as a step of it."""

    place: str
    question: str
    asked_by: str
    asked_at: datetime | None
    by: datetime | None
    outcome: str
    answer: str
    given_by: str
    given_at: datetime | None


@dataclass(frozen=True)
class Here(Reader):
    """Tells a process of one dossier: relative departments by their names there."""

    unit: str = ""
    site: Any = None

    def department(self, name: str) -> str:
        """Return a department in words; one that does not exist there as written."""
        try:
            return self.unit_name(department_of(name, self.unit, self.site))
        except UnknownUnit:
            return super().department(name)


class Way:
    """The way of one dossier, as a screen shows it."""

    def __init__(self, screen: Screen, dossier: Dossier, view: DossierView) -> None:
        self.screen = screen
        self.dossier = dossier
        self.view = view
        self.reader = Here(
            screen.say, screen.unit_name, screen.language, dossier.unit, screen.context
        )

    @cached_property
    def process(self) -> Process | None:
        """The process that the dossier follows; None on the free road."""
        if not self.dossier.process:
            return None
        return progress.process_of(self.screen.context, self.dossier)

    @cached_property
    def together(self) -> list[str]:
        """Codes of the dossiers of its bundle that the person may see."""
        screen, view = self.screen, self.view
        return bundles.seen(
            screen.context, view.bundle, view.code, screen.person, screen.now
        )

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of its steps by key."""
        return progress.titles_of(self.screen.context, self.dossier)

    @cached_property
    def marks(self) -> dict[str, str]:
        """How its steps stand, by key."""
        done = dict.fromkeys(self.view.done, "done")
        return {**done, **{task.key: "open" for task in self.view.tasks}}

    @cached_property
    def times(self) -> Any:
        """When steps and shares begin, are due and ended; None before that is known."""
        return clock.plan_of(self.screen.context, self.dossier).way

    @cached_property
    def _ended(self) -> dict[str, Any]:
        """The entry of the history that ended each step last."""
        return {e.step: e for e in self.view.history if e.type in ENDING and e.step}

    @property
    def lines(self) -> list[Line]:
        """The steps of the way taken, in order; without dates those of the process."""
        if self.process is None:
            return [self._task(task) for task in self.view.tasks]
        keys = [step.key for step in steps_of(self.process.way)]
        if self.times is not None:
            taken = {each.leg.key for each in self.times.route.legs}
            keys = [key for key in keys if key in taken or key in self.marks]
        extra = [self._task(task) for task in self.view.tasks if task.ad_hoc]
        return [*(self._step(key) for key in keys), *extra]

    def _step(self, key: str) -> Line:
        assert self.process is not None
        step = self.process.step(key)
        task = next((each for each in self.view.tasks if each.key == key), None)
        if task is not None:
            return self._task(task, step.title, self.reader.kind(step))
        mark = self.marks.get(key, "")
        ended = self._ended.get(key) if mark else None
        found = None
        if self.times is not None and key in {
            each.leg.key for each in self.times.route.legs
        }:
            found = self.times.step(key)
        return Line(
            title=step.title,
            kind=self.reader.kind(step),
            place=self.reader.department(step.department),
            mark=mark,
            sign=MARKS[mark][0] or "·",
            word=self._word(mark),
            who="" if ended is None else self.screen.name_of(ended.actor),
            since=found.start if found else None,
            due=found.due.due if found else None,
            ended=ended.at if ended else None,
        )

    def _task(self, task: Task, title: str = "", kind: str = "") -> Line:
        names = [task.person] if task.person else self._holders(task)
        return Line(
            title=title or self.screen.say(_("Opinion that was asked for")),
            kind=kind,
            place=self.screen.unit_name(task.department),
            mark="open",
            sign=MARKS["open"][0],
            word=self._word("open"),
            who=", ".join(map(self.screen.name_of, names)),
            since=task.since,
            due=task.due,
            ended=None,
        )

    def _holders(self, task: Task) -> list[str]:
        return duties.holders(task.department, task.duty, site=self.screen.context)

    def _word(self, mark: str) -> str:
        return self.screen.say(MARKS[mark][1] if mark else _("still to come"))

    def did(self, entry: Happened) -> str:
        """Return what an entry of the history tells: what was done, step, outcome."""
        told = [self.screen.say(OPERATIONS.get(entry.type, entry.type))]
        told += filter(
            None, [self.titles.get(entry.step), self._outcome(entry.outcome)]
        )
        return ": ".join(told)

    @property
    def shares(self) -> list[Share]:
        """The shares of agencies, in order."""
        if self.times is None:
            return []
        return [
            Share(
                each.leg.title,
                self.reader.department(each.leg.agency),
                each.start,
                each.due,
                each.ended,
                each.paused,
            )
            for each in self.times.legs
        ]

    @property
    def opinions(self) -> list[Said]:
        """What was asked of departments, and their answers."""
        asked = [
            Said(
                self.screen.unit_name(one.to),
                one.question,
                self.screen.name_of(one.asked_by),
                one.asked_at,
                one.by,
                self._outcome(one.outcome),
                one.opinion,
                self.screen.name_of(one.given_by),
                one.given_at,
            )
            for one in self.view.opinions
        ]
        return [*self._of_the_way(), *asked]

    def _of_the_way(self) -> list[Said]:
        if self.process is None:
            return []
        answers = dict(self.view.answers)
        found = []
        for step in steps_of(self.process.way):
            ended = self._ended.get(step.key)
            task = next((t for t in self.view.tasks if t.key == step.key), None)
            done = step.key in self.view.done and ended is not None
            if step.kind != "opinion" or not (done or task):
                continue
            found.append(
                Said(
                    self.reader.department(step.department),
                    step.title,
                    "",
                    task.since if task else None,
                    task.due if task else None,
                    self._outcome(answers.get(f"outcome:{step.key}", "")),
                    ended.text if done and ended else "",
                    self.screen.name_of(ended.actor) if done and ended else "",
                    ended.at if done and ended else None,
                )
            )
        return found

    def _outcome(self, outcome: str) -> str:
        return self.screen.say(OPINION_WORDS.get(outcome, outcome))

    @property
    def picture(self) -> str:
        """The way as a picture, with what is done and what is open."""
        assert self.process is not None
        return draw(self.process, self.reader, self.marks, "way")

    @property
    def entries(self) -> list[tuple[int, Entry]]:
        """The same in words: (depth, entry), one for each part."""
        assert self.process is not None
        found: list[tuple[int, Entry]] = []
        self._add(outline(self.process, self.reader, self.marks), 0, found)
        return found

    def _add(
        self, entries: tuple[Entry, ...], depth: int, found: list[tuple[int, Entry]]
    ) -> None:
        for entry in entries:
            found.append((depth, entry))
            self._add(entry.inside, depth + 1, found)
