"""Words for what happened to a request of a reader."""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


EVENTS: Final[dict[str, Any]] = {
    "ask": _("Request entered"),
    "answer": _("Answered by the archive"),
    "decide": _("Decided by the head"),
    "made": _("Copies made"),
    "link": _("Link given to the reader"),
    "sign": _("Signed copy brought back"),
    "end": _("Ended early"),
    "wipe": _("Copies wiped"),
}
