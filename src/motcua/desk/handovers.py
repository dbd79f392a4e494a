"""Handing dossiers over: lists that are made, acknowledged and printed, and labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.desk.day import open_lists
from motcua.desk.mywork.line import Titles
from motcua.dossiers import inbox
from motcua.dossiers.errors import DossierError
from motcua.dossiers.handovers import lists
from motcua.dossiers.handovers import prints
from motcua.dossiers.handovers import store
from motcua.dossiers.handovers.view import Handover
from motcua.dossiers.handovers.view import view
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.organisation import units
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.finding import code_in
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.shell.wording import STATES
from motcua.shell.wording import TIMES
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final


TAB: Final = "ban-giao"
KINDS: Final[dict[str, Any]] = {
    "dossiers-handover": _("Hand-over of dossiers"),
    "results-handover": _("Hand-over of results"),
    "post-list": _("Results that go by post"),
    "label": _("Labels, one on a sheet of 80 x 50 mm"),
    "label-sheet": _("Labels, twelve on a sheet of A4"),
}
WAYS: Final[dict[str, Any]] = {
    "hand": _("From hand to hand"),
    "carrier": _("By the carrier of the agency"),
    "post": _("By public post"),
}
STATUSES: Final[dict[str, Any]] = {
    "open": _("Not acknowledged yet"),
    "differs": _("Differences are open"),
    "settled": _("Acknowledged"),
    "refused": _("Sent back by the receiver"),
    "void": _("Void"),
}
#: What the script of scans says by itself.
TWICE: Final = _("was scanned already")
LOST: Final = _("no connection; it is on the list, look at it before you issue it")
FOREIGN: Final = _("is not on this list")
HERE: Final = _("has arrived")
#: Lists of one unit on the first page, and dossiers to choose from.
SHOWN: Final = 50
CHOICE: Final = 100
#: Letters in the field of codes: as many codes as a list has, with some room.
LONGEST: Final = 12_000


@dataclass(frozen=True)
class Item:
    """A list on the page of lists."""

    found: Handover
    address: str
    status: str


class HandoverScreen(Screen):
    """What all screens of lists know."""

    section = "desk/ban-giao"
    KINDS = KINDS
    WAYS = WAYS
    STATES = STATES
    STATUSES = STATUSES
    TWICE = TWICE
    LOST = LOST
    FOREIGN = FOREIGN
    HERE = HERE

    @cached_property
    def mine(self) -> list[units.Unit]:
        """The units for which this person gives and takes today."""
        found = {
            unit.code: unit for duty in lists.DUTIES for unit in self.units_with(duty)
        }
        return [found[code] for code in sorted(found)]

    def place_of(self, one: Handover, *more: str, **asked: str) -> str:
        """Return the address of a list."""
        return self.address(TAB, *one.code.split("/"), *more, **asked)

    def receiver(self, one: Handover) -> str:
        """Return the name of who receives a list."""
        return self.unit_name(one.to) if one.to else self.say(WAYS["post"])


class HandoversScreen(HandoverScreen):
    """``ban-giao``: the lists that the person's units gave or got."""

    title = _("Hand-over lists")
    body = ViewPageTemplateFile("templates/handovers.pt")

    def prepare(self) -> None:
        """Answer only those who give or take."""
        if not self.mine:
            raise Missing

    def items(self) -> list[Item]:
        """Return the last lists, the newest first; with ``mo=1`` all open ones."""
        codes = {unit.code for unit in self.mine}
        if self.text("mo") == "1":
            return [self.item(one) for one in open_lists(self.context, codes)]
        found = {
            each.code: view(each)
            for code in codes
            for each in store.of_unit(self.context, code, SHOWN)
        }
        ordered = sorted(found.values(), key=lambda one: one.at, reverse=True)
        return [self.item(one) for one in ordered[:SHOWN]]

    def item(self, one: Handover) -> Item:
        """Return a list as it stands on the page."""
        return Item(one, self.place_of(one), self.say(STATUSES[one.status]))


