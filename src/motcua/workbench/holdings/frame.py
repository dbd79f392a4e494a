"""What screens of holdings have in common: acts, their refusals, fields, history."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive import retention
from motcua.archive.errors import ArchiveError
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.shell.screen import Missing
from motcua.workbench import dated
from motcua.workbench.frame import WorkbenchScreen
from motcua.workbench.holdings import words
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Mapping
    from motcua.archive.capture.fields import Field
    from motcua.dossiers.ledger import Event
    from motcua.organisation import units

#: The largest number of events that a form may say it has seen.
_EVENTS: Final = 1_000_000
#: From this length on a text is written in several lines.
_LONG: Final = 1000


@dataclass(frozen=True)
class Box:
    """A field of a form and what stands in it."""

    field: Field
    value: str
    required: bool

    @property
    def id(self) -> str:
        """The id of its box."""
        return f"f-{self.field.name}"

    @property
    def long(self) -> bool:
        """Whether it is written in several lines."""
        return self.field.kind == "text" and self.field.longest >= _LONG


@dataclass(frozen=True)
class Happened:
    """A line of the history: when, who, what, and in which words."""

    at: str
    who: str
    what: str
    words: str


class HoldingsScreen(WorkbenchScreen):
    """A screen of fonds, file lists or files."""

    styles: tuple[str, ...] = ("holdings.css",)
    parts = ViewPageTemplateFile("templates/parts.pt")
    problem: Any = None
    DATE = words.DATE

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Act; what is refused is told on the page and changes nothing."""
        try:
            act()
        except Unknown as error:
            raise Missing from error
        except ArchiveError as error:
            transaction.doom()
            self.problem = error.message
            self.status = 409 if isinstance(error, Stale) else 400
            return False
        return True

    @property
    def seen(self) -> int:
        """How many events the form had seen."""
        return self.number("seen", default=0, largest=_EVENTS)

    def fonds_of_mine(self) -> list[fonds_module.FondsView]:
        """Return the fonds that the person keeps or heads."""
        return fonds_module.mine(self.context, self.person, self.now)

    def keeps_fonds(self, keeper: str) -> bool:
        """Say whether the person keeps the archive of an agency."""
        return bool(rights.keeps(self.context, keeper, self.person, self.now))

    @property
    def retentions(self) -> list[tuple[str, str]]:
        """The terms of keeping: (key, words)."""
        return [(one.key, one.title) for one in retention.classes().values()]

    def retention_title(self, key: str) -> str:
        """Return a term of keeping in words, "" for none."""
        found = retention.classes().get(key)
        return found.title if found is not None else ""

    # Forms of fields

    def typed(self, known: Mapping[str, Field], names: Iterable[str]) -> dict[str, str]:
        """Return what was sent in these fields, dates as they are kept."""
        return {
            name: dated.written(text) if known[name].kind == "date" else text
            for name in names
            if (text := self.text(f"f-{name}")) or f"f-{name}" in self.request.form
        }

    def boxes(
        self,
        known: Mapping[str, Field],
        names: Iterable[str],
        values: Mapping[str, str],
        required: Iterable[str] = (),
    ) -> list[Box]:
        """Return fields with what was typed, else with what stands there."""
        needed, found = frozenset(required), []
        for name in names:
            kept = values.get(name, "")
            shown = dated.shown(kept) if known[name].kind == "date" else kept
            sent = self.posted and f"f-{name}" in self.request.form
            value = self.text(f"f-{name}") if sent else shown
            found.append(Box(known[name], value, name in needed))
        return found

    def value(self, field: Field, kept: str) -> str:
        """Return what is kept of a field in words."""
        if field.kind == "choice":
            return self.say(dict(field.choices).get(kept, kept))
        return dated.shown(kept) if field.kind == "date" else kept

    def facts(
        self, known: Mapping[str, Field], values: Mapping[str, str]
    ) -> list[tuple[str, str]]:
        """Return the fields that have a value: (title, value in words)."""
        return [
            (self.say(field.title), self.value(field, values[name]))
            for name, field in known.items()
            if values.get(name)
        ]

    # The history

    def history(self, events: Iterable[Event]) -> list[Happened]:
        """Return what happened, the newest first."""
        return [
            Happened(
                at=self.moment(event.at),
                who=self.name_of(event.actor),
                what=self.say(words.EVENTS.get(event.type, event.type)),
                words=self.told(event),
            )
            for event in reversed(list(events))
        ]

    def told(self, event: Event) -> str:
        """Return the words of an event: a reason, a decision, what was written."""
        facts, data = event.facts, event.data
        entry = data.get("entry", {}).get("title", "")
        source = facts.get("source", "") or data.get("source", "")
        list_ = facts.get("list", "") if event.type in handed.TYPES else ""
        found = (list_, facts.get("deed", ""), entry, source, data.get("reason", ""))
        return ". ".join(filter(None, map(str, found)))

    def units_named(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        """Return (code, name) of units."""
        return [(code, self.unit_name(code)) for code in codes]

    @property
    def my_units(self) -> list[units.Unit]:
        """The units in which the person makes files."""
        return self.units_with(*rights.MAKERS)
