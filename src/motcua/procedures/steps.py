"""Published prose taken apart into steps and paragraphs, without losing a word.

The national portal keeps the sequence of steps (trình tự thực hiện) as running text
with the marks that clerks write by hand: "Bước 1:", "a)", "1.", "(i)", "-", "+". Here
the marks decide what stands below what. Nothing is guessed at beyond that: who acts,
where and for how long is known only where an editor has entered it.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from motcua.base.durations import Term
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Version
import re
from typing import Final


#: The marks, from the outermost by custom to the innermost. "(i)" and "*" are used
#: at any depth.
_MARKS: Final[tuple[tuple[str, str], ...]] = (
    ("step", r"[-+*•–]?[ ]*B[ưu][ớơ]c (?:thứ )?\w{1,4} ?(?:[:.)–-]|(?=\())"),
    ("roman", r"[IVX]{1,5}[.)](?= |$)"),
    ("number", r"\d{1,2}(?:\.\d{1,2})*[.)](?!\d)|\d{1,2}(?:\.\d{1,2})+(?= )"),
    ("letter", r"[a-zđ]{1,2}\d?(?:\.\d)*\)|[a-eđ]\.(?= )"),
    ("inner", r"\((?:[ivx]{1,5}|\d{1,2}|[a-hđ])\)"),
    ("star", r"\*+"),
    ("dash", r"[-–—](?!\d)"),
    ("plus", r"\++"),
    ("dot", "[•▪●○·\uf0b7\uf0a7\uf02d\uf02b\uf0d8]"),
)
_MARK: Final = re.compile("|".join(f"(?P<{name}>{mark})" for name, mark in _MARKS))
_RANKS: Final = {
    "step": 0,
    "roman": 1,
    "number": 2,
    "letter": 3,
    "heading": 4,
    "dash": 5,
    "plus": 6,
}
#: A step that begins in the middle of a line, after the end of a sentence.
_INLINE_STEP: Final = re.compile(r"(?<=[.;:!?)\]]) (?=B[ưu][ớơ]c \d{1,2} ?[:.])")


@dataclass(frozen=True)
class Passage:
    """A paragraph as published: its mark ("a)", "-", ""), its text, what is below.

    `kind` names the mark's kind, "" for a paragraph without one.
    """

    kind: str
    mark: str
    text: str
    below: tuple[Passage, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the published lines in order."""
        yield f"{self.mark} {self.text}".strip()
        for passage in self.below:
            yield from passage.lines()


class _Open:
    """A passage that is still being filled."""

    def __init__(self, kind: str, mark: str, text: str) -> None:
        self.kind = kind
        self.mark = mark
        self.text = text
        self.below: list[_Open] = []

    def closed(self) -> Passage:
        below = tuple(each.closed() for each in self.below)
        return Passage(self.kind, self.mark, self.text, below)


def passages(prose: str) -> tuple[Passage, ...]:
    """Return the paragraphs of a text, each below the mark it belongs to.

    Joined again (see `joined`) they give every word of the text in its order. A
    paragraph without a mark goes on with what stands before it.
    """
    root = _Open("", "", "")
    path = [root]
    for line in _lines(prose):
        passage = _read(line)
        path = path[: _depth(path, passage.kind)]
        path[-1].below.append(passage)
        if passage.kind:
            path.append(passage)
    return root.closed().below


def joined(found: Iterable[Passage]) -> str:
    """Return the text of passages, one published line a line."""
    return "\n".join(line for passage in found for line in passage.lines())


def _lines(prose: str) -> Iterator[str]:
    for line in prose.split("\n"):
        yield from (part for each in _INLINE_STEP.split(line) if (part := each.strip()))


def _read(line: str) -> _Open:
    found = _MARK.match(line)
    if found is None or not found.lastgroup:
        return _Open("", "", line)
    kind, text = found.lastgroup, line[found.end() :].strip()
    if kind == "star" and text.endswith(":"):
        kind = "heading"
    return _Open(kind, found[0].strip(), text)


def _depth(path: list[_Open], kind: str) -> int:
    """Return how much of the path of open passages a new one of `kind` keeps open.

    A kind that is open already closes its like; a new kind is below what is open,
    unless custom sets it above ("1." ends "-").
    """
    kinds = [each.kind for each in path]
    if not kind:
        return len(path)
    if kind in kinds:
        return kinds.index(kind)
    rank = _RANKS.get(kind)
    depth = len(path)
    while rank is not None and depth > 1 and _RANKS.get(kinds[depth - 1], -1) > rank:
        depth -= 1
    return depth


def counted(found: Iterable[Passage]) -> int:
    """Return how many steps a text numbers itself ("Bước 1:"), 0 when it does not."""
    return sum(passage.kind == "step" for passage in found)


@dataclass(frozen=True)
class Totals:
    """What can be summed up about a procedure; None or empty is not known.

    `terms` are the shortest and the longest processing time, equal when there is
    one; only terms of one kind can be compared. `cost` are the smallest and the
    largest single amount in đồng, because a list of fees does not say which of them
    add up; `open_ended` says that some way states a cost that is no such amount, or
    none.
    """

    steps: int | None
    visits: int | None
    terms: tuple[Term, Term] | None
    cost: tuple[int, int] | None
    open_ended: bool = False


def totals(version: Version, on: date) -> Totals:
    """Return what is really known in sum about a version on a day.

    Visits are known only where an editor has entered the steps; a text that numbers
    its steps gives their number. Processing times in different units have no
    shortest. A cost that is no amount of đồng is never taken for nothing.
    """
    sequence = version.sequence
    steps = len(sequence) or counted(passages(version.steps)) or None
    visits = sum(step.visit for step in sequence) if sequence else None
    ways = [way for case in version.cases for way in case.channels]
    cost, open_ended = _cost(ways, on)
    return Totals(steps, visits, _terms(ways), cost, open_ended)


def _terms(ways: list[Channel]) -> tuple[Term, Term] | None:
    known = [way.promised for way in ways if way.promised is not None]
    if not known or len(known) < len(ways) or len({term.kind for term in known}) > 1:
        return None
    ordered = sorted(known, key=lambda term: term.amount)
    return ordered[0], ordered[-1]


def _cost(ways: list[Channel], on: date) -> tuple[tuple[int, int] | None, bool]:
    """Return the range of single amounts owed on a day, and whether more is asked."""
    amounts = []
    open_ended = False
    for way in ways:
        owed = [fee for fee in way.fees if fee.owed(on)]
        known = [
            fee.amount
            for fee in owed
            if fee.amount is not None and fee.currency == "VND"
        ]
        amounts.extend(known)
        open_ended |= not owed or len(known) < len(owed)
    return ((min(amounts), max(amounts)) if amounts else None), open_ended
