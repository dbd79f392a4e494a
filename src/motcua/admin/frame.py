"""What the screens of administrators have in common."""

from __future__ import annotations

from datetime import date
from motcua import _
from motcua.base import vietnam
from motcua.organisation import units
from motcua.shell.screen import Screen
from motcua.shell.wording import in_one_language
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Tabs: (path below the door, title).
TABS: Final[tuple[tuple[str, Any], ...]] = (
    ("", _("Units")),
    ("nhiem-vu", _("Duties")),
    ("uy-quyen", _("Delegations")),
    ("kiem-nhiem", _("Combined duties")),
    ("ban-giao", _("A person moves")),
    ("quyen", _("Rights")),
    ("lich", _("Working calendars")),
    ("mau-phieu", _("Templates of slips")),
    ("thong-bao", _("Notices")),
    ("mau-thong-bao", _("Texts of notices")),
    ("tim-kiem", _("Words of the search")),
    ("quet", _("Scanning")),
    ("cong-viec", _("Jobs and register")),
    ("tep", _("Files")),
)


class Refused(Exception):
    """What was entered cannot be taken; the text says why, in both languages."""


class ActingScreen(Screen):
    """A screen with forms: what was posted is done, or refused with a reason."""

    #: Why what was posted was not done; what was typed stays in the form.
    problem: str = ""

    def act(self) -> None:
        """Do what was posted and lead on; raise ``Refused`` before any change."""

    def day(self, name: str, required: bool = True) -> date | None:
        """Return a date of the form, None when it may be and is left empty."""
        text = self.text(name)
        if not text and not required:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise Refused(
                self.say(_("Give days as year-month-day: 2026-11-30."))
            ) from error

    def written(self, day: date | None) -> str:
        """Return a date as people write it."""
        return "" if day is None else f"{day:%d/%m/%Y}"


class AdminScreen(ActingScreen):
    """A screen with the tabs of the administration."""

    section = "quan-tri"
    tab: str = ""
    tabs = ViewPageTemplateFile("templates/tabs.pt")
    #: Whether fields of logins suggest who there is (``list="persons"``).
    suggests = False

    @property
    def people(self) -> list[tuple[str, str]]:
        """Who there is: (login, full name)."""
        logins = sorted(user.getId() for user in api.user.get_users())
        return [(login, self.name_of(login)) for login in logins]

    @property
    def tab_links(self) -> list[tuple[str, str, bool]]:
        """The tabs: (address, title, is it this one)."""
        return [
            (self.address(*filter(None, [path])), self.say(title), path == self.tab)
            for path, title in TABS
        ]

    def prepare(self) -> None:
        """Do what was posted; keep the reason when it is refused."""
        if not self.posted:
            return
        try:
            self.act()
        except Refused as refused:
            self.problem = in_one_language(str(refused), self.language)
            self.status = 400

    @property
    def today(self) -> date:
        """The day it is in Vietnam."""
        return vietnam.today()

    def departments(self) -> list[units.Unit]:
        """Return the units of today, by code."""
        return units.all(on=self.today, site=self.context)
