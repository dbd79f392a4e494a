"""Variants of a procedure side by side: cases and ways of handing in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.portal.page import Crumb
from motcua.portal.reading import papers
from motcua.portal.reading import ways
from motcua.portal.reading.base import ReadingPage
from motcua.portal.reading.papers import PaperView
from motcua.portal.reading.ways import Way
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import matches
from motcua.procedures.wording import CHANNELS
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


@dataclass(frozen=True)
class Variant:
    """One case handed in one way."""

    case: str
    way: Way
    papers: int


@dataclass(frozen=True)
class PaperRow:
    """One paper and what each case asks of it, in the order of the cases."""

    title: str
    cells: list[tuple[str, str]]


class ComparisonPage(ReadingPage):
    """``/vi/thu-tuc/<code>/so-sanh``: what differs between the variants."""

    body = ViewPageTemplateFile("templates/comparison.pt")

    @property
    def heading(self) -> str:
        """Say that variants are compared, and of what."""
        named = {"title": self.version.title}
        return self.say(_("Compare variants: ${title}", mapping=named))

    @property
    def crumbs(self) -> list[Crumb]:
        """The procedure itself is above the comparison."""
        return [*super().crumbs, (self.version.title, self.today_address)]

    @cached_property
    def variants(self) -> list[Variant]:
        """Every case with every way of handing it in; equal ways stand together."""
        return [
            Variant(self.case_title(case, number), way, counted(case, way_kinds))
            for number, case in enumerate(self.version.cases, 1)
            for way, way_kinds in self.ways(case)
        ]

    def ways(self, case: Case) -> list[tuple[Way, tuple[str, ...]]]:
        """Return the ways of a case with their kinds."""
        kinds = {self.say(CHANNELS[kind]): kind for kind in case.kinds}
        return [
            (way, tuple(kinds[name] for name in way.channels))
            for way in ways.ways_of(self, case, self.on)
        ]

    @property
    def several(self) -> bool:
        """Whether there is more than one case."""
        return len(self.version.cases) > 1

    def case_title(self, case: Case, number: int) -> str:
        """Name a case; one without a title by its number."""
        return case.title or self.say(_("Case ${n}", mapping={"n": number}))

    @cached_property
    def titles(self) -> list[str]:
        """The names of the cases."""
        return [
            self.case_title(case, number)
            for number, case in enumerate(self.version.cases, 1)
        ]

    @cached_property
    def rows(self) -> list[PaperRow]:
        """Every paper that some case asks for, with what each case asks."""
        asked: dict[str, dict[int, PaperView]] = {}
        for number, case in enumerate(self.version.cases):
            for paper in case.papers:
                view = papers.paper_view(self, self.version, paper)
                asked.setdefault(paper.title, {})[number] = view
        return [
            PaperRow(title, self.cells(by_case)) for title, by_case in asked.items()
        ]

    def cells(self, by_case: dict[int, PaperView]) -> list[tuple[str, str]]:
        """Return what each case asks of a paper, beside the name of the case."""
        no = self.say(_("not needed"))
        found = []
        for number, title in enumerate(self.titles):
            view = by_case.get(number)
            said = ", ".join((*view.counts, *view.remarks)) if view else no
            found.append((title, said or self.say(_("needed"))))
        return found


def counted(case: Case, kinds: tuple[str, ...]) -> int:
    """Return how many papers a case asks for at most, handed in one of these ways."""
    return sum(
        not paper.channels or bool(set(paper.channels) & set(kinds))
        for paper in case.papers
        if matches(paper.when, case.when)
    )
