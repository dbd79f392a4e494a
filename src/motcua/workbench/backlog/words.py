"""Words for what happened to a project."""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


EVENTS: Final[dict[str, Any]] = {
    "draft": _("Project planned"),
    "describe": _("Plan changed"),
    "approve": _("Approved by the head"),
    "start": _("Started"),
    "end": _("Ended"),
    "upload": _("Inventory sent"),
    "look": _("Inventory looked through"),
    "take": _("Files asked for of an inventory"),
    "taken": _("Files made of an inventory"),
    "send": _("Papers counted out"),
    "back": _("Papers counted back"),
    "spend": _("Money spent"),
    "engage": _("Contractor let in"),
    "dismiss": _("Contractor let out"),
    "assign": _("Batch assigned"),
}
