"""Processing times (thời hạn giải quyết) as values: how long, and counted in what.

The text of a procedure decides the unit: working hours, working days, calendar
days or months; "in the day" and "no time limit" are terms of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from motcua.base.folding import fold
import re
from typing import Final
from typing import get_args
from typing import Literal


Kind = Literal["working_hours", "working_days", "days", "months", "in_the_day", "none"]
Language = Literal["vi", "en"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

#: Kinds that carry an amount, with the largest amount that is not a typing error.
LARGEST: Final[dict[Kind, int]] = {
    "working_hours": 9999,
    "working_days": 9999,
    "days": 9999,
    "months": 600,
}

ALLOWED: Final = (
    '"N working hours", "N working days", "N days", "N months", "in the day", "none"; '
    '"N giờ làm việc", "N ngày làm việc", "N ngày", "N tháng", "trong ngày", '
    '"không quy định"; "N WORKING_DAY", "N HOUR", "N DAY", "N MONTH"'
)

_VIETNAMESE: Final[dict[Kind, str]] = {
    "working_hours": "giờ làm việc",
    "working_days": "ngày làm việc",
    "days": "ngày",
    "months": "tháng",
}

_UNITS: Final[dict[str, Kind]] = {
    "working hour": "working_hours",
    "working hours": "working_hours",
    "working_hour": "working_hours",
    "working_hours": "working_hours",
    "hour": "working_hours",
    "hours": "working_hours",
    "gio": "working_hours",
    "gio lam viec": "working_hours",
    "working day": "working_days",
    "working days": "working_days",
    "working_day": "working_days",
    "working_days": "working_days",
    "ngay lam viec": "working_days",
    "day": "days",
    "days": "days",
    "calendar day": "days",
    "calendar days": "days",
    "ngay": "days",
    "month": "months",
    "months": "months",
    "thang": "months",
}

_IN_THE_DAY: Final = frozenset(
    {
        "in the day",
        "in_the_day",
        "same day",
        "within the day",
        "trong ngay",
        "trong ngay lam viec",
        "ngay trong ngay",
        "giai quyet trong ngay",
    }
)
_NONE: Final = frozenset(
    {"none", "no time limit", "khong quy dinh", "khong quy dinh thoi han"}
)

_COUNTED = re.compile(r"(\d+(?:[.,]\d+)?) ([a-z_ ]+)", re.ASCII)


@dataclass(frozen=True, order=False)
class Term:
    """How long a procedure may take; immutable and hashable.

    `amount` is zero for "in the day" and "none". Half and quarter working days
    are published and accepted (``7.5 working days``); months are whole. Working hours
    keep their hour under any accounting, working days under ``clock`` alone; all else
    ends with the close of a day, extended or not.
    """

    kind: Kind
    amount: Decimal | int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(
                f"Term kind {self.kind!r}: chấp nhận / allowed are {', '.join(KINDS)}"
            )
        amount = Decimal(self.amount)
        object.__setattr__(self, "amount", amount)
        if self.kind not in LARGEST:
            if amount:
                raise ValueError(
                    f"Thời hạn {self.kind!r} không có số lượng, không phải {amount} / "
                    f"a term {self.kind!r} has no amount, not {amount}"
                )
            return
        if not 0 < amount <= LARGEST[self.kind]:
            raise ValueError(
                f"{amount} {self.kind}: số lượng phải lớn hơn 0 và không quá "
                f"{LARGEST[self.kind]} / the amount must be above 0 and at most "
                f"{LARGEST[self.kind]}"
            )
        if self.kind == "months" and amount != int(amount):
            raise ValueError(
                f"{amount} months: số tháng phải là số nguyên / months are whole "
                "numbers"
            )

    @classmethod
    def parse(cls, text: str) -> Term:
        """Return the term that `text` states in English, Vietnamese or portal units.

        The national portal's ``HOUR`` and a bare "giờ" are read as working hours.
        Prose around the number is not guessed at.

        Raises ValueError that names the text and the allowed forms; its Vietnamese
        half can be shown to the person who typed the text.
        """
        folded = fold(text)
        if folded in _IN_THE_DAY:
            return cls("in_the_day")
        if folded in _NONE:
            return cls("none")
        match = _COUNTED.fullmatch(folded)
        kind = _UNITS.get(match[2]) if match else None
        if match is None or kind is None:
            raise ValueError(
                f"{text!r} is not a processing time / không phải là thời hạn giải "
                f"quyết. Allowed / chấp nhận: {ALLOWED}"
            )
        return cls(kind, Decimal(match[1].replace(",", ".")))

    def text(self, language: Language = "vi") -> str:
        """Return the term as a reader of `language` expects it: "3 ngày làm việc"."""
        if language == "en":
            return self._english()
        if self.kind == "in_the_day":
            return "trong ngày"
        if self.kind == "none":
            return "không quy định"
        return f"{plain(self.amount).replace('.', ',')} {_VIETNAMESE[self.kind]}"

    def __str__(self) -> str:
        return self._english()

    def _english(self) -> str:
        if self.kind in ("in_the_day", "none"):
            return self.kind.replace("_", " ")
        unit = self.kind.replace("_", " ")
        if self.amount == 1:
            unit = unit.removesuffix("s")
        return f"{plain(self.amount)} {unit}"


def plain(amount: Decimal | int) -> str:
    """Return `amount` without exponent or needless zeros: ``7.5``, ``30``."""
    text = f"{Decimal(amount):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
