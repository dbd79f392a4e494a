"""Taking a payment back that was recorded wrongly, or is returned."""

from __future__ import annotations

from motcua import _
from motcua.dossiers import ledger
from motcua.dossiers.cash.receipts import COLLECT
from motcua.dossiers.cash.receipts import VOID
from motcua.dossiers.errors import MissingData
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: What the event of a payment says of it.
_RECEIPT: Final = ("amount", "method", "symbol", "number")


def taken_back(dossier: Dossier, number: str) -> dict[str, Any]:
    """Return the facts that make the payment of event ``number`` void.

    All it said is repeated, so that the row of the one needs not the other. Where no
    payment is left, nothing is paid. Raises ``MissingData``.
    """
    chain = ledger.events(dossier)
    void = {each.facts["receipt"] for each in chain if each.type == VOID}
    paid = [each for each in chain if each.type == COLLECT]
    valid = [each for each in paid if each.number not in void]
    for each in valid:
        if str(each.number) == number:
            facts = each.facts
            told: dict[str, Any] = {n: facts[n] for n in _RECEIPT if n in facts}
            left = {"paid": False} if valid == [each] else {}
            return {**told, "receipt": each.number, **left}
    raise MissingData(_("There is no such payment, or it is void already."))
