"""Coded reasons: what statistics count, beside the words that the citizen reads.

Nothing is refused, stopped, withdrawn, reopened or asked for again without both
(Decree 63/2010/NĐ-CP, Articles 6 and 18). The codes are kept in headers of the
ledger; they name kinds of cases, never people.
"""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


_OTHER: Final[dict[str, Any]] = {"other": _("Another reason, said in the text")}

#: By operation: code -> title.
REASONS: Final[dict[str, dict[str, Any]]] = {
    "decline": {
        "not_competent": _("Not within the competence of the agency"),
        "not_eligible": _("The conditions of the procedure are not met"),
        "still_incomplete": _("Still incomplete after guidance"),
        "already_filed": _("The same matter is already being processed"),
        **_OTHER,
    },
    "guide": {
        "missing_paper": _("A paper is missing"),
        "invalid_paper": _("A paper is not valid or has expired"),
        "contradiction": _("Papers contradict each other"),
        **_OTHER,
    },
    "pause": {
        "missing_paper": _("A paper is missing"),
        "invalid_paper": _("A paper is not valid or has expired"),
        "contradiction": _("Papers contradict each other"),
        "verification": _("Facts have to be explained or proven"),
        **_OTHER,
    },
    "refuse": {
        "conditions_not_met": _("The conditions of the law are not met"),
        "dispute": _("The matter is disputed or before a court"),
        "false_statement": _("Papers or statements are not true"),
        **_OTHER,
    },
    "withdraw": {
        "wish": _("Wish of the applicant"),
        "mistake": _("Handed in by mistake"),
        "settled": _("The matter settled itself"),
        **_OTHER,
    },
    "stop": {
        "no_supplement": _("The supplement did not come in time"),
        "no_payment": _("The obligation to pay was not met in time"),
        "authority": _("Demanded by a competent authority"),
        "ceased": _("The person died or the organisation was dissolved"),
        **_OTHER,
    },
    "reopen": {
        "complaint": _("A complaint was justified"),
        "judgment": _("A court or higher authority decided so"),
        "error": _("An error of the agency"),
        "new_facts": _("New facts came to light"),
        **_OTHER,
    },
    "suspend": {
        "disaster": _("Storm, flood or another disaster"),
        "epidemic": _("Epidemic"),
        "outage": _("Failure of systems or of power"),
        **_OTHER,
    },
}
