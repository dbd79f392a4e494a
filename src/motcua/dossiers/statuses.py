"""The ten public statuses of the national portal.

Every dossier has exactly one, mapped from its state. The names are those that
citizens meet there (status list of the national public-service portal).
"""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


SUBMITTED: Final = 1
RECEIVED: Final = 2
DECLINED: Final = 3
PROCESSING: Final = 4
SUPPLEMENT: Final = 5
PAYMENT: Final = 6
WITHDRAWN: Final = 7
STOPPED: Final = 8
FINISHED: Final = 9
RETURNED: Final = 10

TITLES: Final[dict[int, Any]] = {
    SUBMITTED: _("Newly registered"),
    RECEIVED: _("Accepted"),
    DECLINED: _("Not accepted"),
    PROCESSING: _("In process"),
    SUPPLEMENT: _("More papers asked for"),
    PAYMENT: _("Payment asked for"),
    WITHDRAWN: _("Withdrawn by the applicant"),
    STOPPED: _("Processing stopped"),
    FINISHED: _("Processed"),
    RETURNED: _("Result returned"),
}

BY_STATE: Final[dict[str, int]] = {
    "submitted": SUBMITTED,
    "guided": SUPPLEMENT,
    "received": RECEIVED,
    "declined": DECLINED,
    "processing": PROCESSING,
    "proposed": PROCESSING,
    "approved": PROCESSING,
    "followed": PROCESSING,
    "supplement": SUPPLEMENT,
    "payment": PAYMENT,
    "finished": FINISHED,
    "returned": RETURNED,
    "refused": STOPPED,
    "withdrawn": WITHDRAWN,
    "stopped": STOPPED,
}

#: States that end the processing (Decision 766/QĐ-TTg: the test of "on time").
ENDS: Final = frozenset({"finished", "refused", "withdrawn", "stopped", "declined"})
#: States in which the clock of the procedure has not begun.
BEFORE_ACCEPTANCE: Final = frozenset({"submitted", "guided", "declined"})


def public_status(state: str, before: int) -> int:
    """Return the status for ``state``; closing keeps the one before."""
    return before if state == "closed" else BY_STATE[state]
