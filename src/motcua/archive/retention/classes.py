"""Classes of terms, what starts a term, and the last day that follows from both.

Terms are counted in whole years from the year in which the work ended (Circular
10/2022/TT-BNV). Some papers are kept as long as something else lasts: a document while
it is valid, papers of works as long as the works stand. Their term starts with another
event, whose day nobody knows when the file is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
import json
from motcua import _
from typing import Any
from typing import Final


END: Final = "end"
VALIDITY: Final = "validity"
WORKS: Final = "works"
LEAVING: Final = "leaving"
#: What starts a term; for all but the first the day is told when it has come.
STARTS: Final[dict[str, Any]] = {
    END: _("the end of the work"),
    VALIDITY: _("the end of its validity"),
    WORKS: _("the end of the works or the device"),
    LEAVING: _("the person's leaving or death"),
}


@dataclass(frozen=True)
class RetentionClass:
    """A term of keeping; ``years`` is None for records kept for ever.

    0 years are for what is kept until another event than the end of the work.
    ``code`` is the value of the metadata field "maintenance" of Circular
    05/2025/TT-BNV: 01 permanent, 02 to 06 the usual terms, 07 any other.
    """

    key: str
    code: str
    title: str
    years: int | None

    def __post_init__(self) -> None:
        if self.years is not None and self.years < 0:
            raise ValueError(f"{self.key}: a term is no time at all")


@dataclass(frozen=True)
class Term:
    """A class counted out: ``until`` is None while it waits, and for ever.

    ``waits`` says that the event that starts it has not come.
    """

    class_: RetentionClass
    start: str
    until: date | None
    waits: bool

    @property
    def order(self) -> tuple[int, date]:
        """What is kept longer is greater: days, then what waits, then for ever."""
        if self.until is not None:
            return 0, self.until
        return (1 if self.waits else 2), date.max


@cache
def seed() -> dict[str, Any]:
    """Return what ships: classes, rules and figures, as ``retention.json`` has them."""
    place = resources.files("motcua.archive.retention") / "retention.json"
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return found


@cache
def _classes() -> dict[str, RetentionClass]:
    return {one["key"]: RetentionClass(**one) for one in seed()["classes"]}


def classes() -> dict[str, RetentionClass]:
    """Return the classes by key."""
    return dict(_classes())


def retention_until(class_: RetentionClass, ended: date) -> date | None:
    """Return the last day on which the record must be kept; None = for ever.

    The term is counted in whole years from the year in which the work ended
    (Law on Archives 33/2024/QH15): closed on any day of 2026 with ten years
    means until 31 December 2036.
    """
    if class_.years is None:
        return None
    return date(ended.year + class_.years, 12, 31)


def term(
    class_: RetentionClass, start: str, ended: int, starts: int | None = None
) -> Term:
    """Return a class counted out.

    ``ended`` is the year in which the work ended, ``starts`` that of the other event,
    None as long as it has not come.
    """
    year = ended if start == END else starts
    if class_.years is None:
        return Term(class_, start, None, waits=False)
    if year is None:
        return Term(class_, start, None, waits=True)
    return Term(class_, start, retention_until(class_, date(year, 12, 31)), waits=False)
