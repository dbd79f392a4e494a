"""Provisional slips, printed beforehand: one page for each number that is left."""

from __future__ import annotations

from motcua.dossiers import pins
from motcua.dossiers.ledger import events
from motcua.dossiers.outage import blocks
from motcua.dossiers.outage import late
from motcua.dossiers.slips import book
from motcua.dossiers.slips import checks
from motcua.dossiers.slips import names
from motcua.dossiers.slips import values
from motcua.dossiers.slips.rendering import printing
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.outage.store import Block


def pdf(site: Any, one: Block) -> bytes:
    """Return the slips of a block as a PDF. Raises ``printing.SlipFailed``."""
    kept = blocks.view(one)
    return printing.pdf(
        book.get(kept.template, site),
        filled(site, one),
        kept.form.paper,
        seconds=printing.SECONDS_OF_A_BOOK,
    )


def filled(site: Any, one: Block) -> dict[str, Any]:
    """Return what the template prints."""
    kept = blocks.view(one)
    named = names.of_event(site, events(one)[0])
    made = values.head(kept.form, kept.at, named.office)
    link = f"{values.address(site)}/{values.CHECKING}"
    made["slip"].update(id=kept.code, check_address=link)
    made["event"] = {"days": late.WITHIN}
    made["rows"] = [
        _row(number, link)
        for number in kept.numbers.values()
        if number.status == "reserved"
    ]
    return made


def _row(number: blocks.Number, link: str) -> dict[str, str]:
    check = checks.letters(number.name)
    return {
        "code": number.code,
        "pin": pins.pin(number.code),
        "id": number.name,
        "check": check,
        "link": f"{link}#{number.name}~{check}",
    }
