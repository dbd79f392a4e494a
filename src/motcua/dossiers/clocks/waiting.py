"""What a dossier waits for, since when, and how long at most.

When the longest wait that its procedure allows is over, stopping is proposed; a
person decides, nothing stops by itself.
"""

from __future__ import annotations

from motcua.base.waits import open_waits
from motcua.base.waits import Wait
from motcua.dossiers.clocks.basis import basis
from motcua.dossiers.clocks.happenings import clock_events
from motcua.dossiers.clocks.happenings import happenings
from motcua.dossiers.clocks.shelf import Shelf
from motcua.dossiers.ledger import events
from motcua.dossiers.operations import GOES_ON
from motcua.dossiers.operations import STOPS
from motcua.dossiers.statuses import ENDS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from motcua.dossiers.clocks.happenings import Happening
    from motcua.dossiers.dossier import Dossier

#: Events after which something else may be waited for.
CHANGES: Final = frozenset({*STOPS, *GOES_ON, "reopen", "recalendar"})


def waits(site: Any, dossier: Dossier) -> tuple[Wait, ...]:
    """Return what is waited for now, the oldest first; nothing after its end.

    ``Wait.is_over`` says whether stopping is to be proposed.
    """
    if dossier.state in ENDS:
        return ()
    return _open(Shelf(site), happenings(events(dossier)))


def stamp(shelf: Shelf, chain: Sequence[Happening]) -> str:
    """Return the last moment of the wait that is over first; "" when there is none."""
    ends = [wait.until for wait in _open(shelf, chain) if wait.until is not None]
    return min(ends).isoformat() if ends else ""


def _open(shelf: Shelf, chain: Sequence[Happening]) -> tuple[Wait, ...]:
    found = basis(chain)
    if found is None:
        return ()
    calendar = shelf.calendar(found.calendar)
    return open_waits(clock_events(chain), found.waits, calendar)
