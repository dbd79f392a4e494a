"""My checklist: exactly the papers, fees and time of one citizen's case.

`find` takes a version and a choice and returns either the next question or the
checklist. It is pure: units and calendars are asked by those who call it. Nothing
is assumed for the citizen: what could go two ways is asked, and an answer that
fits nothing is set aside and named in `odd`.

Questions come in this order: those that tell cases apart, the case by its title
where that does not settle it, the way of handing in, questions about single papers,
headings of which only some concern everybody (`headings`), and exemptions from fees.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from motcua.base.deadlines import deadline
from motcua.procedures.choices import Choice
from motcua.procedures.choices import NONE
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import matches
from motcua.procedures.definitions import Paper
from motcua.procedures.headings import kind_of
from typing import Literal
from typing import TYPE_CHECKING
from typing import TypeVar


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from datetime import datetime
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.deadlines import Deadline
    from motcua.procedures.definitions import Channel
    from motcua.procedures.definitions import Exemption
    from motcua.procedures.definitions import Fee
    from motcua.procedures.definitions import Question
    from motcua.procedures.definitions import Version


AskKind = Literal["question", "case", "channel", "row", "headings", "exempt"]

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


@dataclass(frozen=True)
class Due:
    """One amount after the exemption. `amount` is None where none is stated."""

    fee: Fee
    amount: int | None
    exemption: Exemption | None = None


@dataclass(frozen=True)
class Total:
    """What is owed of one kind in one currency."""

    kind: str
    currency: str
    amount: int


@dataclass(frozen=True)
class Checklist:
    """What one citizen needs. `remarks` stand among papers, but ask for nothing.

    `totals` is empty where several amounts of one kind are published, because then
    they may be alternatives; `unstated` says that a fee has no amount to rely on.
    """

    version: Version
    choice: Choice
    case: Case
    channel: Channel
    papers: tuple[Paper, ...]
    remarks: tuple[Paper, ...]
    fees: tuple[Due, ...]
    totals: tuple[Total, ...]

    @property
    def unstated(self) -> bool:
        """Whether some amount is not stated, or none at all."""
        return not self.fees or any(due.amount is None for due in self.fees)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that the papers name, each once."""
        return tuple(dict.fromkeys(p.form for p in self.papers if p.form))

    def promise(self, calendar: WorkingCalendar, now: datetime) -> Deadline | None:
        """Return when the result is due if handed in now; None without a known time.

        It follows the shorter time that the province promises, where there is one.
        """
        term = self.channel.promised
        return None if term is None else deadline(now, term, calendar)


@dataclass(frozen=True)
class Found:
    """Where a choice leads: to the next question, to a checklist, or to nothing.

    `choice` is what of it fits, `odd` names what does not; while there is something
    to ask, answers to later questions are in neither. Without `ask` and
    without `checklist` no case fits the answers, or the procedure states no way of
    handing in.
    """

    choice: Choice
    ask: Ask | None = None
    checklist: Checklist | None = None
    odd: tuple[str, ...] = ()


def find(version: Version, choice: Choice, on: date) -> Found:
    """Return the next question or the checklist for a choice, on a day."""
    walk = _Walk(version, choice, on)
    ask = walk.next_ask()
    kept = walk.kept.of(version)
    odd = _odd(choice, walk.used, ask)
    if ask is not None or walk.channel is None:
        return Found(kept, ask, odd=odd)
    assert walk.case is not None
    fees = tuple(_due(fee, walk.group) for fee in walk.fees)
    checklist = Checklist(
        version,
        kept,
        walk.case,
        walk.channel,
        tuple(p for p in walk.papers if kind_of(p.group) != "remark"),
        tuple(p for p in walk.papers if kind_of(p.group) == "remark"),
        fees,
        _totals(fees),
    )
    return Found(kept, None, checklist, odd)


def _odd(choice: Choice, used: set[str], ask: Ask | None) -> tuple[str, ...]:
    """Return the names that do not fit; answers to later questions may still do."""
    names = dict.fromkeys(name for name, _value in choice.pairs)
    if ask is not None:
        name = f"q.{ask.key}" if ask.kind == "question" else NAMES[ask.kind]
        return (name,) if name in names else ()
    return tuple(name for name in names if name not in {*used, "at", "v"})


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


class _Walk:
    """Goes through the questions in their order until one has no answer."""

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


#: The names that answers have in a query.
NAMES: dict[AskKind, str] = {
    "case": "case",
    "channel": "by",
    "row": "row",
    "headings": "group",
    "exempt": "pay",
}


def _row_text(channel: Channel) -> str:
    """Return what tells rows of one channel apart: time and note as published."""
    time = channel.promised.text() if channel.promised else channel.term_text
    return ": ".join(filter(None, (time, channel.note))) or channel.kind


def _due(fee: Fee, group: str) -> Due:
    """Return a fee after the exemption of a group; parts of a đồng are remitted."""
    found = next((each for each in fee.exempt if each.group == group), None)
    if found is None or fee.amount is None:
        return Due(fee, fee.amount, found)
    left = 100 - min(max(found.percent, 0), 100)
    return Due(fee, fee.amount * left // 100, found)


def _totals(fees: tuple[Due, ...]) -> tuple[Total, ...]:
    """Add up per kind and currency, unless one of them is stated more than once."""
    kinds = [(due.fee.kind, due.fee.currency) for due in fees]
    if len(set(kinds)) != len(kinds) or (
        len(kinds) > 1 and any(not k for k, _c in kinds)
    ):
        return ()
    return tuple(
        Total(due.fee.kind, due.fee.currency, due.amount)
        for due in fees
        if due.amount is not None
    )
