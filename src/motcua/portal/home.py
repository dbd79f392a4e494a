"""The home page: one search box, then the ways people usually take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua import _
from motcua.organisation.units import Unit
from motcua.portal import writings
from motcua.portal.catalogue import Choice
from motcua.portal.catalogue import fields
from motcua.portal.page import Crumb
from motcua.portal.page import Page
from motcua.portal.unitview import unbroken
from motcua.procedures import versions
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


FIELDS_SHOWN: Final = 8
UNITS_SHOWN: Final = 4
COMMON_SHOWN: Final = 8
NEWS_SHOWN: Final = 3
ANSWERS_SHOWN: Final = 3


@dataclass(frozen=True)
class Headline:
    """The title of a text that editors wrote, where it stands, and since when."""

    title: str
    address: str
    since: datetime | None = None


class HomePage(Page):
    """What stands at ``/``, ``/vi`` and ``/en``."""

    title = _("Public administrative services")
    suggests = True
    body = ViewPageTemplateFile("templates/home.pt")
    fields: list[Choice]

    def prepare(self) -> None:
        """Read the fields, the common procedures and the units."""
        super().prepare()
        every = fields(self)
        self.total = sum(choice.count for choice in every)
        self.more_fields = len(every) > FIELDS_SHOWN
        self.fields = every[:FIELDS_SHOWN]
        self.common = self.common_procedures()
        self.news = self.headlines("news", NEWS_SHOWN)
        self.answers = self.headlines("faq", ANSWERS_SHOWN)

    @property
    def crumbs(self) -> list[Crumb]:
        """Nothing is above the home page."""
        return []

    @property
    def units(self) -> list[Unit]:
        """Return the first one-stop units."""
        return self.one_stop_units[:UNITS_SHOWN]

    def hours(self, unit: Unit) -> str:
        """Return when a unit is open, as it says so."""
        return unbroken(unit.opening_hours)

    def headlines(self, kind: str, limit: int) -> list[Headline]:
        """Return the first texts of a kind by their titles."""
        return [
            Headline(text.title, self.addresses.page(kind, text.id), text.since)
            for text in writings.titles(self.context, kind, self.language, limit)
        ]

    def common_procedures(self) -> list[Crumb]:
        """Return title and address of the procedures that the office has chosen.

        One that is no longer published is passed over.
        """
        found = []
        for code in self.settings.common_procedures or ():
            try:
                version = versions.current(code, site=self.context)
            except KeyError:
                continue
            found.append((version.title, self.addresses.page("procedures", code)))
        return found[:COMMON_SHOWN]
