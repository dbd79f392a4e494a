"""Blocks of numbers: kept back, printed, made void; and approving what came late."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.desk.posting import PostingScreen
from motcua.dossiers import receipt
from motcua.dossiers.cash import duties
from motcua.dossiers.errors import MissingData
from motcua.dossiers.outage import blocks
from motcua.dossiers.outage import late
from motcua.dossiers.outage import prints
from motcua.dossiers.outage import store
from motcua.organisation import units
from motcua.procedures import versions
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.shell.wording import FORMS
from motcua.shell.wording import ROLES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import secrets
from typing import Any
from typing import Final


TAB: Final = "mat-dien"
SECTION: Final = f"desk/{TAB}"
#: Blocks of one unit on the page.
SHOWN: Final = 50
STATUSES: Final[dict[str, Any]] = {
    "reserved": _("Left"),
    "entered": _("Waits for an approval"),
    "approved": _("A dossier"),
    "void": _("Void"),
}
SIGNS: Final = {"reserved": "○", "entered": "◔", "approved": "●", "void": "✕"}


class OutageFrame(PostingScreen):
    """What all these screens know; nobody but the unit finds them."""

    section = SECTION
    STATUSES = STATUSES
    SIGNS = SIGNS

    @cached_property
    def mine(self) -> list[units.Unit]:
        """The units in which this person receives, leads or supervises."""
        return self.units_with(*blocks.EVERYBODY)

    def place_of(self, one: blocks.Kept) -> str:
        """Return the address of a block."""
        return self.address(TAB, "dai", *one.code.split("/"))

    def holding(self, code: str) -> store.Block:
        """Return the block of a dossier code; ``Missing`` for those of other units."""
        found = store.holding(self.context, code)
        if found is None or blocks.view(found).unit not in self.codes:
            raise Missing
        return found

    @cached_property
    def codes(self) -> set[str]:
        """The codes of the person's units."""
        return {unit.code for unit in self.mine}

    def may(self, unit: str, wanted: tuple[str, ...]) -> bool:
        """Say whether the person holds one of the duties there."""
        return bool(duties.held(unit, self.person, self.now, wanted))


class OutageScreen(OutageFrame):
    """``mat-dien``: what waits for an approval, the blocks, and a new one."""

    title = _("When power or network was down")
    body = ViewPageTemplateFile("templates/outage.pt")

    @cached_property
    def every(self) -> list[blocks.Kept]:
        """The last blocks of the person's units, the newest first."""
        found = [
            blocks.view(one)
            for code in self.codes
            for one in store.of_unit(self.context, code, SHOWN)
        ]
        return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]

    @cached_property
    def waiting(self) -> list[blocks.Number]:
        """What this person can approve, the oldest receipt first."""
        found = [
            number
            for one in self.every
            if self.may(one.unit, blocks.APPROVING)
            for number in one.numbers.values()
            if number.status == "entered"
        ]
        return sorted(found, key=lambda number: str(number.received))

    @cached_property
    def makers(self) -> list[units.Unit]:
        """The units for which this person keeps numbers back."""
        return self.units_with(*blocks.MAKING)

    @cached_property
    def form_token(self) -> str:
        """What makes two clicks one block."""
        return self.text("token") or secrets.token_urlsafe(16)

    @property
    def day(self) -> str:
        """The day asked for, today at first."""
        return self.text("day") or f"{vietnam.today():%Y-%m-%d}"

    def carry_out(self, what: str) -> None:
        """Keep numbers back and lead to their block."""
        if what != "reserve":
            return super().carry_out(what)
        try:
            day = date.fromisoformat(self.text("day"))
        except ValueError as error:
            raise MissingData(_("Choose a day.")) from error
        made = blocks.reserve(
            self.context,
            self.text("unit"),
            day,
            self.number("count", 0, blocks.MOST + 1),
            self.person,
            self.now,
            token=self.form_token,
        )
        self.tell(
            _("Numbers ${block} are kept back.", mapping={"block": made.code}),
        )
        self.go(TAB, "dai", *made.code.split("/"))
        return None


