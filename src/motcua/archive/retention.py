"""How long a record is kept (thời hạn lưu trữ): classes and rules as data.

Which class a record gets is decided by the agency under the Law on Archives
33/2024/QH15 and the tables of its sector; what ships here is a cautious
default that says of itself that nobody has confirmed it yet. Rules are dated
and the one in force on the day of closing is written into the record, so that
a later rule never moves an earlier date by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
import json
from motcua.base.folding import fold
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class RetentionClass:
    """A term of keeping; ``years`` is None for records kept for ever.

    ``code`` is the value of the metadata field "maintenance" of Circular
    05/2025/TT-BNV: 01 permanent, 02 to 06 the usual terms, 07 any other.
    """

    key: str
    code: str
    title: str
    years: int | None

    def __post_init__(self) -> None:
        if self.years is not None and self.years < 1:
            raise ValueError(f"{self.key}: a term is at least one year")


@dataclass(frozen=True)
class RetentionRule:
    """Which class applies from a day on, and who decided so.

    ``procedure`` is a national code, ``field`` the name of a field; both None
    stand for everything. ``confirmed`` is False as long as only the software's
    default speaks.
    """

    procedure: str | None
    field: str | None
    class_: str
    valid_from: date
    valid_to: date | None
    decided_by: str
    confirmed: bool

    def matches(self, procedure: str, field: str, on: date) -> bool:
        """Say whether the rule speaks of this procedure on this day."""
        if on < self.valid_from or (self.valid_to is not None and on > self.valid_to):
            return False
        if self.procedure is not None:
            return self.procedure == procedure
        return self.field is None or fold(self.field) == fold(field)

    @property
    def rank(self) -> tuple[bool, bool, date]:
        """The more particular rule wins, then the later one."""
        return self.procedure is not None, self.field is not None, self.valid_from


def _rule(data: dict[str, Any]) -> RetentionRule:
    return RetentionRule(
        procedure=data["procedure"],
        field=data["field"],
        class_=data["class"],
        valid_from=date.fromisoformat(data["valid_from"]),
        valid_to=date.fromisoformat(data["valid_to"]) if data["valid_to"] else None,
        decided_by=data["decided_by"],
        confirmed=data["confirmed"],
    )


@cache
def _seed() -> tuple[dict[str, RetentionClass], tuple[RetentionRule, ...]]:
    place = resources.files("motcua.archive") / "data" / "retention.json"
    data = json.loads(place.read_text(encoding="utf-8"))
    classes = {one["key"]: RetentionClass(**one) for one in data["classes"]}
    rules = tuple(_rule(one) for one in data["rules"])
    for rule in rules:
        if rule.class_ not in classes:
            raise ValueError(f"retention.json: unknown class {rule.class_!r}")
    return classes, rules


def classes() -> dict[str, RetentionClass]:
    """Return the classes by key."""
    return dict(_seed()[0])


def rule_for(
    procedure: str,
    field: str,
    on: date,
    rules: Iterable[RetentionRule] | None = None,
) -> RetentionRule:
    """Return the rule in force; ``LookupError`` when none speaks of that day."""
    found = [
        rule
        for rule in (_seed()[1] if rules is None else rules)
        if rule.matches(procedure, field, on)
    ]
    if not found:
        raise LookupError(f"No retention rule is in force on {on} for {procedure}.")
    return max(found, key=lambda rule: rule.rank)


def retention_until(class_: RetentionClass, closed_on: date) -> date | None:
    """Return the last day on which the record must be kept; None = for ever.

    The term is counted in whole years from the year in which the work ended
    (Law on Archives 33/2024/QH15): closed on any day of 2026 with ten years
    means until 31 December 2036.
    """
    if class_.years is None:
        return None
    return date(closed_on.year + class_.years, 12, 31)
