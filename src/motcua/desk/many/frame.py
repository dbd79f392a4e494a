"""What screens of decisions for many dossiers have in common: choose, look, decide.

The address says what was chosen, so a choice can be kept and sent on. What is decided
carries the name of what was looked at: when a dossier moved on since, or another one
came, nothing is decided and the person looks again.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from functools import cached_property
from itertools import islice
from motcua import _
from motcua.dossiers import moments
from motcua.dossiers import rights
from motcua.dossiers.clocks import orders
from motcua.dossiers.clocks import selecting
from motcua.dossiers.clocks.selecting import Selection
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import StalePage
from motcua.organisation import units
from motcua.organisation.duties import parse_group
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import secrets
import transaction
from typing import Any
from typing import Final
from urllib.parse import urlencode


#: Path of these screens below the door of the desk.
PATH: Final = "nhieu-ho-so"
SECTION: Final = f"desk/{PATH}"
#: Rows of a page.
PAGE: Final = 50
#: Stands for no unit or dossier at all where there is none of this person's to choose.
NONE: Final = "-"


def duties_for(operation: str) -> frozenset[str]:
    """Return the duties that may do an operation anywhere."""
    grants = (each for each in rights.table() if operation in each.operations)
    return frozenset(grant.duty for grant in grants)


class ManyScreen(Screen):
    """A screen that chooses dossiers, shows what would follow, and decides."""

    section = SECTION
    parts = ViewPageTemplateFile("templates/parts.pt")
    #: The operation that is done on each dossier.
    operation: str
    problem: Any = None

    def prepare(self) -> None:
        """Let in who may do this anywhere; decide what was sent."""
        if not self.held & duties_for(self.operation):
            raise Missing
        self.read()
        if not self.posted:
            return
        try:
            if self.text("seen") != self.seen:
                raise StalePage(
                    _(
                        "The chosen dossiers are not those you looked at any more. "
                        "Nothing was decided; look at them again."
                    )
                )
            key = self.decide()
        except DossierError as error:
            transaction.doom()
            self.problem = error.message
            self.status = 409 if isinstance(error, StalePage) else 400
            return
        self.tell(_("Decided. The worker carries it out dossier by dossier."))
        self.go(PATH, "ket-qua", key)

    def read(self) -> None:
        """Read what else the address says."""

    def decide(self) -> str:
        """Give the order of the form and return its key; raise ``DossierError``."""
        raise KeyError(self.operation)

    @cached_property
    def held(self) -> frozenset[str]:
        """The duties that this person holds anywhere today."""
        parsed = filter(None, map(parse_group, self.groups))
        return frozenset(duty for _department, duty in parsed)

    # The choice

    def several(self, name: str) -> tuple[str, ...]:
        """Return the values of a field that may be there several times."""
        return tuple(dict.fromkeys(each[:64] for each in self.texts(name)))

    @property
    def looking(self) -> bool:
        """Whether something was chosen, so that it is looked at."""
        return self.posted or bool(self.text("xem"))

    @cached_property
    def base_choice(self) -> Selection:
        """What holds whatever the form says."""
        return Selection()

    @cached_property
    def chosen(self) -> Selection:
        """What the form chooses."""
        base = self.base_choice
        wanted = self.several("dv")
        area = self.text("kv")
        if area:
            known = [code for code, *_more in self.receiving]
            inside = (code for code in known if self.lies_in(code, area))
            wanted = tuple(c for c in inside if not wanted or c in wanted) or (NONE,)
        return Selection(
            units=wanted,
            procedures=base.procedures or self.several("tt"),
            first=self.day("tu"),
            last=self.day("den"),
            process=base.process,
            besides=base.besides,
            codes=self.again and (self.left_out or (NONE,)),
        )

    @property
    def again(self) -> tuple[str, ...]:
        """The order, with its part, whose left out dossiers are chosen; or nothing."""
        order = self.text("lai")
        return (order, self.text("phan") or "1") if order else ()

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """The dossiers left out of that order; ``Missing`` if it is not one's own."""
        order, part = self.again
        try:
            return orders.left_out(self.context, order, self.person, int(part))
        except (KeyError, ValueError) as error:
            raise Missing from error

    @property
    def again_address(self) -> str:
        """Where it stands what became of that order."""
        order, part = self.again
        return self.address(PATH, "ket-qua", order, phan=part)

    def day(self, name: str) -> date | None:
        """Return a day of the form; None for what is none."""
        try:
            return moments.day(self.text(name))
        except ValueError:
            return None

    def instant(self, name: str) -> datetime | None:
        """Return a moment of the form in the time of Vietnam; None for what is none."""
        try:
            return moments.moment(self.text(name))
        except ValueError:
            return None

    @cached_property
    def receiving(self) -> list[tuple[str, str, int]]:
        """Units that received dossiers of this person: (code, name, number)."""
        found = self.tally("unit")
        return [(code, self.unit_name(code), found[code]) for code in found]

    @cached_property
    def procedures(self) -> list[tuple[str, str, int]]:
        """Their procedures: (code, title, number)."""
        titles = self.context["procedures"]
        return [
            (code, str(getattr(titles.get(code), "title", "") or code), number)
            for code, number in self.tally("procedure").items()
        ]

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """The agencies around those units: (code, name)."""
        found = {}
        for code, *_more in self.receiving:
            for unit in self.around(code):
                if unit.kind == "agency":
                    found[unit.code] = unit.name
        return sorted(found.items())

    def around(self, code: str) -> list[units.Unit]:
        """Return a unit and those around it; none for a code on no record."""
        try:
            return list(units.ancestors(code, self.context))
        except KeyError:
            return []

    def lies_in(self, code: str, area: str) -> bool:
        """Say whether a unit lies in an area."""
        return area in [unit.code for unit in self.around(code)]

    def tally(self, column: str) -> dict[str, int]:
        """Return how many dossiers there are to choose from, by a column."""
        return selecting.tally(
            self.base_choice, self.operation, self.person, self.now, column
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The choice as fields of a form."""
        pairs = [(name, v) for name in ("dv", "tt") for v in self.several(name)]
        single = ("kv", "tu", "den", "het", "cu", "lai", "phan")
        return [*pairs, *((n, self.text(n)) for n in single if self.text(n))]

    # What was chosen

    @cached_property
    def total(self) -> int:
        """How many dossiers the choice may hold, as the register says."""
        return selecting.count(self.chosen, self.operation, self.person, self.now)

    @property
    def large(self) -> bool:
        """Whether there are more than a screen chooses itself."""
        return self.total > selecting.LIMIT

    @cached_property
    def dossiers(self) -> list[Dossier]:
        """All chosen dossiers; where there are many, those of this page."""
        if self.large:
            return list(islice(self.running(self.after), PAGE + 1))
        return list(self.running())

    def running(self, after: str = "") -> Any:
        """Iterate over the chosen dossiers."""
        return selecting.running(
            self.context, self.chosen, self.operation, self.person, self.now, after
        )

    @cached_property
    def planned(self) -> list[orders.Planned]:
        """The chosen dossiers with the heads that they have now."""
        return [orders.unchanged(each) for each in self.dossiers]

    @cached_property
    def seen(self) -> str:
        """The name of what is looked at: all that is chosen, or a page of very much."""
        return orders.seen(self.planned)

    @cached_property
    def form_token(self) -> str:
        """What tells one form from another, so that a double click is one order."""
        return self.text("token") or secrets.token_urlsafe(16)

    # The page

    @property
    def after(self) -> str:
        """The code behind which the page begins."""
        return self.text("sau")

    @cached_property
    def shown(self) -> list[Dossier]:
        """The dossiers of this page."""
        return [each for each in self.dossiers if each.code > self.after][:PAGE]

    @property
    def more(self) -> str:
        """The address of the next page; "" on the last one."""
        rest = [each for each in self.dossiers if each.code > self.after]
        if len(rest) <= PAGE:
            return ""
        return self.turned(rest[PAGE - 1].code)

    def turned(self, after: str = "") -> str:
        """Return the address of the same choice, from behind a code on."""
        pairs: dict[str, Any] = {}
        for name, value in [*self.kept, ("xem", "1"), ("sau", after)]:
            pairs.setdefault(name, []).append(value)
        return self.address_of(pairs)

    def address_of(self, pairs: dict[str, list[str]]) -> str:
        """Return the address of this screen with fields that may be there twice."""
        asked = urlencode([(n, v) for n, values in pairs.items() for v in values if v])
        return f"{self.address(*self.names)}?{asked}"

    def dossier_address(self, code: str) -> str:
        """Return the address of a dossier."""
        return self.address("ho-so", code)

    def title_of(self, code: str) -> str:
        """Return the title of a procedure; its code when it is gone."""
        found = self.context["procedures"].get(code)
        return str(found.title) if found is not None else code
