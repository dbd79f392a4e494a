"""The ten public statuses of the national portal.

Every dossier has exactly one, mapped from its state. The names are those that
citizens meet there (status list of the national public-service portal).
"""

from __future__ import annotations

from motcua import _
from typing import Any


RECEIVED = 2
PROCESSING = 4
SUPPLEMENT = 5
WITHDRAWN = 7
STOPPED = 8
FINISHED = 9
RETURNED = 10

TITLES: dict[int, Any] = {
    1: _("Newly registered"),
    RECEIVED: _("Accepted"),
    3: _("Not accepted"),
    PROCESSING: _("In process"),
    SUPPLEMENT: _("More papers asked for"),
    6: _("Payment asked for"),
    WITHDRAWN: _("Withdrawn by the applicant"),
    STOPPED: _("Processing stopped"),
    FINISHED: _("Processed"),
    RETURNED: _("Result returned"),
}

_BY_STATE: dict[str, int] = {
    "received": RECEIVED,
    "processing": PROCESSING,
    "proposed": PROCESSING,
    "approved": PROCESSING,
    "supplement": SUPPLEMENT,
    "finished": FINISHED,
    "returned": RETURNED,
    "refused": STOPPED,
    "withdrawn": WITHDRAWN,
    "stopped": STOPPED,
}


def public_status(state: str, before: int) -> int:
    """Return the status for ``state``; closing keeps the one before."""
    return before if state == "closed" else _BY_STATE[state]
