"""My checklist: exactly the papers, fees and time of one citizen's case.

`find` takes a version and a choice and returns either the next question or the
checklist. It is pure: units and calendars are asked by those who call it. Nothing
is assumed for the citizen: what could go two ways is asked, and an answer that
fits nothing is set aside and named in `odd`.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.base.deadlines import deadline
from motcua.procedures.checklists.asking import NAMES
from motcua.procedures.checklists.asking import Walk
from motcua.procedures.checklists.headings import kind_of
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date
    from datetime import datetime
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.deadlines import Deadline
    from motcua.procedures.checklists.asking import Ask
    from motcua.procedures.checklists.choices import Choice
    from motcua.procedures.definitions import Case
    from motcua.procedures.definitions import Channel
    from motcua.procedures.definitions import Exemption
    from motcua.procedures.definitions import Fee
    from motcua.procedures.definitions import Paper
    from motcua.procedures.definitions import Version


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
    walk = Walk(version, choice, on)
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
