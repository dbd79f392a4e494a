"""Who acts for whom: delegations and substitutions, given and ended by deed."""

from __future__ import annotations

from datetime import timedelta
from motcua import _
from motcua.admin.duties import WRONG
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.organisation import delegations
from motcua.organisation import duties
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class DelegationsScreen(AdminScreen):
    """``/quan-tri/uy-quyen``: every delegation, a form for the next, and its end."""

    title = _("Delegations")
    tab = "uy-quyen"
    suggests = True
    body = ViewPageTemplateFile("templates/delegations.pt")
    FORMS = delegations.FORMS

    @property
    def duty_choices(self) -> list[tuple[str, Any]]:
        """The duties that may be delegated, in words."""
        return [(one, duties.DUTIES[one]) for one in delegations.DELEGABLE]

    def act(self) -> None:
        """Give a delegation or end one."""
        done = {"give": self.give, "end": self.end}.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        if not self.text("deed"):
            raise Refused(self.say(_("Name the decision: number and date.")))
        try:
            self.tell(done())
        except WRONG as error:
            # These errors of the organisation say in both languages what is wrong.
            raise Refused(str(error)) from error
        self.go(self.tab)

    def give(self) -> Any:
        """Write the delegation of the form; return what to tell."""
        since, until = self.day("since"), self.day("until")
        assert since is not None and until is not None
        row = delegations.Delegation(
            giver=self.text("giver"),
            receiver=self.text("receiver"),
            department=self.text("department"),
            duty=self.text("duty"),
            since=since,
            until=until,
            form=self.text("form"),
            deed=self.text("deed"),
        )
        delegations.delegate(row, self.context)
        return _("The delegation was written; it acts in its days.")

    def end(self) -> Any:
        """End the delegation of the form; return what to tell."""
        last_day = self.day("until")
        assert last_day is not None
        changed = delegations.revoke(
            self.text("giver"),
            self.text("receiver"),
            self.text("group"),
            last_day,
            self.text("deed"),
            self.context,
        )
        if not changed:
            raise Refused(self.say(_("There was no such delegation left to end.")))
        return _("The delegation ends on that day.")

    def rows(self) -> list[delegations.Delegation]:
        """Return all delegations, the newest first."""
        return delegations.rows(self.context)

    def standing(self, row: delegations.Delegation) -> str:
        """Return in words whether the delegation acts today, and why it does not."""
        if self.today < row.since:
            return self.say(_("not yet"))
        if self.today > row.until:
            return self.say(_("ended"))
        if row.group not in duties.groups(row.giver, self.today, self.context):
            return self.say(_("does not act: the giver no longer has the duty"))
        return self.say(_("in force"))

    def open(self, row: delegations.Delegation) -> bool:
        """Say whether the delegation can still be ended."""
        return row.until >= self.today

    @property
    def yesterday(self) -> Any:
        """The last day of a delegation that is to end at once."""
        return self.today - timedelta(days=1)
