"""Rules about fees and charges."""

from __future__ import annotations

from collections.abc import Iterator
from motcua import _
from motcua.base.folding import fold
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import rule
from motcua.procedures.checking.rules.rule import short
from motcua.procedures.checking.rules.rule import Spots
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Version
import re
from typing import Final


#: 8.000 đồng, 50 nghìn, 1,5 triệu, 20.000đ; a bare year or number is no money.
_MONEY: Final = re.compile(
    r"(?<![\w./])(\d+(?:[.,]\d+)*) ?(nghin|ngan|trieu)?(?: ?(dong|vnd|d)\b)?"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_SCALES: Final = {"": 1, "nghin": 10**3, "ngan": 10**3, "trieu": 10**6}


@rule("warning", _("Fee in words only"))
def fee_in_words(version: Version, known: Known) -> Spots:
    """A sentence instead of an amount tells nobody what to bring."""
    for place, fee in _fees(version):
        if fee.amount is None and fee.text.strip():
            yield (
                place,
                _("No amount, only words: ${text}", mapping={"text": short(fee.text)}),
            )


@rule("serious", _("Fee of zero whose note names money"))
def zero_fee_names_money(version: Version, known: Known) -> Spots:
    """Amount 0 and a note with đồng: one is wrong, and people see "free of charge"."""
    if "fee_zero_note_names_money" in known.doubts:
        yield "cases", _("The record states an amount of 0 and names money in a note.")
    for place, fee in _fees(version):
        if fee.amount == 0 and any(amounts(fee.text)):
            yield (
                place,
                _(
                    "The amount is 0, the note names money: ${text}",
                    mapping={"text": short(fee.text)},
                ),
            )


@rule("warning", _("Fee and its text disagree"))
def fee_text_differs(version: Version, known: Known) -> Spots:
    """Who reads the sentence and who pays the amount must meet at the cashier."""
    for place, fee in _fees(version):
        named = amounts(fee.text) if fee.amount and fee.currency == "VND" else set()
        if named and fee.amount not in {*named, sum(named)}:
            yield (
                place,
                _(
                    "The amount ${amount} is not among those of the text: ${text}",
                    mapping={"amount": fee.amount, "text": short(fee.text)},
                ),
            )


@rule("hint", _("Nothing said about a fee"))
def fee_unstated(version: Version, known: Known) -> Spots:
    """Free of charge is a statement too; silence makes people bring cash."""
    for case in version.cases:
        if case.channels and not any(channel.fees for channel in case.channels):
            yield f"cases/{case.key}", _("Nothing is said about fees, not even 0.")


@rule("serious", _("Fees have lapsed"))
def fees_lapsed(version: Version, known: Known) -> Spots:
    """Fees are dated; where all are over, the office asks for what no act orders."""
    for case in version.cases:
        for number, channel in enumerate(case.channels):
            over = [fee.ends for fee in channel.fees if fee.ends]
            if not channel.fees or len(over) < len(channel.fees):
                continue
            if max(over) < known.on:
                yield (
                    f"cases/{case.key}/channels/{number}",
                    _(
                        "All fees ended by ${day}.",
                        mapping={"day": f"{max(over):%d/%m/%Y}"},
                    ),
                )


def amounts(text: str) -> set[int]:
    """Return the amounts of đồng that a text names; plain numbers are not money."""
    found = set()
    for digits, scale, unit in _MONEY.findall(fold(text)):
        if not scale and not unit and not _GROUPED.fullmatch(digits):
            continue
        value = _value(digits, scale)
        if value:
            found.add(value)
    return found


def _value(digits: str, scale: str) -> int:
    if scale and re.fullmatch(r"\d+[.,]\d{1,2}", digits):
        whole, part = re.split(r"[.,]", digits)
        return int(whole + part) * _SCALES[scale] // 10 ** len(part)
    return int(re.sub(r"[.,]", "", digits)) * _SCALES[scale]


def _fees(version: Version) -> Iterator[tuple[str, Fee]]:
    """Give each fee with its place; the same one on several channels comes once."""
    for case in version.cases:
        seen = set()
        for number, channel in enumerate(case.channels):
            for position, fee in enumerate(channel.fees):
                if fee not in seen:
                    seen.add(fee)
                    place = f"cases/{case.key}/channels/{number}/fees/{position}"
                    yield place, fee
