"""The page of one procedure, in the order and the words people know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from motcua import _
from motcua.portal.catalogue import label_of
from motcua.portal.formfile import SEGMENT
from motcua.portal.page import Crumb
from motcua.portal.page import Missing
from motcua.portal.page import Page
from motcua.procedures import forms
from motcua.procedures import versions
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.wording import amount_of
from motcua.procedures.wording import CHANNELS
from motcua.procedures.wording import FEE_KINDS
from motcua.procedures.wording import term_note
from motcua.procedures.wording import term_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


#: Papers named on the first screen; more of them are counted and linked.
PAPERS_SHOWN: Final = 5


@dataclass(frozen=True)
class FeeLine:
    """One amount, and the sentence that belongs to it."""

    amount: str
    counted: bool
    text: str
    kind: str


@dataclass(frozen=True)
class Line:
    """One line of the first screen; ``published`` is text in the agency's words."""

    channel: str
    text: str
    published: bool


@dataclass(frozen=True)
class Way:
    """One row of the table "Cách thức thực hiện"."""

    channel: str
    term: str
    counted: bool
    term_note: str
    fees: list[FeeLine]
    note: str


@dataclass(frozen=True)
class Group:
    """Papers under one heading of the source, which may be empty."""

    title: str
    papers: list[Paper]


@dataclass(frozen=True)
class CaseView:
    """One case with its ways and papers."""

    number: int
    title: str
    ways: list[Way]
    groups: list[Group]

    @property
    def papers(self) -> int:
        """How many papers the case asks for."""
        return sum(len(group.papers) for group in self.groups)


@dataclass(frozen=True)
class Download:
    """A form to load down: its name, address, type and size in words."""

    name: str
    address: str
    kind: str
    size: str


@dataclass(frozen=True)
class Fact:
    """One line of the details; ``published`` texts are the agency's own words."""

    label: str
    texts: list[str]
    published: bool = True


