"""What a dossier waits for, since when, and how long at most.

When the longest wait that its procedure allows is over, stopping is proposed; a
person decides, nothing stops by itself.
"""

from __future__ import annotations

from motcua.base.waits import open_waits
from motcua.base.waits import Wait
from motcua.dossiers.clocks.shelf import Shelf
from motcua.dossiers.operations import GOES_ON
from motcua.dossiers.operations import STOPS
from motcua.dossiers.statuses import ENDS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.clocks.reckoning import Reckoning
    from motcua.dossiers.dossier import Dossier

#: Events after which something else may be waited for.
CHANGES: Final = frozenset({*STOPS, *GOES_ON, "reopen", "recalendar"})


def waits(site: Any, dossier: Dossier) -> tuple[Wait, ...]:
    """Return what is waited for now, the oldest first; nothing after its end.

    ``Wait.is_over`` says whether stopping is to be proposed.
    """
    if dossier.state in ENDS:
        return ()
    return _open(Shelf(site), dossier.standing.reckoning)


def stamp(shelf: Shelf, reckoning: Reckoning) -> str:
    """Return the last moment of the wait that is over first; "" when there is none."""
    ends = [wait.until for wait in _open(shelf, reckoning) if wait.until is not None]
    return min(ends).isoformat() if ends else ""


def _open(shelf: Shelf, reckoning: Reckoning) -> tuple[Wait, ...]:
    found = reckoning.basis
    if found is None:
        return ()
    calendar = shelf.calendar(found.calendar)
    return open_waits(reckoning.stops.events, found.waits, calendar)
