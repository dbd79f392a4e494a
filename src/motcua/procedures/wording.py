"""Words for values that the catalogue keeps as keys."""

from __future__ import annotations

from datetime import date
from motcua import _
from motcua.base.durations import Language
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
import re
from typing import Final


LEVELS: Final[dict[str, str]] = {
    "ministry": _("Ministry level"),
    "province": _("Province level"),
    "district": _("District level (until 2025)"),
    "commune": _("Commune level"),
    "vertical": _("Vertical agency"),
}

AUDIENCES: Final[dict[str, str]] = {
    "citizen": _("Vietnamese citizens"),
    "foreigner": _("Foreigners"),
    "overseas_vietnamese": _("Vietnamese living abroad"),
    "enterprise": _("Enterprises"),
    "cooperative": _("Cooperatives"),
    "organisation": _("Organisations"),
    "official": _("Civil servants and public employees"),
}

CHANNELS: Final[dict[str, str]] = {
    "counter": _("In person"),
    "online": _("Online"),
    "post": _("By post"),
}

FEE_KINDS: Final[dict[str, str]] = {
    "fee": _("Fee"),
    "charge": _("Charge"),
}

ONLINE: Final[dict[str, str]] = {
    "full": _("Fully online"),
    "partial": _("Partly online"),
    "none": _("Not online"),
}

INTER_AGENCY: Final[dict[str, str]] = {
    "same_level": _("Between agencies of one level"),
    "cross_level": _("Between agencies of several levels"),
}

RECEIPT: Final[dict[str, str]] = {
    "province": _("Provincial centre"),
    "district": _("District unit (until 2025)"),
    "commune": _("Commune unit"),
}

RESULT_KINDS: Final[dict[str, str]] = {
    "licence": _("Licence"),
    "certificate": _("Certificate"),
    "confirmation": _("Confirmation"),
    "decision": _("Decision"),
    "register": _("Entry in a register"),
    "payment": _("Payment"),
}

#: Words by the name of the field that holds the key.
WORDS: Final[dict[str, dict[str, str]]] = {
    "level": LEVELS,
    "audience": AUDIENCES,
    "online": ONLINE,
    "inter_agency": INTER_AGENCY,
    "receipt": RECEIPT,
    "result_kind": RESULT_KINDS,
}

CURRENCIES: Final[dict[str, dict[Language, str]]] = {
    "VND": {"vi": "đồng", "en": "VND"},
}

#: What portals write when somebody chose a unit and said nothing with it.
_NOTHING_SAID: Final = re.compile(r"([\d.,\s-]*)(OTHER)?")
#: The unit OTHER in the words of the forms in which it is chosen.
OTHER: Final = "thời hạn khác"
#: A time in the units of the portal, which the term says in words.
_UNITS: Final = re.compile(r"[\d.,]+ (?:WORKING_DAY|HOUR|DAY|MONTH)")


def term_of(channel: Channel, language: Language) -> str:
    """Return the legal processing time in words; "" when nothing is stated.

    "1 OTHER" states nothing.
    """
    if channel.term is not None:
        return channel.term.text(language)
    text = channel.term_text
    return "" if _NOTHING_SAID.fullmatch(text) else text


def committed_of(channel: Channel, language: Language) -> str:
    """Return the time the office promises, where it differs from the legal one."""
    if channel.committed is None or channel.committed == channel.term:
        return ""
    return channel.committed.text(language)


def term_note(channel: Channel, language: Language) -> str:
    """Return the published text of the time where it says more than the term.

    "5 WORKING_DAY" says no more than "5 working days". "1 OTHER" is what the form of
    the portal makes of no number at all; any other number is told with its unit.
    """
    text = channel.term_text.strip()
    found = _NOTHING_SAID.fullmatch(text)
    if channel.term is None and found and found[2]:
        number = found[1].strip()
        return OTHER if number in ("", "1") else f"{number} ({OTHER})"
    same = text == term_of(channel, language)
    return "" if same or _UNITS.fullmatch(text) else text


def money(amount: int, currency: str, language: Language) -> str:
    """Return an amount as people write it: ``8.000 đồng``, ``8,000 VND``."""
    digits = f"{amount:,}"
    if language == "vi":
        digits = digits.replace(",", ".")
    unit = CURRENCIES.get(currency, {}).get(language, currency)
    return f"{digits} {unit}"


def amount_of(fee: Fee, language: Language) -> str:
    """Return the amount of a fee, or its text where no amount can be relied upon."""
    if fee.amount is None:
        return fee.text
    return money(fee.amount, fee.currency, language)


def day(on: date | None) -> str:
    """Return a date as people here write it; "" for none."""
    return f"{on:%d/%m/%Y}" if on else ""
