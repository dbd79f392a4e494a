"""``du-an/<code>/nha-thau``: who is let in; ``viec-so-hoa``: what they see of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from motcua import _
from motcua.archive.backlog import contractors
from motcua.archive.backlog import projects
from motcua.archive.capture import layout
from motcua.archive.capture import store as capture
from motcua.archive.capture import words
from motcua.archive.holdings import fonds
from motcua.base.vietnam import VIETNAM
from motcua.shell.screen import Missing
from motcua.workbench import dated
from motcua.workbench.backlog.frame import OneProjectScreen
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Engaged:
    """A person who is let in, as the page shows them; ``over``: not any more."""

    id: str
    login: str
    name: str
    until: str
    over: bool
    batches: list[str]


class ContractingScreen(OneProjectScreen):
    """People of the contractor and their batches."""

    body = ViewPageTemplateFile("templates/contracting.pt")

    def acts(self) -> dict[str, Callable[[], Any]]:
        """Return what buttons do."""
        who = self.text("person").strip()
        return {
            "engage": lambda: self.do(
                contractors.engage, who, self.until(), self.text("deed")
            ),
            "dismiss": lambda: self.do(contractors.dismiss, who),
            "assign": lambda: self.do(contractors.assign, self.text("batch"), who),
        }

    def until(self) -> date | None:
        """Return the last day that was typed, None for that of the plan."""
        return fonds.day_of(dated.written(self.text("until")))

    @property
    def people(self) -> list[Engaged]:
        """Who is let in, in the order in which they were."""
        today, found = self.now.astimezone(VIETNAM).date(), self.found
        return [
            Engaged(
                id=f"person-{number}",
                login=who,
                name=self.name_of(who),
                until=f"{until:%d/%m/%Y}",
                over=until < today,
                batches=[code for code, to in found.assigned.items() if to == who],
            )
            for number, (who, until) in enumerate(found.engaged.items(), start=1)
        ]

    @property
    def may_let(self) -> bool:
        """Whether people are let in now."""
        return self.may_keep and self.found.state == projects.RUNNING


class OwnBatchesScreen(WorkbenchScreen):
    """The batches that are given to this person; all that a contractor sees."""

    title = _("My batches")
    body = ViewPageTemplateFile("templates/own.pt")
    STATES = words.STATES

    def prepare(self) -> None:
        """Show them; for the staff there is no such page."""
        if self.posted or not contractors.confined(self.context, self.person, self.now):
            raise Missing

    @cached_property
    def rows(self) -> list[tuple[str, str, str, int]]:
        """Batches: (code, code of the file, state, pages)."""
        found = []
        for code in contractors.given(self.context, self.person, self.now):
            batch = capture.batch(self.context, code)
            assert batch is not None
            told = layout.fold(batch)
            state = self.say(words.STATES[told.state])
            found.append((code, told.file_code, state, told.figures.arrived))
        return found
