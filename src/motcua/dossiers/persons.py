"""The people of a dossier.

Applicant (người nộp), owner (chủ hồ sơ) and representative (người đại diện)
are different facts: a neighbour may hand in, a company may own, a lawyer may
sign. Names of one word, a birth year without a day, no phone and no identity
number are all real and accepted.
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
from motcua import _
from motcua.base.folding import normalise
from motcua.dossiers.errors import MissingData
import re
from typing import Any


ROLES = ("applicant", "owner", "representative")
#: yyyy, yyyy-mm or yyyy-mm-dd.
_BIRTH = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


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