class BlockScreen(OutageFrame):
    """``mat-dien/dai/<unit and day>/<from-to>``: one block."""

    body = ViewPageTemplateFile("templates/block.pt")

    def look_up(self) -> None:
        """Find the block; those of other units are not there."""
        one = store.find(self.context, "/".join(self.names[2:4]))
        if one is None or blocks.view(one).unit not in self.codes:
            raise Missing
        self.one, self.found = one, blocks.view(one)

    @property
    def heading(self) -> str:
        """The code of the block."""
        return self.found.code

    @property
    def makes(self) -> bool:
        """Whether this person makes numbers void."""
        return self.may(self.found.unit, blocks.MAKING)

    @property
    def enters(self) -> bool:
        """Whether this person receives here."""
        return self.may(self.found.unit, blocks.RECEIVING)

    @property
    def approves(self) -> bool:
        """Whether this person approves here."""
        return self.may(self.found.unit, blocks.APPROVING)

    def carry_out(self, what: str) -> None:
        """Make the ticked numbers void."""
        if what != "void":
            return super().carry_out(what)
        ticked, reason = self.texts("tick"), self.text("reason")
        blocks.make_void(self.one, ticked, reason, self.person, self.now)
        self.tell(_("Done."))
        self.go(TAB, "dai", *self.found.code.split("/"))
        return None


class BlockPrint(BlockScreen):
    """``mat-dien/in/...``: posted to, it notes the print and leads to the PDF."""

    def answer(self) -> Any:
        """Return the PDF; GET changes nothing."""
        self.secure()
        self.look_up()
        if self.posted:
            blocks.note_print(self.one, self.person, self.now)
            self.go(TAB, "in", *self.found.code.split("/"))
            return ""
        pdf = prints.pdf(self.context, self.one)
        name = f"{self.found.code.replace('/', '-')}.pdf"
        head(self.request.response, PDF, name, len(pdf))
        return pdf


class ApprovalScreen(OutageFrame):
    """``mat-dien/duyet/<code>``: what was entered late, for the second person."""

    title = _("Approve what was received on paper")
    body = ViewPageTemplateFile("templates/approving.pt")
    ROLES = ROLES
    FORMS = FORMS

    def look_up(self) -> None:
        """Find what waits under the code; nothing for who may not approve it."""
        self.code = self.names[2]
        self.one = self.holding(self.code)
        self.found = blocks.view(self.one)
        self.told = self.found.numbers[self.code]
        entry = late.entry_of(self.one, self.code)
        if entry is None or not self.may(self.found.unit, blocks.APPROVING):
            raise Missing
        self.entry = entry

    @property
    def own(self) -> bool:
        """Whether the person entered it."""
        return self.told.entered_by == self.person

    @property
    def procedure_title(self) -> str:
        """The title of the procedure."""
        given = self.entry.intake
        found = versions.get(given.procedure, given.version, site=self.context)
        return str(found.title)

    @property
    def due(self) -> Any:
        """The due date that is promised from the real receipt."""
        given, received = self.entry.intake, self.entry.received
        return receipt.promise(self.context, given.unit, given.matter, received).due

    def carry_out(self, what: str) -> None:
        """Approve it or send it back."""
        reason = self.text("reason")
        if what == "approve":
            waiver = reason if self.own else ""
            late.approve(
                self.context, self.one, self.code, self.person, self.now, waiver
            )
            self.tell(
                _("Dossier ${code} was entered.", mapping={"code": self.code}),
            )
        elif what == "reject":
            late.reject(self.one, self.code, reason, self.person, self.now)
            self.tell(_("Done."))
        else:
            super().carry_out(what)
        self.go(TAB, "dai", *self.found.code.split("/"))
