"""Where to go: the one-stop units, found by the names people use for places."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.base import vietnam
from motcua.organisation import places
from motcua.organisation import units
from motcua.portal.finding.questions import Questions
from motcua.portal.inputs import query_string
from motcua.portal.page import Crumb
from motcua.portal.page import Missing
from motcua.portal.page import Page
from motcua.portal.unitview import UnitView
from motcua.procedures import versions
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class UnitsPage(Page):
    """All one-stop units of today, or those of a place; former names lead to them."""

    name = "units"
    title = _("One-stop units")
    body = ViewPageTemplateFile("templates/units.pt")
    facts = ViewPageTemplateFile("templates/unitfacts.pt")

    def prepare(self) -> None:
        """Read the place asked for and find its units."""
        super().prepare()
        self.query = Questions.read(query_string(self.request)).query[: places.LONGEST]
        now = datetime.now(UTC)
        self.found = [
            UnitView(self, match.unit, now, match.name)
            for match in places.matching(
                self.query, self.one_stop_units, vietnam.today(), self.context
            )
        ]

    @property
    def asked(self) -> dict[str, str]:
        """The place asked for."""
        return {"q": self.query}


class UnitPage(Page):
    """``/vi/co-quan/<code>``: one unit with hours, services and what it receives.

    The code of a former unit shows who does its work today.
    """

    name = "units"
    body = ViewPageTemplateFile("templates/unit.pt")
    facts = ViewPageTemplateFile("templates/unitfacts.pt")

    def prepare(self) -> None:
        """Find the unit that does the work today."""
        if len(self.rest) != 1:
            raise Missing
        try:
            asked = units.get(self.rest[0], self.context)
            found = units.successor_of(asked.code, vietnam.today(), self.context)
        except KeyError as error:
            raise Missing from error
        if found is None or asked.kind != "one-stop-unit":
            raise Missing
        self.former = asked.name if asked.code != found.code else ""
        if found.kind != "one-stop-unit":
            raise Missing
        self.unit = UnitView(self, found, datetime.now(UTC))
        self.offers = versions.offered_by(found.code, site=self.context)

    @property
    def heading(self) -> str:
        """The name of the unit."""
        return self.unit.unit.name

    @property
    def crumbs(self) -> list[Crumb]:
        """Home and all units."""
        return [
            *super().crumbs,
            (self.say(_("One-stop units")), self.addresses.page("units")),
        ]

    @property
    def by_field(self) -> list[tuple[str, list[Any]]]:
        """What the unit receives, under its fields."""
        found: dict[str, list[Any]] = {}
        for offer in sorted(self.offers, key=lambda each: each.field):
            found.setdefault(offer.field, []).append(offer)
        return list(found.items())
