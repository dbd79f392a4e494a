"""Words for what happened to places and paper, and for what a scan did."""

from __future__ import annotations

from motcua import _
from motcua.archive.custody import scanning
from typing import Any
from typing import Final


#: What happened to a place.
PLACES: Final[dict[str, Any]] = {
    "open": _("Set up"),
    "move": _("Moved elsewhere"),
    "describe": _("Described"),
    "retire": _("Taken out of use"),
    "restore": _("Taken into use again"),
}
#: What was written last of paper, short.
DID: Final[dict[str, Any]] = {
    "shelve": _("Put into a box"),
    "lend": _("Lent"),
    "extend": _("Term extended"),
    "remind": _("Borrower reminded"),
    "give_back": _("Taken back"),
    "undo": _("Undone"),
    "open": _("Set up"),
    "move": _("Moved elsewhere"),
}
#: What a scan did; ``where`` is told, and ``before``.
SCANNED: Final[dict[str, Any]] = {
    scanning.CHOSEN: _(
        "${code} is chosen: what you scan now goes there. Scan it again to finish."
    ),
    scanning.LEFT: _("${code} is finished; scan the next place."),
    scanning.FOUND: _("${code} lies in ${where}."),
    scanning.SAME: _("${code} lies in ${where} already."),
    scanning.PUT: _("${code} lies in ${where} now."),
    scanning.LENT: _("${code} is lent. Put the out-card where it lay: ${where}."),
    scanning.BACK: _("${code} is taken back. Put it back into ${where}."),
    scanning.MOVED: _("${code} stands at ${where} now; it was at ${before}."),
}
#: What a scanner is told that cannot reach the house.
LOST: Final = _("No connection: this scan was not written. Scan it again.")
NOWHERE: Final = _("no box on record")
EVENTS_OF_COUNTS: Final[dict[str, Any]] = {
    "begin": _("Stocktaking begun"),
    "settle": _("Written on record as it lies"),
    "close": _("Stocktaking closed"),
    "give_up": _("Given up"),
}
