"""Settings of scanning: when a page is told of, and how batches are examined."""

from __future__ import annotations

from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.archive.quality import gate
from motcua.archive.quality import settings
from motcua.archive.quality import thresholds
from motcua.archive.quality.settings import Setting
from motcua.archive.quality.settings import SettingRefused
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


KINDS: Final[dict[str, Any]] = {
    settings.DOCUMENT: _("Written document"),
    settings.MAP: _("Map or drawing"),
}


class ScanningScreen(AdminScreen):
    """``/quan-tri/quet``: what holds today, what was decided, and a form."""

    title = _("Scanning")
    tab = "quet"
    body = ViewPageTemplateFile("templates/scanning.pt")
    KINDS = KINDS

    def act(self) -> None:
        """Write the setting of the form."""
        since = self.day("since")
        assert since is not None
        name, _bar, kind = self.text("name").partition("|")
        setting = Setting(name, kind, self.text("value"), since, self.text("deed"))
        try:
            written = settings.write(setting, self.context)
        except SettingRefused as error:
            raise Refused(self.say(error.message)) from error
        self.tell(
            _(
                "It is set: pages that come in from ${day} on are judged by it.",
                mapping={"day": self.written(written.since)},
            )
        )
        self.go(self.tab)

    def words(self, name: str, kind: str) -> str:
        """Return what is set, in words."""
        said = self.say(settings.WORDS[name])
        return f"{self.say(KINDS[kind])}: {said}" if kind else said

    def room(self, name: str) -> str:
        """Return what may be set: from one number to another, or one of several."""
        if name in settings.CHOICES:
            return ", ".join(settings.CHOICES[name])
        least, most = settings.BOUNDS[name]
        return f"{least:g} – {most:g}"

    def choices(self) -> list[tuple[str, str]]:
        """Return what may be set: (value of the choice, words with the room for it)."""
        pages = [(name, kind) for kind in KINDS for name in settings.BOUNDS]
        return [
            (
                f"{name}|{kind}" if kind else name,
                f"{self.words(name, kind)} [{self.room(name)}]",
            )
            for name, kind in (*pages, *((name, "") for name in settings.CHOICES))
        ]

    def today_lines(self) -> list[tuple[str, str, str, bool, str]]:
        """Return what holds today.

        (what, value, deed, is it set by the house, what may be set)
        """
        found = []
        for kind in KINDS:
            rule = thresholds.in_force(kind, self.today)
            for name in settings.BOUNDS:
                value = f"{getattr(rule.thresholds, name):g}"
                found.append(self._line(name, kind, value, rule.deed))
        aql, level = gate.plan_in_force(self.today)
        found.append(self._line("aql", "", f"{aql:g}", "ISO 2859-1"))
        found.append(self._line("level", "", level, "ISO 2859-1"))
        return found

    def _line(
        self, name: str, kind: str, value: str, deed: str
    ) -> tuple[str, str, str, bool, str]:
        mine = [
            one
            for one in settings.rows(self.context)
            if (one.name, one.kind) == (name, kind) and one.since <= self.today
        ]
        last = max(mine, key=lambda one: one.since) if mine else None
        own = last is not None and bool(last.value)
        said = last.deed if own and last else deed
        return self.words(name, kind), value, said, own, self.room(name)

    def rows(self) -> tuple[Setting, ...]:
        """Return all decisions, the one written last first."""
        return settings.rows(self.context)
