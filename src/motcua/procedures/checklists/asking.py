"""The questions that lead to a checklist, one after the other.

They come in this order: those that tell cases apart, the case by its title where
that does not settle it, the way of handing in, questions about single papers,
headings of which only some concern everybody (`headings`), and exemptions from fees.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from motcua.procedures.checklists.choices import Choice
from motcua.procedures.checklists.choices import NONE
from motcua.procedures.checklists.headings import kind_of
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import matches
from motcua.procedures.definitions import Paper
from motcua.procedures.wording import term_note
from motcua.procedures.wording import term_of
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING
from typing import TypeVar


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from motcua.procedures.definitions import Channel
    from motcua.procedures.definitions import Fee
    from motcua.procedures.definitions import Question
    from motcua.procedures.definitions import Version


AskKind = Literal["question", "case", "channel", "row", "headings", "exempt"]

#: The names that answers have in a query.
NAMES: Final[dict[AskKind, str]] = {
    "case": "case",
    "channel": "by",
    "row": "row",
    "headings": "group",
    "exempt": "pay",
}

Limited = TypeVar("Limited", Case, Paper)


@dataclass(frozen=True)
class Answer:
    """One answer on offer: its value in an address, and its text as published.

    `note` is the proof that an exemption needs. "None of these" has no text.
    """

    value: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Ask:
    """One question to the citizen.

    `key` is that of a question of the procedure. `text` and `hint` are its words;
    the other kinds have none, the door that shows them words them. Of `headings`
    any number may be chosen.
    """

    kind: AskKind
    options: tuple[Answer, ...]
    key: str = ""
    text: str = ""
    hint: str = ""


def headings_of(papers: Iterable[Paper]) -> tuple[str, ...]:
    """Return the headings that citizens are asked about, each once, in their order.

    There is nothing to ask where all papers stand under one heading.
    """
    every = tuple(dict.fromkeys(paper.group for paper in papers))
    if len(every) < 2:
        return ()
    return tuple(each for each in every if kind_of(each) == "some")


def groups_of(fees: Iterable[Fee]) -> tuple[tuple[str, str], ...]:
    """Return the groups that pay less, each once with its proof, in their order."""
    found: dict[str, str] = {}
    for each in (exemption for fee in fees for exemption in fee.exempt):
        found.setdefault(each.group, each.proof)
    return tuple(found.items())


def values_of(options: Iterable[Answer]) -> frozenset[str]:
    """Return the values that answer a question."""
    return frozenset(each.value for each in options)


class Walk:
    """Goes through the questions in their order until one has no answer.

    `kept` is what of the choice fits, `used` the names in the query that were read.
    """

    def __init__(self, version: Version, choice: Choice, on: date) -> None:
        self.version = version
        self.choice = choice
        self.on = on
        self.kept = Choice(unit=choice.unit, version=choice.version)
        self.used: set[str] = set()
        self.case: Case | None = None
        self.channel: Channel | None = None
        self.papers: tuple[Paper, ...] = ()
        self.fees: tuple[Fee, ...] = ()
        self.groups: tuple[tuple[str, str], ...] = ()

    def next_ask(self) -> Ask | None:
        """Return the first question that is open; fill in what is settled."""
        for step in (self.pick_case, self.pick_channel, self.pick_papers):
            ask = step()
            if ask is not None or self.case is None:
                return ask
        return self.pick_exemption()

    def pick_case(self) -> Ask | None:
        """Settle the case, by questions or by its title."""
        cases, ask = self.narrow(self.version.cases, enough=1)
        if ask is not None:
            return ask
        if len(cases) > 1:
            options = tuple(Answer(case.key, case.title or case.key) for case in cases)
            key, ask = self.settle("case", self.choice.case, options)
            if ask is not None:
                return ask
            self.kept = replace(self.kept, case=key)
            cases = tuple(case for case in cases if case.key == key)
        elif cases and self.choice.case == cases[0].key:
            # Said without need, as the desk does: no reason to call it odd.
            self.used.add("case")
        self.case = cases[0] if cases else None
        return None

    def pick_channel(self) -> Ask | None:
        """Settle the way of handing in, and its row where there are several."""
        assert self.case is not None
        kinds = self.case.kinds
        if not kinds:
            return None
        key, ask = self.settle(
            "channel", self.choice.channel, tuple(Answer(kind, kind) for kind in kinds)
        )
        if ask is not None:
            return ask
        self.kept = replace(self.kept, channel=key)
        rows = [channel for channel in self.case.channels if channel.kind == key]
        if len(rows) > 1:
            options = tuple(
                Answer(str(number), _row_text(row))
                for number, row in enumerate(rows, 1)
            )
            number, ask = self.settle("row", self.choice.row, options)
            if ask is not None:
                return ask
            self.kept = replace(self.kept, row=number)
            rows = [rows[int(number) - 1]]
        self.channel = rows[0]
        return None

    def pick_papers(self) -> Ask | None:
        """Settle the papers, by questions and by headings."""
        if self.case is None or self.channel is None:
            return None
        kind = self.channel.kind
        papers = tuple(
            paper
            for paper in self.case.papers
            if not paper.channels or kind in paper.channels
        )
        papers, ask = self.narrow(papers)
        if ask is not None:
            return ask
        headings = headings_of(papers)
        if headings:
            options = tuple(Answer(str(n), text) for n, text in enumerate(headings, 1))
            ask = self.settle_headings(options, papers)
            if ask is not None:
                return ask
            chosen = {headings[int(n) - 1] for n in self.kept.headings if n != NONE}
            dropped = set(headings) - chosen
            papers = tuple(paper for paper in papers if paper.group not in dropped)
        self.papers = papers
        return None

    def pick_exemption(self) -> Ask | None:
        """Settle who of the exempt groups it is."""
        if self.channel is None:
            return None
        self.fees = tuple(fee for fee in self.channel.fees if fee.owed(self.on))
        self.groups = groups_of(self.fees)
        if not self.groups:
            return None
        options = (
            *(Answer(str(n), *each) for n, each in enumerate(self.groups, 1)),
            Answer(NONE),
        )
        key, ask = self.settle("exempt", self.choice.exempt, options)
        self.kept = replace(self.kept, exempt=key)
        return ask

    @property
    def group(self) -> str:
        """The group whose exemption was claimed, "" for none."""
        number = self.kept.exempt
        return self.groups[int(number) - 1][0] if number.isdigit() else ""

    def narrow(
        self, things: tuple[Limited, ...], enough: int = 0
    ) -> tuple[tuple[Limited, ...], Ask | None]:
        """Return what fits the answers, and the question that would narrow it more.

        Only questions that what is left depends on are asked; with `enough` things
        left, or fewer, none is.
        """
        while True:
            given = self.kept.given
            things = tuple(each for each in things if matches(each.when, given))
            question = self.open_question(things)
            if len(things) <= enough or question is None:
                return things, None
            options = tuple(Answer(each.key, each.text) for each in question.options)
            value = self.choice.answer(question.key)
            if value not in values_of(options):
                return things, Ask(
                    "question", options, question.key, question.text, question.hint
                )
            self.used.add(f"q.{question.key}")
            answers = (*self.kept.answers, (question.key, value))
            self.kept = replace(self.kept, answers=tuple(sorted(answers)))

    def open_question(self, things: Iterable[Case | Paper]) -> Question | None:
        """Return the first question that things depend on and that is open."""
        asked = {when.partition("=")[0] for each in things for when in each.when}
        for question in self.version.questions:
            known = self.kept.answer(question.key)
            if question.key in asked and question.options and not known:
                return question
        return None

    def settle(
        self, kind: AskKind, value: str, options: tuple[Answer, ...]
    ) -> tuple[str, Ask | None]:
        """Return the chosen value, the only one there is, or the question."""
        if value in values_of(options):
            self.used.add(NAMES[kind])
            return value, None
        if len(options) == 1 and kind == "channel":
            return options[0].value, None
        return "", Ask(kind, options)

    def settle_headings(
        self, options: tuple[Answer, ...], papers: tuple[Paper, ...]
    ) -> Ask | None:
        """Take over the headings that were ticked; "none" only where papers remain."""
        rest = any(kind_of(paper.group) == "everybody" for paper in papers)
        if rest:
            options = (*options, Answer(NONE))
        known = values_of(options)
        chosen = tuple(each for each in self.choice.headings if each in known)
        if len(chosen) > 1:
            chosen = tuple(each for each in chosen if each != NONE)
        if not chosen:
            return Ask("headings", options)
        if set(self.choice.headings) <= known:
            self.used.add(NAMES["headings"])
        chosen = tuple(each.value for each in options if each.value in chosen)
        self.kept = replace(self.kept, headings=chosen)
        return None


def _row_text(channel: Channel) -> str:
    """Return what tells rows of one channel apart: time and note as published."""
    known = channel.promised.text() if channel.promised else term_of(channel, "vi")
    time = known or term_note(channel, "vi")
    return ": ".join(filter(None, (time, channel.note))) or channel.kind
