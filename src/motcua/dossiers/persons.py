"""The people of a dossier.

Applicant (người nộp), owner (chủ hồ sơ) and representative (người đại diện)
are different facts: a neighbour may hand in, a company may own, a lawyer may
sign. Names of one word, a birth year without a day, no phone and no identity
number are all real and accepted.
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.base.folding import normalise
from motcua.dossiers.errors import MissingData
import re
from typing import Any
from typing import Final


ROLES = ("applicant", "owner", "representative")
#: yyyy, yyyy-mm or yyyy-mm-dd.
_BIRTH = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
#: An owner may be dead for long, where an inheritance is settled.
FIRST_BIRTH: Final = 1800


@dataclass(frozen=True)
class Person:
    """One person or organisation in one role of the dossier."""

    role: str
    name: str
    birth: str = ""
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    proof: str = ""

    def __post_init__(self) -> None:
        for field in self.__dataclass_fields__:
            object.__setattr__(self, field, normalise(getattr(self, field)).strip())
        if self.role not in ROLES:
            raise ValueError(f"role {self.role!r} is none of {', '.join(ROLES)}")
        if not self.name:
            raise MissingData(
                _("The name of the person is missing; one word is enough.")
            )
        if self.birth and not _BIRTH.match(self.birth):
            raise MissingData(
                _(
                    "The birth date is a year (1957), a month (1957-04) or a day "
                    "(1957-04-30)."
                )
            )

    def check_birth(self, today: date) -> None:
        """Raise ``MissingData`` for a date of birth that cannot be meant.

        Asked of what is written now: ledgers are read as they are.
        """
        if not self.birth:
            return
        year, month, day = [*map(int, self.birth.split("-")), 1, 1][:3]
        try:
            possible = year >= FIRST_BIRTH and date(year, month, day) <= today
        except ValueError:
            possible = False
        if not possible:
            raise MissingData(
                _(
                    "Nobody was born on ${birth}: write a day that there is, from "
                    "${first} to today.",
                    mapping={
                        "birth": "/".join(reversed(self.birth.split("-"))),
                        "first": FIRST_BIRTH,
                    },
                )
            )

    def to_json(self) -> dict[str, str]:
        """Return the filled fields only."""
        return {key: value for key, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Person:
        """Return the person written by ``to_json``."""
        return cls(**data)

    def digits(self) -> tuple[str, ...]:
        """Return phone and identity number as bare digits, where given."""
        bare = (re.sub(r"[^0-9]", "", text) for text in (self.phone, self.id_number))
        return tuple(text for text in bare if text)
