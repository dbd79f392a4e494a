"""Finding procedures: words, facets, and pages to turn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.base import vietnam
from motcua.base.folding import spelling_key
from motcua.organisation import places
from motcua.portal.catalogue import Choice
from motcua.portal.catalogue import label_of
from motcua.portal.finding.highlight import excerpt
from motcua.portal.finding.highlight import Piece
from motcua.portal.finding.highlight import pieces
from motcua.portal.finding.questions import FACETS
from motcua.portal.finding.questions import PAGE_SIZE
from motcua.portal.finding.questions import Questions
from motcua.portal.inputs import query_string
from motcua.portal.page import Page
from motcua.portal.reading.ways import shortened
from motcua.procedures import versions
from motcua.procedures.finding import misses
from motcua.procedures.finding.search import Result
from motcua.procedures.finding.search import Results
from motcua.procedures.finding.search import search
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


FACET_TITLES: Final = {
    "field": _("Field"),
    "level": _("Level of the procedure"),
    "agency": _("Agency"),
    "audience": _("Who it is for"),
    "channel": _("Ways of handing in"),
    "online": _("Done online"),
    "spot": _("On the spot"),
}
CHOICES_SHOWN: Final = 8
CHOICES_LIMIT: Final = 40
#: Procedures of a page whose texts are read for an excerpt.
EXCERPTS: Final = 5
#: Characters of the names of agencies that tell namesakes apart.
AGENCY_SHOWN: Final = 90


@dataclass(frozen=True)
class Facet:
    """One way of narrowing the list."""

    name: str
    title: str
    choices: list[Choice]

    @property
    def first(self) -> list[Choice]:
        """The choices shown at once."""
        return self.choices[:CHOICES_SHOWN]

    @property
    def more(self) -> list[Choice]:
        """The choices behind "more"; the longest tails are left to the search box."""
        return self.choices[CHOICES_SHOWN:]


@dataclass(frozen=True)
class Row:
    """One procedure found."""

    code: str
    address: str
    title: tuple[Piece, ...]
    facts: list[str]
    excerpt: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class PlaceNamed:
    """A place in the question, and where its one-stop unit is found today."""

    name: str
    address: str
    unit: str = ""


class ResultsPage(Page):
    """Browsing and searching, which are one list."""

    name = "procedures"
    title = _("Administrative procedures")
    suggests = True
    body = ViewPageTemplateFile("templates/results.pt")
    excerpts = 0

    def prepare(self) -> None:
        """Search; a page behind the last one shows the last one."""
        self.questions = Questions.read(query_string(self.request))
        self.number = self.questions.page
        self.results = self.ask()
        if self.number > self.pages:
            self.number = self.pages
            self.results = self.ask()
        if self.number == 1 and not self.questions.chosen:
            self.count_miss()

    def count_miss(self) -> None:
        """Count a question for which nothing certain was found; not in this answer."""
        if self.questions.query and not self.results.certain:
            misses.note(self.questions.query)

    @property
    def uncertain(self) -> bool:
        """Say whether something was found, but nothing that fits all that was asked."""
        return bool(self.results.total) and not self.results.certain

    @property
    def meant(self) -> Choice | None:
        """The question with misspelt words put right, as a link."""
        text = self.results.meant
        return Choice(text, text, 0, self.link(q=text)) if text else None

    @cached_property
    def place(self) -> PlaceNamed | None:
        """The first place named in the question, with its one-stop unit of today."""
        for name in self.results.places:
            address = self.addresses.page("units", q=name)
            found = places.matching(
                name, self.one_stop_units, vietnam.today(), self.context
            )
            return PlaceNamed(
                name, address, found[0].unit.name if len(found) == 1 else ""
            )
        return None

    def ask(self) -> Results:
        """Return the results for the page that is to be shown."""
        return search(
            self.questions.query,
            field=self.questions.field or None,
            level=self.questions.level or None,
            agency=self.questions.agency or None,
            audience=self.questions.audience or None,
            channel=self.questions.channel or None,
            online=self.questions.online or None,
            spot=self.questions.spot or None,
            limit=PAGE_SIZE,
            offset=(self.number - 1) * PAGE_SIZE,
            site=self.context,
        )

    @property
    def narrowed(self) -> dict[str, str]:
        """Every facet with what was chosen for it."""
        return {name: getattr(self.questions, name) for name in FACETS}

    @property
    def heading(self) -> str:
        """Name the search in the window's title, so that bookmarks differ."""
        words = self.questions.query
        return f"{words} - {self.say(self.title)}" if words else self.say(self.title)

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.results.total // PAGE_SIZE))

    @property
    def asked(self) -> dict[str, str]:
        """The search itself, in the twin page and in the address of this one."""
        number = str(self.number) if self.number > 1 else ""
        return self.questions.address(page=number)

    @cached_property
    def rows(self) -> list[Row]:
        """The procedures of this page."""
        found = self.results.results
        titles = Counter(spelling_key(result.title) for result in found)
        return [self.row(each, titles[spelling_key(each.title)] > 1) for each in found]

    def row(self, result: Result, twin: bool = False) -> Row:
        """Return one procedure with the words marked that were asked for.

        Of those that share a title agency and deciding document are told as well.
        """
        facts = [result.field, label_of(self, "level", result.level)]
        facts += self.apart(result) if twin else []
        title = pieces(result.title, self.results.wanted)
        return Row(
            result.code,
            self.addresses.page("procedures", result.code),
            title,
            [fact for fact in facts if fact],
            () if any(marked for _text, marked in title) else self.excerpt(result),
        )

    def apart(self, result: Result) -> list[str]:
        """Return what tells a procedure from its namesakes."""
        try:
            version = versions.get(result.code, result.digest, site=self.context)
        except KeyError:
            return []
        agencies = version.agencies or version.competent
        return [shortened(", ".join(agencies), AGENCY_SHOWN), version.decision]

    def excerpt(self, result: Result) -> tuple[Piece, ...]:
        """Return where the words stand when they do not stand in the title.

        Texts are read for the first few procedures only.
        """
        if not self.results.wanted or self.excerpts >= EXCERPTS:
            return ()
        self.excerpts += 1
        try:
            version = versions.get(result.code, result.digest, site=self.context)
        except KeyError:
            return ()
        papers = (paper.title for case in version.cases for paper in case.papers)
        texts = (
            version.result,
            version.description,
            version.conditions,
            *papers,
            version.steps,
        )
        return excerpt(texts, self.results.wanted)

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets that still divide the list."""
        return [
            self.facet(name)
            for name in FACETS
            if not self.narrowed[name] and self.divides(name)
        ]

    def divides(self, name: str) -> bool:
        """Say whether a value of the facet leads to fewer procedures than all."""
        counted = self.results.facets.get(name, ())
        return any(count < self.results.total for _value, count in counted)

    def facet(self, name: str) -> Facet:
        """Return the first values of one facet within the present search.

        A province has hundreds of fields: links are made for those that are shown.
        """
        counted = self.results.facets.get(name, ())[:CHOICES_LIMIT]
        choices = [
            Choice(
                value, label_of(self, name, value), count, self.link(**{name: value})
            )
            for value, count in counted
        ]
        return Facet(name, self.say(FACET_TITLES[name]), choices)

    @cached_property
    def chips(self) -> list[Choice]:
        """What was chosen, each with the address that takes it back."""
        return [
            Choice(value, label_of(self, name, value), 0, self.link(**{name: ""}), True)
            for name, value in self.questions.chosen.items()
        ]

    def link(self, **changes: str) -> str:
        """Return the address of this search with changes, from its first page."""
        return self.addresses.page("procedures", **self.questions.address(**changes))

    def turn(self, number: int) -> str:
        """Return the address of another page of this search; "" when there is none."""
        if not 1 <= number <= self.pages:
            return ""
        return self.link(page=str(number) if number > 1 else "")

    @property
    def previous(self) -> str:
        """Address of the page before."""
        return self.turn(self.number - 1)

    @property
    def following(self) -> str:
        """Address of the page after."""
        return self.turn(self.number + 1)
