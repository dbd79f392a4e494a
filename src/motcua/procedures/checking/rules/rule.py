"""What a rule is, and what it may know besides the version it looks at."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from motcua.procedures.definitions import Version
from motcua.procedures.naming.successors import Book
from motcua.procedures.naming.successors import shipped
from typing import Any
from typing import Final
from typing import Literal


Severity = Literal["serious", "warning", "hint"]
SEVERITIES: Final[tuple[Severity, ...]] = ("serious", "warning", "hint")
#: Characters of a text that a message quotes.
QUOTED: Final = 90


@dataclass(frozen=True)
class Known:
    """What is known of a procedure besides what one version of it says.

    What nobody has looked up is None or empty, and rules that need it say nothing.
    """

    #: The day of the check; the linter sets it.
    on: date = date.min
    published: bool = False
    #: Last day of a repealed procedure.
    last_day: date | None = None
    #: Day on which its review is due.
    review_due: date | None = None
    #: Codes of other procedures with the same title.
    twins: tuple[str, ...] = ()
    #: Keys of papers and folded names of the forms that are attached.
    forms: frozenset[str] | None = None
    #: Doubts that reading an imported record raised (see ``portal_doubts``).
    doubts: frozenset[str] = frozenset()
    #: Folded names of agencies that are in order.
    agencies: frozenset[str] | None = None
    book: Book = field(default_factory=shipped)


Spots = Iterator[tuple[str, Any]]
Check = Callable[[Version, Known], Spots]


@dataclass(frozen=True)
class Rule:
    """A rule: its lasting name, how much it matters, its title, and the function."""

    name: str
    severity: Severity
    title: Any
    check: Check

    @property
    def reason(self) -> str:
        """Return why there is such a rule, as its function states it."""
        return " ".join((self.check.__doc__ or "").split())


#: All rules by name, in the order they were read.
RULES: dict[str, Rule] = {}


def rule(severity: Severity, title: Any) -> Callable[[Check], Check]:
    """Make a function a rule of its own name, with hyphens."""

    def register(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        RULES[name] = Rule(name, severity, title, check)
        return check

    return register


def short(text: str) -> str:
    """Return the beginning of a text on one line, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1].rstrip()}…"
