"""The page of one procedure, in the order and the words people know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from motcua.archive.pdf import formcopies
from motcua.portal.checklists.checklist import SEGMENT as CHECKLIST
from motcua.portal.reading import facts
from motcua.portal.reading import papers
from motcua.portal.reading import prose
from motcua.portal.reading import ways
from motcua.portal.reading.base import ReadingPage
from motcua.portal.reading.formfile import SEGMENT
from motcua.portal.reading.native import Native
from motcua.portal.reading.papers import Group
from motcua.portal.reading.sequence import step_views
from motcua.portal.reading.sequence import StepView
from motcua.portal.reading.sequence import totals_in_words
from motcua.portal.reading.ways import Lines
from motcua.portal.reading.ways import shortened
from motcua.portal.reading.ways import Way
from motcua.procedures import forms
from motcua.procedures.wording import day
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


#: Papers named on the first screen; more of them are counted and linked.
PAPERS_SHOWN: Final = 5
ARTICLE: Final = Native("whole.pt")
#: Characters of prose above which a part of the page is folded.
LONG: Final = 6_000


@dataclass(frozen=True)
class CaseView:
    """One case with its ways and papers."""

    number: int
    title: str
    competent: str
    answers: str
    ways: list[Way]
    groups: list[Group]

    @property
    def papers(self) -> int:
        """How many papers the case asks for."""
        return sum(len(group.papers) for group in self.groups)


@dataclass(frozen=True)
class Download:
    """A form to load down: its name, address, type, size and day in words.

    `copy` and `copy_size` are of the same as PDF; "" where there is none.
    """

    name: str
    address: str
    kind: str
    size: str
    since: str
    copy: str = ""
    copy_size: str = ""


class ProcedurePage(ReadingPage):
    """Everything that is published about one procedure, the answer first."""

    body = ViewPageTemplateFile("templates/procedure.pt")

    def article(self) -> str:
        """Return the whole of the page but its frame."""
        return ARTICLE(self)

    @property
    def level(self) -> str:
        """The level that decides, in words."""
        return facts.level(self, self.version)

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who carries the procedure out."""
        return self.version.agencies or self.version.competent

    @cached_property
    def audience(self) -> str:
        """The groups of people it is for."""
        return shortened(", ".join(facts.audience(self, self.version)))

    @cached_property
    def flags(self) -> list[str]:
        """What sets the procedure apart, in words."""
        return facts.flags(self, self.version)

    @cached_property
    def cases(self) -> list[CaseView]:
        """All cases in the order published."""
        return [
            CaseView(
                number,
                case.title,
                ", ".join(case.competent),
                papers.answers_of(self.version, case.when),
                ways.ways_of(self, case, self.on),
                papers.groups_of(self, self.version, case),
            )
            for number, case in enumerate(self.version.cases, 1)
        ]

    @cached_property
    def all_ways(self) -> list[Way]:
        """The rows of all cases."""
        return [way for case in self.cases for way in case.ways]

    @cached_property
    def terms(self) -> Lines:
        """The processing times for the first screen."""
        return ways.first_terms(self.all_ways)

    @cached_property
    def amounts(self) -> Lines:
        """The amounts owed, for the first screen."""
        return ways.first_amounts(self.all_ways)

    @cached_property
    def channels(self) -> list[str]:
        """The different ways of handing in, for the first screen."""
        found = (name for way in self.all_ways for name in way.channels)
        return list(dict.fromkeys(found))

    @property
    def place(self) -> str:
        """Where to hand in: the published address, else who carries it out."""
        return shortened(self.version.place or ", ".join(self.agencies))

    @property
    def result(self) -> str:
        """What one gets, short enough for the first screen."""
        return shortened(self.version.result)

    @cached_property
    def first_papers(self) -> list[str]:
        """What to bring, where it is short enough for the first screen."""
        if len(self.cases) != 1 or self.cases[0].papers > PAPERS_SHOWN:
            return []
        groups = self.cases[0].groups
        return [shortened(each.title) for group in groups for each in group.papers]

    @cached_property
    def papers(self) -> int:
        """How many papers the fullest case asks for."""
        return max((case.papers for case in self.cases), default=0)

    @property
    def variants(self) -> int:
        """How many variants there are to compare."""
        return len(self.all_ways)

    @cached_property
    def details(self) -> list[facts.Fact]:
        """Everything that has no part of the page to itself."""
        return facts.facts(self, self.version)

    @cached_property
    def steps(self) -> list[StepView]:
        """The steps an editor has entered; without them the prose speaks."""
        return step_views(self, self.version)

    @cached_property
    def totals(self) -> list[tuple[str, str]]:
        """What is known in sum."""
        return totals_in_words(self, self.version, self.on)

    def markup(self, text: str) -> str:
        """Return published prose as paragraphs and lists."""
        return prose.markup(text)

    def folded(self, text: str) -> bool:
        """Say whether a part of the page is folded at first; never when printed."""
        return len(text) > LONG and not self.large

    @cached_property
    def bundle(self) -> list[tuple[str, str]]:
        """Procedures that are done in one go with this one: names and addresses."""
        return self.linked(self.version.bundle)

    @cached_property
    def downloads(self) -> list[Download]:
        """The forms that are there as files."""
        return [self.download(form) for form in forms.listed(self.content)]

    def download(self, form: forms.Form) -> Download:
        """Return one form, with its PDF where that has been made."""

        def address(digest: str) -> str:
            segment = SEGMENT[self.language]
            return self.addresses.page("procedures", self.code, segment, digest)

        copy = formcopies.get(form.sha256, self.context)
        return Download(
            form.name,
            address(form.sha256),
            form.name.rpartition(".")[2].upper(),
            kilobytes(form.size),
            day(date.fromisoformat(form.since)) if form.since else "",
            address(copy.sha256) if copy else "",
            kilobytes(copy.size) if copy else "",
        )

    @property
    def checklist_address(self) -> str:
        """Where somebody makes a list of their own papers; "" when it has ended."""
        if self.standing.kind != "in_force" or self.as_of:
            return ""
        segment = CHECKLIST[self.language]
        return self.addresses.page("procedures", self.code, segment)


def kilobytes(size: int) -> str:
    """Return a size as people read it."""
    return f"{max(1, round(size / 1024))} kB"
