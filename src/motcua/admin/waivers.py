"""Combined duties: what takes two persons elsewhere, and who may do it alone."""

from __future__ import annotations

from motcua import _
from motcua.admin.duties import WRONG
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.organisation import units
from motcua.organisation import waivers
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class WaiversScreen(AdminScreen):
    """``/quan-tri/kiem-nhiem``: decisions of small agencies, and whom they concern."""

    title = _("Combined duties")
    tab = "kiem-nhiem"
    body = ViewPageTemplateFile("templates/waivers.pt")
    RULES = waivers.RULES

    def act(self) -> None:
        """Write a decision, or end one."""
        done = {"give": self.give, "end": self.end}.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        try:
            self.tell(done())
        except WRONG as error:
            # These errors of the organisation say in both languages what is wrong.
            raise Refused(str(error)) from error
        self.go(self.tab)

    def give(self) -> Any:
        """Write the decision of the form; return what to tell."""
        since, until = self.day("since"), self.day("until")
        assert since is not None and until is not None
        waiver = waivers.Waiver(
            agency=self.text("agency"),
            rule=self.text("rule"),
            since=since,
            until=until,
            deed=self.text("deed"),
            reason=self.text("reason"),
        )
        waivers.give(waiver, self.context)
        return _("The decision is on record; it acts in its days.")

    def end(self) -> Any:
        """End the decision of the form; return what to tell."""
        last_day = self.day("until")
        assert last_day is not None
        if not self.text("deed"):
            raise Refused(self.say(_("Name the decision: number and date.")))
        agency, rule = self.text("agency"), self.text("rule")
        if not waivers.end(agency, rule, last_day, self.text("deed"), self.context):
            raise Refused(self.say(_("There was no such decision left to end.")))
        return _("The decision ends on that day.")

    def rows(self) -> tuple[waivers.Waiver, ...]:
        """Return all decisions, the newest first."""
        return waivers.rows(self.context)

    def open(self, row: waivers.Waiver) -> bool:
        """Say whether a decision can still be ended."""
        return row.until > self.today

    def rule(self, key: str) -> str:
        """Return a rule in words."""
        return self.say(waivers.RULES[key])

    def agencies(self) -> list[units.Unit]:
        """Return the agencies that may decide so, by code."""
        found = units.all("agency", self.today, self.context)
        return [one for one in found if one.level in waivers.MAY_WAIVE]

    def persons(self) -> list[tuple[str, str, str, bool]]:
        """Return who holds both today: (agency, person, rule, is it waived)."""
        return [
            (self.unit_name(agency), self.name_of(person), self.rule(rule), waived)
            for agency, person, rule, waived in waivers.combined(
                self.today, self.context
            )
        ]
