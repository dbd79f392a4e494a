"""Entering what was received on paper: the intake of the counter, with a real time."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.desk.intake import IntakeScreen
from motcua.desk.outage.screens import OutageFrame
from motcua.desk.outage.screens import SECTION
from motcua.desk.outage.screens import TAB
from motcua.dossiers import intake
from motcua.dossiers import moments
from motcua.dossiers import receipt
from motcua.dossiers.cash import duties
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import MissingData
from motcua.dossiers.outage import blocks
from motcua.dossiers.outage import late
from motcua.dossiers.outage import store
from motcua.procedures import versions
from motcua.procedures.finding.search import search
from motcua.shell.screen import Missing
from motcua.storage import drafts
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.definitions import Version

#: Procedures on one page.
SHOWN: Final = 30
_FORMAT: Final = "%Y-%m-%dT%H:%M"


def real_time(text: str) -> datetime | None:
    """Return a moment as the field of a browser writes it, None for what is none."""
    try:
        return moments.moment(datetime.strptime(text[:16], _FORMAT).isoformat())
    except ValueError:
        return None


class PaperPicking(OutageFrame):
    """``mat-dien/nhap/<code>``: the real time, and the procedure."""

    title = _("Enter what was received on paper")
    body = ViewPageTemplateFile("templates/picking.pt")

    def look_up(self) -> None:
        """Find the number; one that is used or void is not there any more."""
        self.code = self.names[2]
        self.one = self.holding(self.code)
        self.found = blocks.view(self.one)
        receives = self.may(self.found.unit, blocks.RECEIVING)
        if not receives or self.found.numbers[self.code].status != "reserved":
            raise Missing
        self.query = self.text("q")
        received = real_time(self.luc)
        if not self.query:
            return
        try:
            if received is None:
                raise MissingData(_("Write the time of receipt as the slip says it."))
            late.check_moment(self.found, received, self.now)
        except DossierError as error:
            self.problem, self.status = error.message, 400

    @property
    def luc(self) -> str:
        """The real time as it was typed; at first when the slips were made."""
        made = self.found.at.astimezone(VIETNAM)
        return self.text("luc") or f"{made:{_FORMAT}}"

    @cached_property
    def links(self) -> list[tuple[str, str, str]]:
        """Return (address, code, title) of what was found."""
        if self.problem or not self.query:
            return []
        found = search(self.query, limit=SHOWN, site=self.context).results
        return [
            (
                self.address(TAB, "nhap", self.code, each.code, luc=self.luc),
                each.code,
                each.title,
            )
            for each in found
        ]


class LateIntake(IntakeScreen):
    """``mat-dien/nhap/<code>/<procedure>``: persons and papers, as at the counter."""

    section = SECTION
    title = _("Enter what was received on paper")
    late = True

    def prepare(self) -> None:
        """Find the number for this person, then do as at the counter."""
        self.code = self.names[2]
        self.block = store.holding(self.context, self.code)
        if self.block is None:
            raise Missing
        self.found = blocks.view(self.block)
        wanted = blocks.RECEIVING
        receives = duties.held(self.found.unit, self.person, self.now, wanted)
        number = self.found.numbers[self.code]
        if not receives or (number.status != "reserved" and not self.posted):
            raise Missing
        super().prepare()

    @property
    def received(self) -> datetime:
        """The real time; when the slips were made where none was given."""
        return real_time(self.text("luc")) or self.found.at

    @property
    def luc(self) -> str:
        """The real time as its field shows it."""
        return f"{self.received.astimezone(VIETNAM):{_FORMAT}}"

    @property
    def about(self) -> str:
        """What the form is for."""
        return self.code

    def keep(self) -> None:
        """Keep no draft: the paper lies on the desk, and its number must not wander."""
        raise drafts.Elsewhere

    def find_version(self) -> Version:
        """Return the version that held at the real time."""
        day = self.received.astimezone(VIETNAM).date()
        return versions.current(self.names[3], day, self.context)

    @property
    def unit(self) -> str:
        """The unit whose number it is."""
        return self.found.unit

    @property
    def here(self) -> str:
        """Where the form is sent."""
        return super().address(TAB, "nhap", self.code, self.version.code)

    def address(self, *names: str, **questions: str) -> str:
        """Return an address; the links of the intake stay with the number."""
        if names[:1] == ("tiep-nhan",):
            return super().address(
                TAB, "nhap", self.code, *names[1:], luc=self.luc, **questions
            )
        return super().address(*names, **questions)

    def receive(self, wanted: intake.Intake) -> None:
        """Enter it; a second person makes it a dossier."""
        assert self.block is not None
        if real_time(self.text("luc")) is None:
            raise MissingData(_("Write the time of receipt as the slip says it."))
        late.enter(
            self.context,
            self.block,
            self.code,
            wanted,
            self.received,
            self.text("late-reason"),
            self.person,
            self.now,
        )
        self.tell(
            _(
                "Number ${code} was entered; it waits for an approval.",
                mapping={"code": self.code},
            )
        )
        self.go(TAB, "dai", *self.found.code.split("/"))

    def try_out(self, wanted: intake.Intake) -> None:
        """Refuse what cannot have been received then."""
        late.check_moment(self.found, self.received, self.now)
        intake.check(self.context, wanted, self.received)

    def look_ahead(self) -> None:
        """Compute the due date from the real time."""
        matter = {
            "procedure": self.version.code,
            "version": self.version.digest,
            "case": self.case.key,
            "channel": self.channel.kind,
        }
        self.deadline: Any = receipt.promise(
            self.context, self.unit, matter, self.received
        )