class MakeScreen(HandoverScreen):
    """``ban-giao/lap``: dossiers are chosen, looked at and put on a list."""

    title = _("New list")
    body = ViewPageTemplateFile("templates/handover_new.pt")
    problem: Any = None

    def answer(self) -> Any:
        """Answer with the page, or with labels."""
        if self.posted and self.text("do") == "labels" and self.labels:
            self.secure()
            try:
                pdf = prints.labels(self.context, self.labels, self.kind, self.now)
            except SlipFailed as failed:
                self.problem = failed.message
            else:
                head(self.request.response, PDF, "nhan-ho-so.pdf", len(pdf))
                return pdf
        return super().answer()

    def prepare(self) -> None:
        """Show what was chosen; issue the list when that was asked for."""
        if not self.mine:
            raise Missing
        if not self.posted:
            return
        if not self.lines:
            self.problem = self.problem or _("Choose at least one dossier.")
        elif self.text("do") == "issue":
            self.issue()
        if self.problem:
            self.status = 400

    def issue(self) -> None:
        """Issue the list and lead to it."""
        try:
            made = lists.issue(
                self.context,
                self.kind,
                self.text("unit"),
                self.codes,
                self.person,
                self.now,
                to=self.text("to"),
                way=self.text("way") or "hand",
                note=self.text("note"),
            )
        except DossierError as error:
            transaction.doom()
            self.problem = error.message
            return
        self.tell(_("List ${list} was issued.", mapping={"list": made.code}))
        self.go(TAB, *made.code.split("/"))

    @cached_property
    def kind(self) -> str:
        """The kind of list asked for."""
        asked = self.text("kind")
        return asked if asked in KINDS else next(iter(KINDS))

    @property
    def labelling(self) -> bool:
        """Whether labels are asked for."""
        return self.kind.startswith("label")

    @cached_property
    def codes(self) -> list[str]:
        """The codes typed, scanned and ticked, in this order, each once."""
        given = self.request.form.get("codes", "")
        typed = given[:LONGEST].split() if isinstance(given, str) else []
        ticked = self.texts("tick")
        if self.text("do") == "all":
            ticked += [row.code for row in self.waiting]
        return list(dict.fromkeys(code_of(one[:300]) for one in [*typed, *ticked]))

    @property
    def typed(self) -> str:
        """The codes as the form shows them."""
        return "\n".join(self.codes)

    @cached_property
    def lines(self) -> list[lists.Line]:
        """What was chosen, with what is wrong about it."""
        kind = "label" if self.labelling else self.kind
        return lists.lines(self.context, kind, self.codes, self.person, self.now)

    @property
    def whole(self) -> bool:
        """Whether something was chosen and all of it can be listed."""
        return bool(self.lines) and not any(line.problem for line in self.lines)

    @cached_property
    def labels(self) -> list[Any]:
        """The dossiers to make labels for; none when a code is wrong."""
        return [line.dossier for line in self.lines] if self.whole else []

    @cached_property
    def state(self) -> str:
        """The state that dossiers are chosen from, "" for all that wait."""
        asked = self.text("state")
        return asked if asked in STATES else ""

    def due_of(self, row: inbox.Row) -> str:
        """Return the date by which a dossier is due, or why it has none now."""
        if row.due_at:
            return self.moment(row.due_at)
        key = "paused" if row.paused else "no_limit"
        return self.say(TIMES[key][1])

    @cached_property
    def waiting(self) -> list[inbox.Row]:
        """Dossiers to choose from: those that wait, or those seen in a state."""
        return inbox.inbox(
            self.groups,
            state=self.state or None,
            now=self.now,
            everything=bool(self.state),
            limit=CHOICE,
        )

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states to choose from."""
        return [(key, self.say(words)) for key, words in STATES.items()]

    def receivers(self) -> list[units.Unit]:
        """Return the units that a list can go to."""
        return units.all(on=vietnam.today(), site=self.context)

    @cached_property
    def titles(self) -> Titles:
        """Titles of procedures by code."""
        return Titles(self.context["procedures"])

    def procedure_title(self, code: str) -> str:
        """Return the present title of a procedure; its code when it is gone."""
        return self.titles[code]


def code_of(text: str) -> str:
    """Return the dossier code in what was typed or scanned, else the text itself."""
    try:
        return code_in(text)
    except Missing:
        return text[:40]
