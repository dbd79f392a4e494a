"""What the clock of a dossier knows after its last event.

A date is a pure function of it, and it goes from one event to the next: who acts
need not read the whole ledger to know the date afterwards. It grows with the stops
of the clock and the steps of the way, not with the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from functools import reduce
from motcua.dossiers.clocks.basis import Basis
from motcua.dossiers.clocks.basis import basis_after
from motcua.dossiers.clocks.basis import PAYS
from motcua.dossiers.clocks.basis import Way
from motcua.dossiers.clocks.basis import way_after
from motcua.dossiers.clocks.happenings import NO_STOPS
from motcua.dossiers.clocks.happenings import Stops
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.clocks.happenings import Occurrence


@dataclass(frozen=True)
class Reckoning:
    """By what the time is counted, where the dossier is on its way, what stopped it.

    ``basis`` is None before acceptance, ``way`` on the free road. ``paid`` is the
    first payment, ``entered`` the receipt that the way was entered with.
    """

    basis: Basis | None = None
    way: Way | None = None
    stops: Stops = NO_STOPS
    paid: datetime | None = None
    entered: datetime | None = None

    def after(self, event: Occurrence) -> Reckoning:
        """Return what is known after one more event, written or not."""
        pays = event.type in PAYS
        paid = self.paid or (event.at if pays else None)
        way, entered = way_after(self.way, self.entered, event)
        basis = basis_after(self.basis, event, paid)
        return replace(
            self,
            basis=basis,
            way=way,
            # A clock that does not run yet is not stopped.
            stops=self.stops.after(event) if basis else self.stops,
            paid=paid,
            entered=entered,
        )


#: Before the first event.
UNTOUCHED: Final = Reckoning()


def reckon(chain: Iterable[Occurrence]) -> Reckoning:
    """Return what the clock knows after a whole chain of events."""
    return reduce(Reckoning.after, chain, UNTOUCHED)
