"""What a citizen chose on the way to a checklist, as it stands in an address.

A choice names no person. It travels in the query of an address and in the QR code
of a printed checklist, so it comes back from strangers: reading it never raises,
is bounded, and `checklist.find` says what of it does not fit the procedure.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
import re
from typing import Final
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl
from urllib.parse import urlencode


if TYPE_CHECKING:
    from motcua.procedures.definitions import Version


#: Characters of a query that are read, values in it, and characters of a value.
LONGEST: Final = 4_096
MOST: Final = 60
LONGEST_VALUE: Final = 120
#: Digits of a version's digest that a choice carries; enough to tell versions apart.
DIGITS: Final = 12

NONE: Final = "-"
"""The answer "none of these" to headings, exemptions and places."""

_ANSWER: Final = "q."

#: Where the public pages make a checklist: the words before and after the code.
WAYS: Final[dict[str, tuple[str, str]]] = {
    "vi": ("thu-tuc", "chuan-bi"),
    "en": ("procedures", "checklist"),
}
_ADDRESS: Final = re.compile(
    r"/(?:vi/thu-tuc/([\w.-]{1,40})/chuan-bi|en/procedures/([\w.-]{1,40})/checklist)"
    r"\?(\S+)"
)


@dataclass(frozen=True)
class Choice:
    """Everything chosen so far; empty values are not chosen yet.

    `row` numbers the rows of one channel from 1, where there are several.
    `headings` are numbers of `asking.headings_of`, `exempt` is one of
    `asking.groups_of`: numbers, because addresses are logged and a group may say
    much about a person. For both, and for the code of the unit, `NONE` is an answer.
    """

    answers: tuple[tuple[str, str], ...] = ()
    case: str = ""
    channel: str = ""
    row: str = ""
    headings: tuple[str, ...] = ()
    exempt: str = ""
    unit: str = ""
    version: str = ""

    @classmethod
    def read(cls, query: str) -> Choice:
        """Return what a query says; of values that repeat, the first counts."""
        answers: dict[str, str] = {}
        values: dict[str, str] = {}
        headings: list[str] = []
        for name, value in _pairs(query):
            if name.startswith(_ANSWER):
                answers.setdefault(name.removeprefix(_ANSWER), value)
            elif name == "group":
                headings.append(value)
            else:
                values.setdefault(name, value)
        return cls(
            tuple(sorted(answers.items())),
            values.get("case", ""),
            values.get("by", ""),
            values.get("row", ""),
            tuple(dict.fromkeys(headings)),
            values.get("pay", ""),
            values.get("at", ""),
            values.get("v", "")[:DIGITS],
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values, in the order in which they are always written."""
        found = [(f"{_ANSWER}{name}", value) for name, value in self.answers]
        found += [("case", self.case), ("by", self.channel), ("row", self.row)]
        found += [("group", each) for each in self.headings]
        found += [("pay", self.exempt), ("at", self.unit), ("v", self.version)]
        return [(name, value) for name, value in found if value]

    @property
    def query(self) -> str:
        """Return the choice as a query, which `read` reads again."""
        return urlencode(self.pairs)

    @property
    def given(self) -> tuple[str, ...]:
        """Return the answers as conditions are written ("question=option")."""
        return tuple(f"{name}={value}" for name, value in self.answers)

    def answer(self, question: str) -> str:
        """Return the option chosen for a question, "" when it is open."""
        return dict(self.answers).get(question, "")

    def of(self, version: Version) -> Choice:
        """Return the same choice, marked with the version it was made for."""
        return replace(self, version=version.digest[:DIGITS])

    def beside(self, kept: Choice) -> Choice:
        """Return the choice with the numbers of `kept`: those that were checked.

        Keys mean the same wherever they stand. A number counts what is on offer, so
        after an earlier answer was changed it would mean something else.
        """
        return replace(
            self,
            row=kept.row,
            headings=kept.headings,
            exempt=kept.exempt,
            version=kept.version,
        )

    def made_for(self, version: Version) -> bool:
        """Say whether it was made for this version; unmarked ones may have been."""
        return self.version in ("", version.digest[:DIGITS])


def scanned(text: str) -> tuple[str, Choice] | None:
    """Return code and choice of the address that a QR code holds, None for another."""
    match = _ADDRESS.search(text[:LONGEST])
    if match is None:
        return None
    return match[1] or match[2], Choice.read(match[3])


def _pairs(query: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in query[:LONGEST].split("&")[:MOST]:
        for name, value in parse_qsl(part, errors="replace"):
            value = " ".join(value.split())
            if value and value.isprintable() and len(value) <= LONGEST_VALUE:
                found.append((name, value))
    return found
