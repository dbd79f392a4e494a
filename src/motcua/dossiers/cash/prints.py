"""The PDF of a closed shift and of a list for the treasury."""

from __future__ import annotations

from motcua.base.money import format_vnd
from motcua.base.money import vnd_in_words
from motcua.dossiers.cash import deposits
from motcua.dossiers.cash import shifts
from motcua.dossiers.cash import store
from motcua.dossiers.ledger import events
from motcua.dossiers.slips import book
from motcua.dossiers.slips import names
from motcua.dossiers.slips import values
from motcua.dossiers.slips import words
from motcua.dossiers.slips.moments import moment
from motcua.dossiers.slips.rendering import printing
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.cash.store import Shift
    from motcua.dossiers.cash.store import TreasuryList

VOID: Final = "Hủy"
GIVEN_BACK: Final = "Trả lại"


def shift(site: Any, one: Shift, *, large: bool = False) -> bytes:
    """Return the PDF of a closed shift. Raises ``printing.SlipFailed``."""
    found = shifts.view(one)
    return printing.pdf(
        book.get(found.template, site), of_shift(site, one), "A4", large=large
    )


def deposit(site: Any, one: TreasuryList, *, large: bool = False) -> bytes:
    """Return the PDF of a list for the treasury. Raises ``printing.SlipFailed``."""
    found = deposits.view(one)
    return printing.pdf(
        book.get(found.template, site), of_deposit(site, one), "A4", large=large
    )


def of_shift(site: Any, one: Shift) -> dict[str, Any]:
    """Return what the template of a closed shift prints: no citizen is named."""
    found = shifts.view(one)
    made, named = _head(site, one, found)
    total = sum(found.expected.values())
    void = shifts.void_ones(found.moves)
    expected, counted = found.expected, found.counted
    made["event"] = {
        "cashier": named.person(found.cashier),
        "first": moment(min(move.at for move in found.moves)),
        "at": moment(found.at),
        **_amount(total),
        "reason": found.reason,
        "sums": [
            {
                "method": words.METHODS[each],
                "expected": plain(expected[each]),
                "counted": plain(counted[each]) if each in counted else "",
                "difference": plain(counted[each] - expected[each])
                if each in counted
                else "",
            }
            for each in expected
        ],
        "spans": [
            {"symbol": symbol, "first": first, "last": last, "count": count}
            for symbol, first, last, count in shifts.spans(found.moves)
        ],
        "void_ones": len(void),
    }
    made["rows"] = [
        {
            "number": f"{move.symbol} {move.number}".strip(),
            "code": move.code,
            "at": moment(move.at),
            "method": words.METHODS_SHORT.get(move.method, move.method),
            "amount": plain(move.amount),
            "note": GIVEN_BACK if move.receipt else VOID if move.key in void else "",
        }
        for move in found.moves
    ]
    return made


def of_deposit(site: Any, one: TreasuryList) -> dict[str, Any]:
    """Return what the template of a list for the treasury prints."""
    found = deposits.view(one)
    made, named = _head(site, one, found)
    made["slip"]["status"] = words.STATUSES["void"] if found.void else ""
    received = ""
    if found.received is not None and found.received_at is not None:
        received = f"{format_vnd(found.received)}, {moment(found.received_at)}"
    made["event"] = {
        "giver": named.unit(found.unit),
        "to": named.unit(found.to),
        "at": moment(found.at),
        **_amount(found.cash),
        "receiver": received,
        "reason": found.reason,
    }
    numbers = {row.shift: _number(site, row.shift) for row in found.rows}
    made["rows"] = [
        {
            "number": numbers[row.shift],
            "cashier": named.person(row.cashier),
            "cash": plain(row.cash),
            "transfer": plain(row.transfer),
            "online": plain(row.online),
        }
        for row in found.rows
    ]
    return made


def plain(amount: int) -> str:
    """Return an amount for a table: "-1.250.000"."""
    return f"{amount:,}".replace(",", ".")


def _amount(total: int) -> dict[str, str]:
    said = vnd_in_words(abs(total))
    return {
        "amount": format_vnd(total),
        "amount_words": said if total >= 0 else f"Âm {said[:1].lower()}{said[1:]}",
    }


def _number(site: Any, code: str) -> str:
    one = store.made(site).shifts[code]
    return shifts.view(one).numbered


def _head(
    site: Any, one: Any, found: shifts.Closed | deposits.Deposit
) -> tuple[dict[str, Any], names.Names]:
    named = names.of_event(site, events(one)[0])
    made = values.head(found.form, found.at, named.office)
    made["slip"].update(
        number=found.numbered,
        id=found.code,
        **values.checked(site, found.code),
    )
    made["signature"] = values.signature(named.signature, named.person(found.actor))
    return made, named
