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
EventType = Literal["pause", "resume", "extend"]

#: The reason of a pause that may restart the term; any other text only pauses.
SUPPLEMENT: Final = "supplement"

#: Waiting until a financial obligation is met (nghĩa vụ tài chính); only pauses.
FINANCE: Final = "finance"


def _choose(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(
            f"{name} {value!r}: chấp nhận / allowed are {', '.join(allowed)}"
        )


@dataclass(frozen=True)
class Policy:
    """How time is counted, a setting of the procedure version.

    `accounting` says whether working days keep the hour or end with the close of the
    last one; a date that was put off goes by it too. `cut_off` is for terms "in the
    day"; None means none. `after_hours` says whether a receipt outside office hours
    waits for the next working morning. `extensions` is how often the due date may be
    put off (gia hạn); law and practice say once.
    """

    accounting: Accounting = "clock"
    supplement: Supplement = "pause"
    cut_off: time | None = time(15, 0)
    after_hours: AfterHours = "next-morning"
    extensions: int = 1

    def __post_init__(self) -> None:
        _choose("accounting", self.accounting, get_args(Accounting))
        _choose("supplement", self.supplement, get_args(Supplement))
        _choose("after_hours", self.after_hours, get_args(AfterHours))
        if self.extensions < 0:
            raise ValueError(
                f"extensions {self.extensions}: không được âm / must not be negative"
            )


#: Pause, same hour, 15:00 cut-off, next working morning.
DEFAULT_POLICY: Final = Policy()


@dataclass(frozen=True)
class ClockEvent:
    """The clock stops (``pause``), goes on (``resume``) or is given more time.

    Several reasons may be open at once; the clock goes on when none is left.
    ``extend`` names in `until` the new due date that the person was told.
    """

    type: EventType
    at: datetime
    reason: str = SUPPLEMENT
    until: datetime | None = None

    def __post_init__(self) -> None:
        _choose("event type", self.type, get_args(EventType))
        if (self.until is None) is (self.type == "extend"):
            raise ValueError(
                f"Event {self.type}: 'until' chỉ dùng, và phải có, với extend / "
                "belongs to extend and to it alone"
            )
