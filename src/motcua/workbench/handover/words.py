"""Words for what happened to an inventory."""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


EVENTS: Final[dict[str, Any]] = {
    "draft": _("Inventory drafted"),
    "take": _("Files put on the inventory"),
    "strike": _("Files taken off the inventory"),
    "submit": _("Submitted to the archive"),
    "withdraw": _("Withdrawn by the department"),
    "accept": _("Files taken over"),
    "accept_rest": _("All files that waited were taken over"),
    "skip": _("A file was not as it was; it went back to its maker"),
    "rested": _("Taking over is through"),
    "return": _("Files returned"),
    "again": _("Corrected files came again"),
    "draw_up": _("Minutes drawn up"),
    "sign": _("Minutes signed"),
    "give_up": _("Given up"),
}