class ProcedurePage(Page):
    """Everything that is published about one procedure, the answer first."""

    name = "procedures"
    body = ViewPageTemplateFile("templates/procedure.pt")

    def prepare(self) -> None:
        """Read the version in force; not published is the same as not there."""
        if len(self.rest) != 1:
            raise Missing
        try:
            self.version = versions.current(self.rest[0], site=self.context)
        except KeyError as error:
            raise Missing from error
        content = versions.procedure(self.rest[0], self.context)
        self.changed = content.modified().asdatetime().astimezone(versions.ZONE).date()

    @property
    def heading(self) -> str:
        """Name the procedure."""
        return self.version.title

    @property
    def crumbs(self) -> list[Crumb]:
        """Home, all procedures, and the field of this one."""
        above = super().crumbs
        list_title = self.say(_("Administrative procedures"))
        above.append((list_title, self.addresses.page("procedures")))
        if self.version.field:
            address = self.addresses.page("procedures", field=self.version.field)
            above.append((self.version.field, address))
        return above

    @property
    def level(self) -> str:
        """The level that decides, in words."""
        text = label_of(self, "level", self.version.level)
        return text or self.version.level_text

    @property
    def level_text(self) -> str:
        """The level as published, where that says something else."""
        text = self.version.level_text
        return text if text != self.level else ""

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who carries the procedure out."""
        return self.version.agencies or self.version.competent

    @property
    def audience(self) -> list[str]:
        """The groups of people it is for."""
        named = [label_of(self, "audience", key) for key in self.version.audience]
        return named or [text for text in (self.version.audience_text,) if text]

    @cached_property
    def cases(self) -> list[CaseView]:
        """All cases in the order published."""
        return [
            CaseView(number, case.title, self.ways(case), grouped(case.papers))
            for number, case in enumerate(self.version.cases, 1)
        ]

    def ways(self, case: Case) -> list[Way]:
        """Return the rows of the table for one case."""
        return [self.way(channel) for channel in case.channels]

    def way(self, channel: Channel) -> Way:
        """Return one row of the table."""
        return Way(
            self.say(CHANNELS[channel.kind]),
            term_of(channel, self.language),
            channel.term is not None,
            term_note(channel, self.language),
            [self.fee(fee) for fee in channel.fees],
            channel.note,
        )

    def fee(self, fee: Fee) -> FeeLine:
        """Return one fee; its sentence stands beside the amount, never instead."""
        amount = amount_of(fee, self.language)
        text = fee.text if fee.amount is not None else ""
        kind = self.say(FEE_KINDS[fee.kind]) if fee.kind else ""
        return FeeLine(amount, fee.amount is not None, text, kind)

    @cached_property
    def terms(self) -> list[Line]:
        """The processing times for the first screen, by channel where they differ.

        Texts that cannot be counted are left to the table while another channel
        has a time that can.
        """
        ways = [way for case in self.cases for way in case.ways if way.term]
        counted = [way for way in ways if way.counted]
        return by_channel(
            [Line(way.channel, way.term, not way.counted) for way in counted or ways]
        )

    @cached_property
    def amounts(self) -> list[Line]:
        """The amounts for the first screen, by channel where they differ."""
        ways = [way for case in self.cases for way in case.ways]
        return by_channel(
            [
                Line(way.channel, fee.amount, not fee.counted)
                for way in ways
                for fee in way.fees
                if fee.amount
            ]
        )

    @cached_property
    def channels(self) -> list[str]:
        """The different ways of handing in, for the first screen."""
        found = (way.channel for case in self.cases for way in case.ways)
        return list(dict.fromkeys(found))

    @cached_property
    def first_papers(self) -> list[str]:
        """What to bring, where it is short enough for the first screen."""
        if len(self.cases) != 1 or self.cases[0].papers > PAPERS_SHOWN:
            return []
        return [each.title for group in self.cases[0].groups for each in group.papers]

    @cached_property
    def papers(self) -> int:
        """How many papers the fullest case asks for."""
        return max((case.papers for case in self.cases), default=0)

    @cached_property
    def details(self) -> list[Fact]:
        """Everything that has no part of the page to itself; empty lines are left out.

        Agencies and groups stay in one line, as published: what was read as a list
        of names may be one name with a comma in it.
        """
        version = self.version
        acts = [described(act) for act in version.legal_basis]
        lines = [
            Fact(_("Who it is for"), [", ".join(self.audience)], not version.audience),
            Fact(_("Who it is for, as published"), self.audience_text),
            Fact(_("Agencies that carry it out"), [", ".join(version.agencies)]),
            Fact(_("Competent agencies"), [", ".join(version.competent)]),
            Fact(_("Delegated agencies"), [", ".join(version.delegated)]),
            Fact(_("Coordinating agencies"), [", ".join(version.coordinating)]),
            Fact(_("Address for handing in"), [version.place]),
            Fact(_("Result"), [version.result]),
            Fact(_("Legal basis"), acts),
            Fact(_("Decision that publishes it"), [version.decision]),
            Fact(_("Date of the decision"), [day(version.decision_date)], False),
            Fact(_("In force from"), [day(version.effective_from)], False),
            Fact(_("In force until"), [day(version.effective_to)], False),
            Fact(_("Level of the procedure"), [self.level], False),
            Fact(_("Level, as published"), [self.level_text]),
            Fact(_("Kind of procedure"), [version.kind]),
            Fact(_("Forms"), self.forms),
            Fact(_("Description"), [version.description]),
            Fact(_("Keywords"), list(version.keywords)),
            Fact(_("Remarks"), list(version.notes)),
        ]
        return [
            Fact(self.say(line.label), texts, line.published)
            for line in lines
            if (texts := [text for text in line.texts if text])
        ]

    @property
    def audience_text(self) -> list[str]:
        """The published words about the audience, where they say something else."""
        text = self.version.audience_text
        return [text] if text not in (", ".join(self.audience), "") else []

    @cached_property
    def downloads(self) -> list[Download]:
        """The forms that are there as files."""
        content = versions.procedure(self.rest[0], self.context)
        segment = SEGMENT[self.language]
        return [
            Download(
                form.name,
                self.addresses.page("procedures", self.rest[0], segment, form.sha256),
                form.name.rpartition(".")[2].upper(),
                f"{max(1, round(form.size / 1024))} kB",
            )
            for form in forms.listed(content)
        ]

    @property
    def forms(self) -> list[str]:
        """The forms that papers name, each once."""
        papers = (paper for case in self.version.cases for paper in case.papers)
        return list(dict.fromkeys(paper.form for paper in papers if paper.form))


def grouped(papers: tuple[Paper, ...]) -> list[Group]:
    """Return papers under the headings they were published with, in that order."""
    return [
        Group(title, list(members))
        for title, members in groupby(papers, key=lambda paper: paper.group)
    ]


def described(act: Act) -> str:
    """Return a legal act with its number, where the title does not hold it yet."""
    if not act.number or act.number in act.title:
        return act.title
    return f"{act.title} ({act.number})" if act.title else act.number


def day(on: date | None) -> str:
    """Return a date as people here write it; "" for none."""
    return f"{on:%d/%m/%Y}" if on else ""


def by_channel(lines: list[Line]) -> list[Line]:
    """Return the lines, each once; a single one without channel if all are alike."""
    if len({line.text for line in lines}) == 1:
        return [Line("", lines[0].text, lines[0].published)]
    return list(dict.fromkeys(lines))
