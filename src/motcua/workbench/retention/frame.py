"""What screens of terms have in common: whose they are, and how figures are written."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import inheritance
from motcua.archive.terms import deciding
from motcua.shell.screen import Missing
from motcua.workbench import dated
from motcua.workbench.holdings.frame import HoldingsScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from motcua.archive.holdings.fonds import FondsView

#: The screens: (path below ``thoi-han``, title).
SCREENS: Final = (
    ("", _("Rules on terms")),
    ("thay-doi", _("Terms to be changed")),
    ("du-kien", _("What expires")),
    ("het-han", _("Expired files")),
)
GIGABYTE: Final = 1_000_000_000


class TermsScreen(HoldingsScreen):
    """A screen of terms of keeping."""

    tab = "thoi-han"
    terms = ViewPageTemplateFile("templates/parts.pt")
    here = ""

    @property
    def screens(self) -> list[tuple[str, str, bool]]:
        """The screens of terms: (address, title, is it this one)."""
        return [
            (
                self.address("thoi-han", *filter(None, [path])),
                self.say(title),
                path == self.here,
            )
            for path, title in SCREENS
        ]

    @cached_property
    def agencies(self) -> dict[str, str]:
        """The agencies whose tables the person may see: code -> name."""
        found = deciding.agencies(self.context, self.person, self.now)
        if not found:
            raise Missing
        return found

    @cached_property
    def agency(self) -> str:
        """The agency that was chosen, or the first; a foreign one is missing."""
        chosen = self.text("cq") or next(iter(self.agencies))
        if chosen not in self.agencies:
            raise Missing
        return chosen

    @cached_property
    def fonds(self) -> list[FondsView]:
        """The fonds of the person."""
        return self.fonds_of_mine()

    @cached_property
    def chosen(self) -> list[str]:
        """The fonds that are counted: the chosen one, or all of the person."""
        known = [one.code for one in self.fonds]
        wanted = self.text("phong")
        if not self.agencies or (wanted and wanted not in known):
            raise Missing
        return [wanted] if wanted else known

    def fonds_title(self, code: str) -> str:
        """Return the name of a fonds of the person."""
        return next((one.title for one in self.fonds if one.code == code), code)

    @cached_property
    def today(self) -> date:
        """The day in Vietnam."""
        return inheritance.today(self.now)

    def day_typed(self, name: str) -> date | None:
        """Return a day of the form, None for nothing. Raises ``ArchiveError``."""
        return fonds_module.day_of(dated.written(self.text(name)))

    # Words and figures

    def day(self, on: date | None) -> str:
        """Return a day as people write it, "" for none."""
        return f"{on:%d/%m/%Y}" if on else ""

    def start_words(self, start: str) -> str:
        """Return what starts a term in words."""
        found = retention.STARTS.get(start)
        return self.say(found) if found is not None else ""

    def term_words(self, term: retention.Term) -> str:
        """Return a term that was counted out, as short as it can be told."""
        if term.until is not None:
            return self.day(term.until)
        if term.waits:
            return self.say(_("until its event has come"))
        return self.say(_("for ever"))

    def decimal(self, number: float, places: int = 1) -> str:
        """Return a number as it is written in the language of the person."""
        text = f"{number:,.{places}f}"
        return text if self.language == "en" else text.translate(_SWAPPED)

    def whole(self, number: int) -> str:
        """Return a whole number with its thousands parted."""
        return self.decimal(number, 0)

    def gigabytes(self, number: int) -> str:
        """Return bytes as GB."""
        return self.decimal(number / GIGABYTE, 2)

    def subject_words(self, rule: Any, entries: dict[str, str]) -> str:
        """Return what a rule speaks of in words."""
        kind, value = rule.subject
        told = {
            "procedure": _("Procedure ${what}", mapping={"what": value}),
            "field": _("Field ${what}", mapping={"what": rule.field or ""}),
            "heading": _(
                "Entry ${what} of the file lists",
                mapping={"what": entries.get(value, value)},
            ),
            "all": _("All dossiers"),
        }
        return self.say(told[kind])


#: Points and commas change places in Vietnamese figures.
_SWAPPED: Final = str.maketrans({",": ".", ".": ","})
