"""What a procedure version settles about time, and what stops and starts its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import time
from typing import Final
from typing import get_args
from typing import Literal


Accounting = Literal["clock", "end-of-day"]
Supplement = Literal["pause", "restart"]
AfterHours = Literal["next-morning", "as-received"]
EventType = Literal["pause", "resume"]

#: The reason of a pause that may restart the term; any other text only pauses.
SUPPLEMENT: Final = "supplement"


def _choose(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} {value!r}: allowed are {', '.join(allowed)}")


@dataclass(frozen=True)
class Policy:
    """How time is counted, a setting of the procedure version.

    `cut_off` is for terms "in the day"; None means none. `after_hours` says whether
    a receipt outside office hours waits for the next working morning.
    """

    accounting: Accounting = "clock"
    supplement: Supplement = "pause"
    cut_off: time | None = time(15, 0)
    after_hours: AfterHours = "next-morning"

    def __post_init__(self) -> None:
        _choose("accounting", self.accounting, get_args(Accounting))
        _choose("supplement", self.supplement, get_args(Supplement))
        _choose("after_hours", self.after_hours, get_args(AfterHours))


#: Pause, same hour, 15:00 cut-off, next working morning.
DEFAULT_POLICY: Final = Policy()


@dataclass(frozen=True)
class ClockEvent:
    """The clock stops (``pause``) or goes on (``resume``) at a moment, for a reason.

    Several reasons may be open at once; the clock goes on when none is left.
    """

    type: EventType
    at: datetime
    reason: str = SUPPLEMENT

    def __post_init__(self) -> None:
        _choose("event type", self.type, get_args(EventType))
