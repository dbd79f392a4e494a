"""Returning a result (trả kết quả): who takes it, what is given back, what is owed."""

from __future__ import annotations

from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.errors import MissingData
from motcua.dossiers.slips.issued import slips_of
from motcua.procedures import versions
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.papers import PaperGiven
    from motcua.dossiers.states import DossierView

#: Letters of the label of a shelf.
LONGEST_SHELF: Final = 40
#: A shelf label (nhãn kệ) as a scanner types it: "KE-A1.03".
SHELF: Final = re.compile(r"KE-([A-Z0-9][A-Z0-9./-]{0,36})")


def shelf(text: str) -> str:
    """Return the name of a shelf: one line in capitals, without the mark of labels.

    Raises ``MissingData`` for what no label says.
    """
    name = " ".join(text.upper().split())
    label = SHELF.fullmatch(name)
    name = label[1] if label else name
    if not name or len(name) > LONGEST_SHELF:
        raise MissingData(
            _(
                "The name of a shelf has 1 to ${most} letters, such as A1.03.",
                mapping={"most": str(LONGEST_SHELF)},
            )
        )
    return name


def check(facts: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    """Raise ``MissingData`` for a proxy without name, or without proof."""
    if facts.get("taker") != "proxy":
        return
    if not data.get("receiver"):
        raise MissingData(_("Enter the name of the proxy who takes the result."))
    if not data.get("proof_kind") or not data.get("proof_number"):
        raise MissingData(
            _(
                "A proxy shows the proof of the mandate: enter which paper it is, and "
                "its number."
            )
        )


def receipts(dossier: Dossier) -> list[str]:
    """Return the keys of the receipt slips that hold."""
    return [
        slip.key
        for slip in slips_of(dossier)
        if slip.form.kind == "receipt" and slip.valid
    ]


def originals(view: DossierView) -> list[PaperGiven]:
    """Return the papers that were handed in as originals."""
    return [paper for paper in view.papers if paper.form == "original"]


def owed(site: Any, view: DossierView) -> int:
    """Return what is still to be paid, in đồng.

    That is what was asked for, else the fees of the case on the day of receipt, less
    what was taken. Fees without an amount are left to who reads the sentence.
    """
    if view.asked_amount:
        due = view.asked_amount
    else:
        day = view.received_at.astimezone(VIETNAM).date()
        version = versions.get(view.procedure, view.version, site=site)
        due = sum(
            fee.amount or 0
            for case in version.cases
            for channel in case.channels
            for fee in channel.fees
            if (case.key, channel.kind) == (view.case, view.channel)
            and fee.owed(day)
            and fee.currency == "VND"
        )
    return max(0, due - sum(fee.amount for fee in view.fees if not fee.void))
