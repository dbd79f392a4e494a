"""Signature blocks: who signs, in which position, and for whom.

Forms of signing by delegation are those of Decree 30/2020/NĐ-CP, Annex I: TM. (for a
collective body), KT. (a deputy for the head), TL. (by order), TUQ. (by authorisation)
and Q. (acting).
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
from typing import Any
from typing import Final


FORMS: Final = ("", "TM.", "KT.", "TL.", "TUQ.", "Q.")


@dataclass(frozen=True)
class Signature:
    """A signature block.

    ``form`` is one of ``FORMS``, "" for a person who signs in the own position;
    ``position`` and ``name`` are the signer's. ``principal`` is the position or body
    signed for ("CHỦ TỊCH"); the forms by delegation print it behind the form, and who
    stands in during an absence, without a form, names it. ``deed`` is the document that
    permits it.
    """

    form: str
    position: str
    name: str
    principal: str = ""
    deed: str = ""

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            allowed = ", ".join(FORMS[1:])
            raise ValueError(f"form of signing {self.form!r} is none of {allowed}")

    def lines(self) -> list[str]:
        """Return the lines above the signature, in capitals.

        "KT. CHỦ TỊCH" and "PHÓ CHỦ TỊCH"; a form without a principal stands before
        the position itself.
        """
        position = self.position.upper()
        if not self.form:
            absent = f"THAY {self.principal.upper()}" if self.principal else ""
            return [line for line in (absent, position) if line]
        if not self.principal:
            return [f"{self.form} {position}".strip()]
        return [f"{self.form} {self.principal.upper()}", *([position] * bool(position))]

    def to_json(self) -> dict[str, str]:
        """Return the filled fields only."""
        return {key: value for key, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Signature:
        """Return the signature written by ``to_json``."""
        return cls(
            form=str(data.get("form", "")),
            position=str(data.get("position", "")),
            name=str(data.get("name", "")),
            principal=str(data.get("principal", "")),
            deed=str(data.get("deed", "")),
        )
