"""Tables of retention (bảng thời hạn bảo quản): the rules of an agency, as a ledger.

One table an agency: its head issues it (Circular 10/2022/TT-BNV), and it holds for the
agencies below as far as they have no rule of their own on the same subject.

=========== ===================================================================
open        agency
propose     rule, procedure, field, heading, class, start, valid_from, deed,
            deed_on; data: note -- class "" ends the rule on the subject
return      rule; data: reason -- the head refuses it
withdraw    rule; data: reason
approve     rule, ends -- the rule that ends on the day before, ""; waived
measure     sheets, valid_from, source -- sheets of paper in a metre of shelf
revise      fonds, rule, longer, accepted, files; data: reason
revised     of -- the number of the event, moved, skipped -- codes of files
=========== ===================================================================

A rule that was approved never changes: what comes after it ends it with its date.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from motcua import _
from motcua.archive import folder
from motcua.archive.retention.classes import seed
from motcua.archive.retention.rules import RetentionRule
from motcua.archive.retention.rules import shipped
from motcua.dossiers import ledger
from motcua.dossiers.interfaces import IKeepsLedgers
from motcua.dossiers.ledger.apart import Apart
from motcua.organisation import units
from persistent import Persistent
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import moduleProvides


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from motcua.dossiers.ledger import Event

moduleProvides(IKeepsLedgers)

_ATTRIBUTE: Final = "retention"
_PREFIX: Final = "TH-"
PROPOSED: Final = "proposed"
APPROVED: Final = "approved"
STATES: Final[dict[str, Any]] = {
    PROPOSED: _("Waits for the head"),
    "returned": _("Refused by the head"),
    "withdrawn": _("Withdrawn"),
    APPROVED: _("Approved by the head"),
}
_AFTER: Final = {"return": "returned", "withdraw": "withdrawn"}


class Table(Apart):
    """The rules of one agency; its ledger is called ``TH-<agency>``."""

    @property
    def agency(self) -> str:
        """The code of the agency."""
        return self.code.removeprefix(_PREFIX)


class Shelf(Persistent):
    """All tables by the code of their agency."""

    def __init__(self) -> None:
        self.tables = OOBTree()


@dataclass(frozen=True)
class Line:
    """A rule that was proposed; ``rule.class_`` is "" where it only ends another one.

    ``ended_by`` is the key of the rule that came after it, ``reason`` why it was
    refused or withdrawn.
    """

    rule: RetentionRule
    state: str
    proposed_by: str
    proposed_at: datetime
    deed: str
    deed_on: date
    note: str
    approved_by: str = ""
    approved_at: datetime | None = None
    ended_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Measure:
    """How many sheets of paper stand in a metre of shelf, from a day on."""

    sheets: int
    valid_from: date
    source: str


@dataclass(frozen=True)
class TableView:
    """A table as it stands; ``lines`` by key, in the order in which they came."""

    agency: str
    length: int
    lines: Mapping[str, Line]
    measures: tuple[Measure, ...]

    @property
    def approved(self) -> tuple[RetentionRule, ...]:
        """The rules that hold or held: without those that only end another one."""
        return tuple(
            one.rule
            for one in self.lines.values()
            if one.state == APPROVED and one.rule.class_
        )

    def former(self, subject: tuple[str, str]) -> RetentionRule | None:
        """Return the last rule on a subject that was approved, None for none."""
        found = [one for one in self.approved if one.subject == subject]
        return max(found, key=lambda rule: rule.valid_from, default=None)

    @property
    def next_key(self) -> str:
        """A key that no rule of the table has."""
        return f"r{len(self.lines) + 1}"


def shelf(site: Any) -> Shelf | None:
    """Return the shelf, None before the first table."""
    return folder.shelf(site, _ATTRIBUTE, Shelf)


def made(site: Any) -> Shelf:
    """Return the shelf, made when there is none."""
    return folder.made_shelf(site, _ATTRIBUTE, Shelf)


def table_code(agency: str) -> str:
    """Return the name of the ledger of an agency's table."""
    return f"{_PREFIX}{agency}"


def table(site: Any, agency: str) -> Table | None:
    """Return the table of an agency, None when it has none. Checks no rights."""
    kept = shelf(site)
    found: Table | None = kept.tables.get(agency) if kept is not None else None
    return found


