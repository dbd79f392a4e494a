"""Moving running dossiers to another version of their process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.desk.many.frame import ManyScreen
from motcua.dossiers import positions
from motcua.dossiers import removals
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.processes import book
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.tasks import Task
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


@dataclass(frozen=True)
class Row:
    """One dossier in words: its open steps with their dates, before and after."""

    code: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]
    why_not: str


class MovingScreen(ManyScreen):
    """``nhieu-ho-so/chuyen/<procedure>/<digest>``: from any version to this one."""

    body = ViewPageTemplateFile("templates/moving.pt")
    operation = removals.OPERATION

    def read(self) -> None:
        """Find the version; ``Missing`` when it never came into force here."""
        self.code, digest = self.names[2:]
        rows = book.rows(self.context, self.code)
        self.version = next((row for row in rows if row.digest == digest), None)
        if self.version is None:
            raise Missing
        self.process = book.get(self.context, digest)

    @property
    def heading(self) -> str:
        """What is done, and for which procedure."""
        said = _(
            "Move running dossiers of ${code} to another version of the process",
            mapping={"code": self.code},
        )
        return self.say(said)

    @cached_property
    def base_choice(self) -> Selection:
        """Dossiers of the procedure that follow a version, but not this one."""
        return Selection(
            procedures=(self.code,), process=self.text("cu"), besides=self.names[3]
        )

    @property
    def olds(self) -> list[tuple[str, str]]:
        """The other versions: (digest, since when and by which document)."""
        rows = book.rows(self.context, self.code)
        return [
            (row.digest, f"{row.valid_from:%d/%m/%Y}: {row.deed}")
            for row in reversed(rows)
            if row.digest != self.process.digest
        ]

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Titles of the steps of all versions by key, those of this one first."""
        rows = book.rows(self.context, self.code)
        processes: list[Process] = [book.get(self.context, r.digest) for r in rows]
        found: dict[str, str] = {}
        for process in (*processes, self.process):
            found |= {step.key: step.title for step in steps_of(process.way)}
        return found

    @cached_property
    def movable(self) -> list[orders.Planned]:
        """Those of the chosen that can be moved."""
        return [
            orders.unchanged(each)
            for each in self.dossiers
            if positions.move(self.context, each, self.process).possible
        ]

    @property
    def rows(self) -> list[Row]:
        """The dossiers of this page: where each would land."""
        return [
            self._row(
                removals.landing(
                    self.context, each, self.process, self.person, self.now
                )
            )
            for each in self.shown
        ]

    def _row(self, found: removals.Landing) -> Row:
        why = self.say(found.why_not) if found.why_not else ""
        return Row(found.code, self._said(found.before), self._said(found.after), why)

    def _said(self, tasks: tuple[Task, ...]) -> list[tuple[str, str]]:
        return [
            (self._titles.get(task.key, task.key), self.moment(task.due))
            for task in tasks
        ]

    def decide(self) -> str:
        """Give the order for those that are ticked, or for all that can move."""
        given = (self.process, self.text("reason"), self.text("deed"))
        if self.text("do") == "page":
            ticked = self.several("hs")
            shown = [each for each in self.movable if each.code in ticked]
            return removals.order(shown, self.person, *given)
        if self.large:
            return removals.order_all(self.chosen, self.person, *given, self.form_token)
        return removals.order(self.movable, self.person, *given)
