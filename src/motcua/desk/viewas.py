"""See as an officer: what another one's list and pages offer, to look at only.

Who supervises sees of another officer what both of them may see, never more. Nothing
is done in the other's name: the screen takes no form, and every look is written down
before it is shown.
"""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.finding.readings import ground_of
from motcua.base.vietnam import VIETNAM
from motcua.desk.mywork.line import Line
from motcua.desk.mywork.line import line_of
from motcua.desk.mywork.line import Titles
from motcua.dossiers import actions
from motcua.dossiers import inbox
from motcua.dossiers import rights
from motcua.dossiers import worklist
from motcua.dossiers.states import fold
from motcua.organisation.duties import parse_group
from motcua.shell.grounds import Account
from motcua.shell.grounds import accounts
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from motcua.storage import journal
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Rows of the list.
PAGE: Final = 25


class ViewAsScreen(Screen):
    """``xem-nhu?nguoi=<login>``: the list; with ``ma=<code>`` one dossier of it."""

    section = "desk/xem-nhu"
    title = _("See as an officer")
    body = ViewPageTemplateFile("templates/viewas.pt")
    states = STATES
    dossier: Any = None

    def prepare(self) -> None:
        """Find officer and dossier, and write the look down before it is shown."""
        groups = filter(None, map(parse_group, self.groups))
        if self.posted or "supervision" not in {duty for _unit, duty in groups}:
            raise Missing
        if not self.officer:
            return
        code = self.text("ma")
        if code:
            self.dossier = self.may_see(code)
            self.view = fold(self.dossier)
        ground = ground_of(self.dossier, self.person, self.now) if code else ""
        look = journal.Look(
            self.now, self.person, journal.VIEW_AS, code, self.officer, ground
        )
        journal.note(look)

    @cached_property
    def officer(self) -> str:
        """Login of who is looked as, "" without one."""
        login = self.text("nguoi")
        return login if login and api.user.get(userid=login) is not None else ""

    @property
    def unknown(self) -> bool:
        """Whether somebody was named who does not exist."""
        return bool(self.text("nguoi") and not self.officer)

    @cached_property
    def theirs(self) -> frozenset[str]:
        """The groups of the officer today."""
        return rights.groups_of(self.officer, self.now.astimezone(VIETNAM).date())

    @cached_property
    def lines(self) -> list[Line]:
        """What waits for the officer, as far as this person may see it too."""
        titles = Titles(self.context["procedures"])
        day = worklist.day_of(self.context, self.theirs, self.now)
        rows = inbox.inbox(
            self.theirs,
            now=self.now,
            everything=bool(self.text("all")),
            within=self.groups,
            limit=PAGE,
        )
        return [line_of(self, row, day, titles[row.procedure]) for row in rows]

    def seen_address(self, code: str) -> str:
        """Return the address of a dossier as the officer has it."""
        return self.address("xem-nhu", nguoi=self.officer, ma=code)

    @property
    def sees(self) -> bool:
        """Whether the officer may see the dossier."""
        found = actions.permitted(self.dossier, self.officer, self.now)
        return rights.VIEW in found

    @property
    def accounts(self) -> list[Account]:
        """What the officer's page offers: (operation in words, may it, why or not)."""
        return accounts(self, self.dossier, self.officer)
