"""A person moves: all there is, who takes it over, looked at first, done in one act."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.admin.duties import WRONG
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.dossiers import succession
from motcua.dossiers.errors import DossierError
from motcua.dossiers.succession import Holding
from motcua.dossiers.succession import Order
from motcua.organisation.duties import DUTIES
from motcua.organisation.duties import parse_group
from motcua.storage import jobs
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction


class SuccessionScreen(AdminScreen):
    """``/quan-tri/ban-giao``: ``nguoi`` is who moves, ``lenh`` an order of before.

    The same form first shows what would be done, then does just that.
    """

    title = _("A person moves")
    tab = "ban-giao"
    suggests = True
    body = ViewPageTemplateFile("templates/succession.pt")
    preview = ""

    @cached_property
    def officer(self) -> str:
        """Login of who moves, "" for nobody yet."""
        login = self.text("nguoi")
        return login if login and api.user.get(userid=login) is not None else ""

    @property
    def unknown(self) -> bool:
        """Whether somebody was named who does not exist."""
        return bool(self.text("nguoi") and not self.officer)

    @cached_property
    def held(self) -> Holding:
        """All that the person has today and later."""
        return succession.holding(self.officer, self.today, self.context)

    def order(self) -> Order:
        """Return the order of the form; ``Refused`` names what cannot be taken."""
        since = self.day("since")
        assert since is not None
        everyone = self.text("successor")
        chosen = {
            group: self.text(f"to-{number}") or everyone
            for number, group in enumerate(self.held.groups)
        }
        for login in dict.fromkeys(filter(None, chosen.values())):
            if api.user.get(userid=login) is None:
                message = _(
                    "There is no person with the login ${login}.",
                    mapping={"login": login},
                )
                raise Refused(self.say(message))
        return Order(self.officer, chosen, since, self.text("deed"), self.person)

    def act(self) -> None:
        """Look at the order first; carry out the one that was looked at."""
        if not self.officer:
            raise Refused(self.say(_("There is no person with this login.")))
        order = self.order()
        name = succession.name_of(order, self.held.codes)
        try:
            if self.text("seen") != name:
                succession.check(order, self.held)
                self.preview = name
                transaction.doom()
                return
            key = succession.give(self.context, order, self.held)
        except DossierError as error:
            transaction.doom()
            raise Refused(self.say(error.message)) from error
        except WRONG as error:
            # These errors of the organisation say in both languages what is wrong.
            transaction.doom()
            raise Refused(str(error)) from error
        self.tell(_("It is handed over; each dossier is listed below."))
        self.go(self.tab, lenh=key)

    # What the template asks

    def duty_name(self, group: str) -> str:
        """Return a duty with its unit in words."""
        parsed = parse_group(group)
        assert parsed is not None
        return f"{self.unit_name(parsed[0])}: {self.say(DUTIES[parsed[1]])}"

    def successor(self, number: int) -> str:
        """Return who takes over a duty, as far as it was typed."""
        return self.text(f"to-{number}") or self.text("successor")

    @cached_property
    def result(self) -> list[tuple[str, bool]]:
        """What became of each dossier of an order: (code, went over)."""
        key = self.text("lenh")
        job = jobs.status(succession.KIND, key) if key else None
        if job is None:
            return []
        found = succession.outcomes(self.context, key, job.data)
        return sorted(found.items())
