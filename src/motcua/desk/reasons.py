"""Why this dossier is open to a person, and what that person may do with it."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.finding.readings import LEDGER
from motcua.archive.finding.readings import PAGE
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers import rights
from motcua.dossiers.slips import issued
from motcua.shell.grounds import Account
from motcua.shell.grounds import accounts
from motcua.shell.screen import Screen
from motcua.storage import journal
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class ReasonsScreen(Screen):
    """``ho-so/<code>/quyen``: the grounds of this person's rights, or another's.

    Who supervises where the dossier is may ask about another officer; the answer
    names departments and officers, nothing of what the dossier holds.
    """

    body = ViewPageTemplateFile("templates/reasons.pt")
    title = _("Rights on this dossier")

    def prepare(self) -> None:
        """Find the dossier, and the person who is asked about."""
        self.dossier = self.may_see(self.names[1])

    @cached_property
    def may_ask(self) -> bool:
        """Whether this person may ask about others: who supervises here."""
        found = rights.causes(self.dossier, self.groups, self.person)
        return any(cause.duty == "supervision" for cause in found)

    @cached_property
    def asked(self) -> str:
        """Login of who is asked about; one's own without the right to ask."""
        login = self.text("nguoi")
        known = login and self.may_ask and api.user.get(userid=login) is not None
        return login if known else self.person

    @property
    def unknown(self) -> bool:
        """Whether somebody was asked about of whom nothing is told."""
        return self.text("nguoi") not in ("", self.asked)

    @cached_property
    def looks(self) -> list[tuple[str, str, str, str]]:
        """Who opened papers under watch: (moment, person, paper, ground)."""
        if not self.may_ask:
            return []
        titles = {each.sha256: each.title for each in attachments(self.dossier)}
        return [
            (
                self.moment(look.at),
                self.name_of(look.person),
                titles.get(look.subject) or self.slip_name(look.subject),
                look.ground,
            )
            for look in journal.of(self.dossier.code)
        ]

    def slip_name(self, key: str) -> str:
        """Return the title of a slip, the code of a hand-over list, or what else."""
        if "/" in key:
            return key
        if key == LEDGER:
            return self.say(_("Ledger"))
        if key == PAGE:
            return self.say(_("Page of the dossier"))
        found = issued.find(self.dossier, key)
        return str(found.form.title) if found else self.say(_("Result or other file"))

    @property
    def accounts(self) -> list[Account]:
        """What there is to do now: (operation in words, may it, why or why not)."""
        return accounts(self, self.dossier, self.asked)
