"""Fees as the national portal writes them: amount, label and note in one text."""

from __future__ import annotations

from motcua.base.folding import fold
from motcua.base.folding import normalise
from motcua.base.money import parse_amount
from motcua.procedures.definitions import Fee
import re
from typing import Final
from typing import Literal


#: Nobody pays less than this: smaller figures are dollars or typing errors.
SMALLEST_NOTE: Final = 200
#: What portals write where nothing was entered.
NOTHING: Final = frozenset({"", "khong co thong tin", "none", "null", "n/a"})
#: Notes that agree with an amount of zero.
_FREE: Final = frozenset(
    {
        "khong",
        "khong co",
        "khong quy dinh",
        "khong thu",
        "khong thu phi",
        "khong thu phi le phi",
        "khong mat phi",
        "khong phi",
        "khong co phi",
        "khong co phi le phi",
        "mien phi",
        "mien le phi",
        "0",
        "0 dong",
    }
)
_LABELLED: Final = re.compile(r"(\d+) VN[ĐD](?: ?\((.*)\)?)?", re.DOTALL)
_DOLLARS: Final = re.compile(r"(?<![\w.])(?:usd|us\$|\$|do la my)|\d ?(?:usd|\$)")
_MONEY: Final = re.compile(
    r"\d[\d.]* ?(?:dong|vnd|vnđ|d/|trieu|nghin|ngan)|\d{1,3}(?:\.\d{3})+"
)
_ROW: Final = re.compile(r"\s*\|\s*")


def read_fees(rows: list[str]) -> tuple[tuple[Fee, ...], set[str]]:
    """Return the fees of one channel and the doubts about them.

    A row may hold several, set apart by bars. Rows that say that nothing was
    entered give no fee and no doubt.
    """
    fees: list[Fee] = []
    doubts: set[str] = set()
    for row in rows:
        if fold(row) in NOTHING and row.strip():
            continue
        parts = [part for part in _ROW.split(row) if part.strip()]
        if not parts:
            doubts.add("fee_empty")
        if len(parts) > 1:
            doubts.add("fee_several_in_row")
        for part in parts:
            fee, found = read_fee(part)
            fees.append(fee)
            doubts |= found
    # The portal repeats one sentence for fee and charge; readers need it once.
    return tuple(dict.fromkeys(fees)), doubts


def read_fee(text: str) -> tuple[Fee, set[str]]:
    """Return one fee and the doubts about it; what is no amount stays text."""
    text = normalise(text)
    labelled = _LABELLED.fullmatch(text)
    if labelled is None:
        return _read_prose(text)
    amount = int(labelled[1])
    note = _note(labelled[2] or "")
    plain = fold(note)
    if amount == 0:
        return _read_zero(note)
    if _DOLLARS.search(plain) and re.search(rf"(?<!\d){amount}(?!\d)", plain):
        return Fee(amount, note, "USD", kind(note)), {"fee_foreign_currency"}
    if amount < SMALLEST_NOTE:
        return Fee(None, text, kind=kind(note)), {"fee_implausible"}
    return Fee(amount, note, kind=kind(note)), set()


def _note(text: str) -> str:
    """Return a note without the brackets that only wrap it."""
    note = text.strip()
    if note.endswith(")") and note.count(")") > note.count("("):
        note = note[:-1].strip()
    if note.startswith("(") and note.endswith(")") and note.count("(") == 1:
        note = note[1:-1].strip()
    return note


def _read_zero(note: str) -> tuple[Fee, set[str]]:
    """Zero with a note: free only when the note agrees."""
    plain = re.sub(r"[^\w ]", "", fold(note)).strip()
    if plain in _FREE or not plain:
        return Fee(0, note, kind=""), set()
    doubts = {"fee_zero_with_note"}
    if _MONEY.search(fold(note)):
        doubts.add("fee_zero_note_names_money")
    return Fee(None, note, kind=kind(note)), doubts


def _read_prose(text: str) -> tuple[Fee, set[str]]:
    if re.sub(r"[^\w ]", "", fold(text)).strip() in _FREE:
        return Fee(0, text), set()
    amount = parse_amount(text)
    if amount is None:
        return Fee(None, text, kind=kind(text)), {"fee_in_words"}
    return Fee(amount.amount, text, amount.currency, kind(text)), set()


def kind(note: str) -> Literal["fee", "charge", ""]:
    """Tell lệ phí (fee) from phí (charge) by the first words of the note."""
    plain = fold(note).lstrip("-+*•( ")
    if plain.startswith("le phi"):
        return "fee"
    return "charge" if re.match(r"(muc (thu )?)?phi\b(?!,? le phi)", plain) else ""
