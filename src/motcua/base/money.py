"""Amounts of money: whole Vietnamese đồng, in figures and in words.

Fees (lệ phí) and charges (phí) are published in many ways; what cannot be read as
one amount is not guessed at and stays text.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.base.folding import fold
from motcua.base.folding import normalise
import re
from typing import Final


#: 999 tỷ tỷ and everything below the next thousand.
LARGEST: Final = 10**21 - 1

_BILLION: Final = 10**9
_DIGITS: Final = (
    "không",
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
)
_SCALES: Final = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))

_MULTIPLIERS: Final = {
    "nghin": 10**3,
    "ngan": 10**3,
    "trieu": 10**6,
    "ty": 10**9,
    "ti": 10**9,
}
_CURRENCIES: Final = {
    "": "VND",
    "vnd": "VND",
    "dong": "VND",
    "d": "VND",
    "vnd dong": "VND",
    "dong viet nam": "VND",
    "usd": "USD",
    "$": "USD",
    "do la my": "USD",
    "eur": "EUR",
}
_AMOUNT = re.compile(
    r"(?P<sign>\$ ?)?(?P<number>\d+(?:[., ]\d+)*)"
    r"(?: ?(?P<scale>ngh[iì]n|ng[aà]n|tri[eệ]u|t[yỷiỉ])(?!\w))?"
    r"(?: ?(?P<currency>vn[dđ] đồng|đồng việt nam|vn[dđ]|đồng|dong|đ|d|usd|\$"
    r"|đô la mỹ|eur)(?!\w))?"
    r"(?P<note>(?!\w).*)",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*")


@dataclass(frozen=True)
class Amount:
    """One published amount: whole units of `currency`, and the words around it."""

    amount: int
    currency: str = "VND"
    note: str = ""


def format_vnd(amount: int) -> str:
    """Return `amount` đồng in figures, thousands apart: ``50.000 đồng``."""
    return f"{amount:,} đồng".replace(",", ".")


def vnd_in_words(amount: int) -> str:
    """Return `amount` đồng in Vietnamese words, as on a receipt.

    ``Năm mươi nghìn đồng``. Raises ValueError beyond 999 tỷ tỷ either way.
    """
    if abs(amount) > LARGEST:
        raise ValueError(f"{amount} đồng: words are defined up to {LARGEST}")
    words = _read(abs(amount)) if amount else "không"
    if amount < 0:
        words = f"âm {words}"
    return f"{words[0].upper()}{words[1:]} đồng"


def _read(number: int) -> str:
    """Return a number above zero in words; beyond a billion, billions of it."""
    billions, rest = divmod(number, _BILLION)
    words = [f"{_read(billions)} tỷ"] if billions else []
    for size, name in _SCALES:
        group, rest = divmod(rest, size)
        if group:
            words.append(f"{_read_group(group, bool(words))} {name}".rstrip())
    return " ".join(words)


def _read_group(group: int, follows: bool) -> str:
    """Return 1-999 in words; after a higher group hundreds are named even when 0."""
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    words = []
    if hundreds or follows:
        words.append(f"{_DIGITS[hundreds]} trăm")
    if tens == 0 and units and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    if units:
        words.append(_read_unit(units, tens, bool(words)))
    return " ".join(words)


def _read_unit(units: int, tens: int, follows: bool) -> str:
    """Return the last digit: mốt after hai mươi, tư after linh and hai mươi, lăm."""
    if units == 1 and tens > 1:
        return "mốt"
    if units == 4 and follows and tens != 1:
        return "tư"
    if units == 5 and tens:
        return "lăm"
    return _DIGITS[units]


def parse_amount(text: str) -> Amount | None:
    """Return the one amount that `text` begins with, or None when there is none.

    ``20000 VNĐ``, ``50.000 đồng/hồ sơ``, ``1,5 triệu``, ``20 USD``, ``0 VNĐ (…)``.
    Without a currency đồng are meant. The note is what follows, brackets removed;
    a note in brackets that speaks of other money is the reader's to judge. Several
    amounts, ranges, amounts that are not whole, and prose give None.
    """
    clean = " ".join(normalise(text).split())
    match = _AMOUNT.fullmatch(clean)
    if match is None:
        return None
    value = _number(match["number"], fold(match["scale"] or ""))
    note = match["note"].strip()
    named = match["sign"] or match["scale"] or match["currency"]
    if note and not named and not note.startswith("("):
        # A bare figure followed by words: "2252/QĐ-VP" is a document, not an amount.
        return None
    # "/01 hồ sơ" is a unit; any other figure outside brackets is a second amount.
    outside = re.sub(r"^/ ?\d{1,2} |\(.*\)", "", note)
    if value is None or re.search(r"[\d|]", outside):
        return None
    currency = "USD" if match["sign"] else _CURRENCIES[fold(match["currency"] or "")]
    if note.startswith("(") and note.endswith(")"):
        note = note[1:-1].strip()
    return Amount(value, currency, note)


def _number(digits: str, scale: str) -> int | None:
    """Return the whole number written, thousands apart by dot, comma or blank."""
    multiplier = _MULTIPLIERS.get(scale, 1)
    if digits.isdigit():
        return int(digits) * multiplier
    if _GROUPED.fullmatch(digits):
        return int(re.sub(r"[., ]", "", digits)) * multiplier
    decimal = re.fullmatch(r"(\d+)[.,](\d+)", digits)
    if decimal is None:
        return None
    value = int(decimal[1] + decimal[2]) * multiplier
    whole, rest = divmod(value, 10 ** len(decimal[2]))
    return None if rest else whole
