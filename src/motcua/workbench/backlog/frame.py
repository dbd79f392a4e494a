"""What the screens of projects have in common."""

from __future__ import annotations

from functools import cached_property
from motcua.archive.backlog import fields
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Unknown
from motcua.shell.screen import Missing
from motcua.workbench import dated
from motcua.workbench.backlog import words
from motcua.workbench.holdings.frame import Happened
from motcua.workbench.holdings.frame import HoldingsScreen
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from motcua.archive.backlog.projects import ProjectView
    from motcua.archive.backlog.store import Project
    from motcua.dossiers.ledger import Event
    from motcua.workbench.holdings.frame import Box


class ProjectsScreen(HoldingsScreen):
    """A screen of projects; numbers are written as they are in Vietnam."""

    tab = "du-an"
    STATES = projects.STATES

    def many(self, number: float) -> str:
        """Return a number with dots between thousands."""
        return f"{round(number):,}".replace(",", ".")

    def plan_boxes(self, values: Any) -> list[Box]:
        """The fields of a plan."""
        return self.boxes(fields.PLAN, fields.PLAN, values, fields.NEEDED)

    def plan_typed(self) -> dict[str, str]:
        """Return what was typed of a plan."""
        return self.typed(fields.PLAN, fields.PLAN)


class OneProjectScreen(ProjectsScreen):
    """A screen of one project: the path is ``du-an/<code>/…``."""

    def prepare(self) -> None:
        """Find the project for this person; act when something was sent."""
        self.find()
        if self.posted:
            self.send()

    def find(self) -> None:
        """Find the project for this person only."""
        try:
            self.one: Project = planning.get(
                self.context, self.names[1], self.person, self.now
            )
        except Unknown as error:
            raise Missing from error

    def send(self) -> None:
        """Do what was asked, and show the screen again."""
        act = self.acts().get(self.text("do"))
        if act is None:
            raise Missing
        if self.attempt(act):
            self.go(*self.names)

    def acts(self) -> dict[str, Callable[[], Any]]:
        """Return what buttons do, by their value."""
        return {}

    def do(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do an act of this person on the project, as the form saw it."""
        told = (self.context, self.one, *given, self.person, self.now)
        return act(*told, seen=self.seen, **named)

    @cached_property
    def found(self) -> ProjectView:
        """The project as it stands."""
        return projects.view(self.one)

    @property
    def heading(self) -> str:
        """Its name."""
        return self.found.title

    @cached_property
    def keeper(self) -> str:
        """The agency that keeps the fonds."""
        return planning.keeper_of(self.context, self.found)

    @cached_property
    def may_keep(self) -> bool:
        """Whether the person keeps the archive of the fonds."""
        return self.keeps_fonds(self.keeper)

    @cached_property
    def may_approve(self) -> bool:
        """Whether the person decides for the agency."""
        return bool(rights.heads(self.context, self.keeper, self.person, self.now))

    def here(self, *names: str, **asked: str) -> str:
        """Return an address below that of the project."""
        return self.address("du-an", self.found.code, *names, **asked)

    def history(self, events: Iterable[Event]) -> list[Happened]:
        """Return what happened, the newest first."""
        return [
            Happened(
                at=self.moment(event.at),
                who=self.name_of(event.actor),
                what=self.say(words.EVENTS[event.type]),
                words=self.told(event),
            )
            for event in reversed(list(events))
        ]

    def told(self, event: Event) -> str:
        """Return the words of an event."""
        facts, data = event.facts, event.data
        said = [facts.get("deed", ""), data.get("name", ""), data.get("what", "")]
        said += [data.get("reason", ""), facts.get("batch", "")]
        said.append(self.many(int(facts["amount"])) if "amount" in facts else "")
        return ". ".join(filter(None, map(str, said)))

    def day(self, kept: str) -> str:
        """Return a day as it is written."""
        return dated.shown(kept)
