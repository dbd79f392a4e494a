"""``/desk/cai-dat``: what an officer wants to be told by e-mail."""

from __future__ import annotations

from motcua import _
from motcua.dossiers.notices import officers
from motcua.shell.screen import Screen
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


MODES: Final[dict[str, Any]] = {
    officers.OFF: _("No letters"),
    officers.DAILY: _("Each working morning: what is overdue, due today and due soon"),
    officers.AT_ONCE: _("The same, and a letter at once when somebody urges me"),
}


class SettingsScreen(Screen):
    """One choice of three, for the person alone."""

    section = "desk/cai-dat"
    title = _("My settings")
    body = ViewPageTemplateFile("templates/settings.pt")
    problem: str = ""

    def prepare(self) -> None:
        """Keep what was chosen; the same twice changes nothing."""
        if not self.posted:
            return
        try:
            officers.choose(self.person, self.text("mode"), self.context)
        except KeyError:
            self.problem = self.say(_("Choose one of the three."))
            self.status = 400
            return
        self.tell(_("Your settings were kept."))
        self.go("cai-dat")

    @property
    def chosen(self) -> str:
        """What holds now."""
        return officers.mode_of(self.person, self.context)

    def modes(self) -> list[tuple[str, str]]:
        """Return what can be chosen, with its words."""
        return [(mode, self.say(words)) for mode, words in MODES.items()]

    @property
    def email(self) -> str:
        """Where the letters go: the officer's own address, "" without one."""
        user = api.user.get(userid=self.person)
        return str(user.getProperty("email", "") or "") if user else ""