def every(site: Any) -> Iterator[Table]:
    """Yield every table, see ``IKeepsLedgers``."""
    kept = shelf(site)
    if kept is not None:
        yield from kept.tables.values()


def find(site: Any, code: str) -> Table | None:
    """Return the table with this ledger, see ``IKeepsLedgers``."""
    if not code.startswith(_PREFIX):
        return None
    return table(site, code.removeprefix(_PREFIX))


#: Views by the code of their table, with the head up to which they were read.
_read: dict[str, tuple[bytes, TableView]] = {}


def view(one: Table) -> TableView:
    """Return what the chain of a table comes to.

    Closing asks for it each time, so it is read once for each head of the chain.
    """
    head, found = _read.get(one.code, (b"", None))
    if found is None or head != one.head:
        found = _fold(one)
        _read[one.code] = (one.head, found)
    return found


def _fold(one: Table) -> TableView:
    lines: dict[str, Line] = {}
    measures: list[Measure] = []
    for event in ledger.events(one):
        facts = event.facts
        if event.type == "measure":
            day = date.fromisoformat(facts["valid_from"])
            measures.append(Measure(int(facts["sheets"]), day, str(facts["source"])))
        elif event.type in ("propose", "approve", *_AFTER):
            _apply(one.code, lines, event)
    return TableView(one.agency, one.length, lines, tuple(measures))


def _apply(code: str, lines: dict[str, Line], event: Event) -> None:
    facts, data = event.facts, event.data
    key = str(facts["rule"])
    if event.type == "propose":
        lines[key] = _proposed(code, key, event)
    elif event.type == "approve":
        lines[key] = replace(
            lines[key],
            state=APPROVED,
            approved_by=event.actor,
            approved_at=event.at,
            rule=replace(lines[key].rule, confirmed=True),
        )
        if ended := facts["ends"]:
            last = date.fromisoformat(facts["ends_on"])
            former = lines[ended]
            rule = replace(former.rule, valid_to=last)
            lines[ended] = replace(former, rule=rule, ended_by=key)
    else:
        reason = str(data.get("reason", ""))
        lines[key] = replace(lines[key], state=_AFTER[event.type], reason=reason)


def _proposed(code: str, key: str, event: Event) -> Line:
    facts = event.facts
    deed_on = date.fromisoformat(facts["deed_on"])
    rule = RetentionRule(
        procedure=facts["procedure"],
        field=facts["field"],
        heading=facts["heading"],
        class_=facts["class"],
        start=facts["start"],
        valid_from=date.fromisoformat(facts["valid_from"]),
        valid_to=None,
        decided_by=f"{facts['deed']}, {deed_on:%d/%m/%Y}",
        confirmed=False,
        table=code,
        key=key,
    )
    return Line(
        rule=rule,
        state=PROPOSED,
        proposed_by=event.actor,
        proposed_at=event.at,
        deed=str(facts["deed"]),
        deed_on=deed_on,
        note=str(event.data.get("note", "")),
    )


def line(site: Any, agency: str) -> list[str]:
    """Return the agency and those above it, the highest first; [] for none."""
    if not agency:
        return []
    above = units.ancestors(agency, site)
    return [unit.code for unit in reversed(above) if unit.kind == "agency"]


def views_of(site: Any, agency: str) -> list[TableView]:
    """Return the tables that hold for an agency, that of the highest one first."""
    found = (table(site, code) for code in line(site, agency))
    return [view(one) for one in found if one is not None]


def rules_of(site: Any, agency: str) -> tuple[RetentionRule, ...]:
    """Return every rule that holds or held for an agency: its own, those of the
    agencies above it, and the default; entries of file lists are its own alone.
    """
    rules = list(shipped())
    for near, found in enumerate(views_of(site, agency), start=1):
        rules += [
            replace(rule, near=near)
            for rule in found.approved
            if rule.heading is None or found.agency == agency
        ]
    return tuple(rules)


def measure_of(site: Any, agency: str, on: date) -> Measure:
    """Return how many sheets a metre of shelf has for an agency on a day."""
    for found in reversed(views_of(site, agency)):
        held = [one for one in found.measures if one.valid_from <= on]
        if held:
            return max(held, key=lambda one: one.valid_from)
    figures = seed()["measure"]
    day = date.fromisoformat(figures["valid_from"])
    return Measure(int(figures["sheets"]), day, str(figures["source"]))
