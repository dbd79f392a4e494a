"""Which class applies, from which day on, and who decided so.

What ships is a cautious default that says of itself that nobody has confirmed it yet.
Rules are dated and the one in force on the day of closing is written into the record,
so that a later rule never moves an earlier date by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from motcua.archive.retention.classes import classes
from motcua.archive.retention.classes import END
from motcua.archive.retention.classes import seed
from motcua.base.folding import fold
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable

#: What the term of a file came from: a rule on its procedure, an entry of the file
#: list, a rule on that entry, or the file itself.
RULE = "rule"
LIST = "list"
HEADING = "heading"
FILE = "file"


@dataclass(frozen=True)
class RetentionRule:
    """Which class applies from a day on, and who decided so.

    ``procedure`` is a national code, ``field`` the name of a field, ``heading`` the key
    of an entry of the agency's file lists; all None stand for everything. ``start`` is
    a key of ``STARTS``. ``confirmed`` is False as long as only the software's default
    speaks. ``table`` is the code of the table in which it stands, "" for the default;
    ``near`` grows from the default over the highest agency to the one concerned.
    """

    procedure: str | None
    field: str | None
    class_: str
    valid_from: date
    valid_to: date | None
    decided_by: str
    confirmed: bool
    heading: str | None = None
    start: str = END
    table: str = ""
    key: str = ""
    near: int = 0

    @property
    def id(self) -> str:
        """Its name in every ledger: ``<table>:<key>``."""
        return f"{self.table}:{self.key}"

    @property
    def subject(self) -> tuple[str, str]:
        """What it speaks of: (kind, value); ("all", "") for everything."""
        for kind in ("heading", "procedure"):
            value = getattr(self, kind)
            if value is not None:
                return kind, value
        return ("field", fold(self.field)) if self.field is not None else ("all", "")

    def in_force(self, on: date) -> bool:
        """Say whether it holds on the day; both its days are included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def matches(self, procedure: str, field: str, on: date) -> bool:
        """Say whether the rule speaks of this procedure on this day."""
        if self.heading is not None or not self.in_force(on):
            return False
        if self.procedure is not None:
            return self.procedure == procedure
        return self.field is None or fold(self.field) == fold(field)

    @property
    def rank(self) -> tuple[bool, bool, int, date]:
        """The more particular rule wins, then the nearer, then the later one."""
        by_procedure, by_field = self.procedure is not None, self.field is not None
        return by_procedure, by_field, self.near, self.valid_from


def _rule(number: int, data: dict[str, Any]) -> RetentionRule:
    return RetentionRule(
        procedure=data["procedure"],
        field=data["field"],
        class_=data["class"],
        valid_from=date.fromisoformat(data["valid_from"]),
        valid_to=date.fromisoformat(data["valid_to"]) if data["valid_to"] else None,
        decided_by=data["decided_by"],
        confirmed=data["confirmed"],
        key=f"default-{number}",
    )


@cache
def shipped() -> tuple[RetentionRule, ...]:
    """Return the rules that hold where nobody has decided anything."""
    rules = tuple(_rule(*one) for one in enumerate(seed()["rules"], start=1))
    for rule in rules:
        if rule.class_ not in classes():
            raise ValueError(f"retention.json: unknown class {rule.class_!r}")
    return rules


def rule_for(
    procedure: str,
    field: str,
    on: date,
    rules: Iterable[RetentionRule] | None = None,
) -> RetentionRule:
    """Return the rule in force; ``LookupError`` when none speaks of that day."""
    found = [
        rule
        for rule in (shipped() if rules is None else rules)
        if rule.matches(procedure, field, on)
    ]
    if not found:
        raise LookupError(f"No retention rule is in force on {on} for {procedure}.")
    return max(found, key=lambda rule: rule.rank)


def rule_on(
    heading: str, on: date, rules: Iterable[RetentionRule]
) -> RetentionRule | None:
    """Return the rule on an entry of the file lists, None where none is in force."""
    found = [
        rule
        for rule in rules
        if heading and rule.heading == heading and rule.in_force(on)
    ]
    return max(found, key=lambda rule: rule.valid_from, default=None)


def governing(
    by: str,
    procedure: str,
    field: str,
    heading: str,
    on: date,
    rules: Iterable[RetentionRule],
) -> RetentionRule | None:
    """Return the rule that speaks of a file on a day, None where none does.

    ``by`` is where its term came from: what a file says of itself no rule moves, and
    what the file list says is moved by a rule on its entry alone.
    """
    if by == FILE:
        return None
    if by in (LIST, HEADING):
        return rule_on(heading, on, rules)
    try:
        return rule_for(procedure, field, on, rules)
    except LookupError:
        return None
