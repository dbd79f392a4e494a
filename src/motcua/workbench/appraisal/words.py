"""Words for what happened to a disposal list."""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


EVENTS: Final[dict[str, Any]] = {
    "draft": _("Drafted"),
    "take": _("Files put on the list"),
    "strike": _("Files taken off the list"),
    "convene": _("Laid before a council"),
    "speak": _("A member has spoken"),
    "end_round": _("A round has ended"),
    "rule": _("The chair has ruled"),
    "report": _("The council has ended"),
    "ask": _("The archives authority was asked"),
    "answer": _("The archives authority has answered"),
    "decide": _("Decided on"),
    "destroy": _("Destruction asked for"),
    "spare": _("A file was spared"),
    "done": _("All files are destroyed"),
    "give_up": _("Given up"),
}
