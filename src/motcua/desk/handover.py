"""One list: what arrived, what did not, what goes back, and its print."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.finding import readings
from motcua.desk.handovers import code_of
from motcua.desk.handovers import HandoverScreen
from motcua.desk.handovers import KINDS
from motcua.desk.handovers import TAB
from motcua.desk.mywork.line import Titles
from motcua.dossiers import actions
from motcua.dossiers import inbox
from motcua.dossiers.errors import DossierError
from motcua.dossiers.folder import find as find_dossier
from motcua.dossiers.handovers import lists
from motcua.dossiers.handovers import prints
from motcua.dossiers.handovers import store
from motcua.dossiers.handovers.view import Handover
from motcua.dossiers.handovers.view import view
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any


class OneHandoverScreen(HandoverScreen):
    """``ban-giao/<unit and year>/<number>``: one list and what became of it."""

    body = ViewPageTemplateFile("templates/handover.pt")
    problem: Any = None

    @property
    def heading(self) -> str:
        """The kind of list and its number."""
        return f"{self.say(KINDS[self.found.form.kind])} {self.found.numbered}"

    def prepare(self) -> None:
        """Find the list for this person; do what was posted."""
        self.one, self.found = self.look_up()
        if self.posted and self.text("do") == "compare":
            transaction.doom()
            self.compare()
        elif self.posted:
            self.act()
            self.found = view(self.one)

    def look_up(self) -> tuple[store.HandoverList, Handover]:
        """Return the list of the path; ``Missing`` for lists of other units."""
        one = store.find(self.context, "/".join(self.names[1:3]))
        if one is None:
            raise Missing
        found = view(one)
        if not {unit.code for unit in self.mine} & {found.unit, found.to}:
            raise Missing
        return one, found

    #: Codes that are ticked as missing before somebody acknowledges.
    missing: frozenset[str] = frozenset()

    def compare(self) -> None:
        """Tick as missing what was not typed or scanned; write nothing."""
        given = self.text("arrived").split()
        listed = {code for code, _number in self.found.rows}
        here = {code_of(one[:300]) for one in given}
        self.missing = frozenset(listed - here)
        foreign = sorted(here - listed)
        if foreign:
            named = ", ".join(foreign[:20])
            self.problem = _("Not on this list: ${codes}", mapping={"codes": named})
            self.status = 400

    @property
    def left(self) -> list[str]:
        """Codes of dossiers that can be sent back."""
        gone = {*self.found.differences, *self.found.refused}
        return [code for code, _number in self.found.rows if code not in gone]

    def act(self) -> None:
        """Acknowledge, explain, send back or make void."""
        try:
            self.carry_out(self.text("do"))
        except DossierError as error:
            transaction.doom()
            self.problem = error.message
            self.status = 400
            return
        self.tell(_("Done."))
        self.go(TAB, *self.found.code.split("/"))

    def carry_out(self, what: str) -> None:
        """Call the domain."""
        site, one, person, now = self.context, self.one, self.person, self.now
        if what == "acknowledge":
            missing, taken_by = self.texts("missing"), self.text("taken_by")
            lists.acknowledge(site, one, missing, person, now, taken_by)
        elif what == "explain":
            code, reason = self.text("dossier"), self.text("reason")
            lists.explain(site, one, code, reason, person, now)
        elif what == "refuse":
            codes, reason = self.texts("dossier"), self.text("reason")
            lists.refuse(site, one, codes, reason, person, now)
        elif what == "take_back":
            lists.take_back(site, one, self.text("dossier"), person, now)
        elif what == "void":
            lists.make_void(site, one, self.text("reason"), person, now)
        else:
            raise DossierError(_("Choose what to do."))

    @cached_property
    def procedures(self) -> dict[str, str]:
        """Titles by code of the dossier; of restricted ones to who may view them."""
        codes = [code for code, _number in self.found.rows]
        found = inbox.procedures(codes, self.groups)
        titles = Titles(self.context["procedures"])
        return {code: titles[procedure] for code, procedure in found.items()}

    @property
    def unexplained(self) -> list[str]:
        """Codes of dossiers that did not arrive, nobody knows why."""
        return [code for code, told in self.found.differences.items() if not told]

    @property
    def gives(self) -> bool:
        """Whether the person holds a duty where the list comes from."""
        return lists.holds(self.found.unit, self.person, self.now)

    @property
    def takes(self) -> bool:
        """Whether the person acknowledges the list."""
        return lists.holds(self.found.to or self.found.unit, self.person, self.now)


class HandoverPrint(OneHandoverScreen):
    """``ban-giao/<unit and year>/<number>/in``: the PDF; posted to, a reprint."""

    def answer(self) -> Any:
        """Return the PDF; a reprint is written down first and leads to it."""
        self.secure()
        one, found = self.look_up()
        if self.posted:
            lists.reprint(one, self.person, self.now)
            self.go(TAB, *found.code.split("/"), "in", large=self.text("large"))
            return ""
        self.found = found
        pdf = prints.pdf(self.context, one, self.sees, large=bool(self.text("large")))
        name = f"{found.code.replace('/', '-')}.pdf"
        head(self.request.response, PDF, name, len(pdf))
        return pdf

    def sees(self, code: str) -> bool:
        """Say whether names of the dossier are shown; that is written down first."""
        found = find_dossier(self.context, code)
        if found is None or not actions.permitted(found, self.person, self.now):
            return False
        readings.note_print(found, self.found.code, self.person, self.now)
        return True
