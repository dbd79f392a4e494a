"""The civil time of Vietnam: its zone, and the day it is there."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from typing import Final


#: One zone and no summer time. Moments before 1975, when the hour was another one in
#: parts of the country, are not told apart.
VIETNAM: Final = timezone(timedelta(hours=7), "+07:00")


def today() -> date:
    """Return the day it is in Vietnam, wherever the server stands."""
    return datetime.now(VIETNAM).date()
