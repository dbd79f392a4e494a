"""Doubts about a published record, each a small rule with a lasting name.

A doubt never stops an import and never changes what was published. Reports count
them by these names; editors work through them.
"""

from __future__ import annotations

import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
import unicodedata


if TYPE_CHECKING:
    from collections.abc import Iterator

#: What each doubt means, for reports and documentation.
DOUBTS: Final[dict[str, str]] = {
    "act_without_number": "A legal act is named without its number.",
    "agency_missing": "No deciding or competent agency is named.",
    "audience_unknown": "A target group is not one of the known ones.",
    "channel_repeated": "The same channel occurs in several rows.",
    "channel_unknown": "A channel is neither counter, online nor post.",
    "channels_missing": "No way of handing in is stated.",
    "code_malformed": "The code is not one digit, a dot and six digits.",
    "code_repeated": "The file has the record twice with the same content.",
    "decision_missing": "No deciding document is named.",
    "decision_unusual": "The number of the decision does not have the usual form.",
    "description_repeats_conditions": "The description is the conditions again.",
    "fee_empty": "The fee is an empty row.",
    "fee_foreign_currency": "An amount in another currency is labelled VNĐ.",
    "fee_implausible": "An amount of đồng below the smallest bank note.",
    "fee_in_words": "The fee is prose without an amount.",
    "fee_several_in_row": "One row holds several fees.",
    "fee_zero_note_names_money": "The amount is zero and the note names money.",
    "fee_zero_with_note": "The amount is zero and the note says something else.",
    "field_missing": "A field that every record has is not there.",
    "field_unknown": "The record has a field nobody has described.",
    "kind_is_a_constant": "The kind of procedure is an internal constant.",
    "legal_basis_missing": "No legal basis is named.",
    "level_missing": "The deciding level is not stated.",
    "level_several": "Several deciding levels are stated.",
    "paper_without_count": "Neither originals nor copies of a paper are asked for.",
    "paper_without_title": "A paper has no name.",
    "papers_missing": "No papers are listed.",
    "rows_unstructured": "A table came as running text.",
    "term_in_words": "The processing time is a sentence.",
    "term_missing": "No processing time is stated.",
    "term_unit_other": "The processing time has a number and the unit OTHER.",
    "term_unreadable": "The processing time has no possible value.",
    "text_invisible_characters": "A text holds characters that nobody sees.",
    "text_no_break_space": "A text holds no-break spaces.",
    "text_not_nfc": "A text is not in composed Unicode form.",
    "text_private_use": "A text holds private-use characters of old word processors.",
    "title_missing": "The procedure has no name; its code stands in.",
    "value_not_text": "A field holds something else than text.",
}

CODE: Final = re.compile(r"\d\.\d{6}")
DECISION: Final = re.compile(
    r"\d+[A-Za-z]?(/\d{4})?/[A-ZĐ][A-ZĐa-z0-9]*(-[A-ZĐa-z0-9]+)*"
)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]")


def texts(value: Any) -> Iterator[str]:
    """Give every text inside a JSON value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def character_doubts(record: dict[str, Any]) -> Iterator[str]:
    """Give the doubts about how the texts of the record are written."""
    whole = "\n".join(texts(record))
    if not unicodedata.is_normalized("NFC", whole):
        yield "text_not_nfc"
    if "\u00a0" in whole or "\u202f" in whole:
        yield "text_no_break_space"
    if _INVISIBLE.search(whole):
        yield "text_invisible_characters"
    if any("\ue000" <= character <= "\uf8ff" for character in whole):
        yield "text_private_use"


def code_doubts(code: str) -> Iterator[str]:
    """Give the doubt about a national code."""
    if not CODE.fullmatch(code):
        yield "code_malformed"


def decision_doubts(decision: str) -> Iterator[str]:
    """Give the doubt about the number of the deciding document."""
    if not decision:
        yield "decision_missing"
    elif not DECISION.fullmatch(decision):
        yield "decision_unusual"
