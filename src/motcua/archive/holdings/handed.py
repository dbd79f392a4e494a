"""What hand-over makes of a file: entered on an inventory, held back, handed over.

Events on the chain of a file (free texts are payload):

=========== ===================================================================
inventory   list -- entered on an open inventory; "" taken off it again
hand_over   list -- the archive of the agency has it now
take_back   list; data: reason -- the archive gives it back to its maker
keep_on     list, until -- the maker keeps it until that day; "" no longer
pass_on     list, to -- another person of the department keeps it now
transfer    list, deed -- the historical archive has it now
=========== ===================================================================
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from motcua import _
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.ledger import Event

MAKER: Final = "maker"
ARCHIVE: Final = "archive"
HISTORICAL: Final = "historical"
#: Who keeps a file.
KEEPING: Final[dict[str, Any]] = {
    MAKER: _("With the department that made it"),
    ARCHIVE: _("In the archive of the agency"),
    HISTORICAL: _("In the historical archive"),
}
TYPES: Final = frozenset(
    {"inventory", "hand_over", "take_back", "keep_on", "pass_on", "transfer"}
)


def changes(event: Event) -> dict[str, Any]:
    """Return what an event of hand-over changes."""
    facts = event.facts
    match event.type:
        case "inventory":
            return {"inventory": facts["list"]}
        case "hand_over":
            return _moved(ARCHIVE, facts["list"], event.at)
        case "take_back":
            return _moved(MAKER, "", None)
        case "keep_on":
            until = facts["until"]
            return {
                "held_until": date.fromisoformat(until) if until else None,
                "held_by": facts["list"] if until else "",
            }
        case "pass_on":
            return {"passed_to": facts["to"]}
    return _moved(HISTORICAL, facts["list"], event.at)


def _moved(keeping: str, list_: str, at: datetime | None) -> dict[str, Any]:
    return {
        "keeping": keeping,
        "inventory": "",
        "held_until": None,
        "held_by": "",
        "handed_by": list_,
        "handed_at": at,
    }
