"""Payments of a dossier, as its page asks for them."""

from __future__ import annotations

from motcua.base.money import format_vnd
from motcua.dossiers.cash import books
from motcua.dossiers.cash import receipts
from motcua.dossiers.ledger import events
from motcua.shell.wording import METHOD_WORDS
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.states import DossierView
    from motcua.shell.screen import Screen


def payments(
    screen: Screen, dossier: Dossier, permitted: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """Return the payments that hold: (number of the event, what it was).

    None for who may not make one void.
    """
    if "void_fee" not in permitted or not dossier.standing.paid:
        return ()
    found = list(receipts.moves(dossier, events(dossier)))
    void = {move.receipt for move in found if move.receipt}
    return tuple(
        (str(move.event), said(screen, move))
        for move in found
        if not move.receipt and move.event not in void
    )


def said(screen: Screen, move: receipts.Move) -> str:
    """Return a payment in one line: amount, way, receipt, moment."""
    parts = (
        format_vnd(move.amount),
        screen.say(METHOD_WORDS[move.method]),
        f"{move.symbol} {move.number}".strip(),
        screen.moment(move.at),
    )
    return " · ".join(filter(None, parts))


def void(screen: Screen, view: DossierView) -> list[str]:
    """Return the payments that are void, each with its reason."""
    return [
        " · ".join(
            filter(
                None,
                (
                    format_vnd(fee.amount),
                    f"{fee.symbol} {fee.number}".strip(),
                    screen.moment(fee.at),
                    fee.void,
                ),
            )
        )
        for fee in view.fees
        if fee.void
    ]


def proposed(screen: Screen, dossier: Dossier) -> dict[str, str]:
    """Return symbol and number that come next in the book of this person."""
    symbol, number = books.proposed(screen.context, dossier.unit, screen.person)
    return {"symbol": symbol, "number": number}
