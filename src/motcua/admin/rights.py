"""Who may do what, for who keeps the house and holds no duty on any dossier.

Tells states, grounds and names of officers, nothing of what a dossier holds; every
question is written down in the journal of access first.
"""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.dossiers import grounds
from motcua.dossiers import rights
from motcua.dossiers.folder import find
from motcua.organisation.duties import DUTIES
from motcua.organisation.duties import parse_group
from motcua.shell.grounds import Account
from motcua.shell.grounds import accounts
from motcua.shell.screen import Missing
from motcua.shell.wording import RIGHTS
from motcua.shell.wording import STATES
from motcua.storage import journal
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


GROUND: Final = "quan-tri"


class RightsScreen(AdminScreen):
    """``/quan-tri/quyen?nguoi=<login>&ma=<code>``: a person, a dossier, or both."""

    title = _("Rights")
    tab = "quyen"
    suggests = True
    body = ViewPageTemplateFile("templates/rights.pt")
    states = STATES
    DUTIES = DUTIES
    RELATIONS = grounds.RELATIONS

    def prepare(self) -> None:
        """Write the question down; nothing can be sent to this screen."""
        if self.posted:
            raise Missing
        if self.officer or self.dossier is not None:
            code = "" if self.dossier is None else self.dossier.code
            look = journal.Look(
                self.now, self.person, journal.VIEW_AS, code, self.officer, GROUND
            )
            journal.note(look)

    @cached_property
    def officer(self) -> str:
        """Login of who is asked about, "" for nobody in particular."""
        login = self.text("nguoi")
        return login if login and api.user.get(userid=login) is not None else ""

    @cached_property
    def dossier(self) -> Any:
        """The dossier asked about, None for none."""
        code = self.text("ma")
        return find(self.context, code) if code == code.upper() and code else None

    @property
    def unknown(self) -> bool:
        """Whether a person or dossier was named that does not exist."""
        named = self.text("nguoi") and not self.officer
        return bool(named or (self.text("ma") and self.dossier is None))

    @property
    def accounts(self) -> list[Account]:
        """For the dossier: (operation in words, may the person, why or who may)."""
        return accounts(self, self.dossier, self.officer)

    @property
    def table(self) -> list[tuple[str, str, list[tuple[Any, Any, list[str]]]]]:
        """What the person's duties permit: (unit, duty, [(state, relation, steps)])."""
        held = rights.groups_of(self.officer, self.today)
        found = []
        for unit, duty in sorted(filter(None, map(parse_group, held))):
            rows = [
                (
                    STATES[grant.state],
                    grounds.RELATIONS[grant.relation],
                    [
                        self.say(RIGHTS[name])
                        for name in RIGHTS
                        if name in grant.operations
                    ],
                )
                for grant in rights.table()
                if grant.duty == duty
            ]
            found.append((self.unit_name(unit), self.say(DUTIES[duty]), rows))
        return found

    @property
    def looks(self) -> list[tuple[str, str, str, str]]:
        """The newest looks as another: (moment, who, as whom, dossier)."""
        return [
            (
                self.moment(look.at),
                self.name_of(look.person),
                self.name_of(look.subject),
                look.code,
            )
            for look in journal.newest(journal.VIEW_AS, 20)
        ]
