"""``/vi/thu-tuc/<code>/chuan-bi``: a few questions, then my checklist.

All that was chosen stands in the query of the address and names no person; nothing
is kept here. The checklist carries its own address as a QR code: on a telephone it
opens the same list, at the counter the same prepared intake.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from datetime import UTC
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.dossiers.slips import marks
from motcua.organisation import places
from motcua.portal.checklists.answering import Given
from motcua.portal.checklists.answering import given
from motcua.portal.checklists.answering import QUESTIONS
from motcua.portal.checklists.mylist import MyList
from motcua.portal.finding.questions import Questions
from motcua.portal.inputs import query_string
from motcua.portal.page import Crumb
from motcua.portal.page import Missing
from motcua.portal.page import Moved
from motcua.portal.page import Page
from motcua.portal.unitview import UnitView
from motcua.procedures import forms
from motcua.procedures import receiving
from motcua.procedures import versions
from motcua.procedures.checklists import asking
from motcua.procedures.checklists import checklist
from motcua.procedures.checklists.choices import Choice
from motcua.procedures.checklists.choices import NONE
from motcua.procedures.checklists.choices import WAYS
from motcua.procedures.wording import CHANNELS
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from urllib.parse import parse_qs
from urllib.parse import urlencode


if TYPE_CHECKING:
    from motcua.procedures.definitions import Version


#: The segment below a procedure's address, in the language of the address.
SEGMENT: Final = {language: words[1] for language, words in WAYS.items()}
LARGE: Final = "18"


class ChecklistPage(Page):
    """The next question, or the checklist."""

    name = "procedures"
    body = ViewPageTemplateFile("templates/checklist.pt")
    facts = ViewPageTemplateFile("../templates/unitfacts.pt")
    mylist = ViewPageTemplateFile("templates/mylist.pt")
    keep = False

    def prepare(self) -> None:
        """Read the choice, and find the next question or the list."""
        if len(self.rest) != 2 or self.rest[1] != SEGMENT[self.language]:
            raise Missing
        self.code = self.rest[0]
        self.version = self.version_in_force()
        query = query_string(self.request)
        values = parse_qs(query[:4096].encode("ascii", "replace").decode())
        self.large = values.get("size") == [LARGE]
        self.near = Questions.read(f"q={_first(query, 'near')}").query[: places.LONGEST]
        chosen = Choice.read(query)
        self.stale = not chosen.made_for(self.version)
        self.now = datetime.now(UTC)
        self.today = vietnam.today()
        self.found = checklist.find(self.version, chosen, self.today)
        self.choice = self.found.choice
        self.carried = chosen.beside(self.choice)
        self.units = receiving.units_for(self.version, self.today, self.context)
        self.unit = self.chosen_unit()
        # A page that anybody may ask for is the same for everybody; one with
        # answers is made for one person at one moment, and nobody keeps it.
        self.keep = not query
        content = versions.procedure(self.code, self.context)
        self.attached = forms.listed(content)

    def version_in_force(self) -> Version:
        """Return what holds today.

        A list that was printed once keeps leading somewhere: where nothing holds, to
        the page of the procedure, which says since when and what comes instead.
        """
        try:
            return versions.current(self.code, site=self.context)
        except KeyError as error:
            try:
                standing = versions.standing(self.code, site=self.context)
            except KeyError:
                raise Missing from error
            if standing.span is None:
                raise Missing from error
            raise Moved(self.addresses.page("procedures", self.code)) from error

    def chosen_unit(self) -> UnitView | None:
        """Return the unit chosen, or the only one there is."""
        codes = {unit.code: unit for unit in self.units}
        unit = codes.get(self.choice.unit)
        if unit is None and len(self.units) == 1:
            unit = self.units[0]
        return UnitView(self, unit, self.now) if unit else None

    # Where the page stands

    @property
    def heading(self) -> str:
        """What the page is for, and the procedure."""
        name = _("My checklist") if self.finished else _("Prepare your papers")
        return f"{self.say(name)}: {self.version.title}"

    @property
    def crumbs(self) -> list[Crumb]:
        """Home, all procedures, and the procedure itself."""
        return [
            *super().crumbs,
            (
                self.say(_("Administrative procedures")),
                self.addresses.page("procedures"),
            ),
            (self.version.title, self.addresses.page("procedures", self.code)),
        ]

    @property
    def twin(self) -> str:
        """The same question or list in the other language."""
        turned = self.addresses.turned()
        path = turned.page("procedures", self.code, SEGMENT[self.other])
        return with_query(path, self.state())

    @property
    def own(self) -> str:
        """Address of this page, written the one way that is always the same."""
        return with_query(self.here, self.state())

    @property
    def here(self) -> str:
        """Address of the page without any answer."""
        segment = SEGMENT[self.language]
        return self.addresses.page("procedures", self.code, segment)

    def state(self, **changes: str) -> list[tuple[str, str]]:
        """Return the choice as query, with other values beside it."""
        extra = {"near": self.near, "size": LARGE if self.large else "", **changes}
        pairs = [pair for pair in self.choice.pairs if pair[0] != "v" or self.chosen]
        return pairs + [(name, value) for name, value in extra.items() if value]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of the next question sends along: all other answers."""
        pairs = [pair for pair in self.carried.pairs if pair[0] != self.field]
        return [*pairs, *([("size", LARGE)] if self.large else [])]

    @property
    def chosen(self) -> bool:
        """Whether anything was chosen at all."""
        return any(name != "v" for name, _value in self.choice.pairs)

    @property
    def resized(self) -> str:
        """The same list in the other size of letters."""
        return with_query(self.here, self.state(size="" if self.large else LARGE))

    # The next question

    @property
    def finished(self) -> bool:
        """Whether the checklist is there and the place is settled."""
        return self.found.checklist is not None and not self.asks_place

    @property
    def asks_place(self) -> bool:
        """Whether the place is the next question."""
        return (
            self.found.checklist is not None
            and self.unit is None
            and bool(self.units)
            and self.choice.unit != NONE
        )

    @property
    def nothing_fits(self) -> bool:
        """Whether the answers lead nowhere."""
        return self.found.ask is None and self.found.checklist is None

    @property
    def question(self) -> str:
        """The next question in words."""
        ask = self.found.ask
        if ask is None:
            return self.say(QUESTIONS["place"][0])
        return ask.text or self.say(QUESTIONS[ask.kind][0])

    @property
    def hint(self) -> str:
        """What helps to answer it."""
        ask = self.found.ask
        if ask is not None and ask.kind == "question":
            return ask.hint
        return self.say(QUESTIONS[ask.kind if ask else "place"][1])

    @property
    def field(self) -> str:
        """The name of the answer in the form."""
        ask = self.found.ask
        if ask is None:
            return "at"
        if ask.kind == "question":
            return f"q.{ask.key}"
        return asking.NAMES[ask.kind]

    @property
    def options(self) -> list[tuple[str, str, str, bool]]:
        """The answers on offer: value, text, note, whether the text is as published."""
        ask = self.found.ask
        if ask is None:
            return self.place_options
        found = []
        for option in ask.options:
            text, published = option.text, True
            if option.value == NONE:
                text, published = self.say(_("None of these")), False
            elif ask.kind == "channel":
                text, published = self.say(CHANNELS[option.value]), False
            found.append((option.value, text, option.note, published))
        return found

    @cached_property
    def place_matches(self) -> list[places.Match]:
        """The units that answer to the name typed; all of them without one."""
        return places.matching(self.near, self.units, self.today, self.context)

    @property
    def place_options(self) -> list[tuple[str, str, str, bool]]:
        """The units to choose from, and the way to leave it open."""
        found = []
        for match in self.place_matches:
            note = match.unit.address.replace("\n", ", ")
            if match.name:
                words = self.say(_("Responsible today for:"))
                note = f"{words} {match.name}. {note}"
            found.append((match.unit.code, match.unit.name, note, True))
        return [*found, (NONE, self.say(_("I do not know yet")), "", False)]

    @property
    def given(self) -> list[Given]:
        """What was answered, each with the way to change it."""
        return given(self)

    # The list

    @cached_property
    def mine(self) -> MyList:
        """The checklist in words; only asked for where there is one."""
        assert self.found.checklist is not None
        return MyList(self, self.found.checklist)

    @property
    def public_address(self) -> str:
        """The whole address of this list, as its QR code carries it."""
        root = self.context.absolute_url()
        base = self.addresses.base
        path = self.here[len(base) :]
        choice = self.choice
        if self.unit and not choice.unit:
            choice = replace(choice, unit=self.unit.unit.code)
        return f"{root}{path}?{choice.query}"

    @property
    def qr(self) -> str:
        """The QR code of the address."""
        return marks.qr(self.public_address, scalable=True)


def with_query(path: str, pairs: list[tuple[str, str]]) -> str:
    """Return a path with a query, if there is one."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _first(query: str, name: str) -> Any:
    """Return the first value of a name, still as it stands in the address."""
    for part in query[:4096].split("&"):
        key, _sign, value = part.partition("=")
        if key == name:
            return value
    return ""
