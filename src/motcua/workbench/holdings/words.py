"""Words for what happened to fonds, file lists and files."""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


#: How a date is written.
DATE: Final = _("day/month/year, or a year")
EVENTS: Final[dict[str, Any]] = {
    "open": _("Opened"),
    "describe": _("Described"),
    "close": _("Closed"),
    "reopen": _("Opened again"),
    "gather": _("Files asked for of all closed dossiers"),
    "draft": _("Drafted"),
    "put": _("Entry written"),
    "drop": _("Entry struck out"),
    "propose": _("Proposed to the head"),
    "return": _("Sent back"),
    "approve": _("Approved by the head"),
    "issue": _("Issued"),
    "take": _("Taken in"),
    "take_out": _("Taken out"),
    "move": _("Moved in the file list"),
    "withdraw": _("Withdrawn"),
    "measure": _("Room on the shelf written"),
    "revise": _("Changed terms decided on"),
    "revised": _("Terms changed"),
    "retain": _("Term changed after a rule"),
    "start": _("The term runs"),
    "hold": _("Held"),
    "release": _("Hold released"),
    "appraise": _("Appraised"),
    "destroy": _("Destroyed"),
    "purge": _("Its bytes were removed"),
    "inventory": _("Put on an inventory, or taken off"),
    "hand_over": _("Taken over by the archive of the agency"),
    "take_back": _("Given back to its maker"),
    "keep_on": _("Kept back by its maker, or no longer"),
    "pass_on": _("Given to a colleague"),
    "shelve": _("Paper put into a box"),
    "lend": _("Paper lent"),
    "give_back": _("Paper given back"),
    "extend": _("Loan of the paper extended"),
    "remind": _("Borrower of the paper reminded"),
    "undo": _("Last entry on the paper undone"),
    "transfer": _("Taken over by the historical archive"),
}
